import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Letters and reports on a case, and the bytes that were sent and are not attached to anything yet. */
export class Documents1700000020200 implements MigrationInterface {
  name = 'Documents1700000020200';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
-- What somebody has sent and not attached yet. It is about nobody, nobody reads it, and after an hour it goes.
create table upload (
  public_id uuid primary key,
  client_id text not null,
  subject text not null,
  media_type text not null,
  size integer not null,
  digest text not null,
  content bytea not null,
  at timestamptz not null
);
create index upload_client on upload (client_id, at);

create table case_document (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  case_id uuid not null references cme_case,
  kind text not null check (kind in ('LETTER', 'REPORT', 'FORM', 'OTHER')),
  title text not null,
  media_type text not null,
  size integer not null,
  -- SHA-256 of the content, hexadecimal; it stays when the content goes
  digest text not null,
  -- null once the document is found infected, or was taken off the file
  content bytea,
  scan text not null default 'WAITING' check (scan in ('WAITING', 'CLEAN', 'INFECTED')),
  scanned_at timestamptz,
  removed_at timestamptz,
  removed_by text,
  removed_because text,
  source text not null,
  entered_by text not null,
  recorded_at timestamptz not null,
  constraint case_document_scanned check ((scan = 'WAITING') = (scanned_at is null)),
  constraint case_document_removed check ((removed_at is null) = (removed_because is null) and (removed_at is null) = (removed_by is null)),
  constraint case_document_gone check (content is null or (removed_at is null and scan <> 'INFECTED'))
);
create index case_document_case on case_document (case_id, recorded_at);
create index case_document_waiting on case_document (recorded_at) where scan = 'WAITING' and content is not null;

alter function erase_children(uuid[]) rename to erase_flagged_records;
revoke execute on function erase_flagged_records(uuid[]) from rollcall_retention;
create function erase_children(whom uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform erase_flagged_records(whom);
  delete from case_document where case_id in (select id from cme_case where child_id = any(whom));
end $$;
revoke execute on function erase_children(uuid[]) from public;
grant execute on function erase_children(uuid[]) to rollcall_retention;

grant select, insert, delete on upload to rollcall_app;
grant select, insert on case_document to rollcall_app;
grant update (content, scan, scanned_at, removed_at, removed_by, removed_because) on case_document to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop function erase_children(uuid[]);
alter function erase_flagged_records(uuid[]) rename to erase_children;
grant execute on function erase_children(uuid[]) to rollcall_retention;
drop table case_document, upload;
`);
  }
}
