import type { DataSource } from 'typeorm';
import { inTransaction } from '../../database/transaction';
import type { Clock } from '../../kernel/clock';
import { londonDate } from '../../kernel/london-time';
import { checkHeader, checkPupil, type CtfOrigin } from '../ctf.check';
import { headerOf } from '../ctf.writer';
import { mergeBatch, type IntakeRow } from '../intake';
import { waitForOtherImports } from '../intake.repository';
import type { DemoChild, Sending } from './demo-child';
import { loadDemoFacts } from './demo.facts';
import { schoolYearOf } from './demo-stays';

export interface LoadDirectly {
  readonly dataSource: DataSource;
  readonly clock: Clock;
  readonly homeAuthority: string;
  readonly enteredBy: string;
  readonly authorityOf: (postcode: string | null) => string | null;
  readonly children: Iterable<DemoChild>;
  /** So many children are in, facts and all. */
  readonly onProgress: (done: number) => void;
}

export interface LoadedDirectly {
  created: number;
  updated: number;
  unchanged: number;
  facts: number;
}

const BATCH = 4_000;

/**
 * What the files of a region would have brought, without the files: the same checks and the same merge, one batch of
 * children after the other, so that a region of any size needs the memory of one batch.
 */
export async function loadDirectly(load: LoadDirectly): Promise<LoadedDirectly> {
  const counts: LoadedDirectly = { created: 0, updated: 0, unchanged: 0, facts: 0 };
  let done = 0;
  let batch: DemoChild[] = [];
  let saving: Promise<void> = Promise.resolve();
  const save = async (): Promise<void> => {
    const full = batch;
    batch = [];
    await saving;
    saving = saveBatch(full, load, counts).then(() => load.onProgress((done += full.length)));
    saving.catch(() => undefined);
  };
  for (const child of load.children) {
    batch.push(child);
    if (batch.length === BATCH) await save();
  }
  await save();
  await saving;
  return counts;
}

async function saveBatch(
  batch: readonly DemoChild[],
  load: LoadDirectly,
  counts: LoadedDirectly,
): Promise<void> {
  const { dataSource, clock, enteredBy } = load;
  const origins = new Map<string, CtfOrigin>();
  const today = londonDate(clock.now());
  const rowOf = (sending: Sending, row: number): { row: IntakeRow; pupil: ReturnType<typeof pupilOf> } => {
    const key = `${sending.day}/${sending.source}/${JSON.stringify(sending.destination)}`;
    const origin = origins.get(key) ?? originOf(sending, today);
    origins.set(key, origin);
    const record = { index: row, line: row, lineOf: () => undefined, pupil: sending.pupil };
    const checked = checkPupil(record, origin, today);
    return { row: { row, line: row, lineOf: () => undefined, origin, checked }, pupil: pupilOf(checked) };
  };
  const sent = batch.map(({ sendings }) => [...sendings].sort(inOrder));
  const rounds = Math.max(0, ...sent.map((sendings) => sendings.length));
  await inTransaction(dataSource, async (tx) => {
    await waitForOtherImports(tx);
    for (let round = 0; round < rounds; round += 1) {
      const entries = sent.flatMap((sendings, at) => {
        const sending = sendings[round];
        return sending === undefined ? [] : rowOf(sending, at + 1);
      });
      const { outcomes, refused } = await mergeBatch(tx, entries, load);
      if (refused.length > 0) throw new Error('Other children of this database have numbers of the region.');
      for (const outcome of outcomes) counts[outcome] += 1;
    }
    counts.facts += await loadDemoFacts(tx, batch, { enteredBy, clock });
  });
}

function originOf({ source, day, destination }: Sending, today: CtfOrigin['asOf']): CtfOrigin {
  const sender = { laestab: source, name: '', academicYear: schoolYearOf(day) };
  return checkHeader(headerOf({ source: sender, destination, writtenAt: `${day}T09:00:00` }), 0, today);
}

function pupilOf(checked: ReturnType<typeof checkPupil>): Extract<typeof checked, { ok: true }>['pupil'] {
  if (!checked.ok) throw new Error('A child of the demonstration region does not pass the checks.');
  return checked.pupil;
}

/** As their files would be brought in. */
const orderOf = ({ day, source, destination }: Sending): string =>
  `${day}/${source}/${JSON.stringify(destination)}`;
const inOrder = (a: Sending, b: Sending): number => (orderOf(a) < orderOf(b) ? -1 : 1);
