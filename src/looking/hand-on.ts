import type { Asking } from '../gate/asking';
import type { LookCriteria } from '../gate/ports';
import { spanOf, SPANS, type AskerState } from './asker-state';
import type { LookingOptions } from './looking-options';
import type { SignKind } from './looking-rules';
import {
  addSigns,
  addSpent,
  addTraces,
  countVariants,
  type CountRow,
  type SignRow,
  type Step,
  type TraceRow,
  type Variants,
} from './looking.repository';
import { tracesOf } from './traces';

interface Counted {
  readonly key: string;
  readonly state: AskerState;
}

/** What one answer left to count. */
export interface LooksLeft {
  readonly asking: Asking;
  readonly person: Counted;
  readonly organisation: Counted;
  readonly cost: number;
  /** Criteria of looks that met nobody for the asker, or that could not be read. */
  readonly vain: readonly LookCriteria[];
  readonly at: Date;
}

export type Signed = Pick<SignRow, 'asker' | 'kind' | 'step' | 'steps' | 'whose'> & {
  readonly of: LooksLeft;
};

/** Writes the traces of looks in vain, and what is recognised in them and in what was spent. */
export async function recognise(
  options: LookingOptions,
  looks: readonly LooksLeft[],
  used: readonly Signed[],
): Promise<void> {
  const { database, home } = options;
  const { rows, kinds } = tracesIn(options, looks);
  const seen =
    rows.length === 0 ? [] : await addTraces(database, rows).then(() => countVariants(database, rows));
  const signs = strongest([...used, ...seen.flatMap((variants) => signsOf(options, variants, kinds, looks))]);
  // A budget that is used up stops nobody beyond its own hour or day; it is told all the same.
  for (const { asker, kind, step, of } of signs)
    for (const counted of [of.person, of.organisation])
      if (counted.key === asker && kind !== 'BUDGET') counted.state.sign(step, of.at.getTime());
  if (signs.length === 0) return;
  await addSigns(
    database,
    signs.map(({ of, ...sign }) => ({
      ...sign,
      day: dayOf(of.at),
      at: of.at.toISOString(),
      authority: home,
      organisation: of.asking.organisation,
      unit: of.asking.unit,
      user_name: of.asking.user,
      job: of.asking.job,
      purpose: of.asking.purpose,
      reference: of.asking.reference,
    })),
  );
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** Adds the costs to those of all hubs, and finds those whose budget comes to its end. Throws with nothing counted. */
export async function spend(
  { database, rules }: LookingOptions,
  looks: readonly LooksLeft[],
  since: Date,
): Promise<Signed[]> {
  const counts = new Map<string, CountRow & { spent: number }>();
  const last = new Map<string, { counted: Counted; of: LooksLeft; whose: SignRow['whose'] }>();
  for (const of of looks) {
    for (const [counted, whose] of [
      [of.person, 'PERSON'],
      [of.organisation, 'ORGANISATION'],
    ] as const) {
      last.set(counted.key, { counted, of, whose });
      for (const span of SPANS) {
        const { starts, ends } = spanOf(span, of.at.getTime());
        const key = `${counted.key} ${span} ${starts}`;
        const known = counts.get(key);
        if (known) known.spent += of.cost;
        else
          counts.set(key, {
            asker: counted.key,
            span,
            starts_at: new Date(starts).toISOString(),
            ends_at: new Date(ends).toISOString(),
            spent: of.cost,
          });
      }
    }
  }
  const standing = await addSpent(database, [...counts.values()], since);
  for (const of of looks) for (const { state } of [of.person, of.organisation]) state.notHandedOn -= of.cost;
  const signs: Signed[] = [];
  for (const row of standing) {
    const { counted, of, whose } = last.get(row.asker) ?? {};
    if (!counted || !of || !whose) continue;
    counted.state.take(row);
    if (row.what !== 'hour' && row.what !== 'day') continue;
    const share = row.amount / counted.state.budget[row.what];
    const steps: Step[] = [
      ...(share >= rules.slowed.from ? (['SLOWED'] as const) : []),
      ...(share >= 1 ? (['STOPPED'] as const) : []),
    ];
    for (const step of steps)
      signs.push({ asker: row.asker, kind: 'BUDGET', step, steps: row.amount, whose, of });
  }
  return signs;
}

function tracesIn(
  { key, rules }: LookingOptions,
  looks: readonly LooksLeft[],
): { rows: TraceRow[]; kinds: ReadonlyMap<string, SignKind> } {
  const rows = new Map<string, TraceRow>();
  const kinds = new Map<string, SignKind>();
  for (const { vain, at, person, organisation } of looks) {
    const day = dayOf(at);
    for (const criteria of vain) {
      for (const { kind, trace, variant } of tracesOf(criteria)) {
        const row = {
          organisation: organisation.key,
          day,
          trace: key.trace(day, 'trace', ...trace),
          variant: key.trace(day, 'variant', variant),
          asker: person.key,
          most: rules.signs[kind].slow,
        };
        kinds.set(row.trace, kind);
        rows.set(`${row.organisation} ${row.trace} ${row.asker} ${row.variant}`, row);
      }
    }
  }
  return { rows: [...rows.values()], kinds };
}

function signsOf(
  { rules }: LookingOptions,
  { organisation, trace, asker, all, own }: Variants,
  kinds: ReadonlyMap<string, SignKind>,
  looks: readonly LooksLeft[],
): Signed[] {
  const kind = kinds.get(trace);
  const of = looks.findLast((left) => left.person.key === asker && left.organisation.key === organisation);
  if (!kind || !of) return [];
  const { slow, stop, organisation: times } = rules.signs[kind];
  const word = kind === 'narrowing' ? 'NARROWING' : 'SEQUENCE';
  const steps = (count: number, times: number): Step[] => [
    ...(count >= slow * times ? (['SLOWED'] as const) : []),
    ...(count >= stop * times ? (['STOPPED'] as const) : []),
  ];
  return [
    ...steps(own, 1).map((step): Signed => ({ asker, kind: word, step, steps: own, whose: 'PERSON', of })),
    ...steps(all, times).map((step): Signed => ({
      asker: organisation,
      kind: word,
      step,
      steps: all,
      whose: 'ORGANISATION',
      of,
    })),
  ];
}

/** One of each asker, kind and step: several traces may tell of the same. */
function strongest(signs: readonly Signed[]): Signed[] {
  const kept = new Map<string, Signed>();
  for (const sign of signs) {
    const key = `${sign.asker} ${sign.kind} ${sign.step} ${dayOf(sign.of.at)}`;
    if ((kept.get(key)?.steps ?? -1) < sign.steps) kept.set(key, sign);
  }
  return [...kept.values()];
}
