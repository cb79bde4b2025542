import type { GateContext } from '../gate/context';
import { withheldError } from '../gate/field-rule';
import { idOf } from '../kernel/given-id';
import { ownUsesOf, usesOf, type EntryBody, type ToldBody, type Use } from './disclosure';
import { ledgerScope } from './disclosure.service';
import { ReceiptRepository, type KeptEntry } from './receipt.repository';
import { erasedParts, receiptText, type ReceiptFile, type SealedPart } from './verify/receipt-file';

/** A receipt as it is shown, and the file that proves it. */
export interface ShownReceipt extends Pick<KeptEntry, 'id' | 'at' | 'kind'> {
  readonly integrated: boolean;
  readonly index: number | null;
  readonly size: number | null;
  readonly promise: string | null;
  readonly erased: boolean;
  readonly items: readonly Use[] | null;
  readonly file: string;
}

/** The hub's signed word that the entry with this leaf, written then, will be in its log. */
export type PromiseOf = (leaf: string, at: Date) => Promise<string>;

/**
 * The receipt of one entry of the asker's own, or, for whoever may read the whole ledger, of any, with the
 * controller's part. Null for every other id.
 * Throws WITHHELD where records of use are not open for this purpose, BAD_USER_INPUT for what is no id.
 */
export async function readReceipt(
  context: GateContext,
  id: string,
  promiseOf: PromiseOf,
): Promise<ShownReceipt | null> {
  const { profile, coverage } = context;
  const records = profile.cell('RECORDS_OF_USE', 'full');
  if (records.verdict !== 'always')
    throw withheldError(profile, coverage, 'Query.disclosureReceipt', records);
  const scope = ledgerScope(context);
  const repository = new ReceiptRepository(context.ports.database);
  const entry = await repository.read(idOf(id, 'id'), scope);
  if (!entry) return null;
  for (const child of entry.children) context.record.candidate(child);
  const place = await repository.place(entry.position);
  const promise = place ? null : await promiseOf(entry.leaf, entry.at);
  const file: ReceiptFile = {
    leaf: entry.leaf,
    recipient: entry.recipient,
    ...(scope === null ? { controller: entry.controller } : {}),
    proof: place?.proof ?? null,
    promise,
  };
  const shown = scope === null ? entry.controller : entry.recipient;
  return {
    id: entry.id,
    at: entry.at,
    kind: entry.kind,
    integrated: place !== null,
    index: place?.index ?? null,
    size: place?.size ?? null,
    promise,
    erased: erasedParts(file).length > 0,
    items: shown && itemsOf(entry, shown, scope === null),
    file: receiptText(file),
  };
}

function itemsOf({ kind, publicIds }: KeptEntry, { content }: SealedPart, whole: boolean): Use[] {
  return whole
    ? usesOf({ kind, publicIds, controller: JSON.parse(content) as EntryBody })
    : ownUsesOf({ kind, recipient: JSON.parse(content) as ToldBody });
}
