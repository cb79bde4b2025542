import { AlertsDesk, CHARITY, POLICE, TEAM, idIn } from './alerts-desk';
import type { TestAnswer } from '../support/hub';

let desk: AlertsDesk;
beforeAll(async () => {
  desk = await AlertsDesk.open();
});
afterAll(() => desk.stop());

const opening = { classification: 'IDENTIFIED_NOT_LOCATED', rag: 'RED', reviewOn: '2026-11-25' };
const open = (child: object, more: object = {}, as = TEAM): Promise<TestAnswer> =>
  desk.act(as, 'openCase', '$input: OpenCaseInput!', { input: { child, ...opening, ...more } });
const close = (id: string, reason = 'ON_ROLL', as = TEAM): Promise<TestAnswer> =>
  desk.act(as, 'closeCase', '$id: ID!, $reason: CaseClosing!', { id, reason });
const watch = (child: object, as = TEAM): Promise<TestAnswer> =>
  desk.act(as, 'watchChild', '$input: WatchChildInput!', {
    input: { child, reason: 'Not found; tell us at once.' },
  });
const endWatch = (id: string, as = TEAM): Promise<TestAnswer> => desk.act(as, 'endWatch', '$id: ID!', { id });
const caseOf = async (id: string): Promise<unknown> =>
  (
    await desk.ask(
      TEAM,
      '{ child(id: "' + id + '") { flagged case { id state rag classification reviewOn } } }',
    )
  ).data?.['child'];

it('a case is opened once, read as the child’s, and closed once', async () => {
  const child = await desk.knownChild('Wren', 'Ashdown');
  const id = idIn(await open(child.details), 'openCase');
  expect(await caseOf(child.publicId)).toEqual({
    flagged: true,
    case: { id, state: 'OPEN', rag: 'RED', classification: 'IDENTIFIED_NOT_LOCATED', reviewOn: '2026-11-25' },
  });
  expect((await open({ id: child.publicId })).codes).toEqual(['CONFLICT']);
  expect((await close(id)).codes).toEqual([]);
  expect(await caseOf(child.publicId)).toMatchObject({ flagged: false });
  expect((await close(id)).codes).toEqual(['CONFLICT']);
  expect((await open({ id: child.publicId })).codes).toEqual([]);
});

it('two officers who open a case at once: one case, and the other is told', async () => {
  const child = await desk.knownChild('Robin', 'Fenwick');
  const answers = await Promise.all([open({ id: child.publicId }), open({ id: child.publicId })]);
  expect(answers.flatMap(({ codes }) => codes)).toEqual(['CONFLICT']);
  expect(await desk.sql(`select 1 from cme_case where child_id = $1`, [child.id])).toHaveLength(1);
});

it('a child who was not found is not closed while a safeguarding concern stands', async () => {
  const child = await desk.knownChild('Linden', 'Harrow');
  const id = idIn(await open({ id: child.publicId }), 'openCase');
  const concern = await desk.circumstance(child.id, 'CHILD_PROTECTION', 'la/931');
  expect((await close(id, 'CHECKS_MADE_NOT_FOUND')).codes).toEqual(['CONFLICT']);
  await desk.sql('update circumstance set ends_at = begins_at where id = $1', [concern]);
  expect((await close(id, 'CHECKS_MADE_NOT_FOUND')).codes).toEqual([]);
});

it('nobody but the team keeps the register', async () => {
  const child = await desk.knownChild('Olive', 'Grove');
  const id = idIn(await open({ id: child.publicId }), 'openCase');
  const answers = [
    await open({ id: child.publicId }, {}, POLICE),
    await close(id, 'ON_ROLL', POLICE),
    await watch(child.details, CHARITY),
  ];
  expect(answers.flatMap(({ codes }) => codes)).toEqual(['NOT_PERMITTED', 'NOT_PERMITTED', 'NOT_PERMITTED']);
  expect(await caseOf(child.publicId)).toMatchObject({ flagged: true });
});

it('a case about nobody is null and no error; a review in the past is refused', async () => {
  const none = await open({ id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' });
  expect([none.data, none.codes]).toEqual([{ openCase: null }, []]);
  const child = await desk.knownChild('Ivy', 'Hollow');
  const { errors } = await open({ id: child.publicId }, { reviewOn: '2026-11-17' });
  expect(errors.map((e) => [e.extensions.code, e.extensions['field']])).toEqual([
    ['BAD_USER_INPUT', 'input.reviewOn'],
  ]);
});

it('a watch stands until its unit ends it, once', async () => {
  const child = await desk.knownChild('Hazel', 'Brook');
  const id = idIn(await watch(child.details), 'watchChild');
  expect(
    await desk.sql('select child_id, unit_id, reason, ends_at from watch where public_id = $1', [id]),
  ).toEqual([{ child_id: child.id, unit_id: TEAM, reason: 'Not found; tell us at once.', ends_at: null }]);
  await desk.sql(`update watch set unit_id = 'la/931/ehe' where public_id = $1`, [id]);
  const theirs = await endWatch(id);
  expect([theirs.data, theirs.codes]).toEqual([{ endWatch: null }, []]);
  await desk.sql(`update watch set unit_id = $2 where public_id = $1`, [id, TEAM]);
  expect((await endWatch(id)).codes).toEqual([]);
  expect((await endWatch(id)).codes).toEqual(['CONFLICT']);
});

it('a watch follows a subject to the child that it turns out to be', async () => {
  const child = await desk.knownChild('Rowan', 'Marsh');
  const alert = await desk.raise(POLICE, { forename: 'Nobody', surname: 'Yet', dateOfBirth: '2013-01-01' });
  const [subject] = await desk.sql<{ public_id: string }>(
    'select c.public_id from child c join alert a on a.child_id = c.id where a.public_id = $1',
    [alert],
  );
  const id = idIn(await watch({ id: subject?.public_id }), 'watchChild');
  await desk.match(alert, child.publicId);
  expect(await desk.sql('select child_id from watch where public_id = $1', [id])).toEqual([
    { child_id: child.id },
  ]);
});
