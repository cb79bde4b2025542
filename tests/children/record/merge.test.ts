import { JOININGS, STAYING } from '../../../src/children/record/joined-rows';
import { everythingOf } from '../../gate/everything';
import { buildHubSchema } from '../../../src/schema';
import type { MadeChild } from '../../support/child-maker';
import { FRONT_DOOR, POLICE, RecordDesk, SCHOOL, TEAM } from './record-desk';

const EVERYTHING = everythingOf(buildHubSchema());
const OTHER_SCHOOL = 'school/931-4107';

let desk: RecordDesk;
beforeAll(async () => {
  desk = await RecordDesk.open();
});
afterAll(() => desk.stop());

/** Two records of one child: the second has no permanent number of its own, and is known to others than the first. */
async function two(): Promise<{ keep: MadeChild; join: MadeChild }> {
  const keep = await desk.maker.child();
  const join = await desk.maker.child({ surname: keep.surname });
  await desk.maker.sql(`update child_identifier set state = 'former' where child_id = $1 and kind = 'upn'`, [
    join.id,
  ]);
  await desk.maker.roll(keep, SCHOOL);
  await desk.maker.roll(join, OTHER_SCHOOL);
  await desk.maker.fact(join, 'OPEN_CASE', { unit: FRONT_DOOR });
  await desk.maker.fact(join, 'MISSING_EPISODE', { unit: 'police/E23000029/main' });
  await desk.maker.asked(join, 'nhs/RTH');
  await desk.maker.notified(join, 'la/850');
  await desk.fact(join, 'person: { surname: "Grimm", doNotTell: true }');
  await desk.fact(join, 'specialNeeds: { support: "sen_support", from: "2026-01-05" }');
  await desk.done('watchChild(input: { child: $child, reason: "Tell us." })', join);
  return { keep, join };
}
const merging = ({ keep, join }: { keep: MadeChild; join: MadeChild }): string =>
  `mergeChildren(keep: "${keep.publicId}", merge: "${join.publicId}", reason: "The same birth certificate.")`;
const ASKERS = [
  [TEAM, 'SAFEGUARD', 'case holder'],
  [FRONT_DOOR, 'SAFEGUARD', 'social worker'],
  [POLICE, 'LOCATE_CHILD', 'constable'],
  [SCHOOL, 'ROLL_MANAGEMENT', 'attendance officer'],
  [OTHER_SCHOOL, 'ROLL_MANAGEMENT', 'attendance officer'],
  ['nhs/RTH', 'ANSWER_ENQUIRY', 'nurse'],
] as const;

/** All that everybody reads of a child, byte by byte, but for the number of edits and what is new with each answer. */
async function said(child: MadeChild): Promise<string[]> {
  const all: string[] = [];
  for (const [as, purpose, job] of ASKERS) {
    const answer = await desk.hub.query(as, {
      purpose,
      job,
      query: `{ child(id: "${child.publicId}") { ...Everything } } ${EVERYTHING.replace(' version ', ' ')}`,
    });
    all.push(JSON.stringify({ data: answer.data, errors: answer.errors }));
  }
  return all;
}
const TABLES = [...new Set(JOININGS.map(({ table }) => table))];
/** Every row about either record, as it stands. */
async function rows({ keep, join }: { keep: MadeChild; join: MadeChild }): Promise<unknown> {
  const all: unknown[] = [];
  for (const { table, column } of JOININGS)
    all.push(
      await desk.maker.sql(
        `select to_jsonb(t)::text as row from ${table} t where ${column} in ($1, $2) order by id`,
        [keep.id, join.id],
      ),
    );
  all.push(
    await desk.maker.sql(
      `select (to_jsonb(t) - 'version')::text as row from child t where id in ($1, $2) order by id`,
      [keep.id, join.id],
    ),
  );
  return all;
}

test('joined and parted again, both records read byte for byte as before, to everybody, and so do their rows', async () => {
  const both = await two();
  const before = [await said(both.keep), await said(both.join), await rows(both)];
  const id = await desk.done(merging(both));
  expect(await said(both.keep)).not.toEqual(before[0]);
  await desk.done(`unmergeChildren(id: "${id}", reason: "Cousins, born the same day.")`);
  expect([await said(both.keep), await said(both.join), await rows(both)]).toEqual(before);
  expect((await desk.act(`unmergeChildren(id: "${id}", reason: "Again.")`)).codes).toEqual(['CONFLICT']);
  expect((await desk.act(merging(both))).codes).toEqual([]);
});

test('whoever knew the one knows the kept one, by either id, and by the names and numbers of both', async () => {
  const both = await two();
  const { keep, join } = both;
  await desk.done(merging(both));
  for (const id of [keep.publicId, join.publicId]) {
    const read = await desk.read(
      id,
      'id name { forename } specialNeeds { support }',
      FRONT_DOOR,
      'SAFEGUARD',
      'social worker',
    );
    expect(read).toMatchObject({ id: keep.publicId, name: { forename: keep.forename } });
  }
  const lookup = await desk.hub.query(OTHER_SCHOOL, {
    purpose: 'ROLL_MANAGEMENT',
    query: `{ lookupChild(criteria: { surname: "${join.surname}", forename: "${join.forename}", dateOfBirth: "${join.dateOfBirth}" }) { ... on ChildMatch { child { id } } } }`,
  });
  expect(lookup.data).toEqual({ lookupChild: { child: { id: keep.publicId } } });
  const team = await desk.hub.query(TEAM, {
    purpose: 'LOCATE_CHILD',
    query: `{ child(id: "${keep.publicId}") { formerNames { forename } carers { surname doNotTell } } }`,
  });
  expect(team.data).toMatchObject({
    child: {
      formerNames: expect.arrayContaining([{ forename: join.forename }]),
      carers: expect.arrayContaining([{ surname: 'Grimm', doNotTell: true }]),
    },
  });
  const watches = await desk.maker.sql('select child_id from watch where child_id in ($1, $2)', [
    keep.id,
    join.id,
  ]);
  expect(watches).toEqual([{ child_id: keep.id }]);
});

test('beside a protection nothing of the other record stays confirmed, and parting gives it back', async () => {
  const both = await two();
  await desk.maker.fact(both.keep, 'LOCATION_PROTECTION', { unit: TEAM });
  const asked = ['name { surname }', POLICE, 'LOCATE_CHILD', 'constable'] as const;
  expect(await desk.read(both.join.publicId, ...asked)).not.toBeNull();
  const id = await desk.done(merging(both));
  expect(await desk.read(both.join.publicId, ...asked)).toBeNull();
  const [row] = await desk.maker.sql(
    `select confirmed_at from circumstance where child_id = $1 and kind = 'MISSING_EPISODE'`,
    [both.keep.id],
  );
  expect(row).toEqual({ confirmed_at: null });
  await desk.done(`unmergeChildren(id: "${id}", reason: "Two children.")`);
  expect(await desk.read(both.join.publicId, ...asked)).not.toBeNull();
});

test('two permanent pupil numbers that differ refuse, and what the refusal says to do does help', async () => {
  const [keep, join] = [await desk.maker.child(), await desk.maker.child()];
  const refused = await desk.act(merging({ keep, join }));
  expect(refused.codes).toEqual(['CONFLICT']);
  expect(refused.errors[0]?.message).toMatch(/different permanent pupil numbers.*former: true/s);
  await desk.fact(join, `identifier: { kind: "upn", value: "${join.upn}", former: true }`);
  await desk.done(merging({ keep, join }));
  expect(await desk.read(keep.publicId, 'upn formerUpns', TEAM, 'LOCATE_CHILD')).toEqual({
    upn: keep.upn,
    formerUpns: [join.upn],
  });
});

test('two open cases refuse; so does a joining of what is joined already, and a parting out of order', async () => {
  const both = await two();
  for (const one of [both.keep, both.join]) await desk.maker.cmeCase(one);
  expect((await desk.act(merging(both))).errors[0]?.message).toMatch(/open case.*Close one/);
  await desk.maker.sql(`update cme_case set state = 'CLOSED' where child_id = $1`, [both.join.id]);
  const first = await desk.done(merging(both));
  expect((await desk.act(merging(both))).data).toEqual({ mergeChildren: null });
  const third = await desk.maker.child();
  await desk.maker.sql(`update child_identifier set state = 'former' where child_id = $1 and kind = 'upn'`, [
    third.id,
  ]);
  const second = await desk.done(merging({ keep: third, join: both.keep }));
  expect((await desk.act(`unmergeChildren(id: "${first}", reason: "Two.")`)).errors[0]?.message).toMatch(
    /came later first/,
  );
  await desk.done(`unmergeChildren(id: "${second}", reason: "Two.")`);
  await desk.done(`unmergeChildren(id: "${first}", reason: "Two.")`);
});

test('both acts are in the ledger, and nobody but the team does either', async () => {
  const both = await two();
  const refused = await desk.act(merging(both), null, { as: SCHOOL, purpose: 'ROLL_MANAGEMENT' });
  expect(refused.codes).toEqual(['NOT_PERMITTED']);
  const id = await desk.done(merging(both));
  await desk.done(`unmergeChildren(id: "${id}", reason: "Two.")`);
  const entries = await desk.maker.sql<{ text: string }>(
    `select controller_part as text from ledger_entry where kind = 'ACT' and $1 = any(child_ids) order by position desc limit 2`,
    [both.keep.id],
  );
  expect(entries.map(({ text }) => /"action":"(\w+)"/.exec(text)?.[1])).toEqual([
    'UNMERGE_RECORDS',
    'MERGE_RECORDS',
  ]);
});

test('every reference to a child in the database either goes with a joined record or is said to stay', async () => {
  const references = await desk.maker.sql<{ name: string }>(
    `select c.conrelid::regclass || '.' || a.attname as name from pg_constraint c
     join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.confrelid = 'child'::regclass`,
  );
  const known = [...JOININGS.map(({ table, column }) => `${table}.${column}`), ...STAYING];
  expect(references.map(({ name }) => name).sort()).toEqual(known.sort());
  expect(TABLES.length).toBeGreaterThan(10);
});
