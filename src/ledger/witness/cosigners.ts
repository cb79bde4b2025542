import type { Sql } from '../../gate/ports';
import type { Clock } from '../../kernel/clock';
import { newestHead, type Head } from '../integrate';
import { tilesOf } from '../tile.repository';
import { findCosignature } from '../tree/cosignature';
import { fromDecimal } from '../tree/spelling';
import { consistencyProof } from '../tree/tiles';
import { addCheckpointText } from './add-checkpoint';
import { NotFoundOut, whyNot, type Outside, type OutsideAnswer } from './outside';
import { keepCosignature, keepProblem, takeTurnToAsk, type OwnWitness } from './own-witness.repository';

export interface CosignersOptions {
  readonly database: Sql;
  readonly outside: Outside;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** Milliseconds between two requests to one witness. */
const BETWEEN = 60_000;

/** A witness that keeps another history than this ledger has: whoever owns it has to look. */
class Contradicted extends Error {}

/**
 * Shows this ledger's newest head to those who keep it, and keeps what they sign (c2sp.org/tlog-witness, as its
 * client). A witness that is away stops nothing; one that contradicts is told to the operator, and stays told.
 */
export class Cosigners {
  constructor(private readonly options: CosignersOptions) {}

  /** Asks whoever has not cosigned the newest head: each at most once a minute, or now. */
  async round({ now = false }: { readonly now?: boolean } = {}): Promise<void> {
    const { database, clock } = this.options;
    const head = await newestHead(database);
    if (!head) return;
    const at = clock.now();
    const since = now ? at : new Date(at.getTime() - BETWEEN);
    const witnesses = await takeTurnToAsk(database, head, since, at);
    await Promise.all(witnesses.map((witness) => this.ask(witness, head)));
  }

  private async ask(witness: OwnWitness, head: Head): Promise<void> {
    const { database, log } = this.options;
    try {
      const size = await this.send(witness, head, Math.min(witness.lastSize, head.size));
      if (size === null) return;
      await this.checkKnown(size);
      // Another process of this hub was quicker: it has a newer head already.
      if (size > head.size) return;
      if ((await this.send(witness, head, size)) !== null)
        throw new NotFoundOut('It names another size each time.');
    } catch (error) {
      const contradicts = error instanceof Contradicted;
      const problem = error instanceof Contradicted ? error.message : whyNot(error);
      if ((await keepProblem(database, witness.name, { problem, contradicts })) && contradicts)
        log(`ledger: the witness ${witness.name} contradicts this ledger. ${problem}`);
    }
  }

  /** Null when it has cosigned; else the size from which it goes on. */
  private async send(witness: OwnWitness, head: Head, oldSize: number): Promise<number | null> {
    const { database, outside, clock } = this.options;
    const proof = oldSize === 0 ? [] : await consistencyProof(oldSize, head.size, tilesOf(database));
    const answer = await outside.post(
      `${witness.url}/add-checkpoint`,
      { 'content-type': 'text/plain; charset=utf-8', 'user-agent': 'Rollcall' },
      addCheckpointText({ oldSize, proof, note: head.note }),
    );
    if (answer.status === 200) {
      const text = head.note.slice(0, head.note.lastIndexOf('\n\n') + 1);
      const found = findCosignature(answer.body.toString('utf8'), text, witness.key);
      if (!found.ok) throw new NotFoundOut('It answered without a good signature of its own.');
      await keepCosignature(database, witness.name, head, found.value, clock.now());
      return null;
    }
    if (answer.status === 409 && answer.type === 'text/x.tlog.size') return sizeIn(answer);
    if (answer.status === 409)
      throw new Contradicted(
        `It keeps a head of ${oldSize} entries that this ledger had signed, with other entries in it.`,
      );
    if (answer.status === 422)
      throw new Contradicted(
        `It keeps a head of ${oldSize} entries that this ledger had signed, and the ledger does not follow from it: something was changed after it was signed.`,
      );
    throw new NotFoundOut(
      answer.status === 404
        ? 'It does not know this ledger yet: it has to be registered there.'
        : answer.status === 403
          ? 'It knows this ledger by another key: hand the present one out.'
          : `It answered ${answer.status}.`,
    );
  }

  /** Whether this ledger has as many entries as a witness keeps: what was signed cannot have become less. */
  private async checkKnown(size: number): Promise<void> {
    const newest = (await newestHead(this.options.database))?.size ?? 0;
    if (size > newest)
      throw new Contradicted(
        `It keeps a head of ${size} entries that this ledger had signed, and the ledger has ${newest}: its end was cut off, or it was set back to an earlier state.`,
      );
  }
}

function sizeIn({ body }: OutsideAnswer): number {
  const text = body.toString('utf8');
  const size = text.endsWith('\n') ? fromDecimal(text.slice(0, -1)) : null;
  if (size === null) throw new NotFoundOut('It answered without the size that it keeps.');
  return size;
}
