import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from '../gate/ports';
import type { LedgerEntry } from './disclosure';
import type { DisclosureScope } from './disclosure.statement';
import { newestHead } from './integrate';
import { tilesOf } from './tile.repository';
import { inclusionProof } from './tree/tiles';
import { tlogProofText } from './tree/tlog-proof';
import type { SealedPart } from './verify/receipt-file';

/** An entry of the ledger with all that its receipt is made of. */
export interface KeptEntry extends Pick<LedgerEntry, 'id' | 'at' | 'kind' | 'publicIds'> {
  readonly position: string;
  readonly leaf: string;
  /** Null once it was erased. */
  readonly recipient: SealedPart | null;
  /** Null once it was erased, and for whoever may not open it. */
  readonly controller: SealedPart | null;
  /** Own ids of the children whom it concerns; none for whoever may not open the controller's part. */
  readonly children: readonly string[];
}

/** Where an entry stands in the log, and the text that shows it. */
export interface Place {
  readonly index: number;
  readonly size: number;
  readonly proof: string;
}

const READ = `
select e.id, e.at, e.kind, e.position, e.leaf,
  json_build_object('content', e.recipient_part, 'salt', encode(e.recipient_salt, 'hex')) as recipient,
  case when $2::text is null
    then json_build_object('content', e.controller_part, 'salt', encode(e.controller_salt, 'hex')) end as controller,
  case when $2::text is null then e.child_ids else '{}' end as children,
  (select coalesce(json_object_agg(c.id, c.public_id), '{}') from child c
    where $2::text is null and c.id = any(e.child_ids)) as "publicIds"
from ledger_entry e
where e.id = $1 and ($2::text is null or (e.organisation_id = $2 and ($3::text is null or e.unit_id = $3)))`;

/** Milliseconds between two looks for an entry in the tree, and for how long to look. */
const BETWEEN_LOOKS = 50;
const LONGEST = 1000;

type Stored = { readonly [Member in keyof SealedPart]: SealedPart[Member] | null } | null;

/** Reads single entries and shows their place in the log. */
export class ReceiptRepository {
  constructor(private readonly sql: Sql) {}

  /** One entry within the scope (null = any); null where there is none. */
  async read(id: string, scope: DisclosureScope): Promise<KeptEntry | null> {
    const values = [id, scope?.organisation ?? null, scope?.unit ?? null];
    const [row] = await this.sql.query<
      Omit<KeptEntry, 'recipient' | 'controller'> & { recipient: Stored; controller: Stored }
    >(READ, values);
    return row ? { ...row, recipient: whole(row.recipient), controller: whole(row.controller) } : null;
  }

  /** Waits for an entry to be under a signed head, a second at most; null where it is not. */
  async place(position: string): Promise<Place | null> {
    let index = await this.indexOf(position);
    for (const end = performance.now() + LONGEST; index === null && performance.now() < end;) {
      await pause(BETWEEN_LOOKS);
      index = await this.indexOf(position);
    }
    // Tiles only grow, so that those read after the head hold all that it covers.
    const head = index === null ? null : await newestHead(this.sql);
    if (index === null || !head) return null;
    const hashes = await inclusionProof(index, head.size, tilesOf(this.sql));
    return { index, size: head.size, proof: tlogProofText({ index, hashes, checkpoint: head.note }) };
  }

  private async indexOf(position: string): Promise<number | null> {
    const [row] = await this.sql.query<{ idx: string }>('select idx from ledger_leaf where position = $1', [
      position,
    ]);
    return row ? Number(row.idx) : null;
  }
}

/** A part without its salt can be shown to nobody: it is as good as erased. */
function whole(stored: Stored): SealedPart | null {
  const { content = null, salt = null } = stored ?? {};
  return content !== null && salt !== null ? { content, salt } : null;
}
