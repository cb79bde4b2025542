import { addDays, type LocalDate } from '../kernel/local-date';
import { compile, lastDayOf, type CompileInput } from './compile';
import type { DirectoryWords } from './checks/check';
import { differenceOf, type CellDifference, type Side } from './difference';
import { cellOrClosed } from './openness';
import { profileFor } from './profile';
import type { Rule, Ruleset } from './ruleset';
import { asAsker, may, spaceOf, type Space, type SpaceAsker, type SpaceCell } from './space';

/** One side of a comparison: agreements and catalogues, for every day. */
export type DiffSide = Omit<CompileInput, 'day'>;

export interface Days {
  readonly from: string;
  /** Null: without end. */
  readonly until: string | null;
}

/** One cell newly open or newly closed to one asker. */
export interface CellChange extends CellDifference, SpaceCell {
  readonly asker: SpaceAsker;
  /** Empty: whatever the job, but for those of `butNot`. */
  readonly job: string;
  readonly butNot: readonly string[];
  readonly purpose: string;
  readonly days: readonly Days[];
  /** The change lasts as long as the clauses behind it do, so that its days need no mention. */
  readonly throughout: boolean;
}

export interface RulesDiff {
  readonly changes: readonly CellChange[];
  /** Whether any cell opens that was closed. */
  readonly widens: boolean;
  readonly space: Space;
}

/**
 * Every cell that two sets of agreements decide differently, from a day on: each asker × job × purpose × item ×
 * form × standing, on every day on which either side changes.
 */
export function diffOf(
  before: DiffSide,
  after: DiffSide,
  directory: DirectoryWords,
  today: string,
): RulesDiff {
  const starts = daysOfChange([before, after], today);
  const spans = starts.map((day, i) => {
    const next = starts[i + 1];
    const until = next === undefined ? null : addDays(next as LocalDate, -1);
    return { from: day, until, was: compile({ ...before, day }), is: compile({ ...after, day }) };
  });
  const space = spaceOf(
    spans.flatMap(({ was, is }) => [was, is]),
    directory,
  );
  const found = new Map<string, { change: Omit<CellChange, 'days' | 'throughout'>; spans: Set<number> }>();
  spans.forEach(({ was, is }, index) => {
    for (const change of changesBetween(was, is, space)) {
      const { under, shutBy, ...rest } = change;
      const key = JSON.stringify([
        rest,
        ...[under, shutBy].map((refs) => refs.map(({ agreement, clause }) => [agreement, clause])),
      ]);
      const known = found.get(key) ?? { change, spans: new Set() };
      known.spans.add(index);
      found.set(key, known);
    }
  });
  const changes = [...found.values()].map(({ change, spans: on }): CellChange => {
    const lasting = spans.flatMap(({ was, is }, i) =>
      change.under.every((ref) => speaks(change.effect === 'opens' ? is : was, ref, change)) ? [i] : [],
    );
    return { ...change, days: joined(spans, on), throughout: lasting.every((i) => on.has(i)) };
  });
  return { changes, widens: changes.some((c) => c.effect === 'opens'), space };
}

/** Today, and each later day on which either side's texts or powers begin or cease to hold. */
function daysOfChange(sides: readonly DiffSide[], today: string): string[] {
  const after = (day: string): string[] => (day >= '9999' ? [] : [addDays(day as LocalDate, 1)]);
  const days = sides.flatMap(({ agreements, catalogues }) => [
    ...agreements.flatMap(({ agreement: a }) => [
      a.term.from,
      ...after(lastDayOf(a)),
      ...a.clauses.flatMap((c) => [
        ...(c.from === null ? [] : [c.from]),
        ...(c.until === null ? [] : after(c.until)),
      ]),
    ]),
    ...[...catalogues.powers.values()].flatMap((p) => p.inForceFrom ?? []),
  ]);
  return [today, ...[...new Set(days)].filter((day) => day > today).sort()];
}

type Found = Omit<CellChange, 'days' | 'throughout'>;

function changesBetween(was: Ruleset, is: Ruleset, space: Space): Found[] {
  const cells = space.cells.filter(({ word }) => !sameRules(was, is, word));
  if (cells.length === 0) return [];
  return space.askers.flatMap((asker) =>
    space.purposes.flatMap((purpose) =>
      cells.flatMap((cell) => {
        if (!may(was, purpose, asker, cell.word) && !may(is, purpose, asker, cell.word)) return [];
        const byJob = space.jobsOf(asker).map((job) => {
          const side = (ruleset: Ruleset): Side => {
            const profile = profileFor(ruleset, purpose, [asAsker(asker, job)]);
            return [profile, cellOrClosed(profile, cell.word, cell.form)];
          };
          return { job, differences: differenceOf(side(was), side(is)) };
        });
        return changesByJob(byJob).map((change): Found => ({ ...change, asker, purpose, ...cell }));
      }),
    ),
  );
}

/** What changes whatever the job is said once, with the jobs for which it does not; the rest job by job. */
function changesByJob(
  byJob: readonly { readonly job: string; readonly differences: readonly CellDifference[] }[],
): (CellDifference & Pick<CellChange, 'job' | 'butNot'>)[] {
  const told = (d: CellDifference): string => JSON.stringify(d);
  const any = byJob.find(({ job }) => job === '')?.differences ?? [];
  const usual = new Set(any.map(told));
  return byJob.flatMap(({ job, differences }) =>
    job === ''
      ? differences.map((d) => ({
          ...d,
          job,
          butNot: byJob.flatMap((other) =>
            other.differences.some((o) => told(o) === told(d)) ? [] : other.job,
          ),
        }))
      : differences.filter((d) => !usual.has(told(d))).map((d) => ({ ...d, job, butNot: [] })),
  );
}

/** Rules that say the same of a word, whatever the version of their texts, decide the same. */
function sameRules(was: Ruleset, is: Ruleset, word: string): boolean {
  const row = ({ catalogues }: Ruleset): string => JSON.stringify(catalogues.items.get(word));
  const texts = (r: Ruleset): string => (r.rules.get(word) ?? []).map(ruleText).sort().join('\n');
  return texts(was) === texts(is) && row(was) === row(is);
}

function ruleText(rule: Rule): string {
  const { ref, effect, form, children, purposes, jobs, except, agreement } = rule;
  const plain = [
    ref.agreement,
    ref.clause,
    effect,
    form,
    children,
    [...purposes].sort(),
    [...jobs].sort(),
    except,
    agreement.parties,
  ];
  return JSON.stringify(plain, (key, value: unknown) => (key === 'at' ? undefined : value));
}

/** Whether a ruleset has the clause, for that word and purpose. */
const speaks = (
  ruleset: Ruleset,
  ref: Rule['ref'],
  { word, purpose }: Pick<CellChange, 'word' | 'purpose'>,
): boolean =>
  (ruleset.rules.get(word) ?? []).some(
    (r) => r.ref.agreement === ref.agreement && r.ref.clause === ref.clause && r.purposes.has(purpose),
  );

function joined(spans: readonly Days[], on: ReadonlySet<number>): Days[] {
  const days: Days[] = [];
  spans.forEach(({ from, until }, i) => {
    if (!on.has(i)) return;
    const last = days.at(-1);
    if (last && on.has(i - 1)) days[days.length - 1] = { from: last.from, until };
    else days.push({ from, until });
  });
  return days;
}
