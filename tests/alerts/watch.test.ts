import { AlertsDesk, CHARITY, POLICE, TEAM, idIn } from './alerts-desk';
import type { TestAnswer } from '../support/hub';

let desk: AlertsDesk;
beforeAll(async () => {
  desk = await AlertsDesk.open();
});
afterAll(() => desk.stop());

const watch = (child: object, as = TEAM): Promise<TestAnswer> =>
  desk.act(as, 'watchChild', '$input: WatchChildInput!', {
    input: { child, reason: 'Not found; tell us at once.' },
  });
const endWatch = (id: string, as = TEAM): Promise<TestAnswer> => desk.act(as, 'endWatch', '$id: ID!', { id });
it('nobody but the team watches a child', async () => {
  const child = await desk.knownChild('Olive', 'Grove');
  expect((await watch(child.details, CHARITY)).codes).toEqual(['NOT_PERMITTED']);
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
