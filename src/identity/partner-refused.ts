/** A change of the directory that may not be made; the message names the option at fault and says what to do. */
export class PartnerRefused extends Error {
  override readonly name = 'PartnerRefused';
}
