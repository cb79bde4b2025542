import { connectionOf, cursorOf, pageSize, positionOf, type Connection } from '../gate/connection';
import type { GateContext } from '../gate/context';

/** A report as the graph shows it; `id` is its public one. */
export interface ReportRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly step: string;
  readonly whose: string;
  readonly organisation: string;
  readonly unit: string;
  readonly unitName: string | null;
  readonly user: string;
  readonly job: string;
  readonly purpose: string;
  readonly reference: string;
}

const POSITION = [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/];

/**
 * Reports to the home authority's data-protection unit, oldest first. They are about no child, so that reading every
 * record of use decides; to anybody else the list is empty.
 */
export async function readReports(
  { asking, profile, ports }: GateContext,
  first: number | null,
  after: string | null,
): Promise<Connection<ReportRow>> {
  const size = pageSize(first);
  const [last = null] = positionOf(after, POSITION) ?? [];
  const mayRead =
    asking.organisation === ports.home &&
    asking.onBehalfOf === null &&
    profile.cell('READ_LEDGER', 'full').verdict === 'always' &&
    profile.cell('RECORDS_OF_USE', 'full').verdict === 'always';
  const rows = await ports.database.query<ReportRow>(
    `select r.public_id as id, r.at, r.kind, r.step, r.whose, r.organisation_id as organisation, r.unit_id as unit,
       (select u.name from unit u where u.id = r.unit_id) as "unitName", r.user_name as user, r.job, r.purpose, r.reference
     from looking_report r
     where $1::boolean and r.authority_id = $2
       and ($3::uuid is null or r.position > (select c.position from looking_report c where c.public_id = $3::uuid))
     order by r.position limit $4`,
    [mayRead, ports.home, last, size + 1],
  );
  return connectionOf(rows, size, ({ id }) => cursorOf(id));
}
