import { storiesOf, type Story } from './row-desk';

/** A message stands, and is posted again by the hub on the first day of each term: 6 January, 12 April 2027. */
async function postedAgain(s: Story, row: string): Promise<void> {
  s.on('2026-11-27');
  await s.openCase();
  const post = await s.desk.ask(
    'mutation ($input: BroadcastLostPupilInput!) { broadcastLostPupil(input: $input) { id } }',
    { input: { child: { id: s.child.publicId } } },
  );
  expect(post.codes).toEqual([]);
  expect(await s.row(row)).toBe('DUE 2027-01-06');
  expect(await s.shown(row)).toMatchObject([{ who: ['the hub'] }]);
  s.on('2027-01-05');
  expect(await s.desk.hub.hub.rounds.lostPupils.repost()).toMatchObject({ posted: 0 });
  s.on('2027-01-06');
  expect(await s.desk.hub.hub.rounds.lostPupils.repost()).toMatchObject({ posted: 1 });
  expect(await s.row(row)).toBe('DUE 2027-04-12');
  s.on('2027-04-12');
  await s.event('CHILD_LOCATED');
  expect(await s.row(row)).toBe('nothing');
  expect(await s.desk.hub.hub.rounds.lostPupils.repost()).toMatchObject({ posted: 0, withdrawn: 0 });
}

describe('Oxfordshire', () => {
  storiesOf('la/931')('OX-41a')(
    'S1 4.4',
    'posted on Fri 27 Nov 2026, again on the first day of term, Wed 6 Jan 2027, and once the child is located no more',
    (s) => postedAgain(s, 'OX-41a'),
  );
});

describe('Southampton', () => {
  storiesOf('la/852')('SO-60a')(
    'S3 Children we have failed to track',
    'the policy names no interval; ours is the term: again on Wed 6 Jan 2027',
    (s) => postedAgain(s, 'SO-60a'),
  );
});

describe('Kingston and Richmond', () => {
  storiesOf('la/318')('AF-17b')(
    'S4 9 Day 20',
    'the policy names no interval; ours is the term: again on Wed 6 Jan 2027',
    (s) => postedAgain(s, 'AF-17b'),
  );
});
