import { newRowId } from '../../src/kernel/id';
import { BadLine } from '../outbox/faults/bad-line';
import type { Node, PeerHub } from './peer-hub';
import { OXFORDSHIRE, SOUTHAMPTON, TwoHubs } from './two-hubs';

const HOUR = 3_600_000;
const SCHOOL = 'school/931-2105';

let hubs: TwoHubs;
/** Whoever looks, and whoever meets. */
let a: PeerHub;
let b: PeerHub;
beforeAll(async () => {
  hubs = await TwoHubs.open();
  ({ a, b } = hubs);
}, 240_000);
afterAll(() => hubs?.close());

interface Person {
  readonly forename: string;
  readonly surname: string;
  readonly dateOfBirth: string;
}
/** So unlike that nobody could take one for another. */
const PEOPLE = [
  ['Shirin', 'Dunlin', '2012-03-05'],
  ['Bela', 'Avocet', '2013-08-21'],
  ['Marek', 'Turnstone', '2014-01-30'],
  ['Oona', 'Whimbrel', '2015-06-12'],
  ['Tariq', 'Godwit', '2011-10-09'],
  ['Yusuf', 'Kestrel', '2016-02-17'],
  ['Ines', 'Plover', '2010-12-24'],
] as const;
let serial = 0;
function person(): Person {
  const [forename, surname, dateOfBirth] = PEOPLE[(serial += 1) - 1] ?? ['', '', ''];
  return { forename, surname, dateOfBirth };
}
const known = (hub: PeerHub, { forename, surname, dateOfBirth }: Person): Promise<string> =>
  hub.knownChild(forename, surname, dateOfBirth);

/** A child of the first authority for whom it looks; the message is kept at the second. */
async function lookedFor(): Promise<{ who: Person; message: string }> {
  const who = person();
  const id = await known(a, who);
  const types = '$i: BroadcastLostPupilInput!';
  const message = await a.did(a.team, 'broadcastLostPupil(input: $i)', { i: { child: { id } } }, types);
  await a.drain();
  return { who, message };
}

/** At the second hub a school has the child on its roll, and says so in its daily return. */
async function turnsUp(who: Person): Promise<string> {
  const id = await known(b, who);
  const input = { child: { id }, from: '2026-11-18' };
  const asked = { purpose: 'ROLL_MANAGEMENT' };
  await b.did(SCHOOL, 'recordRegistration(input: $input)', { input }, '$input: RegistrationInput!', asked);
  return id;
}

/** What a team reads of such notices about a message. */
async function foundAt(hub: PeerHub, message: string, fields = 'from to text'): Promise<Node[]> {
  const query = `{ notifications(first: 100) { nodes { type message ${fields} } } }`;
  const page = (await hub.reads(hub.team, query)) as { nodes: Node[] };
  return page.nodes
    .filter(({ type, message: of }) => type === 'FOUND_MATCH' && of === message)
    .map((node) => Object.fromEntries(Object.entries(node).filter(([field]) => fields.includes(field))));
}

/** How far what the second hub has to say about a message of the first has come. */
async function deliveries(message: string): Promise<unknown[]> {
  const rows = await b.sql<{ id: string }>(
    `select n.public_id as id from notification n join circumstance m on m.id = n.message_id
     where n.type = 'FOUND_MATCH' and n.to_organisation = $1 and $2 in (m.detail, m.public_id::text) order by n.position`,
    [OXFORDSHIRE, message],
  );
  const query = 'query ($id: ID!) { notification(id: $id) { delivery { state problem } } }';
  return Promise.all(
    rows.map(async ({ id }) => ((await b.reads(b.team, query, { id })) as { delivery: unknown }).delivery),
  );
}
const DELIVERED = { state: 'DELIVERED', problem: null };

/** Case events at the first hub that say that something came in about a message. */
const heard = (message: string): Promise<Node[]> =>
  a.sql(
    `select source, kind from case_event where about = $1 and kind in ('INFORMATION_RECEIVED', 'CHILD_LOCATED')`,
    [message],
  );
const stands = async (message: string): Promise<boolean> =>
  (await a.sql(`select 1 from circumstance where public_id = $1 and ends_at is null`, [message])).length ===
  1;

describe('a lost pupil of one hub who turns up on a roll at another', () => {
  it('is told to the team there and to the team here, once each; nobody has closed anything', async () => {
    const { who, message } = await lookedFor();
    await b.reconcile();
    expect(await deliveries(message)).toEqual([]);
    await turnsUp(who);
    await b.reconcile();
    expect(await deliveries(message)).toEqual([{ state: 'WAITING', problem: null }]);
    expect(await foundAt(a, message)).toEqual([]);

    await b.drain();
    expect(await deliveries(message)).toEqual([DELIVERED]);
    // Not by what, nor under which name: their officer rings.
    expect(await foundAt(a, message)).toEqual([{ from: SOUTHAMPTON, to: OXFORDSHIRE, text: null }]);
    expect(await heard(message)).toEqual([{ source: SOUTHAMPTON, kind: 'INFORMATION_RECEIVED' }]);
    expect(await stands(message)).toBe(true);
    expect(
      await b.sql(
        `select n.text from notification n join circumstance m on m.id = n.message_id
         where n.type = 'FOUND_MATCH' and n.to_organisation = $1 and m.detail = $2`,
        [SOUTHAMPTON, message],
      ),
    ).toEqual([{ text: `Met by a name on a roll that ${SCHOOL} gave; in the hub since 2026-11-18.` }]);

    // Each ledger names the other’s entry.
    const [notice] = await foundAt(a, message, 'id');
    const arrived = await a.act('REPORT_LOST_PUPIL_MET', String(notice?.['id']));
    expect(arrived).toMatchObject({ organisation: SOUTHAMPTON, correspondence: { peer: SOUTHAMPTON } });
    const { id: theirs, receipt } = arrived['correspondence'] as { id: string; receipt: string };
    expect(await b.hasEntry(receipt)).toBe(true);
    const told = await b.act('PEER_ANSWERED', theirs);
    expect(told).toMatchObject({ type: 'FOUND_MATCH', peer: OXFORDSHIRE, theirs: notice?.['id'] });
    expect(await a.hasEntry(told['receipt'])).toBe(true);
  });

  it('is one word, though it is carried again and met again on the same day', async () => {
    const { who, message } = await lookedFor();
    const child = await turnsUp(who);
    await b.reconcile();
    await b.drain();
    await b.sql(
      `update delivery set state = 'WAITING', due_at = '-infinity', settled_at = null
       where outbox_id in (select o.id from outbox o join notification n on n.public_id = o.about join circumstance m on m.id = n.message_id
         where m.detail = $1 and n.to_organisation = $2)`,
      [message, OXFORDSHIRE],
    );
    await b.drain();
    expect(await deliveries(message)).toEqual([DELIVERED]);
    await b.sql(
      `insert into child_address (id, child_id, line1, postcode, authority_id, begins_on, source, recorded_at, confirmed_at, confirmed_by)
       select $1, id, '1 Invented Quay', 'SO99 1AB', $2, '2026-09-01', 'test', $3, $3, 'test' from child where public_id = $4`,
      [newRowId(), SOUTHAMPTON, hubs.clock.now(), child],
    );
    await b.reconcile();
    await b.drain();
    expect(await deliveries(message)).toEqual([DELIVERED, DELIVERED]);
    expect(await foundAt(a, message)).toHaveLength(1);
    expect(await heard(message)).toHaveLength(1);
  });

  it('is told once by a line that is cut before it is acknowledged', async () => {
    const { who, message } = await lookedFor();
    await turnsUp(who);
    await b.reconcile();
    const line = await BadLine.open(a.port, 7);
    try {
      await b.sql(`update channel set url = $1`, [`http://127.0.0.1:${line.port}`]);
      line.ills = { 'cut before it is acknowledged': 1 };
      await b.drain();
      expect(line.done.get('cut before it is acknowledged')).toBe(1);
      expect(await deliveries(message)).toMatchObject([{ state: 'WAITING' }]);
      line.ills = {};
      await hubs.later(HOUR);
      await b.drain();
    } finally {
      await b.sql(`update channel set url = $1`, [a.url]);
      await line.close();
    }
    expect(await deliveries(message)).toEqual([DELIVERED]);
    expect(await foundAt(a, message)).toHaveLength(1);
    expect(await heard(message)).toHaveLength(1);
  });

  it('and for whom nobody looks any more, when that is known there, is told to nobody', async () => {
    const { who, message } = await lookedFor();
    await turnsUp(who);
    await b.reconcile();
    await a.did(a.team, 'withdrawBroadcast(id: $id)', { id: message }, '$id: ID!');
    await a.drain();
    await b.drain();
    expect(await deliveries(message)).toMatchObject([{ state: 'HELD' }]);
    expect(await foundAt(a, message)).toEqual([]);
  });

  it('and for whom nobody looks any more, before that is known there: it is no news, and nobody has to look at it', async () => {
    const { who, message } = await lookedFor();
    await turnsUp(who);
    await b.reconcile();
    await a.did(a.team, 'withdrawBroadcast(id: $id)', { id: message }, '$id: ID!');
    await b.drain();
    expect(await deliveries(message)).toEqual([{ state: 'DELIVERED', problem: 'CONFLICT' }]);
    expect(await foundAt(a, message)).toEqual([]);
    expect(await heard(message)).toEqual([]);
  });

  it('and is in hiding by the time that it would leave, is told to nobody outside', async () => {
    const { who, message } = await lookedFor();
    const child = await turnsUp(who);
    await b.reconcile();
    await b.sql(
      `insert into circumstance (id, child_id, kind, organisation_id, unit_id, begins_at, source, confirmed_at, confirmed_by)
       select $1, id, 'LOCATION_PROTECTION', $2, $3, $4, 'test', $4, 'test' from child where public_id = $5`,
      [newRowId(), SOUTHAMPTON, b.team, hubs.clock.now(), child],
    );
    await b.drain();
    expect(await deliveries(message)).toMatchObject([{ state: 'HELD' }]);
    expect(await foundAt(a, message)).toEqual([]);
    expect(await heard(message)).toEqual([]);
  });

  it('waits in the inbox there, where their officer and no hub of theirs had told of it', async () => {
    const who = person();
    const input = { child: who, theirs: 'OX/12' };
    await b.did(OXFORDSHIRE, 'receiveLostPupil(input: $input)', { input }, '$input: ReceiveLostPupilInput!');
    await turnsUp(who);
    await b.reconcile();
    await b.drain();
    expect(await deliveries(input.theirs)).toEqual([{ state: 'IN_INBOX', problem: null }]);
    const inbox = await b.reads(
      OXFORDSHIRE,
      '{ notifications(first: 100) { nodes { type child { inEducationNow } } } }',
    );
    expect((inbox as { nodes: Node[] }).nodes).toContainEqual({
      type: 'FOUND_MATCH',
      child: { inEducationNow: 'YES' },
    });
  });
});
