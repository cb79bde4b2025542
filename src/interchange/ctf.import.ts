import type { DataSource } from 'typeorm';
import { noteMeetings } from '../casework/standing-alert';
import { sqlOf } from '../database/sql';
import { inTransaction } from '../database/transaction';
import type { Clock } from '../kernel/clock';
import { londonDate } from '../kernel/london-time';
import { Changes } from './changes';
import type { CtfRecord } from './ctf';
import { checkHeader, checkPupil, type CheckedPupil, type CtfOrigin, type CtfProblem } from './ctf.check';
import { readCtf } from './ctf.reader';
import { findNamesakes, loadKnownChildren, saveChanges, waitForOtherImports } from './ctf.repository';
import { KnownChildren } from './known-children';
import { planPupil } from './plan-pupil';

export interface RejectedPupil {
  readonly line: number;
  /** Which pupil of the file, counted from 1. */
  readonly pupil: number;
  readonly problems: readonly CtfProblem[];
}

export interface ImportReport {
  read: number;
  accepted: number;
  created: number;
  updated: number;
  unchanged: number;
  /** The first ten thousand; `rejectedInAll` counts all. */
  readonly rejected: RejectedPupil[];
  rejectedInAll: number;
}

export interface ImportCtf {
  readonly dataSource: DataSource;
  readonly stream: AsyncIterable<Uint8Array>;
  /** Who brought the file in, for the provenance of every row. */
  readonly enteredBy: string;
  readonly clock: Clock;
  /** `la/931` */
  readonly homeAuthority: string;
  /** In which authority's area a postcode lies. Without it the area of an address stays unknown. */
  readonly authorityOf?: (postcode: string | null) => string | null;
  /** Called after every batch that is saved. */
  readonly onProgress?: (report: Readonly<ImportReport>) => void;
}

const BATCH = 500;
const MOST_TOLD = 10_000;

interface Candidate {
  readonly record: CtfRecord;
  readonly pupil: CheckedPupil;
}

/**
 * Brings a common transfer file in, 500 pupils to a transaction. A pupil with a problem is left out and reported;
 * the others come in. Doing it again changes nothing. Throws CtfFileError when the file cannot be read on: what
 * stands before that line is in, and the whole file may simply be imported again once it is put right.
 */
export async function importCtf(options: ImportCtf): Promise<ImportReport> {
  const { clock, onProgress } = options;
  const today = londonDate(clock.now());
  const counts = { read: 0, accepted: 0, created: 0, updated: 0, unchanged: 0 };
  const report: ImportReport = { ...counts, rejected: [], rejectedInAll: 0 };
  const reject = (record: CtfRecord, problems: readonly CtfProblem[]): void => {
    report.rejectedInAll += 1;
    if (report.rejected.length < MOST_TOLD) {
      report.rejected.push({ line: record.line, pupil: record.index, problems });
    }
  };
  const seen = new Set<string>();
  let origin: CtfOrigin | null = null;
  let batch: Candidate[] = [];
  const save = async (): Promise<void> => {
    if (origin === null || batch.length === 0) return;
    await saveBatch(batch, origin, options, report, reject);
    batch = [];
    report.rejected.sort((a, b) => a.pupil - b.pupil);
    onProgress?.(report);
  };
  for await (const record of readCtf(options.stream)) {
    report.read += 1;
    origin ??= checkHeader(record.header, record.line, today);
    const checked = checkPupil(record, origin, today);
    if (!checked.ok) {
      reject(record, checked.problems);
    } else if (seen.has(checked.pupil.upn)) {
      reject(record, [problem(record, ...TWICE)]);
    } else {
      seen.add(checked.pupil.upn);
      batch.push({ record, pupil: checked.pupil });
    }
    if (batch.length === BATCH) await save();
  }
  await save();
  return report;
}

async function saveBatch(
  batch: readonly Candidate[],
  origin: CtfOrigin,
  { dataSource, enteredBy, clock, homeAuthority, authorityOf = () => null }: ImportCtf,
  report: ImportReport,
  reject: (record: CtfRecord, problems: readonly CtfProblem[]) => void,
): Promise<void> {
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const refused: { record: CtfRecord; reason: string; fix: string }[] = [];
  await inTransaction(dataSource, async (tx) => {
    await waitForOtherImports(tx);
    const upns = batch.flatMap(({ pupil }) =>
      pupil.formerUpn === null ? pupil.upn : [pupil.upn, pupil.formerUpn],
    );
    const known = new KnownChildren(await loadKnownChildren(tx, upns));
    const found = batch.map(({ record, pupil }) => ({ record, pupil, ...known.find(pupil) }));
    const renamed = found.flatMap(({ pupil, child, isRenamed }) =>
      child !== null && isRenamed ? { child, pupil } : [],
    );
    const namesakes = await findNamesakes(tx, renamed);
    const changes = new Changes();
    for (const { record, pupil, child, isRenamed, refusal } of found) {
      const isTaken = child !== null && isRenamed && namesakes.has(child.id);
      if (refusal !== null) refused.push({ record, ...refusal });
      else if (isTaken) refused.push({ record, ...NAMESAKE });
      else counts[planPupil(pupil, child, { origin, authorityOf }, changes)] += 1;
    }
    await saveChanges(tx, changes, { origin, enteredBy, homeAuthority, now: clock.now() });
    const met = found.flatMap(({ child }) => (child === null ? [] : [child.id]));
    const by = { organisation: origin.source, user: enteredBy, home: homeAuthority, now: clock.now() };
    await noteMeetings(sqlOf(tx), met, by);
  });
  for (const { record, reason, fix } of refused) reject(record, [problem(record, reason, fix)]);
  report.created += counts.created;
  report.updated += counts.updated;
  report.unchanged += counts.unchanged;
  report.accepted += counts.created + counts.updated + counts.unchanged;
}

const TWICE = [
  'This UPN stands more than once in the file.',
  'Find out whose it is and export again.',
] as const;

const NAMESAKE = {
  reason:
    'The hub holds this UPN for one child, and a child of this name and date of birth under another UPN.',
  fix: 'Twins exchanged? Compare the UPNs of the family in the school system.',
};

function problem({ line, lineOf }: CtfRecord, reason: string, fix: string): CtfProblem {
  return { field: 'UPN', line: lineOf('UPN') ?? line, reason, fix };
}
