import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom to write to that there is something for them. Nothing here says what it is, or about whom. */
export class Mail1700000020100 implements MigrationInterface {
  name = 'Mail1700000020100';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
-- One row for each thing and mailbox, written with the thing itself, so that none is written to about what was rolled back.
create table mail_due (
  id uuid primary key,
  mailbox text not null,
  at timestamptz not null
);
create index mail_due_mailbox on mail_due (mailbox);
create index mail_due_at on mail_due (at);

-- When a mailbox was last written to, or tried. Whoever sets it may send; nobody else for a quarter of an hour.
create table mail_box (
  mailbox text primary key,
  tried_at timestamptz not null,
  failures integer not null default 0
);

grant select, insert, delete on mail_due to rollcall_app;
grant select, insert, update on mail_box to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table mail_due, mail_box');
  }
}
