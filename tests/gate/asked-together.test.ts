import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';
import { OTHER_SCHOOL, SCHOOL } from '../support/standings';
import { openStatementLog, type StatementLog } from '../support/statement-log';

/**
 * Lookups of one shape that come at one moment are read by one statement. Each asker stands to each child in a way of
 * its own, by the same text: what one may see must never be what another is shown.
 */
let log: StatementLog;
let hub: TestHub;
let children: MadeChild[];
beforeAll(async () => {
  log = await openStatementLog();
  hub = await startTestHub({ through: log.through });
  const maker = new ChildMaker(hub.database.owner, hub.clock);
  const onRollOf = [[SCHOOL], [OTHER_SCHOOL], [SCHOOL, OTHER_SCHOOL], []];
  children = [];
  for (let n = 0; n < 12; n += 1) {
    const child = await maker.child();
    for (const school of onRollOf[n % 4] ?? []) await maker.roll(child, school);
    if (n % 3 === 0) await maker.cmeCase(child);
    if (n === 8) await maker.fact(child, 'LOCATION_PROTECTION', { unit: 'la/931/childrens-social-care' });
    children.push(child);
  }
});
afterAll(async () => {
  await hub.stop();
  await log.stop();
});

const QUERY = `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { __typename
  ... on ChildMatch { matchedOn child { id name { surname forename } upn sex initials flagged cmeFlag { open } currentAddress { postcode } carers { surname } } } } }`;

interface Asked {
  readonly as: string;
  readonly criteria: object;
}

const everyLook = (): Asked[] =>
  [SCHOOL, OTHER_SCHOOL].flatMap((as) =>
    children.flatMap(({ upn, surname, forename, dateOfBirth }) => [
      { as, criteria: { upn, dateOfBirth } },
      { as, criteria: { upn, surname, forename } },
      { as, criteria: { surname, forename, dateOfBirth } },
    ]),
  );

async function ask({ as, criteria }: Asked): Promise<TestAnswer> {
  const answer = await hub.query(as, {
    query: QUERY,
    variables: { c: criteria },
    purpose: 'ROLL_MANAGEMENT',
    job: 'attendance officer',
  });
  expect([answer.status, answer.errors]).toEqual([200, []]);
  return answer;
}

const told = ({ data, errors }: TestAnswer): object => ({ data, errors });

/** Who asked, about whom, and what was opened to it, as the ledger has it. */
async function logged(answer: TestAnswer): Promise<unknown> {
  const [entry] = await hub.database.owner.query<object[]>(
    `select organisation_id, child_ids, agreements,
       controller_part::jsonb #> '{body}' as body from ledger_entry where id = $1`,
    [answer.sharing?.disclosureId],
  );
  expect(entry).toBeDefined();
  return entry;
}

test('asked together, each is told what it is told alone, and the ledger has it so', async () => {
  const looks = everyLook();
  const alone: object[] = [];
  const entries: unknown[] = [];
  for (const look of looks) {
    const answer = await ask(look);
    alone.push(told(answer));
    entries.push(await logged(answer));
  }
  // Not everybody is told the same.
  expect(new Set(alone.map((each) => JSON.stringify(each))).size).toBeGreaterThan(children.length);
  const kinds = alone.map((each) => /"__typename":"(\w+)"/.exec(JSON.stringify(each))?.[1]);
  expect(new Set(kinds)).toEqual(new Set(['ChildMatch', 'NoInformation']));

  for (let times = 0; times < 3; times += 1) {
    const mixed = looks
      .map((look, i) => ({ look, i }))
      .sort((a, b) => ((a.i * 7919 + times) % 72) - ((b.i * 7919 + times) % 72));
    const { result, statements } = await log.during(() => Promise.all(mixed.map(({ look }) => ask(look))));
    expect(result.map(told)).toEqual(mixed.map(({ i }) => alone[i]));
    expect(await Promise.all(result.map(logged))).toEqual(mixed.map(({ i }) => entries[i]));
    // Without this, nothing was asked together and nothing is shown.
    expect(statements.filter((text) => text.includes('asked_together')).length).toBeGreaterThan(3);
  }
}, 60_000);
