/** A step in the life of an agreement that may not be taken; the message says why and what to do. */
export class AgreementRefused extends Error {
  override readonly name = 'AgreementRefused';
}
