import { readProcedureFiles } from '../../../src/procedures/procedure-files';
import { checkProcedures } from '../../../src/procedures/check-procedures';
import { AUTHORITIES, WORDS } from '../../procedures/shipped';
import { HOUSING, MASH, POLICE, SCHOOL, TEAM } from '../rows/row-desk';
import { ManyTold } from './told-by';
import { CaseDesk } from '../case-desk';

/** Story 2. Ben, twelve, at a mainstream school, no order. A section 47 enquiry is open since Mon 30 Nov 2026. */
const ROLL = { purpose: 'ROLL_MANAGEMENT', job: 'attendance lead' };
const LEAD = { purpose: 'SAFEGUARD', job: 'designated safeguarding lead' };

describe('as the law stands', () => {
  let s: ManyTold;
  let id: string;
  beforeAll(async () => {
    s = await ManyTold.begin('2026-11-30', 'la/852', ['Ben', 'Bittern'], '2014-10-05');
    await s.desk.registration(s.child.id, SCHOOL);
    await s.worksWith(MASH);
    await s.worksWith(MASH, 'CHILD_PROTECTION');
  });
  afterAll(() => s.desk.stop());

  it('Fri 4 Dec, the letter: home education from Mon 7 Dec; the safeguarding lead sees that social care is involved (3.7), the office does not', async () => {
    s.on('2026-12-04');
    await s.event('EHE_NOTICE');
    await s.event('EHE_DATE_STATED', '2026-12-07T00:00:00Z');
    expect(await s.row('SO-75')).toBe('DUE');
    expect(await s.row('ST-06')).toBe('nothing');
    expect(await s.sees(SCHOOL, 'involvementKinds', LEAD)).toEqual({ involvementKinds: ['SOCIAL_CARE'] });
    expect(await s.sees(SCHOOL, 'involvementKinds', ROLL)).toEqual({ involvementKinds: null });
    expect(await s.sees(SCHOOL, 'socialCare harmMarkers', LEAD)).toEqual({
      socialCare: null,
      harmMarkers: null,
    });
  });

  it('Mon 7 and Tue 8 Dec: the name may not go before the 7th has passed, and then has to; nothing says that it waits for the officer', async () => {
    s.on('2026-12-07');
    expect(await s.row('ST-06')).toBe('WAITING from 2026-12-08, due 2026-12-08');
    const removal = (on: string): string =>
      `recordRemovalFromRoll(input: { child: { id: "${s.child.publicId}" }, on: "${on}", ground: "f", destinationKind: "home_education" })`;
    s.on('2026-12-08');
    expect(await s.acts(SCHOOL, removal('2026-12-04'), ROLL)).toEqual(['BAD_USER_INPUT']);
    expect(await s.acts(SCHOOL, removal('2026-12-08'), ROLL)).toEqual([]);
    expect(await s.row('ST-06')).toBe('DUE 2026-12-08');
    await s.complete('ST-06');
    expect(await s.row('ST-06')).toBe('nothing');
  });

  it('Tue 8 Dec: to the school that he left nothing of social care, and no new school to name', async () => {
    s.on('2026-12-09');
    expect(await s.sees(SCHOOL, 'involvementKinds', LEAD)).toBeNull();
    expect(await s.sees(SCHOOL, 'provisionName { name }', ROLL)).toEqual({ provisionName: null });
  });

  it('Tue 8 Dec: an officer at an incident learns that no flag stands (6.4), not that he is at home; housing nothing', async () => {
    const asked = await s.looks(POLICE, { purpose: 'SAFEGUARD', job: 'incident officer' }, 'flagged homeEducated educationStatusKind');
    expect(asked.data?.['lookupChild']).toMatchObject({
      __typename: 'ChildMatch', child: { flagged: false, homeEducated: null, educationStatusKind: null },
    });
    expect(await s.meetsNobody(HOUSING, { purpose: 'LOCATE_CHILD' })).toBe(true);
  }); // prettier-ignore

  it('Mon 25 Jan 2027: found unsuitable, so located and missing education; the case is opened, and now the flag stands', async () => {
    s.on('2027-01-25');
    expect(await s.row('SO-75')).toBe('DUE');
    await s.complete('SO-75', 'EHE_UNSUITABLE');
    id = await s.openCase();
    const asked = await s.looks(POLICE, { purpose: 'SAFEGUARD', job: 'incident officer' }, 'flagged');
    expect(asked.data?.['lookupChild']).toMatchObject({ child: { flagged: true } });
    expect(await s.meetsNobody(HOUSING, { purpose: 'LOCATE_CHILD' })).toBe(true);
    expect(await s.desk.entry(id, 'state')).toEqual({ state: 'OPEN' });
  });

  it('Mon 1 to Tue 16 Feb: the notice is served on day one of fifteen; an order of Mon 15 is refused, one of Tue 16 is not', async () => {
    s.on('2027-02-01');
    await s.event('SECTION_437_NOTICE_SERVED');
    expect(await s.row('SO-73')).toBe('DUE 2027-02-15');
    s.on('2027-02-15');
    expect(await s.refusedStep('SO-73a')).toBe('CONFLICT id: this step may not be taken before 2027-02-16.');
    s.on('2027-02-16');
    await s.complete('SO-73a');
    expect(await s.row('SO-73a')).toBe('nothing');
  });

  it('the team sees no orders and no court for tracing: enforcement is a purpose of its own (12.14)', async () => {
    const read = await s.asks(TEAM, '{ sharing { items(purpose: "LOCATE_CHILD") { item verdict } } }', {
      purpose: 'LOCATE_CHILD', user: 'P. Officer', job: 'CME case officer',
    }); // prettier-ignore
    const { items } = read.data?.['sharing'] as { items: { item: string; verdict: string }[] };
    const verdicts = items.filter(({ item }) => item === 'ENFORCEMENT').map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['NEVER']));
  });
});

describe('had section 434A commenced on 1 Dec 2026', () => {
  it('Fri 4 Dec: consent is asked for first, and the list says so beside the removal', async () => {
    const files = readProcedureFiles().map(({ file, text }) => ({
      file,
      text: text.replace(/(- row: ST-06b[\s\S]*?inForceFrom:) null/, '$1 2026-12-01'),
    }));
    const { book } = checkProcedures(files, WORDS, AUTHORITIES);
    if (book === null) throw new Error('The files are not sound.');
    const desk = await CaseDesk.open('2026-12-04', 'la/852', book);
    const s = await ManyTold.over(desk, ['Ben', 'Bittern'], '2014-10-05');
    try {
      await s.event('EHE_NOTICE');
      expect(await s.shown('ST-06b')).toMatchObject([
        { state: 'DUE', who: ['the authority'], tells: ['the parent', 'the school'] },
      ]);
      await s.complete('ST-06b', 'CONSENT_DECIDED');
      expect(await s.row('ST-06b')).toBe('nothing');
    } finally {
      await desk.stop();
    }
  });
});
