import type { Asking } from '../gate/asking';
import type { Sql } from '../gate/ports';
import { sha256Hex } from '../kernel/digest';
import { newPublicId } from '../kernel/id';
import type { MediaType } from './media-type';

export interface Upload {
  readonly mediaType: MediaType;
  readonly content: Buffer;
}

type Whose = Pick<Asking, 'clientId' | 'subject'>;
/** For how long a file waits to be put on a case, in milliseconds. */
export const UPLOAD_KEPT = 60 * 60 * 1000;
const MOST = 20;

/** Keeps a file for an hour, for the person who sent it; returns its id. Null: too many of that client's wait already. */
export async function keepUpload(
  database: Sql,
  { mediaType, content }: Upload,
  { clientId, subject }: Whose,
  now: Date,
): Promise<string | null> {
  await forgetUploads(database, now);
  const id = newPublicId();
  const kept = await database.query(
    `insert into upload (public_id, client_id, subject, media_type, size, digest, content, at)
     select $1, $2, $3, $4, $5, $6, $7, $8 where (select count(*) from upload where client_id = $2) < $9 returning public_id`,
    [id, clientId, subject, mediaType, content.length, sha256Hex(content), content, now, MOST],
  );
  return kept.length === 0 ? null : id;
}

/** What nobody has attached in an hour is nobody's. */
export async function forgetUploads(database: Sql, now: Date): Promise<void> {
  await database.query('delete from upload where at < $1', [new Date(now.getTime() - UPLOAD_KEPT)]);
}
