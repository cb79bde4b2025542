import { AlertsDesk, OTHER_SCHOOL, POLICE, SCHOOL, TEAM } from './alerts-desk';

let desk: AlertsDesk;
beforeAll(async () => {
  desk = await AlertsDesk.open();
});
afterAll(() => desk.stop());

/** An alert about a child whom the hub cannot tell, and the record kept for it. */
async function unresolved(forename: string): Promise<{ alert: string; subject: string }> {
  const alert = await desk.raise(POLICE, { forename, surname: 'Nowhere', dateOfBirth: '2013-07-09' });
  const row = await desk.row(alert);
  expect(row['child_state']).toBe('unresolved');
  return { alert, subject: String(row['child_id']) };
}

const childOf = async (table: string, id: string): Promise<unknown> =>
  (await desk.sql(`select child_id from ${table} where id = $1`, [id]))[0]?.['child_id'];
const confirmed = async (table: string, id: string): Promise<boolean> =>
  (await desk.sql(`select confirmed_at from ${table} where id = $1`, [id]))[0]?.['confirmed_at'] !== null;

it('points every record about the subject at the child that it is, and keeps the subject as merged', async () => {
  const known = await desk.knownChild('Wren', 'Ashdown');
  const { alert, subject } = await unresolved('Nemo');
  const episode = await desk.circumstance(subject, 'MISSING_EPISODE', POLICE);
  const roll = await desk.registration(subject, SCHOOL);
  await desk.sql(
    `insert into enquiry (id, authority_id, child_id, from_organisation, from_unit, from_user, purpose, reference, question, sent_at, state)
     values ($1, 'la/931', $1, 'la/931', 'la/931/cme', 'x', 'LOCATE_CHILD', 'x', 'x', now(), 'OPEN')`,
    [subject],
  );
  await desk.sql(
    `insert into notification (id, authority_id, child_id, from_organisation, from_unit, to_organisation, type, purpose, reference, sent_at)
     values ($1, 'la/931', $1, 'la/931', 'la/931/cme', 'la/852', 'MOVED_OUT', 'NOTIFY_MOVE', 'x', now())`,
    [subject],
  );
  expect((await desk.match(alert, known.publicId)).codes).toEqual([]);

  expect((await desk.row(alert))['child_id']).toBe(known.id);
  for (const [table, id] of [
    ['circumstance', episode],
    ['registration', roll],
    ['enquiry', subject],
    ['notification', subject],
  ] as const) {
    expect([table, await childOf(table, id)]).toEqual([table, known.id]);
  }
  expect(await desk.sql('select state, merged_into from child where id = $1', [subject])).toEqual([
    { state: 'merged', merged_into: known.id },
  ]);
  expect([await confirmed('circumstance', episode), await confirmed('registration', roll)]).toEqual([
    true,
    true,
  ]);
  expect((await desk.list(TEAM, 'matched child { id }', { childId: known.publicId }))[0]).toEqual({
    matched: true,
    child: { id: known.publicId },
  });
  expect((await desk.match(alert, known.publicId)).codes).toEqual(['CONFLICT']);
});

it('the team reads the subject before it is matched; the raiser’s list is the same bytes before and after', async () => {
  const known = await desk.knownChild('Hazel', 'Brook');
  const { alert } = await unresolved('Nemesis');
  const own = async (): Promise<string> =>
    JSON.stringify(await desk.list(POLICE, 'id outcome asWritten matched child { id }'));
  const before = await own();
  const [seen] = await desk.list(TEAM, 'id matched child { name { forename surname } dateOfBirth }');
  expect(seen).toEqual({
    id: alert,
    matched: false,
    child: { name: { forename: 'Nemesis', surname: 'Nowhere' }, dateOfBirth: '2013-07-09' },
  });
  await desk.match(alert, known.publicId);
  expect(await own()).toBe(before);
});

it('without a child given, the subject becomes a child whom lookups meet', async () => {
  const { alert } = await unresolved('Nerissa');
  const LOOKUP = `{ lookupChild(criteria: { forename: "Nerissa", surname: "Nowhere", dateOfBirth: "2013-07-09" }) { __typename } }`;
  expect((await desk.ask(TEAM, LOOKUP)).data).toEqual({ lookupChild: { __typename: 'NoInformation' } });
  expect((await desk.match(alert, null)).codes).toEqual([]);
  expect((await desk.ask(TEAM, LOOKUP)).data).toEqual({ lookupChild: { __typename: 'ChildMatch' } });
});

it('without a child given and without a name held, nothing is made known', async () => {
  const alert = await desk.raise(POLICE, { id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' });
  expect((await desk.match(alert, null)).codes).toEqual(['CONFLICT']);
  expect((await desk.row(alert))['child_state']).toBe('unresolved');
});

it('an id of nobody, or of another unmatched subject, is null and no error', async () => {
  const [one, other] = [await unresolved('Nestor'), await unresolved('Nell')];
  const [hidden] = await desk.sql<{ public_id: string }>('select public_id from child where id = $1', [
    other.subject,
  ]);
  for (const id of ['6f9619ff-8b86-4d01-b42d-00cf4fc964ff', hidden?.public_id ?? '']) {
    const answer = await desk.match(one.alert, id);
    expect([answer.data, answer.codes]).toEqual([{ matchSubject: null }, []]);
  }
});

describe('which child is meant does not confirm what was said of it', () => {
  it('when the known child’s location is protected', async () => {
    const known = await desk.knownChild('Ivy', 'Hollow');
    await desk.circumstance(known.id, 'LOCATION_PROTECTION', 'la/931');
    const { alert, subject } = await unresolved('Nina');
    const episode = await desk.circumstance(subject, 'MISSING_EPISODE', POLICE);
    const roll = await desk.registration(subject, SCHOOL);
    await desk.match(alert, known.publicId);
    for (const [table, id] of [
      ['circumstance', episode],
      ['registration', roll],
    ] as const) {
      expect([await childOf(table, id), await confirmed(table, id)]).toEqual([known.id, false]);
    }
  });

  it('when another school has the known child on its roll', async () => {
    const known = await desk.knownChild('Olive', 'Grove');
    await desk.registration(known.id, OTHER_SCHOOL);
    const { alert, subject } = await unresolved('Nora');
    const roll = await desk.registration(subject, SCHOOL);
    await desk.match(alert, known.publicId);
    expect([await childOf('registration', roll), await confirmed('registration', roll)]).toEqual([
      known.id,
      false,
    ]);
  });
});
