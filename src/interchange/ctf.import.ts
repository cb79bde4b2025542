import { londonDate } from '../kernel/london-time';
import type { LocalDate } from '../kernel/local-date';
import type { CtfRecord } from './ctf';
import { checkHeader, checkPupil, type CtfOrigin } from './ctf.check';
import { readCtf } from './ctf.reader';
import { bringIn, type Intake, type IntakeCounts, type IntakeRow, type RejectedPupil } from './intake';

export interface ImportReport extends IntakeCounts {
  /** The first ten thousand; `rejectedInAll` counts all. */
  readonly rejected: RejectedPupil[];
}

export interface ImportCtf extends Omit<Intake, 'rows' | 'batch' | 'onProgress'> {
  readonly stream: AsyncIterable<Uint8Array>;
  readonly onProgress?: (counts: Readonly<IntakeCounts>) => void;
}

/** Fields in which a pupil may turn out wrong only beside what the hub holds. */
const NAMED_LATER = ['UPN', 'BasicDetails/UniqueLearnerNumber'];
const BATCH = 500;
export const MOST_TOLD = 10_000;

/**
 * Brings a common transfer file in, 500 pupils to a transaction. A pupil with a problem is left out and reported;
 * the others come in. Doing it again changes nothing. Throws CtfFileError when the file cannot be read on: what
 * stands before that line is in, and the whole file may simply be imported again once it is put right.
 */
export async function importCtf({ stream, onRejected, ...intake }: ImportCtf): Promise<ImportReport> {
  const told: RejectedPupil[] = [];
  const counts = await bringIn({
    ...intake,
    batch: BATCH,
    rows: ctfRows(stream, londonDate(intake.clock.now())),
    onRejected: async (rejected) => {
      await onRejected?.(rejected);
      told.push(...rejected.slice(0, MOST_TOLD - told.length));
    },
  });
  return { ...counts, rejected: told };
}

/** The pupils of a common transfer file, checked as they are read. */
export async function* ctfRows(
  stream: AsyncIterable<Uint8Array>,
  today: LocalDate,
): AsyncGenerator<IntakeRow> {
  let origin: CtfOrigin | null = null;
  for await (const record of readCtf(stream)) {
    origin ??= checkHeader(record.header, record.line, today);
    const { index: row, line } = record;
    yield { row, line, lineOf: linesIn(record), origin, checked: checkPupil(record, origin, today) };
  }
}

/** Not the record's own `lineOf`: that would hold on to every element of the pupil until its batch is in. */
function linesIn({ lineOf }: CtfRecord): IntakeRow['lineOf'] {
  const lines: Record<string, number | undefined> = {};
  for (const field of NAMED_LATER) lines[field] = lineOf(field);
  return lookUp(lines);
}

const lookUp =
  (lines: Readonly<Record<string, number | undefined>>): IntakeRow['lineOf'] =>
  (field) =>
    lines[field];
