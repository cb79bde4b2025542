import type { Sql } from '../gate/ports';
import type { Clock } from '../kernel/clock';
import { repeat, type Repeating } from '../kernel/repeat';
import { areCriteriaDue, eraseCriteria, type ErasureSession } from './erasure';

export interface PurgeOptions {
  readonly app: Sql;
  readonly connect: () => Promise<ErasureSession>;
  readonly clock: Clock;
  /** The organisation that runs this hub. */
  readonly home: string;
  readonly log: (line: string) => void;
}

const SIX_HOURS = 6 * 60 * 60 * 1000;

/** Destroys criteria whose time has passed: now, and every six hours; one hub at a time. */
export function startPurge(options: PurgeOptions): Repeating {
  const first = purge(options);
  const next = repeat(SIX_HOURS, () => purge(options));
  return {
    async stop() {
      await next.stop();
      await first;
    },
  };
}

async function purge({ app, connect, clock, home, log }: PurgeOptions): Promise<void> {
  const now = clock.now();
  let session: ErasureSession | null = null;
  try {
    if (!(await areCriteriaDue(app, now))) return;
    session = await connect();
    const eraser = {
      organisation: home,
      unit: home,
      user: 'rollcall',
      job: 'retention',
      purpose: 'RIGHTS_AND_AUDIT',
      reference: `criteria due ${now.toISOString().slice(0, 10)}`,
    };
    const erased = await eraseCriteria({ session, now, eraser });
    if (erased !== null) log(`ledger: criteria of ${erased} lookups that met nobody are erased`);
  } catch {
    log('ledger: criteria whose time has passed cannot be erased at the moment');
  } finally {
    await session?.close().catch(() => undefined);
  }
}
