import { addressees, type Addressee } from './addressee';
import { isProtected } from './safe-enquiry';
import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { badInput } from '../kernel/errors';

const FIELD = 'input.to';
/** Beside authorities, who may be asked to hold a flag: services that keep records of their own. */
const HOLDS_FLAGS: ReadonlySet<string> = new Set([
  'SOCIAL_CARE',
  'HOUSING',
  'POLICE',
  'HEALTH',
  'SCHOOL',
  'HOME_SERVICE',
  'YOUTH_JUSTICE',
]);

/**
 * The authority that is told. Through this hub others tell the council, and the council tells others; a request to hold a
 * flag may go to a partner, too. Throws BAD_USER_INPUT naming `input.to`.
 */
export async function checkedAddressee(
  tx: Sql,
  context: GateContext,
  to: string,
  flag: boolean,
): Promise<Addressee> {
  const { asking, ports: { home } } = context; // prettier-ignore
  const [addressee] = await addressees(tx, home, [to], () => FIELD);
  if (!addressee) throw badInput(FIELD, 'names nobody.');
  const { id, kind, isUnit, organisation, roles } = addressee;
  if (id === asking.organisation || id === asking.unit) throw badInput(FIELD, 'is yourself.');
  if (asking.organisation !== home && id !== home)
    throw badInput(FIELD, `through this hub the council is told: write \`${home}\`.`);
  if (kind === 'la' && !isUnit) return addressee;
  const holder = organisation === home ? isUnit : !isUnit;
  if (flag && holder && roles.some((role) => HOLDS_FLAGS.has(role))) return addressee;
  throw badInput(
    FIELD,
    flag
      ? 'is not one that holds flags: an authority, a partner, or a unit of the council.'
      : 'is not a local authority; write one, as in `la/852`.',
  );
}

/**
 * Everybody whom it concerns that a child has been found: the home authority, and each authority whose question about the
 * child stands or waits for it. INVARIANT: of a protected child the home authority alone is told.
 */
export async function concerned(tx: Sql, context: GateContext, child: string): Promise<string[]> {
  const { asking, ports } = context;
  const now = ports.clock.now();
  if (await isProtected(tx, child, now)) return asking.organisation === ports.home ? [] : [ports.home];
  const rows = await tx.query<{ id: string }>(
    `select o.id from organisation o where o.kind = 'la' and o.state = 'live' and o.disabled_at is null and o.id <> $3 and (o.id = $2
       or exists (select 1 from enquiry e where e.child_id = $1 and e.from_organisation = o.id and e.state <> 'WITHDRAWN'
         and (e.from_organisation = $2 or e.accepted_at is not null) and (e.state = 'OPEN' or exists (
           select 1 from enquiry_recipient r where r.enquiry_id = e.id and r.answered_at >= $4::timestamptz - interval '28 days')))
       or exists (select 1 from enquiry e join enquiry_recipient r on r.enquiry_id = e.id where e.child_id = $1
         and r.organisation_id = o.id and r.state in ('WAITING', 'REMINDED', 'ESCALATED') and e.state = 'OPEN' and (e.from_organisation = $2 or e.accepted_at is not null)))
     order by o.id`,
    [child, ports.home, asking.organisation, now],
  );
  return rows.map(({ id }) => id);
}
