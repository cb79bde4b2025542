import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { buildHubSchema } from '../../src/schema';
import { alertCommand } from '../../src/cli/alert';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { startTestHub } from '../support/hub';
import { AlertsDesk, CHARITY, POLICE, RAISE, SCHOOL, TEAM, idIn } from './alerts-desk';
import { MEMO, MEMO_LINES, REFERRAL, REFERRAL_LINES, wordsOf, unnumbered } from './paper-forms';

const before = { ...process.env };
let folder: TestFolder;
let desk: AlertsDesk;

beforeAll(async () => {
  folder = makeTestFolder(0o700);
  desk = AlertsDesk.over(await startTestHub({ config: { dataDir: folder.path } }));
  process.env = { ...before, DATABASE_URL: desk.hub.database.url, ROLLCALL_DATA_DIR: folder.path };
});
afterAll(async () => {
  process.env = before;
  await desk.stop();
  folder.remove();
});

const raise = async (as: string, input: object): Promise<string> =>
  idIn(await desk.ask(as, RAISE, { input: { reason: 'NO_CONTACT', ...input } }), 'raiseAlert');
const count = async (): Promise<unknown> =>
  (
    await desk.sql(
      `select (select count(*) from alert) as alerts, (select count(*) from child) as children, (select count(*) from alert_form) as forms,
       (select count(*) from case_event) as events, (select count(*) from notification) as notices`,
    )
  )[0];
const seen = async (as: string, id: string, fields: string, more = {}): Promise<unknown> =>
  (await desk.ask(as, `query ($id: ID!) { alert(id: $id) { ${fields} } }`, { id }, more)).data?.['alert'];
const complete = (id: string, tried: object): ReturnType<AlertsDesk['act']> =>
  desk.act(SCHOOL, 'completeReferral', '$id: ID!, $tried: TriedBySchoolInput!', { id, tried });

async function print(id: string): Promise<string> {
  const file = join(folder.path, `${id}.html`);
  const told = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    await alertCommand(desk.hub.clock).parseAsync(
      ['print', id, '--as', TEAM, '--purpose', 'LOCATE_CHILD', '--reference', 'CME/7', '--html', file],
      { from: 'user' },
    );
  } finally {
    told.mockRestore();
  }
  return readFileSync(file, 'utf8');
}

/** The text of a page, and that it is well formed. */
function textOf(page: string): string {
  let text = '';
  const parser = new SaxesParser();
  parser.on('text', (part) => (text += `${part}\n`));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(page.replace('<!DOCTYPE html>', '')).close();
  return text;
}

describe('S1 App 1: the missing-children memo', () => {
  it('holds every line of the paper: none of the type is left out here', () => {
    const lines = Object.keys(MEMO).sort();
    const type = buildHubSchema().getType('MissingChildrenMemo');
    expect(type && 'getFields' in type ? Object.keys(type.getFields()).sort() : []).toEqual(lines);
  });

  it('goes in by one call, comes back to the team line by line, and stands on the page complete', async () => {
    const id = await raise(SCHOOL, { memo: MEMO });
    expect(await seen(TEAM, id, MEMO_LINES)).toEqual({ memo: MEMO });
    expect(await seen(TEAM, id, 'matched child { name { surname forename } dateOfBirth }')).toEqual({
      matched: false,
      child: { name: { surname: 'Larkfield', forename: 'Juniper' }, dateOfBirth: '2014-05-06' },
    });
    const text = textOf(await print(id));
    for (const words of wordsOf(MEMO)) expect(text).toContain(words);
    expect(text).toMatch(/SEN\s+☒ Yes ☐ No/);
  });

  it('is for the team alone: its writer and every other partner are refused each line of it', async () => {
    const id = await raise(SCHOOL, { memo: MEMO });
    for (const purpose of ['RAISE_CONCERN', 'LOCATE_CHILD', 'SAFEGUARD'])
      for (const as of [SCHOOL, POLICE, CHARITY, 'la/931/front-door', 'la/852']) {
        const answer = await desk.ask(
          as,
          `query ($id: ID!) { alert(id: $id) { id ${MEMO_LINES} ${REFERRAL_LINES} } }`,
          { id },
          { purpose },
        );
        for (const words of ['Weir Cottages', 'removal van', '960101'])
          expect(answer.text).not.toContain(words);
      }
    expect(await seen(SCHOOL, id, 'id outcome')).toEqual({ id, outcome: 'RECEIVED' });
    expect(await seen(POLICE, id, 'id outcome')).toBeNull();
  });

  it('is taken with the starred lines alone, by any partner: the child is kept for the team to match', async () => {
    const { enquirerName, dateOfEnquiry, surname, firstName } = MEMO;
    for (const as of [SCHOOL, POLICE, CHARITY]) {
      const id = await raise(as, { memo: { enquirerName, dateOfEnquiry, surname, firstName } });
      expect((await desk.row(id))['child_state']).toBe('unresolved');
      const text = textOf(await print(id));
      expect(text).toContain('Address believed to have moved to');
    }
  });

  it('finds the child that it names, and the receipt is the same', async () => {
    const known = await desk.knownChild('Juniper', 'Larkfield-Knowe', '2014-05-06');
    const memo = unnumbered({ ...MEMO, surname: 'Larkfield-Knowe' });
    const id = await raise(SCHOOL, { memo });
    expect((await desk.row(id))['child_id']).toBe(known.id);
  });

  it.each([
    ['no name of who asks', { enquirerName: ' ' }, 'input.memo.enquirerName'],
    ['no day', { dateOfEnquiry: null }, 'input.memo.dateOfEnquiry'],
    ['a day in the future', { dateOfEnquiry: '2026-11-19' }, 'input.memo.dateOfEnquiry'],
    ['attendance in the future', { lastDateOfAttendance: '2027-01-05' }, 'input.memo.lastDateOfAttendance'],
    ['a birth in the future', { dateOfBirth: '2027-05-06' }, 'input.memo.dateOfBirth'],
    ['a birth of another generation', { dateOfBirth: '1980-05-06' }, 'input.memo.dateOfBirth'],
    ['no surname', { surname: null }, 'input.memo.surname'],
    ['a UPN with a wrong letter', { upn: 'A801200005001' }, 'input.memo.upn'],
    ['too long a line', { localAuthority: 'x'.repeat(501) }, 'input.memo.localAuthority'],
    ['too long a text', { otherInformation: 'x'.repeat(4001) }, 'input.memo.otherInformation'],
  ])('refuses %s, names the line and keeps nothing', async (_, more, field) => {
    const held = await count();
    const answer = await desk.ask(SCHOOL, RAISE, {
      input: { reason: 'NO_CONTACT', memo: { ...MEMO, ...more } },
    });
    expect(answer.errors.map(({ extensions }) => [extensions.code, extensions['field']])).toEqual([
      ['BAD_USER_INPUT', field],
    ]);
    expect(await count()).toEqual(held);
  });
});

describe('S1 App 2: the referral of a suspected missing pupil', () => {
  it('goes in by one call, comes back to the team line by line, and stands on the page complete', async () => {
    const id = await raise(SCHOOL, { hubReferral: REFERRAL });
    expect(await seen(TEAM, id, REFERRAL_LINES)).toEqual({ hubReferral: REFERRAL });
    const text = textOf(await print(id));
    for (const words of wordsOf({ ...REFERRAL, homeVisitRisk: REFERRAL.homeVisitRisk.other }))
      expect(text).toContain(words);
    const row = (label: string): string =>
      new RegExp(`${label}\\s+([☐☒])\\s+([☐☒])\\s+([☐☒])`).exec(text)?.slice(1).join('') ?? '';
    expect([
      row('Aggressive pupil'), row('Aggressive parent'), row('Previous history of aggression'), row('Threatening environment'),
      row('Known drug or drink abuse'), row('Possible drug or drink abuse'), row('Other: a large dog loose in the yard'),
    ]).toEqual(['☐☐☒', '☒☐☐', '☐☒☐', '☐☐☒', '☐☒☐', '☒☐☐', '☒☐☐']); // prettier-ignore
  });

  it('risks to visitors and special needs are read while the referral is open, and of it alone', async () => {
    const known = await desk.knownChild('Ivo Sebastian', 'Thornbury-Weald', '2013-12-01');
    const form = unnumbered({ ...REFERRAL, surname: 'Thornbury-Weald' });
    const id = await raise(SCHOOL, { hubReferral: form });
    const risk = 'hubReferral { homeVisitRisk { aggressiveParent } } child { id hasSpecialNeeds }';
    expect(await seen(TEAM, id, risk)).toEqual({
      hubReferral: { homeVisitRisk: { aggressiveParent: 'HIGH' } },
      child: { id: known.publicId, hasSpecialNeeds: null },
    });
    await desk.review(id, { decision: 'NOT_CME', finding: 'FOUND_HOME_EDUCATED', routedTo: 'la/931/ehe' });
    expect(await seen(TEAM, id, risk)).toMatchObject({ hubReferral: { homeVisitRisk: null } });
    const text = textOf(await print(id));
    expect(text).toContain('Not open any more');
    expect(text).not.toContain('large dog');
  });

  it('without evidence of what the school tried it goes back with what is lacking, and comes again', async () => {
    const nothing = {
      parentsContacted: true,
      parentsContactedOn: ['2026-11-12'],
      otherContactsPhoned: false,
      professionalsAsked: false,
    };
    const id = await raise(SCHOOL, {
      hubReferral: { ...REFERRAL, surname: 'Thornbury-Vale', tried: nothing },
    });
    const accepted = await desk.review(id, { decision: 'ACCEPT' });
    expect(accepted.codes).toEqual(['CONFLICT']);
    expect((await desk.review(id, { decision: 'RETURN', lacking: ['HOME_NOT_VISITED'] })).codes).toEqual([]);
    expect(await seen(SCHOOL, id, 'outcome lacking')).toEqual({
      outcome: 'RETURNED',
      lacking: ['OTHER_CONTACTS_NOT_PHONED', 'PROFESSIONALS_NOT_ASKED', 'HOME_NOT_VISITED'],
    });
    const held = await count();
    const future = await complete(id, { ...REFERRAL.tried, parentsContactedOn: ['2026-11-30'] });
    expect(future.errors.map(({ extensions }) => extensions['field'])).toEqual(['tried.parentsContactedOn']);
    expect(await count()).toEqual(held);
    expect((await complete(id, REFERRAL.tried)).codes).toEqual([]);
    expect(await seen(SCHOOL, id, 'outcome lacking')).toEqual({ outcome: 'RECEIVED', lacking: [] });
    expect((await desk.review(id, { decision: 'ACCEPT' })).codes).toEqual([]);
    const text = textOf(await print(id));
    expect(text).toMatch(/Completed/);
    expect(text).toContain('2026-11-16');
  });

  it.each([
    ['no answer whether parents were contacted', { tried: { ...REFERRAL.tried, parentsContacted: null } }, 'input.hubReferral.tried.parentsContacted'],
    ['yes without days', { tried: { ...REFERRAL.tried, professionalsAskedOn: [] } }, 'input.hubReferral.tried.professionalsAskedOn'],
    ['no with days', { tried: { ...REFERRAL.tried, otherContactsPhoned: false } }, 'input.hubReferral.tried.otherContactsPhonedOn'],
    ['no attempts at all', { tried: null }, 'input.hubReferral.tried'],
    ['no birth', { dateOfBirth: null }, 'input.hubReferral.dateOfBirth'],
    ['no school', { currentSchool: '' }, 'input.hubReferral.currentSchool'],
    ['half a postcode', { postcode: 'OX99' }, 'input.hubReferral.postcode'],
    ['a gender in words', { gender: 'boy' }, 'input.hubReferral.gender'],
    ['a level of nothing', { homeVisitRisk: { otherLevel: 'HIGH' } }, 'input.hubReferral.homeVisitRisk.other'],
    ['seven people', { livesWith: Array.from({ length: 7 }, () => ({ surname: 'X' })) }, 'input.hubReferral.livesWith'],
  ])('refuses %s, names the line and keeps nothing', async (_, more, field) => {
    const held = await count();
    const answer = await desk.ask(SCHOOL, RAISE, {
      input: { reason: 'NO_CONTACT', hubReferral: { ...REFERRAL, ...more } },
    });
    expect(answer.errors.map(({ extensions }) => [extensions.code, extensions['field']])).toEqual([
      ['BAD_USER_INPUT', field],
    ]);
    expect(await count()).toEqual(held);
  }); // prettier-ignore
});

it('two forms at once, or neither a form nor a child, are refused', async () => {
  for (const [input, field] of [
    [{ memo: MEMO, hubReferral: REFERRAL }, 'input.memo'],
    [{}, 'input.child'],
  ] as const) {
    const answer = await desk.ask(SCHOOL, RAISE, { input: { reason: 'NO_CONTACT', ...input } });
    expect(answer.errors.map(({ extensions }) => extensions['field'])).toEqual([field]);
  }
});

it('goes with the words of the concern when its time is over', async () => {
  const id = await raise(SCHOOL, { memo: MEMO });
  await desk.sql('select erase_exchanges($1, array(select id from alert where public_id = $2))', [
    'alert',
    id,
  ]);
  const left = await desk.sql(
    'select 1 from alert_form f join alert a on a.id = f.alert_id where a.public_id = $1',
    [id],
  );
  expect(left).toEqual([]);
});
