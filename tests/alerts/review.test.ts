import { AlertsDesk, CHARITY, POLICE, TEAM, idIn, withoutIdsAndTimes, type KnownChild } from './alerts-desk';

let desk: AlertsDesk;
let child: KnownChild;
const nobody = { forename: 'Nemo', surname: 'Nowhere', dateOfBirth: '2013-07-09' };
const opening = { classification: 'IDENTIFIED_LOCATED', rag: 'AMBER', reviewOn: '2026-12-09' };

beforeAll(async () => {
  desk = await AlertsDesk.open();
  child = await desk.knownChild('Wren', 'Ashdown');
});
afterAll(() => desk.stop());

const state = async (id: string): Promise<unknown> => (await desk.row(id))['state'];
const outcome = async (as: string, id: string): Promise<unknown> =>
  (await desk.list(as, 'id outcome')).find((alert) => alert['id'] === id)?.['outcome'];

const educated = {
  decision: 'NOT_CME',
  finding: 'FOUND_HOME_EDUCATED',
  routedTo: 'la/931/ehe',
};
const tried = {
  parentsContacted: true,
  parentsContactedOn: ['2026-11-16'],
  otherContactsPhoned: false,
  professionalsAsked: false,
};
/** The case of each alert that has one: a child of its own. */
const withCase = async (): Promise<string> => {
  const { publicId } = await desk.knownChild('Case', `Child ${++serial}`);
  return desk.raise(POLICE, { id: publicId });
};
let serial = 0;

/** Brings a fresh alert into a state. */
const into: Record<string, (id: string) => Promise<unknown>> = {
  RECEIVED: () => Promise.resolve(),
  RETURNED: (id) => desk.review(id, { decision: 'RETURN', lacking: ['HOME_NOT_VISITED'] }),
  ACCEPTED: (id) => desk.review(id, { decision: 'ACCEPT' }),
  IN_CASE: (id) => desk.review(id, { decision: 'ACCEPT', openCase: opening }),
  ROUTED: (id) => desk.review(id, educated),
  DEALT_WITH: (id) => desk.review(id, { decision: 'ACCEPT' }).then(() => desk.closeAlert(id)),
  WITHDRAWN: (id) => desk.withdraw(POLICE, id),
};
const events: Record<string, (id: string) => ReturnType<AlertsDesk['closeAlert']>> = {
  add: (id) => desk.add(POLICE, id),
  complete: (id) =>
    desk.act(POLICE, 'completeReferral', '$id: ID!, $tried: TriedBySchoolInput!', { id, tried }),
  withdraw: (id) => desk.withdraw(POLICE, id),
  return: (id) => desk.review(id, { decision: 'RETURN', lacking: ['HOME_NOT_VISITED'] }),
  accept: (id) => desk.review(id, { decision: 'ACCEPT' }),
  'accept with a case': (id) => desk.review(id, { decision: 'ACCEPT', openCase: opening }),
  route: (id) => desk.review(id, educated),
  close: (id) => desk.closeAlert(id),
};
const allowed: Record<string, Record<string, string>> = {
  RECEIVED: {
    add: 'RECEIVED', withdraw: 'WITHDRAWN', return: 'RETURNED', accept: 'ACCEPTED', 'accept with a case': 'IN_CASE',
    route: 'ROUTED',
  },
  RETURNED: { add: 'RETURNED', complete: 'RECEIVED', withdraw: 'WITHDRAWN' },
  ACCEPTED: { add: 'ACCEPTED', withdraw: 'WITHDRAWN', 'accept with a case': 'IN_CASE', route: 'ROUTED', close: 'DEALT_WITH' },
  // Taken back, the case goes on: the team sees that it was, the raiser sees it no more.
  IN_CASE: { add: 'IN_CASE', withdraw: 'IN_CASE', close: 'DEALT_WITH' },
  ROUTED: {},
  DEALT_WITH: {},
  WITHDRAWN: {},
}; // prettier-ignore
const table = Object.keys(into).flatMap((from) => Object.keys(events).map((event) => [from, event] as const));

it.each(table)('%s: %s', async (from, event) => {
  const id = await withCase();
  await into[from]?.(id);
  expect(await state(id)).toBe(from);
  const answer = await events[event]?.(id);
  const to = allowed[from]?.[event];
  expect(answer?.codes).toEqual(to === undefined ? ['CONFLICT'] : []);
  expect(await state(id)).toBe(to ?? from);
});

it('the raiser cannot tell RECEIVED, ACCEPTED and IN_CASE apart, nor ROUTED and DEALT_WITH', async () => {
  const told = async (from: string): Promise<unknown[]> => {
    const id = await withCase();
    await into[from]?.(id);
    const seen = await outcome(POLICE, id);
    const complete = await events['complete']?.(id);
    const answers = [
      await desk.add(POLICE, id),
      await desk.withdraw(POLICE, id),
      await desk.add(POLICE, id),
      await desk.withdraw(POLICE, id),
    ];
    const after = await outcome(POLICE, id);
    return [seen, after, ...[complete, ...answers].map((answer) => withoutIdsAndTimes(answer?.text ?? ''))];
  };
  const received = await told('RECEIVED');
  expect(received[0]).toBe('RECEIVED');
  expect(await told('ACCEPTED')).toEqual(received);
  expect(await told('IN_CASE')).toEqual(received);
  const dealtWith = await told('DEALT_WITH');
  expect(await told('ROUTED')).toEqual(dealtWith);
  expect(dealtWith[0]).toBe('DEALT_WITH');
});

it('the raiser sees that it was dealt with for four weeks, the team how and for good', async () => {
  const id = await desk.raise(POLICE, child.details);
  await into['DEALT_WITH']?.(id);
  expect(await outcome(POLICE, id)).toBe('DEALT_WITH');
  desk.hub.clock.advance(29 * 86_400_000);
  expect(await outcome(POLICE, id)).toBeUndefined();
  const seen = (await desk.list(TEAM, 'id state closedAs reviewedAt')).find((alert) => alert['id'] === id);
  expect(seen).toMatchObject({ state: 'DEALT_WITH', closedAs: 'ON_ROLL', reviewedAt: expect.any(String) });
  desk.hub.clock.advance(-29 * 86_400_000);
});

it('somebody else’s alert is null and no error, the same bytes as one that does not exist', async () => {
  const id = await desk.raise(POLICE, child.details);
  const none = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
  for (const event of [desk.add.bind(desk), desk.withdraw.bind(desk)]) {
    const [theirs, nothing] = [await event(CHARITY, id), await event(CHARITY, none)];
    expect(theirs.errors).toEqual([]);
    expect(Object.values(theirs.data ?? {})).toEqual([null]);
    expect(withoutIdsAndTimes(theirs.text)).toBe(withoutIdsAndTimes(nothing.text));
  }
  expect(await state(id)).toBe('RECEIVED');
  expect((await desk.closeAlert(none)).data).toEqual({ closeAlert: null });
});

it('only the team reviews, closes and matches', async () => {
  const id = await desk.raise(POLICE, child.details);
  const answers = [
    await desk.review(id, { decision: 'ACCEPT' }, POLICE),
    await desk.closeAlert(id, 'ON_ROLL', POLICE),
    await desk.match(id, child.publicId, POLICE),
  ];
  expect(answers.flatMap(({ codes }) => codes)).toEqual(['NOT_PERMITTED', 'NOT_PERMITTED', 'NOT_PERMITTED']);
  expect(await state(id)).toBe('RECEIVED');
});

it('what was withdrawn stays in the record, with the reason, for the team', async () => {
  const id = await desk.raise(POLICE, child.details);
  await desk.withdraw(POLICE, id);
  const seen = (await desk.list(TEAM, 'id state text withdrawnBecause')).find((alert) => alert['id'] === id);
  expect(seen).toEqual({
    id,
    state: 'WITHDRAWN',
    text: `Words of ${POLICE}.`,
    withdrawnBecause: 'A mistake.',
  });
});

describe('accepting with a case', () => {
  it('opens it, and the child’s case is read', async () => {
    const other = await desk.knownChild('Robin', 'Fenwick');
    const id = await desk.raise(POLICE, { id: other.publicId });
    expect(
      (await desk.review(id, { decision: 'ACCEPT', openCase: opening, routedTo: 'la/931/ews' })).codes,
    ).toEqual([]);
    const seen = (
      await desk.list(TEAM, 'id state routedTo child { case { state classification rag opened reviewOn } }')
    ).find((a) => a['id'] === id);
    expect(seen).toEqual({
      id,
      state: 'IN_CASE',
      routedTo: 'la/931/ews',
      child: {
        case: {
          state: 'OPEN',
          classification: 'IDENTIFIED_LOCATED',
          rag: 'AMBER',
          opened: '2026-11-18',
          reviewOn: '2026-12-09',
        },
      },
    });
  });

  it('is all or nothing: without a child, or with a case already, nothing is accepted', async () => {
    const unmatched = await desk.raise(POLICE, nobody);
    expect((await desk.review(unmatched, { decision: 'ACCEPT', openCase: opening })).codes).toEqual([
      'CONFLICT',
    ]);
    expect(await state(unmatched)).toBe('RECEIVED');
    const twice = await desk.knownChild('Linden', 'Harrow');
    const [first, second] = [
      await desk.raise(POLICE, { id: twice.publicId }),
      await desk.raise(CHARITY, twice.details),
    ];
    idIn(await desk.review(first, { decision: 'ACCEPT', openCase: opening }), 'reviewAlert');
    expect((await desk.review(second, { decision: 'ACCEPT', openCase: opening })).codes).toEqual([
      'CONFLICT',
    ]);
    expect(await state(second)).toBe('RECEIVED');
  });

  it.each([
    ['a case with NOT_CME', { decision: 'NOT_CME', openCase: opening }, 'input.openCase'],
    [
      'a review in the past',
      { decision: 'ACCEPT', openCase: { ...opening, reviewOn: '2026-11-17' } },
      'input.openCase.reviewOn',
    ],
    [
      'a review beyond a year',
      { decision: 'ACCEPT', openCase: { ...opening, reviewOn: '2027-11-19' } },
      'input.openCase.reviewOn',
    ],
    ['NOT_CME without a finding', { decision: 'NOT_CME', routedTo: 'la/931/ehe' }, 'input.finding'],
    ['a finding that is no word', { decision: 'NOT_CME', finding: 'FOUND_HOME_EDUCATE' }, 'input.finding'],
    ['a finding that routes nobody', { decision: 'NOT_CME', finding: 'GROUP_MET' }, 'input.finding'],
    [
      'ACCEPT of who is on roll',
      { decision: 'ACCEPT', finding: 'FOUND_ON_ROLL_NOT_ATTENDING' },
      'input.finding',
    ],
    ['NOT_CME to nobody', { decision: 'NOT_CME', finding: 'FOUND_HOME_EDUCATED' }, 'input.routedTo'],
    ['a school that is none', { ...educated, school: POLICE }, 'input.school'],
    ['a school with ACCEPT', { decision: 'ACCEPT', school: 'school/931-2105' }, 'input.school'],
    ['what lacks with ACCEPT', { decision: 'ACCEPT', lacking: ['HOME_NOT_VISITED'] }, 'input.lacking'],
    ['RETURN of what lacks nothing', { decision: 'RETURN' }, 'input.lacking'],
    ['a unit of another body', { decision: 'ACCEPT', routedTo: 'police/E23000029/main' }, 'input.routedTo'],
  ])('refuses %s', async (_, input, field) => {
    const id = await desk.raise(POLICE, child.details);
    const { errors } = await desk.review(id, input);
    expect(errors.map((e) => [e.extensions.code, e.extensions['field']])).toEqual([
      ['BAD_USER_INPUT', field],
    ]);
    expect(await state(id)).toBe('RECEIVED');
  });
});

it('two officers who review at once: one decides, the other is told', async () => {
  const id = await desk.raise(POLICE, child.details);
  const accept = { decision: 'ACCEPT' };
  const answers = await Promise.all([desk.review(id, accept), desk.review(id, accept)]);
  expect(answers.flatMap(({ codes }) => codes)).toEqual(['CONFLICT']);
});
