import type { DevelopmentIssuer } from '../identity/development-issuer';
import { PERSONA_ON_ROLL } from '../interchange/demo/personas';

const QUERY = `query ($criteria: ChildLookupInput!) {
  lookupChild(criteria: $criteria) {
    ... on ChildMatch { confidence child { inEducationNow cmeOfficer { team phone } dateOfBirth nhsNumber } }
    ... on PossibleMatches { advice }
    ... on NoInformation { advice }
  }
}`;

/** What stands on the terminal once the hub serves: the address, and a question of the front door to paste. */
export function whatToTry(address: string, issuer: Pick<DevelopmentIssuer, 'issueToken'> | null): string {
  const ready = `Rollcall serves ${address}/graphql (in a browser, in development: an explorer)`;
  if (issuer === null)
    return `${ready}\nIt is empty. Next: rollcall agreements check, apply and approve; rollcall import ctf FILE\n`;
  const { upn, dateOfBirth } = PERSONA_ON_ROLL;
  const token = issuer.issueToken({ as: 'la/931/front-door', user: 'A. Worker', job: 'front door' });
  const body = { query: QUERY.replace(/\s+/g, ' '), variables: { criteria: { upn, dateOfBirth } } };
  return `${ready}

Try this in another terminal: the council's front door asks whether an invented child is in education.
It learns that, and whom to call; her NHS number is withheld, with the reason.

curl -s ${address}/graphql \\
  -H 'Content-Type: application/json' \\
  -H 'Sharing-Purpose: VERIFY_EDUCATION' -H 'Sharing-Reference: FD/2026/0117' \\
  -H 'Authorization: Bearer ${token}' \\
  -d '${JSON.stringify(body)}'

A token for anybody: npx rollcall token --as police/E23000029 --user "A. Officer" --job "missing persons"
Every answer is in the ledger; Ctrl-C stops the hub, then its database.
`;
}
