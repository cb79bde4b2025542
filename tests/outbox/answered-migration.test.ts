import { migrate } from '../../src/database/migrate';
import { newPublicId, newRowId } from '../../src/kernel/id';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { seeded } from '../support/seeded';

const AT = '2026-11-18T09:30:00Z';

let database: TestDatabase;
beforeAll(async () => (database = await createTestDatabase({ template: seeded() })));
afterAll(() => database.drop());

/** A letter that went to another hub, and that it has it. */
async function sent(child: string, type: string): Promise<string> {
  const { owner } = database;
  const publicId = newPublicId();
  await owner.query(
    `insert into notification (id, public_id, authority_id, child_id, from_organisation, from_unit, to_organisation, type, purpose,
       reference, sent_at) values ($1, $2, 'la/931', $3, 'la/931', 'la/931/cme', 'la/852', $4, 'NOTIFY_MOVE', 'REF', $5)`,
    [newRowId(), publicId, child, type, AT],
  );
  await kept(true, publicId, newPublicId());
  return publicId;
} // prettier-ignore

async function kept(isSent: boolean, ours: string, theirs: string): Promise<void> {
  await database.owner.query(
    `insert into correspondence (peer, sent, message, kind, ours, theirs, at) values ('la/852', $1, $2, 'NOTIFICATION', $3, $4, $5)`,
    [isSent, isSent ? ours : theirs, ours, theirs, AT],
  );
}

it('what was said to an offer is an answer from now on, and notices and offers are what they were', async () => {
  const { owner } = database;
  const knowsAnswers = async (): Promise<boolean> => {
    const rows: unknown[] = await owner.query(
      `select 1 from pg_constraint where conname = 'correspondence_kind_check' and pg_get_constraintdef(oid) like '%NOTIFICATION_ANSWERED%'`,
    );
    return rows.length > 0;
  };
  while (await knowsAnswers()) await owner.undoLastMigration({ transaction: 'each' });
  const child = newRowId();
  await owner.query(
    `insert into child (id, home_authority, date_of_birth, source) values ($1, 'la/931', '2014-03-05', 'test')`,
    [child],
  );
  const was: Record<string, string> = {};
  for (const type of ['MOVED_OUT', 'TRANSFER_PROPOSED', 'TRANSFER_ACCEPTED', 'TRANSFER_WITHDRAWN'])
    was[await sent(child, type)] = type;
  const [offer] = Object.keys(was).filter((id) => was[id] === 'TRANSFER_PROPOSED');
  const transfer = newPublicId();
  await owner.query(
    `insert into transfer (id, public_id, authority_id, child_id, notification_id, from_organisation, to_organisation, decided_elsewhere,
       state, since, proposed_at)
     select $1, $2, 'la/931', n.child_id, n.id, 'la/931', 'la/852', false, 'ACCEPTED', $4, $4 from notification n where n.public_id = $3`,
    [newRowId(), transfer, offer, AT],
  );
  was[transfer] = 'their yes';
  await kept(false, transfer, newPublicId());
  await migrate(owner);
  const rows: { ours: string; kind: string }[] = await owner.query('select ours, kind from correspondence');
  expect(Object.fromEntries(rows.map(({ ours, kind }) => [was[ours], kind]))).toEqual({
    MOVED_OUT: 'NOTIFICATION',
    TRANSFER_PROPOSED: 'NOTIFICATION',
    TRANSFER_ACCEPTED: 'NOTIFICATION_ANSWERED',
    TRANSFER_WITHDRAWN: 'NOTIFICATION_ANSWERED',
    'their yes': 'NOTIFICATION_ANSWERED',
  });
});
