import { HOUSING, POLICE, TEAM } from '../rows/row-desk';
import { ManyTold } from './told-by';

/**
 * Story 10. A tenancy officer whose former partner has moved away with their child Noah. What slows whoever tries name after name
 * is told in tests/looking; the suspended agreement and its two enquiries in tests/enquiries/stories.
 */
const ROLE = { user: 'T. Tenancy', job: 'tenancy officer' };
const LOOK = { purpose: 'LOCATE_CHILD', ...ROLE };
const OFFICER = { purpose: 'SAFEGUARD', job: 'CME case officer' };

let s: ManyTold;
let alert: string;
beforeAll(async () => {
  s = await ManyTold.begin('2027-01-07', 'la/931', ['Noah', 'Wheatear'], '2016-06-02');
  await s.openCase();
  await s.desk.sql(
    `insert into child_address (id, child_id, kind, line1, postcode, authority_id, begins_on, source, confirmed_at, confirmed_by)
     values (gen_random_uuid(), $1, 'home', '4 Invented Quay', 'OX99 4AA', 'la/931', '2026-12-01', 'test', now(), 'test')`,
    [s.child.id],
  );
});
afterAll(() => s.desk.stop());

it('Thu 7 Jan 2027: a look by name meets nobody, for either purpose', async () => {
  expect(await s.meetsNobody(HOUSING, LOOK)).toBe(true);
  expect(await s.meetsNobody(HOUSING, { ...LOOK, purpose: 'SAFEGUARD' })).toBe(true);
});

it('Fri 8 Jan: an alert about Noah, to gain something by it: a receipt (2.2), and never anything more', async () => {
  s.on('2027-01-08');
  alert = await s.alert(HOUSING);
  expect(await s.own(HOUSING, alert, 'outcome lacking')).toEqual({ outcome: 'RECEIVED', lacking: [] });
  expect(await s.meetsNobody(HOUSING, LOOK, 'flagged')).toBe(true);
  expect(await s.sees(HOUSING, 'id', { purpose: 'RAISE_CONCERN', ...ROLE })).toBeNull();
  expect(await s.review(alert, { decision: 'ACCEPT' })).toEqual([]);
  expect(await s.own(HOUSING, alert)).toEqual({ outcome: 'RECEIVED' });
});

it('Mon 11 Jan: a homelessness application with Noah in it opens a yes and a telephone number (8.2), no address, school or carer; the officer is told', async () => {
  s.on('2027-01-11');
  await s.did(HOUSING, `recordInvolvement(child: ${s.named})`, LOOK);
  expect(
    await s.sees(HOUSING, 'flagged cmeOfficer { team } name { surname } currentAddress { line1 } carers { surname } provisionName { name }', LOOK),
  ).toEqual({
    flagged: true, cmeOfficer: { team: expect.any(String) as string }, name: null, currentAddress: null, carers: null, provisionName: null,
  });
  expect(await s.lookedBy()).toContain(HOUSING);
}); // prettier-ignore

it('Tue 12 Jan: in the name of the police it sees no more: the weaker right wins', async () => {
  s.on('2027-01-12');
  const answer = await s.desk.ask(
    `{ child(id: "${s.child.publicId}") { flagged lastKnownAddress { line1 } } }`,
    {},
    { ...LOOK, onBehalfOf: POLICE },
    HOUSING,
  );
  expect(answer.text).not.toContain('Invented Quay');
});

it('Tue 12 and Wed 13 Jan: protection is asked for, to make him vanish for others: it bites, and two officers lift it', async () => {
  const mark = await s.did(HOUSING, `askLocationProtection(child: ${s.named})`, { purpose: 'RAISE_CONCERN', ...ROLE });
  expect(await s.sees(HOUSING, 'flagged', LOOK)).toBeNull();
  s.on('2027-01-13');
  const lift = (user: string): Promise<readonly string[]> =>
    s.acts(TEAM, `liftLocationProtection(id: "${mark}")`, { ...OFFICER, user });
  expect(await lift('P. Officer')).toEqual([]);
  expect(await s.sees(HOUSING, 'flagged', LOOK)).toBeNull();
  expect(await lift('S. Second')).toEqual([]);
  expect(await s.sees(HOUSING, 'flagged', LOOK)).toEqual({ flagged: true });
}); // prettier-ignore

it('Wed 13 Jan: the alert is taken back "by mistake": its raiser sees it no more, the team and the record keep it', async () => {
  expect((await s.alerts.withdraw(HOUSING, alert)).codes).toEqual([]);
  const [kept] = await s.desk.sql<{ text: string }>('select text from alert where public_id = $1', [alert]);
  expect(kept?.text).toBe(`Words of ${HOUSING}.`);
  expect((await s.alerts.add(HOUSING, alert)).codes).toEqual(['CONFLICT']);
});

it('Mon 18 Jan: what had housing been told about Noah, and under which clause? "Yes, ring …" under 8.2, and nothing else', async () => {
  s.on('2027-01-18');
  const told = (await s.told(HOUSING)).filter(({ outcome }) => outcome === 'DISCLOSED');
  expect(new Set(told.map(({ item }) => item))).toEqual(new Set(['EXISTENCE', 'CME_FLAG', 'CME_OFFICER', 'EXCHANGE']));
  for (const { item, under } of told) {
    if (item === 'CME_FLAG') expect(under).toEqual(['housing-oxfordshire 8.2']);
    // Whom to ring may be told to whoever has raised an alert, too (2.3).
    if (item === 'CME_OFFICER') expect(under).toContain('housing-oxfordshire 8.2');
  }
}); // prettier-ignore
