import type { AgreementText } from '../../src/policy/check-agreements';

interface Over {
  readonly name?: string;
  readonly version?: number;
  readonly permit?: string;
  readonly recipient?: string;
  readonly term?: string;
  readonly clauses?: string;
  readonly purpose?: string;
}

/** A small sound agreement with one clause; a test says what is different. */
export function sampleAgreement(over: Over = {}): AgreementText {
  const name = over.name ?? 'sample-police';
  const text = `agreement: ${name}
title: A sample
version: ${over.version ?? 1}
supersedes: null
parties:
  - { organisation: la/931, capacity: controller }
  - { ${over.recipient ?? 'organisation: police/E23000029, role: POLICE'}, capacity: recipient }
term: ${over.term ?? '{ from: 2026-09-01, review: 2027-08-31, until: 2028-08-31, whenReviewPasses: stop }'}
contacts: { dataProtection: information-governance desk, rights: customer rights team }
retention: P6Y
purposes:
  ${over.purpose ?? 'LOCATE_CHILD'}:
    lawfulBasis: { controller: [uk-gdpr/6-1-e], recipient: [uk-gdpr/6-1-e] }
    powers: [education-act-1996/s436A]
clauses:
  - clause: "1"
    says: The force may know of a child and whom to call.
    permit: ${over.permit ?? '[EXISTENCE, CME_OFFICER]'}
    children: [ANY_CHILD]
    purposes: [${over.purpose ?? 'LOCATE_CHILD'}]
${over.clauses ?? ''}`;
  return { file: `schema/agreements/${name}.yaml`, text };
}

/** A clause that forbids, to be put under \`clauses\`. */
export const forbidding = (item: string): string => `  - clause: "9"
    says: This is never shared.
    forbid: [${item}]
    children: [ANY_CHILD]
`;
