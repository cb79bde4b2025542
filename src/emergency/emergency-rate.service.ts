import type { GateContext } from '../gate/context';
import { Parameters } from '../gate/entity-sql';
import { withheldError } from '../gate/field-rule';
import { USES_A_DAY } from './emergency';
import { mayRead, seesAll } from './emergency.shape';

export interface Rate {
  readonly organisation: string;
  readonly unit: string;
  readonly unitName: string | null;
  readonly uses: number | null;
  readonly awaitingReview: number | null;
  readonly notJustified: number | null;
  readonly perDay: number;
}

/** Fewer than so many are not told apart where counts alone are open. */
const FEWEST = 5;

/**
 * How often each unit used emergency access in the last 30 days, most first. Throws WITHHELD where counts of use are not
 * open for every child: a count over some children would tell of them.
 */
export async function emergencyRate(context: GateContext): Promise<Rate[]> {
  const { asking, profile, coverage, ports } = context;
  const counts = profile.cell('RECORDS_OF_USE', 'count');
  if (counts.verdict !== 'always') throw withheldError(profile, coverage, 'Query.emergencyRate', counts);
  const p = new Parameters();
  const { text, names } = p.bound(
    `select e.organisation_id as organisation, e.unit_id as unit, min(u.name) as "unitName", count(*)::int as uses,
       (count(*) filter (where e.reviewed_at is null))::int as "awaitingReview",
       (count(*) filter (where e.outcome = 'NOT_JUSTIFIED'))::int as "notJustified",
       coalesce(min(a.per_day), ${USES_A_DAY}) as "perDay"
     from emergency_use e left join unit u on u.id = e.unit_id left join emergency_allowance a on a.unit_id = e.unit_id
     where ${mayRead('e', p)} and e.declared_at > ${p.of('now', 'timestamptz')} - interval '30 days'
     group by e.organisation_id, e.unit_id order by count(*) desc, e.unit_id`,
  );
  const values: Readonly<Record<string, unknown>> = {
    all: seesAll(context, ['READ_LEDGER', 'REVIEW_EMERGENCY', 'RUN_REPORT']),
    home: ports.home,
    now: ports.clock.now(),
    'self.organisation': asking.organisation,
    'self.unit': asking.unit,
  };
  const rates = await ports.database.query<Rate>(
    text,
    names.map((name) => values[name]),
  );
  const exact = profile.cell('RECORDS_OF_USE', 'full').verdict === 'always';
  return rates.map((rate) => (exact ? rate : rounded(rate)));
}

function rounded(rate: Rate): Rate {
  const told = (n: number | null): number | null => (n === null || n < FEWEST ? null : n);
  const { uses, awaitingReview, notJustified } = rate;
  return {
    ...rate,
    uses: told(uses),
    awaitingReview: told(awaitingReview),
    notJustified: told(notJustified),
  };
}
