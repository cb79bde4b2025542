import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from '../gate/ports';
import type { Clock } from '../kernel/clock';
import type { HeadsFile } from './heads-file';
import { integrate, newestHead, type Head } from './integrate';
import type { LedgerKeys } from './ledger-keys';
import { openNote } from './tree/note';
import { tilesOf } from './tile.repository';
import { edgeFromTiles, rootOfEdge, type TileEdge } from './tree/tiles';
import { parseVerifierKey, type VerifierKey } from './tree/note';

/** A connection of one's own, under the sequencer's database role. */
export interface SequencerSession extends Sql {
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface SequencerOptions {
  readonly connect: () => Promise<SequencerSession>;
  readonly keys: LedgerKeys;
  readonly heads: HeadsFile;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** Advisory locks are per database; any number that is only ours. */
const LOCK = 7_316_962;
/** Milliseconds between two heads, between looks for entries of other processes, and between tries to lead. */
const BETWEEN_HEADS = 100;
const BETWEEN_LOOKS = 250;
const BETWEEN_TRIES = 1000;

/** Why this hub will sign no head: what the database says does not follow from what was signed before. */
class Refusal extends Error {}

/**
 * Moves entries into the tree and signs its heads. However many hubs run on one database, one leads: it holds a
 * session lock, which PostgreSQL gives back the moment its connection ends; another then goes on where it stopped.
 * INVARIANT: it signs only what follows from the last head in its file; a database that was set back, forked or
 * signed by another key is refused until a person has looked.
 */
export class Sequencer {
  private session: SequencerSession | null = null;
  private edge: TileEdge | null = null;
  private refused: string | null = null;
  private readonly stopping = new AbortController();
  private wakeUp: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: SequencerOptions) {}

  /** Tries once to lead, so that a refusal shows at the start; then goes on by itself. */
  async start(): Promise<void> {
    await this.step();
    this.running = this.run();
  }

  /** True, or why this hub signs no heads. */
  state(): true | string {
    return this.refused ?? true;
  }

  /** There is something to integrate. */
  wake(): void {
    this.wakeUp();
  }

  /** Integrates what is pending if it leads, and lets another lead. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wakeUp();
    await this.running;
    while (this.session && (await this.step()) === 'more');
    await this.leave();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const found = await this.step();
      if (found === 'more') await this.sleep(BETWEEN_HEADS, false);
      else await this.sleep(found === 'none' ? BETWEEN_LOOKS : BETWEEN_TRIES, found === 'none');
    }
  }

  private async step(): Promise<'more' | 'none' | 'not leading'> {
    try {
      if (!(await this.leads()) || !this.session) return 'not leading';
      const { keys, heads, clock } = this.options;
      const edge = (this.edge ??= await this.takeOver(this.session));
      const made = await this.session.transaction((tx) => integrate(tx, keys, edge, clock.now()));
      if (!made) return 'none';
      this.edge = { size: made.size, rightmost: made.rightmost };
      await heads.append([made]);
      return 'more';
    } catch (error) {
      this.told(error);
      await this.leave();
      return 'not leading';
    }
  }

  private async leads(): Promise<boolean> {
    if (this.edge) return true;
    this.session ??= await this.options.connect();
    const [row] = await this.session.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      LOCK,
    ]);
    if (row?.mine === true) return true;
    await this.leave();
    return false;
  }

  /** What was signed before must still be there, by one of our keys; heads that the file lacks are added to it. */
  private async takeOver(session: SequencerSession): Promise<TileEdge> {
    const { heads, keys } = this.options;
    const kept = heads.last();
    const newest = await newestHead(session);
    if (kept) await checkKept(session, kept, newest?.size ?? 0);
    if (newest && !openNote(newest.note, keys.verifiers.map(verifierOf)).ok)
      throw new Refusal('The last head was signed by another key: put the ledger keys of this hub back.');
    for (let after = kept?.size ?? 0; after < (newest?.size ?? 0);) {
      const some = await headsAfter(session, after);
      await heads.append(some);
      after = some.at(-1)?.size ?? Number.POSITIVE_INFINITY;
    }
    const edge = await edgeFromTiles(newest?.size ?? 0, tilesOf(session));
    if (newest && !rootOfEdge(edge).equals(newest.root))
      throw new Refusal('The stored hashes do not give the last head: run `rollcall ledger verify`.');
    this.refused = null;
    return edge;
  }

  private told(error: unknown): void {
    const why = error instanceof Refusal ? error.message : null;
    if (why !== this.refused && why) this.options.log(`ledger: ${why}`);
    if (why) this.refused = why;
    else this.options.log('ledger: heads cannot be signed at the moment');
  }

  private async leave(): Promise<void> {
    const session = this.session;
    this.session = null;
    this.edge = null;
    await session?.close().catch(() => undefined);
  }

  private async sleep(milliseconds: number, wakeable: boolean): Promise<void> {
    if (this.stopping.signal.aborted) return;
    const woken = new Promise<void>((resolve) => {
      this.wakeUp = wakeable ? resolve : () => undefined;
    });
    const waking = new AbortController();
    const signal = AbortSignal.any([waking.signal, this.stopping.signal]);
    await Promise.race([woken, pause(milliseconds, undefined, { signal }).catch(() => undefined)]);
    waking.abort();
  }
}

async function checkKept(sql: Sql, kept: Pick<Head, 'size' | 'root'>, size: number): Promise<void> {
  if (size < kept.size)
    throw new Refusal(
      `The database holds ${size} entries under a head, and this hub has signed ${kept.size}: it was set back to an earlier state.`,
    );
  const [same] = await sql.query<{ root: Buffer }>('select root from ledger_head where size = $1', [
    kept.size,
  ]);
  if (!same?.root.equals(kept.root))
    throw new Refusal(`The database holds another head of ${kept.size} entries than this hub has signed.`);
}

async function headsAfter(sql: Sql, size: number): Promise<Head[]> {
  const rows = await sql.query<Omit<Head, 'size'> & { size: string }>(
    'select size, root, note, at from ledger_head where size > $1 order by size limit 1000',
    [size],
  );
  return rows.map((row) => ({ ...row, size: Number(row.size) }));
}

function verifierOf(text: string): VerifierKey {
  const parsed = parseVerifierKey(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}
