import type { Sql } from '../../../src/gate/ports';
import { canonicalJson, type JsonValue } from '../../../src/kernel/canonical-json';
import { commitment, newSalt, padded } from '../../../src/ledger/commitment';
import { checkpointText } from '../../../src/ledger/tree/checkpoint';
import { leafHash } from '../../../src/ledger/tree/hash';
import { signNote, type NoteSigner } from '../../../src/ledger/tree/note';
import { appendToTiles, EMPTY_EDGE } from '../../../src/ledger/tree/tiles';

/** What whoever owns the database can do to a ledger. Each works in a transaction whose triggers are off. */

export const positionAt = async (tx: Sql, index: number): Promise<string> => {
  const [row] = await tx.query<{ position: string }>('select position from ledger_leaf where idx = $1', [
    index,
  ]);
  return row?.position ?? 'none';
};

/** The entry itself and its leaf, and every leaf behind it one to the left. */
export async function removeEntry(tx: Sql, index: number, closeTheGap: boolean): Promise<void> {
  const position = await positionAt(tx, index);
  await tx.query('delete from ledger_leaf where idx = $1', [index]);
  await tx.query('delete from ledger_entry where position = $1', [position]);
  if (closeTheGap) await shift(tx, index, -1);
}

export async function shift(tx: Sql, from: number, by: number): Promise<void> {
  // Twice, because indices are unique at every moment.
  await tx.query('update ledger_leaf set idx = idx + 1000000 where idx >= $1', [from]);
  await tx.query('update ledger_leaf set idx = idx - 1000000 + $1 where idx >= 1000000', [by]);
}

/** Another record in place of an entry, true in itself: parts, salts, leaf and columns agree. */
export async function rewriteEntry(tx: Sql, index: number, purpose: string): Promise<void> {
  const position = await positionAt(tx, index);
  const [row] = await tx.query<{ leaf: string; controller: string; recipient: string }>(
    `select leaf, controller_part as controller, recipient_part as recipient from ledger_entry where position = $1`,
    [position],
  );
  if (!row) throw new Error('There is no such entry.');
  const remade = (part: 'controller' | 'recipient'): { text: string; salt: Buffer; hash: string } => {
    const said = JSON.parse(row[part]) as Record<string, JsonValue>;
    const [text, salt] = [padded(canonicalJson({ ...said, purpose })), newSalt()];
    return { text, salt, hash: commitment(part, salt, text) };
  };
  const [controller, recipient] = [remade('controller'), remade('recipient')];
  const leaf = canonicalJson({
    ...(JSON.parse(row.leaf) as Record<string, JsonValue>),
    controller: controller.hash,
    recipient: recipient.hash,
  });
  await tx.query(
    `update ledger_entry set leaf = $2, controller_part = $3, controller_salt = $4, recipient_part = $5,
       recipient_salt = $6, purpose = $7 where position = $1`,
    [position, leaf, controller.text, controller.salt, recipient.text, recipient.salt, purpose],
  );
}

/** Every tile and every head once more from the leaves that are there now, signed again: nothing inside shows it. */
export async function recomputeAll(tx: Sql, signer: NoteSigner): Promise<void> {
  const leaves = await tx.query<{ leaf: string }>(
    'select e.leaf from ledger_leaf l join ledger_entry e using (position) order by l.idx',
  );
  const heads = await tx.query<{ size: string; at: Date }>('select size, at from ledger_head order by size');
  const sizes = heads.map(({ size }) => Number(size)).filter((size) => size < leaves.length);
  await tx.query('delete from ledger_head');
  await tx.query('delete from ledger_tile');
  let edge = EMPTY_EDGE;
  for (const to of [...sizes, leaves.length]) {
    const grown = appendToTiles(
      edge,
      leaves.slice(edge.size, to).map(({ leaf }) => leafHash(leaf)),
    );
    const note = signNote(checkpointText({ origin: signer.name, size: to, root: grown.root }), [signer]);
    await tx.query('insert into ledger_head (size, root, note, at) values ($1, $2, $3, $4)', [
      to,
      grown.root,
      note,
      heads[0]?.at,
    ]);
    for (const { level, index, bytes } of grown.changed)
      await tx.query(
        `insert into ledger_tile (level, idx, hashes) values ($1, $2, $3)
         on conflict (level, idx) do update set hashes = excluded.hashes`,
        [level, index, bytes],
      );
    edge = grown;
  }
}

/** The log as it was at a size: later entries, leaves, tiles and heads are as if they had never been. */
export async function setBack(tx: Sql, size: number, signer: NoteSigner): Promise<void> {
  await tx.query(
    'delete from ledger_entry where position in (select position from ledger_leaf where idx >= $1)',
    [size],
  );
  await tx.query('delete from ledger_leaf where idx >= $1', [size]);
  await recomputeAll(tx, signer);
}

/** Column, the value it is given, and what the problem is and names. */
export type Edit = readonly [string, string, string, string];
export const COLUMNS: readonly Edit[] = [
  ['kind', `'REFUSAL'`, 'COLUMN', 'column kind'],
  ['organisation_id', `'police/E23000030'`, 'COLUMN', 'column organisation'],
  ['unit_id', `'police/E23000029/other'`, 'COLUMN', 'column unit'],
  ['client_id', `'another'`, 'COLUMN', 'column client'],
  ['subject', `'another'`, 'COLUMN', 'column subject'],
  ['purpose', `'SAFEGUARD'`, 'COLUMN', 'column purpose'],
];
export const MORE_COLUMNS: readonly Edit[] = [
  ['reference', `'OP-2'`, 'COLUMN', 'column reference'],
  ['request_id', 'gen_random_uuid()', 'COLUMN', 'column requestId'],
  ['ruleset_version', `'w'`, 'COLUMN', 'column rulesetVersion'],
  ['child_ids', `'{}'`, 'COLUMN', 'column children'],
  ['agreements', `'{another}'`, 'COLUMN', 'column agreements'],
  ['criteria_until', 'null', 'COLUMN', 'column criteria_until'],
];
export const PARTS: readonly Edit[] = [
  [
    'controller_part',
    `replace(controller_part, 'LOCATE_CHILD', 'SAFEGUARD')`,
    'COMMITMENT',
    'controller part',
  ],
  ['controller_part', `controller_part || ' '`, 'COMMITMENT', 'controller part'],
  ['recipient_part', `replace(recipient_part, '"told"', '"hid"')`, 'COMMITMENT', 'recipient part'],
  ['controller_salt', `sha256('other')`, 'COMMITMENT', 'controller part'],
  ['recipient_salt', 'null', 'COMMITMENT', 'recipient part'],
  ['criteria', `replace(criteria, 'A', 'B')`, 'COMMITMENT', 'criteria part'],
  ['criteria_salt', 'null', 'COMMITMENT', 'criteria part'],
];
export const LEAVES: readonly Edit[] = [
  ['at', `at + interval '1 microsecond'`, 'LEAF', 'another time'],
  ['id', 'gen_random_uuid()', 'LEAF', 'another id'],
  ['leaf', `replace(leaf, ',', ', ')`, 'LEAF', 'not spelt'],
  ['leaf', `'not JSON'`, 'LEAF', 'not spelt'],
  ['leaf', `replace(leaf, '"v":2', '"v":3')`, 'LEAF', 'not spelt'],
];
