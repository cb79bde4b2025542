import type { Sql } from '../../gate/ports';
import type { Clock } from '../../kernel/clock';
import { verifyConsistency } from '../tree/proof';
import { rootsOf, type ReadTile } from '../tree/tile-reader';
import { consistencyProof, rootFromTiles, tilePath } from '../tree/tiles';
import { NotFoundOut, Stopping, whyNot, type Outside } from './outside';
import { ownWitnesses } from './own-witness.repository';
import { keptHeadPath, openHead, type SignedHead } from './signed-head';
import type { Witness } from './witness';
import {
  forgetUnproved,
  keepLook,
  settleSetBack,
  takeTurns,
  unproved,
  witnessedLog,
  type KeptHead,
  type WitnessedLog,
} from './witnessed.repository';

export interface WatchOptions {
  readonly database: Sql;
  readonly witness: Pick<Witness, 'follow' | 'alarm'>;
  readonly outside: Outside;
  readonly clock: Clock;
}

/** Milliseconds between two looks at one log. */
const EVERY = 10 * 60_000;
const HASH = 32;
const OLDER = 'It shows an older head than it had signed.';

/** A signed head that may not belong to the history that is shown; the id where it is kept here as unproved. */
interface Doubted extends KeptHead {
  readonly id: string | null;
  readonly note: string;
}

/**
 * Looks for itself at what other logs show everybody, and works out from their hash tiles whether it follows from the
 * head that is kept here, and from those that this hub's own witnesses keep. So a log is caught that shows its witness
 * one history and the public or another witness a second, or nothing at all.
 */
export class Watch {
  constructor(private readonly options: WatchOptions) {}

  /** Looks at every log that is due; one that nobody has looked at for ten minutes. */
  async round(): Promise<void> {
    const now = this.options.clock.now();
    const since = new Date(now.getTime() - EVERY);
    for (const origin of await takeTurns(this.options.database, since, now)) await this.look(origin);
  }

  /** Looks at one log. What could not be found out is kept as a problem; what contradicts is an alarm. */
  async look(origin: string): Promise<void> {
    const { database, clock } = this.options;
    // Before anything is fetched: a head that is smaller than this one is so although this one had been signed.
    const log = await witnessedLog(database, origin);
    if (!log) return;
    let problem: string | null;
    try {
      problem = await this.compare(log);
    } catch (error) {
      if (error instanceof Stopping) return;
      problem = whyNot(error);
    }
    await keepLook(database, origin, problem, clock.now());
  }

  private async compare(log: WitnessedLog): Promise<string | null> {
    const { database, witness, clock } = this.options;
    const { kept } = log;
    const shown = await this.shown(log);
    if (!shown) return null;
    // A reader behind its database may be late by a moment, so once is no proof of it.
    if (shown.size < kept.size) {
      if (log.problem === OLDER) await witness.alarm('SET_BACK', log, shown);
      return OLDER;
    }
    const readTile = this.tilesOf(log);
    if (shown.size > 0 && kept.size === 0) await checkWhole(shown, readTile);
    if (kept.size > 0 && !(await rootAt(kept.size, shown, readTile)).equals(kept.root)) {
      await witness.alarm('TWO_HISTORIES', log, shown);
      return 'It shows another history than it had signed.';
    }
    const doubted: Doubted[] = [
      ...(await unproved(database, log.origin)),
      ...(await this.keptElsewhere(log)),
    ];
    for (const head of doubted) {
      if (head.size > shown.size || head.size === 0) continue;
      if (!(await rootAt(head.size, shown, readTile)).equals(head.root))
        await witness.alarm('TWO_HISTORIES', { ...log, kept: shown }, { ...shown, ...head });
      else if (head.id !== null) await forgetUnproved(database, head.id);
    }
    if (shown.size > kept.size) {
      const proof = kept.size === 0 ? [] : await consistencyProof(kept.size, shown.size, readTile);
      // The log may have sent a newer head meanwhile: then that one is kept.
      await witness.follow(log, shown, kept.size, proof);
    }
    await settleSetBack(database, log.origin, clock.now());
    return null;
  }

  /** Null where a log that has not begun shows nothing yet. */
  private async shown(log: WitnessedLog): Promise<SignedHead | null> {
    const { status, body } = await this.options.outside.get(`${log.url}/checkpoint`);
    if (status === 404 && log.kept.size === 0) return null;
    if (status !== 200) throw new NotFoundOut(`It shows no head: it answered ${status}.`);
    const head = openHead(body, log);
    if (!head.ok) throw new NotFoundOut('It shows a head that none of its known keys has signed.');
    return head.value;
  }

  /** The heads of this log that our own witnesses keep. One that cannot be had is nobody's fault here. */
  private async keptElsewhere(log: WitnessedLog): Promise<Doubted[]> {
    const { database, outside } = this.options;
    const asked = (await ownWitnesses(database)).map(async ({ url }): Promise<Doubted[]> => {
      const answer = await outside.get(`${url}/${keptHeadPath(log.origin)}`).catch(() => null);
      const head = answer?.status === 200 ? openHead(answer.body, log) : null;
      return head?.ok === true ? [{ ...head.value, id: null }] : [];
    });
    return (await Promise.all(asked)).flat();
  }

  /** Tiles of the log, each fetched once; a partial one that is kept no more, from the full one. */
  private tilesOf({ url }: WitnessedLog): ReadTile {
    const { outside } = this.options;
    const fetched = new Map<string, Promise<Buffer>>();
    const fetchTile = async (level: number, index: number, width: number): Promise<Buffer> => {
      const full = 256;
      for (const wide of width === full ? [full] : [width, full]) {
        const { status, body } = await outside.get(`${url}/${tilePath(level, index, wide)}`);
        if (status === 200 && body.length === wide * HASH) return body;
      }
      throw new NotFoundOut('It does not show the hashes of the head that it shows.');
    };
    return (level, index, width) => {
      const path = tilePath(level, index, width);
      const tile = fetched.get(path) ?? fetchTile(level, index, width);
      fetched.set(path, tile);
      return tile;
    };
  }
}

/** The root that the tree of a signed head has at a smaller size: by a proof, so that no hash has to be believed. */
async function rootAt(size: number, { size: size2, root }: SignedHead, readTile: ReadTile): Promise<Buffer> {
  const [root1 = Buffer.alloc(0)] = await rootsOf(size2, [{ start: 0, end: size }], readTile);
  const proof = await consistencyProof(size, size2, readTile);
  if (!verifyConsistency({ size1: size, size2, root1, root2: root, proof })) throw notItsHashes();
  return root1;
}

async function checkWhole({ size, root }: SignedHead, readTile: ReadTile): Promise<void> {
  if (!(await rootFromTiles(size, readTile)).equals(root)) throw notItsHashes();
}

const notItsHashes = (): NotFoundOut =>
  new NotFoundOut('The hashes that it shows do not give the head that it shows.');
