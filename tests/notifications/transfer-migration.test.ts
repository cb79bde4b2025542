import { migrate } from '../../src/database/migrate';
import { newRowId } from '../../src/kernel/id';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { seeded } from '../support/seeded';

let database: TestDatabase;
beforeAll(async () => (database = await createTestDatabase({ template: seeded() })));
afterAll(() => database.drop());

const AT = '2026-11-18T09:30:00Z';

/** A letter as it was written before there was a row for what it offers. */
async function letter(child: string, type: string, more: { reply?: string; transfer?: string } = {}): Promise<string> {
  const id = newRowId();
  const ours = type === 'TRANSFER_PROPOSED';
  await database.owner.query(
    `insert into notification (id, authority_id, child_id, from_organisation, from_unit, to_organisation, type, purpose, reference,
       in_reply_to, transfer_id, sent_at)
     values ($1, 'la/931', $2, $3, $3 || '/main', $4, $5, 'NOTIFY_MOVE', 'REF', $6, $7, $8)`,
    [id, child, ours ? 'la/931' : 'la/852', ours ? 'la/852' : 'la/931', type, more.reply ?? null, more.transfer ?? null, AT],
  );
  return id;
} // prettier-ignore

async function accepted(child: string, endsAt: string | null): Promise<string> {
  const id = newRowId();
  await database.owner.query(
    `insert into circumstance (id, child_id, kind, organisation_id, unit_id, begins_at, ends_at, source, entered_by)
     values ($1, $2, 'TRANSFER', 'la/852', 'la/852/main', $3, $4, 'la/852', 'A. Tester')`,
    [id, child, AT, endsAt],
  );
  return id;
}

it('what was offered before goes on as it stood: waiting, declined, accepted or ended, under the id that was given out', async () => {
  const { owner } = database;
  const there = async (): Promise<boolean> => {
    const [row]: { is: boolean }[] = await owner.query(`select to_regclass('transfer') is not null as is`);
    return row?.is === true;
  };
  while (await there()) await owner.undoLastMigration({ transaction: 'each' });
  const offers: Record<string, string> = {};
  for (const word of ['waiting', 'declined', 'accepted', 'ended']) {
    const child = newRowId();
    await owner.query(
      `insert into child (id, home_authority, date_of_birth, source) values ($1, 'la/931', '2014-03-05', 'test')`,
      [child],
    );
    const offer = await letter(child, 'TRANSFER_PROPOSED');
    offers[offer] = word;
    if (word === 'declined') await letter(child, 'TRANSFER_DECLINED', { reply: offer });
    if (word !== 'accepted' && word !== 'ended') continue;
    const transfer = await accepted(child, word === 'ended' ? AT : null);
    await letter(child, 'TRANSFER_ACCEPTED', { reply: offer, transfer });
  }
  await migrate(owner);
  const rows: {
    offer: string;
    state: string;
    same: boolean | null;
    due: string | null;
    elsewhere: boolean;
  }[] = await owner.query(
    `select t.notification_id as offer, t.state, t.due_on as due, t.decided_elsewhere as elsewhere, c.public_id = t.public_id as same
       from transfer t left join circumstance c on c.id = t.circumstance_id`,
  );
  const found = Object.fromEntries(rows.map(({ offer, state, same }) => [offers[offer], [state, same]]));
  expect(found).toEqual({
    waiting: ['PROPOSED', null],
    declined: ['DECLINED', null],
    accepted: ['ACCEPTED', true],
    ended: ['ENDED', true],
  });
  expect(rows.map(({ due, elsewhere }) => [due, elsewhere])).toEqual(Array(4).fill([null, false]));
});
