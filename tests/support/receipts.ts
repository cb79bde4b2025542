import { parseVerifierKey, type VerifierKey } from '../../src/ledger/tree/note';
import type { TestHub } from './hub';

/** A receipt as `disclosureReceipt` shows it. */
export interface ShownReceipt {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly integrated: boolean;
  readonly index: number | null;
  readonly size: number | null;
  readonly promise: string | null;
  readonly erased: boolean;
  readonly items:
    | readonly {
        readonly child: string | null;
        readonly item: string;
        readonly form: string;
        readonly outcome: string;
      }[]
    | null;
  readonly file: string;
}

const QUERY = `query ($id: ID!) { disclosureReceipt(id: $id) {
  id at kind integrated index size promise erased items { child item form outcome } file } }`;

/** The receipt of an entry as somebody is given it over HTTP; null where there is none for the asker. */
export async function receiptOf(hub: TestHub, as: string, id: string): Promise<ShownReceipt | null> {
  const { data, text } = await hub.query(as, {
    query: QUERY,
    variables: { id },
    purpose: 'RIGHTS_AND_AUDIT',
  });
  if (data?.['disclosureReceipt'] === undefined) throw new Error(text);
  return data['disclosureReceipt'] as ShownReceipt | null;
}

/** The receipt of an entry that must be there, under a signed head: a busy machine is given time for that. */
export async function ownReceipt(hub: TestHub, as: string, id: string | undefined): Promise<ShownReceipt> {
  for (let tries = 0; tries < 10; tries += 1) {
    const receipt = await receiptOf(hub, as, id ?? '');
    if (!receipt) throw new Error('no receipt');
    if (receipt.integrated) return receipt;
  }
  throw new Error('The entry is under no signed head.');
}

/** The ledger's keys as anybody learns them. */
export async function keysOf(hub: TestHub): Promise<VerifierKey[]> {
  const { text } = await hub.http.get('/ledger/keys');
  return text.trimEnd().split('\n').map(verifierOf);
}

export function verifierOf(line: string): VerifierKey {
  const parsed = parseVerifierKey(line);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}
