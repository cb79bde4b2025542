import type { Writer } from '../children/child-reference';
import type { Asking } from '../gate/asking';
import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';
import type { DocumentKind } from './document';
import { UPLOAD_KEPT } from './upload.repository';

export interface NewDocument {
  readonly caseId: string;
  readonly upload: string;
  readonly kind: DocumentKind;
  readonly title: string;
}

/**
 * Takes an upload of this person and puts it on the file of a case, where it waits for its scan. Returns its public id; null:
 * no such file of theirs waits.
 */
export async function insertDocument(
  tx: Sql,
  document: NewDocument,
  { clientId, subject }: Pick<Asking, 'clientId' | 'subject'>,
  writer: Writer,
): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `with taken as (
       delete from upload where public_id = $2 and client_id = $9 and subject = $10 and at > $11
       returning media_type, size, digest, content
     )
     insert into case_document (id, case_id, kind, title, media_type, size, digest, content, source, entered_by, recorded_at)
     select $1, $3, $4, $5, media_type, size, digest, content, $6, $7, $8 from taken returning public_id as id`,
    [
      newRowId(), document.upload, document.caseId, document.kind, document.title, writer.organisation, writer.user, writer.now,
      clientId, subject, new Date(writer.now.getTime() - UPLOAD_KEPT),
    ],
  ); // prettier-ignore
  return row?.id ?? null;
}

export async function countDocuments(tx: Sql, caseId: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    'select count(*)::int as n from case_document where case_id = $1 and removed_at is null',
    [caseId],
  );
  return row?.n ?? 0;
}

export interface DocumentRow {
  readonly id: string;
  readonly childId: string;
  readonly removed: boolean;
}

/** A document of the authority's register, held; null when there is none. */
export async function findDocument(
  tx: Sql,
  publicId: string,
  authority: string,
): Promise<DocumentRow | null> {
  const rows = await tx.query<DocumentRow>(
    `select d.id, c.child_id as "childId", d.removed_at is not null as removed from case_document d
     join cme_case c on c.id = d.case_id where d.public_id = $1 and c.authority_id = $2 for update of d`,
    [publicId, authority],
  );
  return rows[0] ?? null;
}

/** The bytes go; that they were there, who took them off and why, stays. */
export async function saveRemoved(
  tx: Sql,
  id: string,
  because: string,
  { user, now }: Writer,
): Promise<void> {
  await tx.query(
    `update case_document set content = null, removed_at = $2, removed_by = $3, removed_because = $4 where id = $1`,
    [id, now, user, because],
  );
}

/** Some of the documents that nobody has scanned, by lot: those that no scanner can read are not always the first. */
export async function waitingForScan(database: Sql, most: number): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select id from case_document where scan = 'WAITING' and content is not null order by random() limit $1`,
    [most],
  );
  return rows.map(({ id }) => id);
}

/** For the scanner alone: nobody is shown what this reads. */
export async function contentToScan(database: Sql, id: string): Promise<Buffer | null> {
  const rows = await database.query<{ content: Buffer | null }>(
    `select content from case_document where id = $1 and scan = 'WAITING'`,
    [id],
  );
  return rows[0]?.content ?? null;
}

/** INVARIANT: what is infected is kept by nobody. */
export async function saveScan(
  database: Sql,
  id: string,
  scan: 'CLEAN' | 'INFECTED',
  now: Date,
): Promise<void> {
  await database.query(
    `update case_document set scan = $2, scanned_at = $3, content = case when $2 = 'CLEAN' then content end
     where id = $1 and scan = 'WAITING'`,
    [id, scan, now],
  );
}
