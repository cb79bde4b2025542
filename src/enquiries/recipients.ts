import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { HubError, badInput } from '../kernel/errors';
import { addressees, type Addressee } from '../notifications/addressee';

export type EnquiryKind = 'ordinary' | 'conditional';

const MOST = 160;

/** National bodies that may be asked in any case; every other one only for child protection (S2 §4.2, S3). */
const ASKED_IN_ANY_CASE: ReadonlySet<string> = new Set(['national/dfe-s2s', 'national/dfe-giap']);

/** A body whose answers keep a restriction: benefits, tax and immigration. */
export const isConditional = (organisation: string): boolean =>
  organisation.startsWith('national/') && !ASKED_IN_ANY_CASE.has(organisation);

const sentTo = (i: number): string => `input.recipients[${i}]`;

/** Who is to be asked, each once. Throws BAD_USER_INPUT or, for a body that may not be asked so, NOT_PERMITTED. */
export async function checkedRecipients(
  tx: Sql,
  context: GateContext,
  given: readonly string[],
  kind: EnquiryKind,
  fieldOf: (i: number) => string = sentTo,
): Promise<Addressee[]> {
  const ids = [...new Set(given)];
  if (ids.length === 0)
    throw badInput('input.recipients', 'is empty: name who is asked, as in police/E23000029.');
  if (ids.length > MOST)
    throw badInput('input.recipients', `names ${ids.length}; ask at most ${MOST} at once.`);
  const found = await addressees(tx, context.ports.home, ids, fieldOf);
  found.forEach((addressee, i) => checkOne(context, addressee, fieldOf(i), kind));
  return found;
}

function checkOne(
  { asking, ports: { home } }: GateContext,
  addressee: Addressee,
  field: string,
  kind: EnquiryKind,
): void {
  const { id, organisation, isUnit, roles } = addressee;
  if (id === asking.unit || (id === asking.organisation && id !== home)) {
    throw badInput(field, 'is yourself; an enquiry goes to others.');
  }
  if (id === home)
    throw badInput(field, `within the council name the unit that is asked, as in \`${home}/cme\`.`);
  if (isUnit && organisation !== home)
    throw badInput(field, `outside the council the organisation is asked: write \`${organisation}\`.`);
  // A hub is asked about its own children. What others would tell one another is not its business, nor may it be led to open
  // a child to a third organisation because a second one says so.
  if (asking.organisation !== home && !roles.includes('CME_TEAM')) {
    throw badInput(field, `through this hub the council is asked: write \`${home}/cme\`.`);
  }
  if (addressee.kind === 'voluntary' || roles.includes('VOLUNTARY')) {
    throw badInput(field, 'a refuge or charity is never asked; it raises a concern when it has one.');
  }
  if (kind === 'conditional' && !isConditional(organisation)) {
    throw badInput(field, 'may be asked in any case: use `sendEnquiry`.');
  }
  if (kind === 'ordinary' && isConditional(organisation)) {
    throw new HubError(
      'NOT_PERMITTED',
      'This body may be asked for child protection alone, by the manager: use `sendConditionalEnquiry`.',
      {
        action: 'SEND_ENQUIRY',
        field,
      },
    );
  }
}
