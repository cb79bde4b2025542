import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { openSession, type Session } from '../../../src/database/session';
import { parseRetention } from '../../../src/retention/retention-rules';
import { readRetention } from '../../../src/retention/read-retention';
import { dueBefore, runRetention, type Destroyed } from '../../../src/retention/retention-run';
import type { LocalDate } from '../../../src/kernel/local-date';
import type { MadeChild } from '../../support/child-maker';
import { runProgram } from '../../support/run-program';
import { POLICE, RecordDesk, TEAM } from './record-desk';

const RULES = readRetention();
const NOON = new Date('2026-11-18T12:00:00Z');
const TEXT = readFileSync(resolve(__dirname, '../../../schema/retention.yaml'), 'utf8');

let desk: RecordDesk;
let session: Session;
beforeAll(async () => {
  desk = await RecordDesk.open();
  session = await openSession(desk.hub.database.url, 'retention');
});
afterAll(async () => {
  await session.close();
  await desk.stop();
});

const run = (dryRun = false, now = NOON): Promise<Destroyed[] | null> =>
  runRetention({
    rules: RULES,
    session,
    now,
    dryRun,
    eraser: {
      organisation: 'la/931',
      unit: 'la/931',
      user: 'R. Keeper',
      job: 'retention',
      purpose: 'RIGHTS_AND_AUDIT',
      reference: 'schema/retention.yaml',
    },
  });
const counts = (done: Destroyed[] | null): Record<string, number> =>
  Object.fromEntries(
    (done ?? []).filter(({ records }) => records > 0).map(({ kind, records }) => [kind, records]),
  );

/** Every row about a child, and what else the database says of it. */
async function held(child: MadeChild): Promise<string> {
  const tables = [
    'child_name',
    'child_identifier',
    'child_address',
    'carer',
    'circumstance',
    'registration',
    'alert',
    'enquiry',
    'notification',
    'watch',
  ];
  const rows = await Promise.all(
    tables.map((table) =>
      desk.maker.sql(`select to_jsonb(t)::text as row from ${table} t where child_id = $1`, [child.id]),
    ),
  );
  return JSON.stringify([
    rows,
    await desk.maker.sql('select to_jsonb(c)::text as row from child c where id = $1', [child.id]),
  ]);
}
async function acts(): Promise<string[]> {
  const rows = await desk.maker.sql<{ text: string }>(
    `select controller_part as text from ledger_entry where controller_part like '%RETENTION%' order by position`,
  );
  return rows.map(({ text }) => text);
}

test('what was past its time by a day is destroyed, what is not is not, and nothing of a child with an open case', async () => {
  const [old, young, open] = [
    await desk.maker.child({ dateOfBirth: '2001-11-17' }),
    await desk.maker.child({ dateOfBirth: '2001-11-18' }),
    await desk.maker.child({ dateOfBirth: '1999-01-01' }),
  ];
  await desk.maker.cmeCase(open);
  for (const child of [old, young, open]) {
    await desk.maker.roll(child, 'school/931-4115', { from: '2012-09-01', until: '2017-07-20' });
    await desk.maker.asked(child, 'nhs/RTH');
  }
  const before = [await held(young), await held(open)];
  expect(counts(await run(true))).toEqual({ CHILD_RECORD: 1 });
  expect(await held(old)).toContain(old.surname);
  expect(await acts()).toEqual([]);

  expect(counts(await run())).toEqual({ CHILD_RECORD: 1 });
  expect([await held(young), await held(open)]).toEqual(before);
  const left = await held(old);
  for (const word of [
    old.surname,
    old.forename,
    old.upn,
    old.nhsNumber,
    old.postcode,
    '2001-11-17',
    'Where is this child',
  ])
    expect(left).not.toContain(word);
  expect(await desk.read(old.publicId, 'id', TEAM, 'LOCATE_CHILD')).toBeNull();
  const [act = ''] = await acts();
  for (const said of [
    '"action":"RETENTION"',
    '"kind":"CHILD_RECORD"',
    '"records":1',
    '"before":"2001-11-18"',
  ])
    expect(act).toContain(said);
  for (const word of [old.id, old.publicId, old.surname]) expect(act).not.toContain(word);

  expect(counts(await run())).toEqual({});
  expect(await acts()).toHaveLength(1);
});

test('each kind goes on its own day, and leaves the rest of the record', async () => {
  const child = await desk.maker.child({ furnished: false });
  const busy = await desk.maker.child({ furnished: false });
  await desk.maker.cmeCase(busy);
  for (const one of [child, busy]) {
    await desk.maker.about(one.id, 'child_address', { line1: '1 Past Row', postcode: 'OX99 1AA', begins_on: '2019-01-01', ends_on: '2020-11-17' });
    await desk.maker.about(one.id, 'child_address', { line1: '2 Kept Row', postcode: 'OX99 1AA', begins_on: '2019-01-01', ends_on: '2020-11-18' });
    await desk.maker.about(one.id, 'carer', { surname: 'Past', ends_on: '2020-11-17' });
    await desk.maker.about(one.id, 'carer', { surname: 'Marked', ends_on: '2020-11-17', do_not_tell: true });
    await desk.maker.fact(one, 'RISK_GROUP', { unit: TEAM, detail: 'FREQUENT_MOVER' });
    await desk.maker.sql(`update circumstance set begins_at = '2019-01-01', ends_at = '2020-11-17T10:00:00Z' where child_id = $1`, [one.id]);
    await desk.maker.notified(one, 'la/850');
    await desk.maker.asked(one, 'nhs/RTH');
    await desk.maker.sql(`update notification set sent_at = '2020-11-17T10:00:00Z', text = 'Gone to sea.' where child_id = $1`, [one.id]);
    await desk.maker.sql(`update enquiry set sent_at = '2020-11-17T10:00:00Z', state = 'ANSWERED' where child_id = $1`, [one.id]);
    await desk.done('watchChild(input: { child: $child, reason: "Tell us." })', one);
    await desk.maker.sql(`update watch set begins_at = '2020-01-01', ends_at = '2025-11-17T10:00:00Z' where child_id = $1`, [one.id]);
    await desk.done('raiseAlert(input: { child: $child, reason: NO_CONTACT, text: "Not seen." })', one, { as: POLICE, purpose: 'RAISE_CONCERN' });
    await desk.maker.sql(`update alert set state = 'DEALT_WITH', raised_at = '2020-10-01', closed_at = '2020-11-17T10:00:00Z' where child_id = $1`, [one.id]);
  } // prettier-ignore
  const before = await held(busy);
  const due = {
    CONCERN: 1,
    ENQUIRY: 1,
    NOTIFICATION: 1,
    PAST_ADDRESS: 1,
    PAST_PERSON: 1,
    PAST_CIRCUMSTANCE: 1,
    PAST_WATCH: 1,
  };
  expect(counts(await run(true))).toEqual(due);
  expect(counts(await run())).toEqual(due);
  expect(await held(busy)).toBe(before);
  const left = await held(child);
  for (const gone of [
    '1 Past Row',
    '"surname\\": \\"Past',
    'FREQUENT_MOVER',
    'Gone to sea',
    'Where is this child',
    'Tell us',
    'Not seen',
  ])
    expect(left).not.toContain(gone);
  for (const kept of [child.surname, '2 Kept Row', 'Marked']) expect(left).toContain(kept);
  expect(counts(await run())).toEqual({});
});

test('somebody whom nobody could match goes after a year, unless the concern is still open', async () => {
  const subject = async (state: string): Promise<MadeChild> => {
    const child = await desk.maker.child({ state: 'unresolved', furnished: false });
    await desk.maker.sql(`update child set recorded_at = '2025-11-17T10:00:00Z' where id = $1`, [child.id]);
    await desk.maker.sql(
      `insert into alert (id, authority_id, child_id, raised_by_organisation, raised_by_unit, raised_by_user, raised_by_job, reference, reason, state, raised_at)
       values (gen_random_uuid(), 'la/931', $1, 'nhs/RTH', 'nhs/RTH/main', 'x', 'x', 'X', 'NO_CONTACT', $2, '2025-11-17')`,
      [child.id, state],
    );
    return child;
  };
  const [past, open] = [await subject('WITHDRAWN'), await subject('RECEIVED')];
  expect(counts(await run())).toEqual({ UNRESOLVED_SUBJECT: 1 });
  expect(await held(past)).not.toContain(past.surname);
  expect(await held(open)).toContain(open.surname);
});

test('neither the retention role nor the application may destroy anything but by its time', async () => {
  const child = await desk.maker.child();
  await desk.maker.cmeCase(child);
  await expect(session.query('select erase_children($1::uuid[])', [[child.id]])).rejects.toThrow(
    'a case is open',
  );
  await expect(session.query('delete from child_name')).rejects.toThrow('permission denied');
  await expect(session.query('select surname from child_name')).rejects.toThrow('permission denied');
  await expect(desk.hub.database.app.query(`select erase_facts('carer', '{}')`)).rejects.toThrow(
    'permission denied',
  );
  await expect(desk.hub.database.app.query('delete from carer')).rejects.toThrow('permission denied');
});

test('the command says what it would destroy, destroys it, and has an exit code for wrong usage', async () => {
  const child = await desk.maker.child({ dateOfBirth: '1990-01-01' });
  const rollcall = (...args: string[]) =>
    runProgram(['retention', 'run', ...args], { DATABASE_URL: desk.hub.database.url }).ended;
  const dry = await rollcall('--dry-run', '--json');
  expect([dry.code, dry.err]).toEqual([0, '']);
  const due = counts(JSON.parse(dry.out) as Destroyed[])['CHILD_RECORD'];
  expect(due).toBeGreaterThan(0);
  expect(await held(child)).toContain(child.surname);
  expect((await rollcall()).out).toMatch(
    new RegExp(`^CHILD_RECORD, of before \\d{4}-\\d\\d-\\d\\d: ${due} destroyed$`, 'm'),
  );
  expect(await held(child)).not.toContain(child.surname);
  expect((await rollcall('--user', '')).code).toBe(2);
});

test('one run at a time', async () => {
  const other = await openSession(desk.hub.database.url, 'retention');
  await other.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7316964)');
    expect(await run()).toBeNull();
  });
  await other.close();
});

test.each([
  ['P25Y', '2001-11-18'],
  ['P1Y', '2025-11-18'],
  ['P6M', '2026-05-18'],
  ['P28D', '2026-10-21'],
])('kept for %s, what is of before %s is past its time on 18 November 2026', (keep, before) => {
  const { rules } = parseRetention(TEXT.replace('keep: P25Y', `keep: ${keep}`));
  const [rule] = rules;
  expect(rule && dueBefore(rule, '2026-11-18' as LocalDate)).toBe(before);
});

test.each([
  ['CHILD_RECORD:', 'CHILD_RECORDS:', /`CHILD_RECORDS` is no kind of record; did you mean `CHILD_RECORD`\?/],
  ['keep: P25Y', 'keep: 25 years', /ISO 8601/],
  ['keep: P25Y', 'keep: PT72H', /counted in days/],
  ['from: date of birth', 'from: day of death', /`from` of `CHILD_RECORD` is `date of birth`/],
  ['then: erase', 'then: anonymise', /`then` of `PAST_ADDRESS` is `erase`/],
  ['words: an address', 'word: an address', /`word`/],
])('the rules are checked: %s written as %s is a problem with its place', (right, wrong, message) => {
  const { problems } = parseRetention(TEXT.replace(right, wrong));
  expect(problems.map((p) => p.message).join('\n')).toMatch(message);
  expect(problems[0]?.at.line).toBeGreaterThan(1);
});

test('a kind that is left out is missed', () => {
  const start = TEXT.indexOf('  PAST_WATCH:');
  expect(parseRetention(TEXT.slice(0, start)).problems.map(({ message }) => message)).toEqual([
    '`PAST_WATCH` is missing',
  ]);
});
