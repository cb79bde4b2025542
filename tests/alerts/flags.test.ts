import { AlertsDesk, CHARITY, POLICE, TEAM, idIn, type KnownChild } from './alerts-desk';

const HOUSING = 'housing/E07000178';
const OTHER_HOUSING = 'housing/E07000179';
const HEALTH = 'nhs/RTH';
const SOCIAL_CARE = 'la/931/childrens-social-care';

let desk: AlertsDesk;
let child: KnownChild;
beforeAll(async () => {
  desk = await AlertsDesk.open();
});
beforeEach(async () => {
  child = await desk.knownChild('Wren', `Ashdown ${++serial}`);
  await desk.ask(TEAM, 'mutation ($input: OpenCaseInput!) { openCase(input: $input) { id } }', {
    input: {
      child: { id: child.publicId },
      classification: 'IDENTIFIED_NOT_LOCATED',
      rag: 'AMBER',
      reviewOn: desk.hub.clock.now().toISOString().slice(0, 10),
    },
  });
});
afterAll(() => desk.stop());
let serial = 0;

const askFlag = (to: string, who: Partial<KnownChild> = child, as = TEAM): ReturnType<AlertsDesk['ask']> =>
  desk.ask(
    as,
    'mutation ($input: AskFlagInput!) { askFlag(input: $input) { id } }',
    { input: { child: { id: who.publicId }, to } },
    { purpose: 'LOCATE_CHILD' },
  );
const placed = async (to: string): Promise<string> => idIn(await askFlag(to), 'askFlag');
const answer = (as: string, what: string, id: string, more = ''): ReturnType<AlertsDesk['ask']> =>
  desk.ask(as, `mutation ($id: ID!) { ${what}(id: $id${more}) { id } }`, { id }, { purpose: 'LOCATE_CHILD' });
const FIELDS = 'id state refusal recheckOn recheckDue liftedBecause child { id name { surname } }';
const list = async (as: string, fields = FIELDS): Promise<Record<string, unknown>[]> => {
  const { data } = await desk.ask(
    as,
    `{ flagPlacements(first: 100) { nodes { ${fields} } } }`,
    {},
    { purpose: 'LOCATE_CHILD' },
  );
  return (data?.['flagPlacements'] as { nodes: Record<string, unknown>[] } | null)?.nodes ?? [];
};
const one = async (as: string, id: string): Promise<Record<string, unknown> | undefined> =>
  (await list(as)).find((flag) => flag['id'] === id);
const events = async (kind: string): Promise<number> =>
  (await desk.sql('select 1 from case_event where child_id = $1 and kind = $2', [child.id, kind])).length;

it('S3 App 1: asked of housing and placed there; refused by health, which cannot hold flags; each sees its own', async () => {
  const [housing, health] = [await placed(HOUSING), await placed(HEALTH)];
  expect(await one(HOUSING, housing)).toMatchObject({
    state: 'ASKED',
    child: { id: child.publicId, name: { surname: child.details.surname } },
  });
  expect(await one(HOUSING, health)).toBeUndefined();
  expect(await list(OTHER_HOUSING)).toEqual([]);
  expect(await list(CHARITY)).toEqual([]);

  expect((await answer(HOUSING, 'confirmFlag', housing)).codes).toEqual([]);
  expect(await events('FLAGS_PLACED')).toBe(0);
  expect((await answer(HEALTH, 'confirmFlag', health)).codes).toEqual(['NOT_PERMITTED']);
  expect((await answer(HEALTH, 'refuseFlag', health, ', reason: "cannot hold flags"')).codes).toEqual([]);
  expect(await events('FLAGS_PLACED')).toBe(1);
  expect(await one(TEAM, housing)).toMatchObject({
    state: 'PLACED',
    recheckOn: '2027-11-18',
    recheckDue: false,
  });
  expect(await one(TEAM, health)).toMatchObject({ state: 'REFUSED', refusal: 'cannot hold flags' });
});

it('S3 App 1, last line: looked at again every year', async () => {
  const id = await placed(HOUSING);
  expect((await answer(TEAM, 'recheckFlag', id)).codes).toEqual(['CONFLICT']);
  await answer(HOUSING, 'confirmFlag', id);
  const before = desk.hub.clock.now().getTime();
  desk.hub.clock.advance(Date.parse('2027-08-30T09:00:00Z') - before);
  expect(await one(TEAM, id)).toMatchObject({ recheckDue: false });
  expect((await answer(TEAM, 'recheckFlag', id)).codes).toEqual([]);
  expect(await one(TEAM, id)).toMatchObject({ recheckOn: '2028-08-30' });
  expect((await answer(HOUSING, 'recheckFlag', id)).codes).toEqual(['NOT_PERMITTED']);
  desk.hub.clock.advance(before - desk.hub.clock.now().getTime());
});

it('when the child is found every flag is lifted by itself, and its holders are told so, not why', async () => {
  const [housing, care] = [await placed(HOUSING), await placed(SOCIAL_CARE)];
  await answer(HOUSING, 'confirmFlag', housing);
  const [entry] = await desk.sql<{ id: string }>(
    `select public_id as id from cme_case where child_id = $1 and state = 'OPEN'`,
    [child.id],
  );
  const id = entry?.id ?? '';
  await desk.sql(
    `insert into case_evidence (id, case_id, evidence, text, given_at, source, entered_by)
     select gen_random_uuid(), id, 'ROLL_CONFIRMED', 'The school has written.', now(), 'la/931', 'x' from cme_case where public_id = $1`,
    [id],
  );
  const closed = await desk.act(TEAM, 'closeCase', '$id: ID!, $reason: CaseClosing!', {
    id,
    reason: 'ON_ROLL',
  });
  expect(closed.codes).toEqual([]);
  for (const flag of [housing, care]) expect(await one(TEAM, flag)).toMatchObject({ state: 'LIFTED' });
  expect(await one(HOUSING, housing)).toMatchObject({ state: 'LIFTED', liftedBecause: null });
  const inbox = await desk.ask(
    HOUSING,
    '{ notifications(first: 50) { nodes { type text child { id } } } }',
    {},
    { purpose: 'LOCATE_CHILD' },
  );
  expect((inbox.data?.['notifications'] as { nodes: unknown[] }).nodes).toContainEqual({
    type: 'FLAG_LIFTED',
    text: null,
    child: { id: child.publicId },
  });
  expect((await answer(HOUSING, 'confirmFlag', housing)).codes).toEqual(['CONFLICT']);
  expect((await answer(TEAM, 'liftFlag', housing, ', reason: "Twice."')).codes).toEqual(['CONFLICT']);
});

it('is asked by the team alone, where a flag stands, of whoever holds flags, once, and never of whom the child hides from', async () => {
  expect((await askFlag(HOUSING, child, POLICE)).codes).toEqual(['NOT_PERMITTED']);
  const nobody = await desk.knownChild('Not', 'Flagged');
  expect((await askFlag(HOUSING, nobody)).codes).toEqual(['CONFLICT']);
  const fields = async (to: string): Promise<unknown> =>
    (await askFlag(to)).errors.map((e) => e.extensions['field']);
  expect(await fields(CHARITY)).toEqual(['input.to']);
  expect(await fields('school/931-0000')).toEqual(['input.to']);
  expect(await fields('la/931')).toEqual(['input.to']);
  await placed(HOUSING);
  expect((await askFlag(HOUSING)).codes).toEqual(['CONFLICT']);
  await desk.circumstance(child.id, 'LOCATION_PROTECTION', 'la/931');
  expect((await askFlag(OTHER_HOUSING)).codes).toEqual(['NOT_PERMITTED']);
  expect(
    (await list(TEAM)).filter(({ child: of }) => (of as { id: string } | null)?.id === child.publicId),
  ).toHaveLength(1);
});

it('somebody else’s flag is null and no error', async () => {
  const id = await placed(HOUSING);
  for (const [as, what, more] of [
    [OTHER_HOUSING, 'confirmFlag', ''],
    [HEALTH, 'refuseFlag', ', reason: "No."'],
    [SOCIAL_CARE, 'liftFlag', ', reason: "No."'],
  ] as const) {
    const theirs = await answer(as, what, id, more);
    expect([theirs.data, theirs.codes]).toEqual([{ [what]: null }, []]);
  }
  expect(await one(TEAM, id)).toMatchObject({ state: 'ASKED' });
});
