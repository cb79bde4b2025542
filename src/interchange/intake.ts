import type { DataSource, EntityManager } from 'typeorm';
import { noteMeetings } from '../casework/standing-alert';
import { sqlOf } from '../database/sql';
import { inTransaction } from '../database/transaction';
import type { Clock } from '../kernel/clock';
import { Changes } from './changes';
import type { CheckedPupil, CheckedRecord, CtfOrigin, CtfProblem } from './ctf.check';
import {
  findNamesakes,
  holdersOf,
  loadKnownChildren,
  saveChanges,
  waitForOtherImports,
} from './intake.repository';
import type { KnownChild } from './known-child';
import { KnownChildren } from './known-children';
import { planPupil, type Outcome } from './plan-pupil';

/** One pupil of a file, checked; `row` counts from 1. */
export interface IntakeRow {
  readonly row: number;
  readonly line: number;
  readonly lineOf: (field: string) => number | undefined;
  readonly origin: CtfOrigin;
  readonly checked: CheckedRecord;
}

export interface RejectedPupil {
  readonly line: number;
  /** Which pupil of the file, counted from 1. */
  readonly pupil: number;
  readonly problems: readonly CtfProblem[];
}

export interface IntakeCounts {
  read: number;
  accepted: number;
  created: number;
  updated: number;
  unchanged: number;
  rejectedInAll: number;
}

export interface Intake {
  readonly dataSource: DataSource;
  readonly rows: AsyncIterable<IntakeRow>;
  /** Who brought the file in, for the provenance of every row. */
  readonly enteredBy: string;
  readonly clock: Clock;
  /** `la/931` */
  readonly homeAuthority: string;
  /** In which authority's area a postcode lies. Without it the area of an address stays unknown. */
  readonly authorityOf?: (postcode: string | null) => string | null;
  readonly batch: number;
  /** What was counted before, and how many rows an earlier run has done: those are read and not brought in again. */
  readonly begin?: IntakeCounts;
  /** Called with the rows of a batch that were left out, in order, before its transaction ends. */
  readonly onRejected?: (rejected: readonly RejectedPupil[]) => Promise<void> | void;
  /** The last thing in the transaction of a batch: what it says is so exactly when the batch is in. */
  readonly checkpoint?: (tx: EntityManager, counts: Readonly<IntakeCounts>) => Promise<void>;
  /** Called after every batch that is saved. */
  readonly onProgress?: (counts: Readonly<IntakeCounts>) => void;
}

interface Batch {
  readonly entries: Candidate[];
  readonly rejected: RejectedPupil[];
  read: number;
}

interface Candidate {
  readonly row: IntakeRow;
  readonly pupil: CheckedPupil;
}

export const noCounts = (): IntakeCounts => ({
  ...{ read: 0, accepted: 0, created: 0, updated: 0, unchanged: 0, rejectedInAll: 0 },
});

/**
 * Brings pupils in, a batch to a transaction, while the next batch is read. A pupil with a problem is left out and
 * told of; the others come in. What it holds is two batches and the UPNs that it has met.
 */
export async function bringIn(intake: Intake): Promise<IntakeCounts> {
  const counts = { ...(intake.begin ?? noCounts()) };
  const done = counts.read;
  const seen = new Set<string>();
  let batch: Batch = { entries: [], rejected: [], read: done };
  let saving: Promise<void> = Promise.resolve();
  const save = async (): Promise<void> => {
    const full = batch;
    batch = { entries: [], rejected: [], read: full.read };
    await saving;
    saving = saveBatch(full, intake, counts);
    // Its failure is met at the next batch, or at the end.
    saving.catch(() => undefined);
  };
  try {
    for await (const row of intake.rows) {
      const { checked } = row;
      const isTwice = checked.ok && seen.has(checked.pupil.upn);
      if (checked.ok) seen.add(checked.pupil.upn);
      if (row.row <= done) continue;
      batch.read = row.row;
      if (!checked.ok) batch.rejected.push(rejected(row, checked.problems));
      else if (isTwice) batch.rejected.push(rejected(row, [problem(row, 'UPN', ...TWICE)]));
      else batch.entries.push({ row, pupil: checked.pupil });
      if (batch.entries.length + batch.rejected.length === intake.batch) await save();
    }
  } finally {
    // A file that breaks off does not leave a transaction behind.
    await saving.catch(() => undefined);
  }
  if (batch.read > counts.read || batch.entries.length + batch.rejected.length > 0) await save();
  await saving;
  return counts;
}

async function saveBatch(batch: Batch, intake: Intake, counts: IntakeCounts): Promise<void> {
  const { dataSource, onRejected, checkpoint, onProgress } = intake;
  await inTransaction(dataSource, async (tx) => {
    await waitForOtherImports(tx);
    const { outcomes, refused } = await mergeBatch(tx, batch.entries, intake);
    const left = [...batch.rejected, ...refused].sort((a, b) => a.pupil - b.pupil);
    await onRejected?.(left);
    const next = { ...counts, read: batch.read, rejectedInAll: counts.rejectedInAll + left.length };
    for (const outcome of outcomes) next[outcome] += 1;
    next.accepted += outcomes.length;
    await checkpoint?.(tx, next);
    return next;
  }).then((next) => Object.assign(counts, next));
  onProgress?.(counts);
}

export interface Merged {
  readonly outcomes: readonly Outcome[];
  readonly refused: readonly RejectedPupil[];
  readonly changes: Changes;
  /** The child that each pupil that came in is. */
  readonly children: ReadonlyMap<IntakeRow, KnownChild | null>;
}

/** Finds out who is known, works out what the pupils change, and writes it. */
export async function mergeBatch(
  tx: EntityManager,
  entries: readonly Candidate[],
  {
    enteredBy,
    clock,
    homeAuthority,
    authorityOf = () => null,
  }: Pick<Intake, 'enteredBy' | 'clock' | 'homeAuthority' | 'authorityOf'>,
): Promise<Merged> {
  const upns = entries.flatMap(({ pupil }) =>
    pupil.formerUpn === null ? pupil.upn : [pupil.upn, pupil.formerUpn],
  );
  const known = new KnownChildren(await loadKnownChildren(tx, upns));
  const found = entries.map(({ row, pupil }) => ({ row, pupil, ...known.find(pupil) }));
  const renamed = found.flatMap(({ pupil, child, isRenamed }) =>
    child !== null && isRenamed ? { child, pupil } : [],
  );
  const namesakes = await findNamesakes(tx, renamed);
  const holders = await holdersOf(
    tx,
    entries.flatMap(({ pupil }) => pupil.numbers),
  );
  const changes = new Changes(NOBODY_SAID);
  const refused: RejectedPupil[] = [];
  const outcomes: Outcome[] = [];
  const children = new Map<IntakeRow, KnownChild | null>();
  for (const { row, pupil, child, isRenamed, refusal } of found) {
    const taken = takenNumber(pupil, child, holders);
    if (refusal !== null) refused.push(rejected(row, [problem(row, 'UPN', refusal.reason, refusal.fix)]));
    else if (child !== null && isRenamed && namesakes.has(child.id))
      refused.push(rejected(row, [problem(row, 'UPN', ...NAMESAKE)]));
    else if (taken !== null) refused.push(rejected(row, [problem(row, taken, ...HELD)]));
    else {
      children.set(row, child);
      outcomes.push(planPupil(pupil, child, { origin: row.origin, authorityOf }, changes));
    }
  }
  const now = clock.now();
  await saveChanges(tx, changes, { enteredBy, homeAuthority, now });
  for (const [organisation, met] of metBySource(children))
    await noteMeetings(sqlOf(tx), met, { organisation, user: enteredBy, home: homeAuthority, now });
  return { outcomes, refused, changes, children };
}

/** The known children whom each source's rows are about: a standing alert is met by a file as by a lookup. */
function metBySource(children: ReadonlyMap<IntakeRow, KnownChild | null>): Map<string, string[]> {
  const met = new Map<string, string[]>();
  for (const [{ origin }, child] of children) {
    if (child === null) continue;
    const those = met.get(origin.source);
    if (those === undefined) met.set(origin.source, [child.id]);
    else those.push(child.id);
  }
  return met;
}

/** The field of a number that another child has, or another row of this batch; else it is this pupil's from now on. */
function takenNumber(
  pupil: CheckedPupil,
  child: KnownChild | null,
  holders: Map<string, string>,
): string | null {
  const self = child?.id ?? `the pupil ${pupil.upn}`;
  for (const { kind, value } of pupil.numbers) {
    const holder = holders.get(`${kind} ${value}`);
    if (holder !== undefined && holder !== self) return NUMBER_FIELDS[kind];
    holders.set(`${kind} ${value}`, self);
  }
  return null;
}

const NOBODY_SAID = { source: '', asOf: '0001-01-01' } as Changes['said'];
const NUMBER_FIELDS = { uln: 'BasicDetails/UniqueLearnerNumber', nhs_number: 'NHSNumber' } as const;

const TWICE = [
  'This UPN stands more than once in the file.',
  'Find out whose it is and export again.',
] as const;
const NAMESAKE = [
  'The hub holds this UPN for one child, and a child of this name and date of birth under another UPN.',
  'Twins exchanged? Compare the UPNs of the family in the school system.',
] as const;
const HELD = [
  'The hub holds this number for another child.',
  'Find out whose it is; if it is this pupil’s, tell the authority that holds the record.',
] as const;

function problem(row: IntakeRow, field: string, reason: string, fix: string): CtfProblem {
  return { field, line: row.lineOf(field) ?? row.line, reason, fix };
}

const rejected = ({ line, row }: IntakeRow, problems: readonly CtfProblem[]): RejectedPupil => ({
  line,
  pupil: row,
  problems,
});
