import type { GraphQLResolveInfo } from 'graphql';
import { canonicalJson, type JsonValue } from '../kernel/canonical-json';
import { HubError, conflict } from '../kernel/errors';
import { newPublicId } from '../kernel/id';
import { decide } from '../policy/decide';
import type { Cell } from '../policy/profile';
import type { GateContext } from './context';
import { notPermittedError } from './field-rule';
import { ledgerRecord } from './ledger-record';
import type { Sql } from './ports';
import { atomsOf } from './scope-sql';
import { standingMask } from './standing-mask';
import { clausesOf } from './told';

/** What every mutation answers: the same shape, whatever the hub knows. */
export interface Outcome {
  readonly id: string;
  readonly receivedAt: string;
}

/** That the same act may be sent again by somebody who did not hear what came of it. */
export interface Once {
  /** What came of it the first time; null while it is new, and then it waits for nobody else until the transaction ends. */
  readonly before: (tx: Sql) => Promise<Outcome | null>;
  /** Keeps it, in the transaction of the act. */
  readonly after: (tx: Sql, outcome: Outcome) => Promise<void>;
  /** For the ledger, with the act. */
  readonly about: Readonly<Record<string, JsonValue>>;
}

export interface Act<Found> {
  /** What the act is about, found before anything is written; null = not there, or not the requester's. */
  readonly find: (tx: Sql) => Promise<Found | null>;
  /** The child whose standing decides; null while it is not known to the hub. */
  readonly child: (found: Found) => string | null;
  /** Kinds of standing that hold of what was found, and not of its child. */
  readonly holds?: (found: Found) => readonly string[];
  readonly perform: (tx: Sql, found: Found) => Promise<Outcome>;
  /** For the ledger: ids and kinds, never content about a person. */
  readonly about?: (found: Found) => Readonly<Record<string, JsonValue>>;
  /** Null: it is nobody's to send again but by `Idempotency-Key`. */
  readonly once?: Once | null;
}

const LOCK_WAIT = '5s';
/** A key is free again after seven days (contract, `Idempotency-Key`). */
const KEY_KEPT = 7 * 24 * 60 * 60 * 1000;

/**
 * A mutation, whole: one transaction that holds the idempotency key, the decision by the standing of *before*
 * the write, the write itself, and the act in the ledger. Null = somebody else's, or not there.
 * Throws NOT_PERMITTED, CONFLICT, IDEMPOTENCY_KEY_REUSED.
 */
export async function act<Found>(
  context: GateContext,
  info: GraphQLResolveInfo,
  what: Act<Found>,
): Promise<Outcome | null> {
  const declared = context.coverage.get(`Mutation.${info.fieldName}`);
  if (declared?.kind !== 'action') throw new HubError('NOT_PERMITTED', 'This mutation names no action.');
  const cell = context.profile.cell(declared.action, 'full');
  const outcome = await context.ports.transaction(async (tx) => {
    const replay = await claimKey(tx, context);
    if (replay) return replay.outcome;
    const came = await what.once?.before(tx);
    if (came) {
      await keepOutcome(tx, context, came);
      return came;
    }
    const found = await what.find(tx);
    if (found === null) return null;
    const child = what.child(found);
    const mask = await maskFor(tx, context, cell, child, what.holds?.(found) ?? []);
    const decision = decide(cell, mask, false);
    if (decision.effect === 'withhold') {
      context.record.note(child === null ? null : { child, mask, worked: atomsOf(cell) }, cell, decision);
      throw notPermittedError(context.profile, cell);
    }
    const done = await what.perform(tx, found);
    await keepOutcome(tx, context, done);
    await what.once?.after(tx, done);
    const record = ledgerRecord(
      'ACT',
      newPublicId(),
      context.asking,
      context.profile.ruleset.version,
      context.ports.clock.now(),
      {
        children: child === null ? [] : [child],
        agreements: [...new Set(decision.under.map((r) => r.agreement))],
        lookBacks: [],
        body: {
          action: cell.word,
          under: decision.under.map((r) => `${r.agreement}@${r.version} ${r.clause ?? ''}`),
          outcome: done.id,
          ...(what.about?.(found) ?? {}),
          ...(what.once?.about ?? {}),
        },
        alwaysTaken: context.profile.ruleset.catalogues.actions.get(cell.word)?.alwaysTaken ?? false,
        told: { action: cell.word, outcome: done.id, clauses: clausesOf(context.profile, cell.id) },
      },
    );
    await context.ports.ledger.act(tx, record);
    return done;
  });
  context.acted = true;
  return outcome;
}

/** The standing of the requester to a child, as far as a cell asks for it. Unknown child: null, so only "any child" opens. */
async function maskFor(
  tx: Sql,
  context: GateContext,
  cell: Cell,
  child: string | null,
  holds: readonly string[],
): Promise<bigint | null> {
  const used = atomsOf(cell);
  if (child === null) return null;
  if (used === 0n) return 0n;
  const { asking, ports, profile } = context;
  const standing = { profile, asking, home: ports.home, now: ports.clock.now() };
  const bits = await standingMask(tx, standing, used, child);
  const ofFound = context.profile.atoms.reduce(
    (bits, { kind, within, for: since }, i) =>
      holds.includes(kind) && within === null && since === null ? bits | (1n << BigInt(i)) : bits,
    0n,
  );
  return bits | (ofFound & used);
}

async function claimKey(tx: Sql, context: GateContext): Promise<{ outcome: Outcome | null } | null> {
  const key = context.idempotencyKey;
  if (key === null) return null;
  const client = context.asking.clientId;
  const now = context.ports.clock.now();
  await tx.query(`set local lock_timeout = '${LOCK_WAIT}'`);
  try {
    await tx.query(`delete from idempotency_key where client_id = $1 and created_at < $2`, [
      client,
      new Date(now.getTime() - KEY_KEPT),
    ]);
    const inserted = await tx.query(
      `insert into idempotency_key (client_id, key, body_digest, created_at) values ($1, $2, $3, $4)
       on conflict do nothing returning key`,
      [client, key, context.bodyDigest, now],
    );
    if (inserted.length > 0) return null;
  } catch (error) {
    if ((error as { code?: string }).code === '55P03') {
      throw conflict(
        'Idempotency-Key: the first request with this key is still under way; send it again in a moment.',
      );
    }
    throw error;
  } finally {
    await tx.query(`set local lock_timeout = 0`).catch(() => undefined);
  }
  const [row] = await tx.query<{ body_digest: Buffer; outcome: Outcome | null }>(
    `select body_digest, outcome from idempotency_key where client_id = $1 and key = $2`,
    [client, key],
  );
  if (!row || !row.body_digest.equals(context.bodyDigest)) {
    throw new HubError(
      'IDEMPOTENCY_KEY_REUSED',
      'Idempotency-Key: this key was used for another request; make a new key for each.',
    );
  }
  return { outcome: row.outcome };
}

async function keepOutcome(tx: Sql, context: GateContext, outcome: Outcome): Promise<void> {
  if (context.idempotencyKey === null) return;
  await tx.query(`update idempotency_key set outcome = $3 where client_id = $1 and key = $2`, [
    context.asking.clientId,
    context.idempotencyKey,
    canonicalJson({ ...outcome }),
  ]);
}
