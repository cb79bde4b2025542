import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';
import { ALL_ASKED, asking } from './one-query';
import { PARTNERS, ROLES, SCHOOL, childOfAll } from './six-partners';

let hub: TestHub;
let child: MadeChild;

beforeAll(async () => {
  hub = await startTestHub();
  child = await childOfAll(new ChildMaker(hub.database.owner, hub.clock));
});
afterAll(() => hub.stop());

interface Asker {
  readonly as: string;
  readonly purpose: string;
  readonly job: string;
  /** Which way the variables of @include and @skip point. */
  readonly more: boolean;
}

const DOCUMENT = `query ($id: ID!, $more: Boolean!) { child(id: $id) {
  id name { surname } flagged
  ... @include(if: $more) { ${asking(ALL_ASKED.filter((field) => field !== 'name' && field !== 'flagged'))} }
  upn @skip(if: $more) initials @skip(if: $more)
} cmeOfficer @include(if: $more) { team } }`;

async function ask({ as, purpose, job, more }: Asker, query: string): Promise<TestAnswer> {
  return hub.query(as, { query, purpose, job, variables: { id: child.publicId, more } });
}

const told = ({ status, data, errors }: TestAnswer): object => ({ status, data, errors });

let serial = 0;
/** The same question in a document that no cache has seen. */
const coldly = async (asker: Asker): Promise<object> => told(await ask(asker, `${DOCUMENT}\n# ${++serial}`));

async function expectOwnAnswers(askers: readonly Asker[]): Promise<void> {
  const cold: object[] = [];
  for (const asker of askers) cold.push(await coldly(asker));
  expect(new Set(cold.map((answer) => JSON.stringify(answer))).size).toBe(askers.length);

  const inTurn: object[] = [];
  for (const asker of askers) inTurn.push(told(await ask(asker, DOCUMENT)));
  expect(inTurn).toEqual(cold);

  const backwards: object[] = [];
  for (const asker of [...askers].reverse()) backwards.push(told(await ask(asker, DOCUMENT)));
  expect(backwards.reverse()).toEqual(cold);

  const crowd = [...askers, ...askers, ...askers];
  const atOnce = await Promise.all(crowd.map((asker) => ask(asker, DOCUMENT)));
  expect(atOnce.map(told)).toEqual([...cold, ...cold, ...cold]);
}

test('one document, six roles, both ways of the variables: each gets its own answer, in turn and at once', async () => {
  await expectOwnAnswers(
    ROLES.flatMap((role) => [true, false].map((more): Asker => ({ ...PARTNERS[role], more }))),
  );
});

test('one document, one organisation, several purposes', async () => {
  const purposes = ['LOCATE_CHILD', 'SAFEGUARD', 'ANSWER_ENQUIRY', 'COHORT_PLANNING', 'NO_SUCH_PURPOSE'];
  await expectOwnAnswers(
    purposes.map((purpose): Asker => ({ as: 'police/E23000029', job: 'constable', purpose, more: true })),
  );
});

test('one document, one organisation, one purpose, two jobs', async () => {
  const jobs = ['teacher', 'designated safeguarding lead'];
  await expectOwnAnswers(
    jobs.flatMap((job) =>
      [true, false].map((more): Asker => ({ as: SCHOOL, job, purpose: 'SAFEGUARD', more })),
    ),
  );
});

test('one document, three teams of one council', async () => {
  await expectOwnAnswers([
    { as: 'la/931/front-door', job: 'front door', purpose: 'VERIFY_EDUCATION', more: true },
    { as: 'la/931/front-door', job: 'receptionist', purpose: 'VERIFY_EDUCATION', more: true },
    { as: 'la/931/childrens-social-care', job: 'social worker', purpose: 'SAFEGUARD', more: true },
    { as: 'la/931/cme', job: 'officer', purpose: 'SAFEGUARD', more: true },
  ]);
});
