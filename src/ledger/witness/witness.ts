import type { Sql } from '../../gate/ports';
import type { Clock } from '../../kernel/clock';
import { verifyConsistency } from '../tree/proof';
import { parseAddCheckpoint } from './add-checkpoint';
import { openHead, type SignedHead } from './signed-head';
import type { WitnessKey } from './witness-key';
import { advance, keepAlarm, witnessedLog, type AlarmKind, type WitnessedLog } from './witnessed.repository';

/** What a witness says over HTTP. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly type: 'text/plain; charset=utf-8' | 'text/x.tlog.size';
  readonly body: string;
}

/** What became of a head: only the first was written down. */
export type Followed =
  | { readonly kind: 'COSIGNED'; readonly line: string }
  /** Another head is kept than the one from which it was to follow: one of this size. */
  | { readonly kind: 'ELSEWHERE'; readonly size: number }
  | { readonly kind: 'NOT_SHOWN' }
  | { readonly kind: 'TWO_HISTORIES' };

export interface WitnessOptions {
  readonly database: Sql;
  readonly key: Pick<WitnessKey, 'cosign'>;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Told of a head that was signed and not shown to follow: it is worth a look of one's own. */
  readonly onUnproved: (origin: string) => void;
}

const WORDS: Readonly<Record<Exclude<AlarmKind, 'UNPROVED'>, string>> = {
  TWO_HISTORIES: 'has shown two histories of its ledger',
  SET_BACK: 'shows a ledger that was set back to an earlier state',
};

/**
 * Keeps the newest head of other logs, and cosigns the next only when it follows from it.
 * INVARIANT: what is cosigned of one log is one line of history. The head is kept before its cosignature leaves, and
 * only in the place of the very head from which it was shown to follow.
 */
export class Witness {
  constructor(private readonly options: WitnessOptions) {}

  /** The answer to an add-checkpoint request (c2sp.org/tlog-witness), its checks in the order in which they stand there. */
  async add(body: Uint8Array): Promise<WitnessAnswer> {
    const parsed = parseAddCheckpoint(body);
    if (!parsed.ok) return says(400, parsed.problem);
    const { oldSize, proof, checkpoint, note } = parsed.value;
    const log = await witnessedLog(this.options.database, checkpoint.origin);
    if (!log) return says(404, 'The heads of this log are not kept here.');
    const head = openHead(note, log);
    if (!head.ok) return says(403, 'None of the keys that are known for this log has signed this.');
    const followed = await this.follow(log, head.value, oldSize, proof);
    switch (followed.kind) {
      case 'COSIGNED':
        return { status: 200, type: 'text/plain; charset=utf-8', body: followed.line };
      case 'ELSEWHERE':
        return { status: 409, type: 'text/x.tlog.size', body: `${followed.size}\n` };
      case 'TWO_HISTORIES':
        return says(409, 'Another root of this size is kept here. Both signed heads are kept as evidence.');
      case 'NOT_SHOWN':
        if (head.value.size > log.kept.size) {
          await this.alarm('UNPROVED', log, head.value);
          this.options.onUnproved(log.origin);
        }
        return says(422, 'The proof does not show that this follows from the head that is kept here.');
    }
  }

  /** Goes on to a head that its log has signed, if the proof shows that it follows from the one that is kept. */
  async follow(
    log: WitnessedLog,
    head: SignedHead,
    oldSize: number,
    proof: readonly Buffer[],
  ): Promise<Followed> {
    const { database, key, clock } = this.options;
    const { kept } = log;
    if (head.size === kept.size && !head.root.equals(kept.root)) {
      await this.alarm('TWO_HISTORIES', log, head);
      if (oldSize === kept.size) return { kind: 'TWO_HISTORIES' };
    }
    if (oldSize !== kept.size) return { kind: 'ELSEWHERE', size: kept.size };
    const follows =
      oldSize === 0
        ? proof.length === 0
        : verifyConsistency({ size1: oldSize, size2: head.size, root1: kept.root, root2: head.root, proof });
    if (!follows) return { kind: 'NOT_SHOWN' };
    // Before it is kept: at that time no larger head had been seen.
    const at = clock.now();
    const line = key.cosign(head.text, at);
    if (await advance(database, kept, head, line, at)) return { kind: 'COSIGNED', line };
    const now = await witnessedLog(database, log.origin);
    return { kind: 'ELSEWHERE', size: now?.kept.size ?? 0 };
  }

  /** Keeps the evidence and tells the operator. */
  async alarm(
    kind: AlarmKind,
    { kept, organisation, origin }: WitnessedLog,
    shown: SignedHead,
  ): Promise<void> {
    const { database, clock, log } = this.options;
    if (!(await keepAlarm(database, { kind, kept, shown }, clock.now())) || kind === 'UNPROVED') return;
    log(`witness: ${organisation} ${WORDS[kind]} (${origin}): see rollcall ledger witness list.`);
  }
}

const says = (status: WitnessAnswer['status'], words: string): WitnessAnswer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${words}\n`,
});
