import { HEALTH, HOUSING, MANAGER, MASH, POLICE, SCHOOL, SOUTHAMPTON, TEAM } from '../rows/row-desk';
import { ManyTold } from './told-by';

/**
 * Story 1. Ana, nine, on roll in Oxfordshire. On Tue 3 Nov 2026 her mother flees with her to a refuge in Southampton. Her
 * father has parental responsibility; his sister works in district housing.
 */
const REFUGE = 'voluntary/refuge-network';
const FAR_SCHOOL = 'school/852-4001';
const ROLL = { purpose: 'ROLL_MANAGEMENT', job: 'attendance lead' };
const RISK = { purpose: 'SAFEGUARD', job: 'missing persons officer' };
const HOLDER = { purpose: 'SAFEGUARD', user: 'P. Officer', job: 'case holder' };
const HOME = 'lastKnownAddress { line1 }';

let s: ManyTold;
let id: string;
beforeAll(async () => {
  s = await ManyTold.begin('2026-11-03', 'la/931', ['Ana', 'Avocet'], '2017-03-05');
  await s.desk.registration(s.child.id, SCHOOL);
  await s.desk.sql(
    `insert into child_address (id, child_id, kind, line1, postcode, authority_id, begins_on, ends_on, source, confirmed_at, confirmed_by)
     values (gen_random_uuid(), $1, 'home', '1 Father Street', 'OX99 1AB', 'la/931', '2020-09-01', '2026-11-02', 'test', now(), 'test')`,
    [s.child.id],
  );
});
afterAll(() => s.desk.stop());

it('Wed 4 Nov, first day absent (OX-20): the school rings, and sees its own pupil (3.1)', async () => {
  s.on('2026-11-04');
  await s.event('ABSENCE_UNEXPLAINED');
  expect(await s.row('OX-20')).toBe('DUE 2026-11-06');
  expect(await s.sees(SCHOOL, 'name { surname }', ROLL)).toEqual({ name: { surname: 'Avocet' } });
  expect(await s.sees(SCHOOL, HOME, ROLL)).toEqual({ lastKnownAddress: null });
});

it('Thu 5 Nov, the father reports her missing: the force sees his own home as her last address (6.1), others nothing', async () => {
  s.on('2026-11-05');
  expect(await s.meetsNobody(POLICE, { purpose: 'LOCATE_CHILD' })).toBe(true);
  await s.did(POLICE, `reportMissing(child: ${s.named})`, RISK);
  expect((await s.looks(POLICE, RISK, HOME)).data?.['lookupChild']).toMatchObject({
    __typename: 'ChildMatch',
    child: { lastKnownAddress: { line1: '1 Father Street' } },
  });
  expect(await s.meetsNobody(HOUSING, { purpose: 'LOCATE_CHILD' })).toBe(true);
});

it('Fri 6 Nov, 16:10, the refuge asks for protection: its receipt is all it gets, and the look of the police closes that minute', async () => {
  s.on('2026-11-06T16:10:00Z');
  const alert = await s.alert(REFUGE);
  const receipt = await s.asks(REFUGE, `mutation { askLocationProtection(child: ${s.named}) { id receivedAt } }`, {
    purpose: 'RAISE_CONCERN',
  });
  expect([receipt.codes, Object.keys(receipt.data?.['askLocationProtection'] ?? {})]).toEqual([[], ['id', 'receivedAt']]);
  expect(await s.sees(REFUGE, 'id', { purpose: 'RAISE_CONCERN' })).toBeNull();
  expect(await s.own(REFUGE, alert)).toEqual({ outcome: 'RECEIVED' });
  expect(await s.meetsNobody(POLICE, RISK, HOME)).toBe(true);
  expect(await s.sees(POLICE, 'id', RISK)).toBeNull();
}); // prettier-ignore

it('Fri 6 Nov, the officer opens a case: a social worker sees the marker (5.7), two named jobs the address (12.3), nobody else', async () => {
  id = await s.openCase('RED');
  await s.worksWith(MASH);
  const marker = await s.sees(MASH, 'locationProtected', { purpose: 'SAFEGUARD', job: 'social worker' });
  expect(marker).toEqual({ locationProtected: true });
  await s.desk.sql(
    `insert into child_address (id, child_id, kind, line1, postcode, authority_id, begins_on, protected, source, confirmed_at, confirmed_by)
     values (gen_random_uuid(), $1, 'home', 'The Haven', 'SO99 1AA', 'la/852', '2026-11-03', true, 'test', now(), 'test')`,
    [s.child.id],
  );
  const ADDRESS = 'protectedAddress { line1 }';
  expect(await s.sees(TEAM, ADDRESS, HOLDER)).toEqual({ protectedAddress: { line1: 'The Haven' } });
  expect(await s.sees(TEAM, ADDRESS, { purpose: 'SAFEGUARD', job: 'CME manager', user: 'M. Manager' })).toEqual({
    protectedAddress: { line1: 'The Haven' },
  });
  expect(await s.sees(TEAM, ADDRESS, { purpose: 'SAFEGUARD', job: 'clerk' })).toEqual({ protectedAddress: null });
  for (const other of [POLICE, SCHOOL, HEALTH, HOUSING, SOUTHAMPTON])
    expect([other, JSON.stringify(await s.sees(other, `${ADDRESS} currentAddress { line1 }`, RISK))]).not.toContain('Haven');
}); // prettier-ignore

it('Mon 9 Nov, the fourth school day (OX-21): the referral is taken, and no visit, card or neighbour is offered (OX-24)', async () => {
  s.on('2026-11-09');
  const referral = await s.referral();
  expect(await s.review(referral, { decision: 'ACCEPT' })).toEqual([]);
  expect(await s.row('OX-21')).toBe('nothing');
  s.on('2026-11-10');
  await s.complete('OX-22', 'NOT_ON_ANOTHER_ROLL');
  await s.complete('OX-23', 'CASE_ALLOCATED');
  expect(await s.row('OX-24')).toBe('BARRED: Ask social care first.');
  expect(await s.refusedStep('OX-24')).toMatch(/until social care has decided/);
});

it('Mon 9 Nov: lifting the protection takes two officers; one alone changes nothing', async () => {
  const [mark] = await s.desk.sql<{ id: string }>(
    `select public_id as id from circumstance where child_id = $1 and kind = 'LOCATION_PROTECTION'`,
    [s.child.id],
  );
  const lift = `liftLocationProtection(id: "${mark?.id ?? ''}")`;
  expect(await s.acts(TEAM, lift, { purpose: 'SAFEGUARD', user: 'P. Officer', job: 'CME case officer' })).toEqual([]);
  expect(await s.acts(TEAM, lift, { purpose: 'SAFEGUARD', user: 'P. Officer', job: 'CME case officer' })).toEqual(['CONFLICT']);
  expect(await s.meetsNobody(POLICE, RISK)).toBe(true);
}); // prettier-ignore

it('Tue 10 Nov: an enquiry to housing (OX-36) and a message to all authorities (OX-38) are refused by 1.3, and nothing leaves', async () => {
  s.on('2026-11-10');
  await s.event('ADDRESS_UNKNOWN');
  expect((await s.shown('OX-36'))[0]?.['asks']).not.toContain('housing');
  await expect(s.enquire([HOUSING])).rejects.toThrow('Ask social care first');
  const post = `broadcastLostPupil(input: { child: { id: "${s.child.publicId}" } })`;
  expect(await s.acts(TEAM, post, { purpose: 'LOCATE_CHILD' })).toEqual(['NOT_PERMITTED']);
  expect(await s.desk.sql('select 1 from notification where child_id = $1', [s.child.id])).toEqual([]);
  expect(
    (await s.asks(HOUSING, '{ enquiries(first: 10) { nodes { id } } }', { purpose: 'ANSWER_ENQUIRY' })).data?.['enquiries'],
  ).toEqual({ nodes: [] });
}); // prettier-ignore

it('Mon 16 Nov, on roll in Southampton: the return is due on Sat 21, calendar days (ST-03); the old school learns no new one (3.4)', async () => {
  s.on('2026-11-16');
  await s.event('NAME_ENTERED');
  expect(await s.row('ST-03')).toBe('DUE 2026-11-21');
  await s.desk.registration(s.child.id, FAR_SCHOOL);
  for (const fields of ['provisionName { name }', 'registrations { establishment { name } }'])
    expect(JSON.stringify(await s.sees(SCHOOL, fields, ROLL))).not.toContain('Southampton');
});

it('Tue 17 Nov, found: the old school hears "in education: yes" (3.3), and neither where nor how', async () => {
  s.on('2026-11-17');
  expect(await s.sees(SCHOOL, 'inEducationNow', ROLL)).toEqual({ inEducationNow: 'YES' });
  expect(await s.sees(SCHOOL, 'livesInOurArea currentAddress { line1 }', ROLL)).toEqual({
    livesInOurArea: null, currentAddress: null,
  }); // prettier-ignore
});

it('Thu 19 Nov, the aunt at district housing looks Ana up, then again: the bytes of a child whom nobody knows, twice', async () => {
  s.on('2026-11-19');
  for (const purpose of ['LOCATE_CHILD', 'SAFEGUARD'])
    expect(await s.meetsNobody(HOUSING, { purpose })).toBe(true);
  expect(await s.sees(HOUSING, 'id flagged', { purpose: 'SAFEGUARD' })).toBeNull();
});

it('Thu 19 Nov: the officer is told that police and housing looked', async () => {
  expect(await s.lookedBy()).toEqual(expect.arrayContaining([POLICE, HOUSING]));
});

it('Mon 23 Nov: the case is closed on what the roll itself says; the protection does not fall because she was found', async () => {
  s.on('2026-11-23');
  await s.desk.done(`closeCase(id: "${id}", reason: ON_ROLL)`);
  expect(await s.desk.entry(id, 'state closedAs', MANAGER)).toEqual({ state: 'CLOSED', closedAs: 'ON_ROLL' });
  expect(await s.meetsNobody(POLICE, RISK)).toBe(true);
});

it('Mon 30 Nov: each thing told of her names its clause, to the force 6.1 alone and on the 5th alone, to housing and the refuge nothing', async () => {
  s.on('2026-11-30');
  const police = await s.told(POLICE);
  expect(police.filter(({ outcome }) => outcome === 'DISCLOSED').every(({ under }) => under.length > 0)).toBe(true);
  expect(police.find(({ item, outcome }) => item === 'LAST_KNOWN_ADDRESS' && outcome === 'DISCLOSED')?.under).toContain(
    'thames-valley-police 6.1',
  );
  for (const other of [HOUSING, REFUGE, HEALTH])
    expect((await s.told(other)).filter(({ outcome, item }) => outcome === 'DISCLOSED' && item !== 'EXCHANGE')).toEqual([]);
}); // prettier-ignore
