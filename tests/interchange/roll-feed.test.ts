import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { sqlOf } from '../../src/database/sql';
import { NO_MAPPING } from '../../src/interchange/csv.columns';
import { takeRoll, type RollFeed, type RollReport } from '../../src/interchange/roll-feed';
import type { LocalDate } from '../../src/kernel/local-date';
import type { OrganisationId } from '../../src/kernel/organisation-id';
import { createLedgerWriter } from '../../src/ledger/ledger-writer';
import { ChildMaker } from '../support/child-maker';
import { startTestHub, type TestHub } from '../support/hub';
import { samplePupil } from './sample-file';

const SCHOOL = 'school/931-4123';
const TEAM = 'la/931/cme';
const SIZE = 40;

interface Pupil {
  readonly n: number;
  readonly postcode?: string;
  readonly surname?: string;
  readonly upn?: string;
}
const pupils = (from: number, to: number): Pupil[] =>
  Array.from({ length: to - from }, (_, i) => ({ n: from + i }));

describe('the daily roll of a school', () => {
  let hub: TestHub;
  let folder: string;
  let maker: ChildMaker;
  beforeEach(async () => {
    hub = await startTestHub();
    folder = await mkdtemp(join(tmpdir(), 'rollcall-roll-'));
    maker = new ChildMaker(hub.database.owner, hub.clock);
  });
  afterEach(async () => {
    await hub.stop();
    await rm(folder, { recursive: true });
  });

  async function take(
    day: string,
    roll: readonly Pupil[],
    changed: Partial<RollFeed> = {},
  ): Promise<RollReport> {
    const path = join(folder, 'roll.csv');
    const rows = roll.map(({ n, postcode = 'OX99 9AB', surname = `Sample${n}`, upn = samplePupil(n).upn }) =>
      [upn, surname, `Ada${n}`, '2014-03-14', '1 Invented Row', postcode].join(','),
    );
    await writeFile(path, ['upn,surname,forename,dateOfBirth,addressLine,postcode', ...rows].join('\n'));
    const { app } = hub.database;
    return takeRoll({
      dataSource: app,
      ledger: createLedgerWriter(sqlOf(app)),
      ...{ clock: hub.clock, path, mapping: NO_MAPPING, addressAuthority: 'la/931', enteredBy: 'a test' },
      ...{
        homeAuthority: 'la/931' as OrganisationId,
        school: SCHOOL as OrganisationId,
        asOf: day as LocalDate,
      },
      ...{ mostRemovals: 0.1, isConfirmed: false },
      ...changed,
    });
  }
  async function told(): Promise<unknown[]> {
    const { data } = await hub.query(TEAM, {
      query: `{ notifications(first: 100) { nodes { type from fromName text child { upn } } } }`,
    });
    const { nodes } = (data?.['notifications'] ?? { nodes: [] }) as {
      nodes: { type: string; from: string; text: string; child: { upn: string } | null }[];
    };
    return nodes.map(({ type, from, text, child }) => [type, from, text.split(':')[0], child?.upn]);
  }
  const event = (kind: string, n: number): unknown[] => ['ROLL_CHANGE', SCHOOL, kind, samplePupil(n).upn];
  const state = (): Promise<unknown[]> =>
    maker.sql(`select t, md5(string_agg(row, '' order by row)) from (
      select 'r' as t, x::text as row from registration x union all select 'a', x::text from child_address x
      union all select 'n', x::text from notification x union all select 'f', x::text from roll_feed x
      union all select 'l', x::text from look_back x union all select 'c', x::text from child x) rows group by t order by t`);

  it('begins with the first roll, and tells the team who has left, who is new and who has moved since', async () => {
    expect(await take('2026-11-16', pupils(0, SIZE))).toMatchObject({ pupils: SIZE, newOnRoll: SIZE });
    expect(await told()).toEqual([]);
    const next = [...pupils(2, SIZE), { n: 100 }].map((pupil) =>
      pupil.n === 5 ? { ...pupil, postcode: 'OX99 1ZZ' } : pupil,
    );
    expect(await take('2026-11-17', next)).toEqual({
      ...{ pupils: SIZE - 1, leftRoll: 2, newOnRoll: 1, addressChanged: 1, flagged: 0 },
      ...{ isRepeated: false, rejected: [] },
    });
    expect(new Set(await told())).toEqual(
      new Set([
        event('LEFT_ROLL', 0),
        event('LEFT_ROLL', 1),
        event('NEW_ON_ROLL', 100),
        event('ADDRESS_CHANGED', 5),
      ]),
    );
    const left = await maker.sql(
      `select ends_on::text, source, removal_ground, destination_kind from registration where ends_on is not null`,
    );
    expect(left).toEqual(
      Array(2).fill({ ends_on: '2026-11-17', source: SCHOOL, removal_ground: null, destination_kind: null }),
    );
    const { data } = await hub.query(SCHOOL, { query: '{ notifications { nodes { id } } }' });
    expect(data?.['notifications'] ?? { nodes: [] }).toMatchObject({ nodes: [] });
  });

  it('changes nothing when it comes again, and refuses one that is older', async () => {
    await take('2026-11-16', pupils(0, SIZE));
    await take('2026-11-17', pupils(1, SIZE));
    const before = await state();
    expect(await take('2026-11-17', pupils(1, SIZE))).toMatchObject({ isRepeated: true, leftRoll: 0 });
    await expect(take('2026-11-16', pupils(0, SIZE))).rejects.toThrow(/A roll of 2026-11-17 is in already/);
    expect(await state()).toEqual(before);
    expect(await take('2026-11-17', pupils(0, SIZE))).toMatchObject({ newOnRoll: 1 });
  });

  it('refuses a roll that lacks too many until somebody says that it is so', async () => {
    await take('2026-11-16', pupils(0, SIZE));
    const before = await state();
    await expect(take('2026-11-17', pupils(5, SIZE))).rejects.toThrow(/lacks 5 of the 40 pupils/);
    expect(await state()).toEqual(before);
    expect(await take('2026-11-17', pupils(4, SIZE))).toMatchObject({ leftRoll: 4 });
    expect(await take('2026-11-18', pupils(20, SIZE), { isConfirmed: true })).toMatchObject({ leftRoll: 16 });
  });

  it('says of nobody that it has left while a row does not say whose it is, or a row is left out', async () => {
    await take('2026-11-16', pupils(0, SIZE));
    const before = await state();
    const broken = [{ n: 0, upn: 'A931412310077' }, ...pupils(1, SIZE)];
    await expect(take('2026-11-17', broken)).rejects.toThrow(/Line 2: this row does not say whose it is/);
    await expect(take('2026-11-17', [...pupils(0, SIZE), { n: 3 }])).rejects.toThrow(
      /Line 42: .*more than once/,
    );
    expect(await state()).toEqual(before);
    const report = await take('2026-11-17', [{ n: 0, surname: '' }, ...pupils(1, SIZE)]);
    expect(report).toMatchObject({ leftRoll: 0, rejected: [{ line: 2, problems: [{ field: 'surname' }] }] });
  });

  it('notices a child who is looked for when it appears on a roll, once', async () => {
    const child = await maker.child({ forename: 'Ada7', surname: 'Sample7', dateOfBirth: '2014-03-14' });
    await maker.cmeCase(child);
    await take('2026-11-16', pupils(0, SIZE));
    const found = { n: 7, upn: child.upn };
    const report = await take(
      '2026-11-17',
      [...pupils(0, SIZE), { ...found }].filter(({ n, upn }) => n !== 7 || upn),
    );
    expect(report).toMatchObject({ flagged: 1 });
    await take('2026-11-18', [...pupils(0, 7), ...pupils(8, SIZE), found]);
    const { data } = await hub.query(TEAM, {
      query: '{ lookBacks { nodes { why organisation unit purpose child { upn } } } }',
    });
    expect(data?.['lookBacks']).toEqual({
      nodes: [
        {
          why: 'new on a school roll while an alert, a case or a standing alert is open',
          organisation: SCHOOL,
          unit: expect.stringContaining(SCHOOL),
          purpose: 'SYSTEM_INTAKE',
          child: { upn: child.upn },
        },
      ],
    });
  });

  it('says nothing of an address in what it tells, and none of a protected child is ended', async () => {
    await take('2026-11-16', pupils(0, SIZE));
    const [row] = await maker.sql<{ id: string }>(
      `select child_id as id from child_identifier where value = $1`,
      [samplePupil(3).upn],
    );
    await maker.about(row?.id ?? '', 'circumstance', {
      ...{
        kind: 'LOCATION_PROTECTION',
        organisation_id: 'la/931',
        unit_id: 'la/931/cme',
        begins_at: '2026-11-01',
      },
    });
    await take(
      '2026-11-17',
      pupils(0, SIZE).map((pupil) => (pupil.n === 3 ? { ...pupil, postcode: 'OX99 2QQ' } : pupil)),
    );
    const homes = await maker.sql(
      `select postcode, protected, ends_on from child_address where child_id = $1 order by protected`,
      [row?.id],
    );
    expect(homes).toEqual([
      { postcode: 'OX99 9AB', protected: false, ends_on: null },
      { postcode: 'OX99 2QQ', protected: true, ends_on: null },
    ]);
    const texts = await maker.sql('select text from notification');
    expect(JSON.stringify(texts)).not.toMatch(/OX99|Invented/);
  });
});
