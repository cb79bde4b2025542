import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files that come in: how far each has been brought in, so that one that was cut off goes on where it stood; and the
 * rolls that schools send day by day, with what changed between one and the next.
 */
export class Interchange1700000016000 implements MigrationInterface {
  name = 'Interchange1700000016000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
create table import_run (
  id uuid primary key,
  format text not null check (format in ('ctf', 'csv')),
  -- of the file and of how it is to be read
  digest bytea not null,
  as_of date not null,
  entered_by text not null,
  read integer not null default 0,
  accepted integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  unchanged integer not null default 0,
  rejected integer not null default 0,
  -- how long the list of what was left out was at the last checkpoint
  rejects_length bigint not null default 0,
  began_at timestamptz not null,
  saved_at timestamptz not null,
  finished_at timestamptz
);
create unique index import_run_unfinished on import_run (digest) where finished_at is null;

create table roll_feed (
  id uuid primary key,
  organisation_id text not null,
  as_of date not null,
  digest bytea not null,
  pupils integer not null,
  entered_by text not null,
  taken_at timestamptz not null,
  unique (organisation_id, as_of, digest)
);

-- Who it is about is said by the notification alone, which follows the child through joining and erasure.
create table roll_event (
  id uuid primary key,
  feed_id uuid not null references roll_feed,
  kind text not null check (kind in ('LEFT_ROLL', 'NEW_ON_ROLL', 'ADDRESS_CHANGED')),
  notification_id uuid not null unique references notification
);
create index roll_event_feed on roll_event (feed_id);

grant select, insert, update on import_run to rollcall_app;
grant select, insert on roll_feed, roll_event to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table roll_event, roll_feed, import_run');
  }
}
