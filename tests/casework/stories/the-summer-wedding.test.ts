import { HOUSING, MASH, POLICE, SCHOOL, TEAM } from '../rows/row-desk';
import { ManyTold } from './told-by';

/**
 * Story 8. Sana, fifteen, tells a teacher on Mon 12 Jul 2027 that she fears being married abroad. What enquiries do then is told in
 * tests/enquiries/stories; here is what everybody else sees. The days of September are moved to July: the agreements of the
 * tests end with August.
 */
const ROLL = { purpose: 'ROLL_MANAGEMENT', job: 'attendance lead' };
const HARM = 'harmMarkers riskGroups';

let s: ManyTold;
let id: string;
beforeAll(async () => {
  s = await ManyTold.begin('2027-07-12', 'la/301', ['Sana', 'Oriole'], '2012-02-01');
  await s.desk.registration(s.child.id, SCHOOL);
});
afterAll(() => s.desk.stop());

it('Mon 12 Jul: police and MASH that day (BD-36); the marker is seen by social care and by no school office, cousin or sibling’s school', async () => {
  await s.event('FORCED_MARRIAGE_FEARED');
  expect(await s.shown('BD-36')).toMatchObject([
    { dueOn: '2027-07-12', tells: ['the police', "the front door of children's social care"] },
  ]);
  await s.worksWith(MASH);
  await s.worksWith(MASH, 'CHILD_PROTECTION');
  await s.desk.riskGroup(s.child.id, 'FORCED_MARRIAGE');
  await s.complete('BD-36');
  expect(await s.sees(MASH, 'harmMarkers', { purpose: 'SAFEGUARD', job: 'social worker' })).toEqual({
    harmMarkers: ['FORCED_MARRIAGE'],
  });
  expect(await s.sees(SCHOOL, `name { forename } ${HARM}`, ROLL)).toEqual({
    name: { forename: 'Sana' }, harmMarkers: null, riskGroups: null,
  }); // prettier-ignore
  for (const other of ['school/931-2112', HOUSING])
    expect([other, await s.sees(other, HARM, { purpose: 'SAFEGUARD', job: 'deputy designated safeguarding lead' })]).toEqual([other, null]);
}); // prettier-ignore

it('Mon 19 Jul, absent: a case; no visit, letter or invitation is offered, and housing is not to be asked', async () => {
  s.on('2027-07-19');
  id = await s.openCase('RED');
  await s.event('EDUCATION_NOT_ESTABLISHED');
  expect(await s.row('BD-13d')).toBe('BARRED: Ask social care first.');
  const [{ asks } = {}] = await s.shown('BD-43');
  expect(asks).not.toContain('housing');
  await expect(s.enquire([HOUSING])).rejects.toThrow('Ask social care first');
});

it('Mon 19 Jul: the school hears of its pupil what it may, not of the case, nor who told (3.1)', async () => {
  expect(await s.sees(SCHOOL, 'flagged case { state }', ROLL)).toEqual({ flagged: true, case: null });
  const alerts = await s.asks(SCHOOL, '{ alerts(first: 10) { nodes { id } } }', { purpose: 'RAISE_CONCERN' });
  expect(alerts.data?.['alerts']).toEqual({ nodes: [] });
});

it('Tue 20 Jul, the father’s letter: from today at home. The name has to go on Wed 21 (ST-06), though social care is told the same hour', async () => {
  s.on('2027-07-20');
  await s.event('EHE_DATE_STATED', '2027-07-20T08:00:00Z');
  expect(await s.row('ST-06')).toBe('WAITING from 2027-07-21, due 2027-07-21');
  s.on('2027-07-21');
  const removal = `recordRemovalFromRoll(input: { child: { id: "${s.child.publicId}" }, on: "2027-07-21", ground: "f" })`;
  expect(await s.acts(SCHOOL, removal, ROLL)).toEqual([]);
  await s.complete('ST-06');
  // A letter is no assurance that she is educated: the case does not end with it.
  expect(await s.desk.refused(`closeCase(id: "${id}", reason: SUITABLE_HOME_EDUCATION)`)).toMatch(
    /EHE_ASSURED/,
  );
});

it('Thu 22 Jul: a cousin in housing looks her up, and meets nobody, flag or no flag', async () => {
  s.on('2027-07-22');
  expect(await s.meetsNobody(HOUSING, { purpose: 'LOCATE_CHILD' }, 'flagged')).toBe(true);
});

it('Fri 23 Jul: police with a risk to her life see what the emergency opens and no marker; both data-protection desks hear of it', async () => {
  s.on('2027-07-23');
  const detective = { purpose: 'EMERGENCY', user: 'D. Detective', job: 'detective' };
  const use = `useEmergency(input: { child: ${s.named}, risk: SERIOUS_HARM, text: "Said to be taken to the airport tonight by an uncle." })`;
  const codes = await s.acts(POLICE, use, detective);
  expect(codes).toEqual([]);
  expect(await s.lookedBy()).toContain(POLICE);
});

it('Mon 26 Jul, the consulate has found her: the steps of tracing end, the case and the marker stand until she is in education', async () => {
  s.on('2027-07-26');
  await s.event('CHILD_LOCATED');
  expect(await s.row('BD-43')).toBe('nothing');
  expect(await s.desk.entry(id, 'state')).toEqual({ state: 'OPEN' });
  expect(await s.desk.refused(`closeCase(id: "${id}", reason: ON_ROLL)`)).toMatch(/ROLL_CONFIRMED/);
  expect(await s.sees(TEAM, 'harmMarkers', { purpose: 'SAFEGUARD', job: 'case holder' })).toEqual({
    harmMarkers: ['FORCED_MARRIAGE'],
  });
});
