import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What one hub says to a notice of another is an answer to a thing, and no thing of its own: several may go by the id of
 * one transfer or offer, as a yes and, later, that the case is taken.
 */
export class AnsweredNotices1700000028000 implements MigrationInterface {
  name = 'AnsweredNotices1700000028000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
drop index correspondence_ours;
drop index correspondence_theirs;
alter table correspondence drop constraint correspondence_kind_check;
alter table correspondence add constraint correspondence_kind_check check (kind in
  ('ENQUIRY', 'NOTIFICATION', 'ENQUIRY_ANSWERED', 'NOTIFICATION_ANSWERED'));
update correspondence c set kind = 'NOTIFICATION_ANSWERED' where c.kind = 'NOTIFICATION' and (
  exists (select from notification n where n.public_id = c.ours and n.type in ('TRANSFER_ACCEPTED', 'TRANSFER_DECLINED',
    'TRANSFER_TAKEN', 'TRANSFER_WITHDRAWN', 'TRANSFER_LAPSED', 'TRANSFER_ENDED'))
  or exists (select from transfer t where t.public_id = c.ours));
create unique index correspondence_ours on correspondence (peer, kind, ours) where kind in ('ENQUIRY', 'NOTIFICATION');
create unique index correspondence_theirs on correspondence (peer, kind, theirs) where kind in ('ENQUIRY', 'NOTIFICATION');
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop index correspondence_ours;
drop index correspondence_theirs;
alter table correspondence drop constraint correspondence_kind_check;
delete from correspondence where kind = 'NOTIFICATION_ANSWERED';
alter table correspondence add constraint correspondence_kind_check check (kind in ('ENQUIRY', 'NOTIFICATION', 'ENQUIRY_ANSWERED'));
create unique index correspondence_ours on correspondence (peer, kind, ours) where kind <> 'ENQUIRY_ANSWERED';
create unique index correspondence_theirs on correspondence (peer, kind, theirs) where kind <> 'ENQUIRY_ANSWERED';
`);
  }
}
