import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeUpn } from '../../src/kernel/upn';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { runProgram, type Program } from '../support/run-program';

const ROWS = 12_500;
const BROKEN = 500;

/** Every five-hundredth row has no surname, and what is wrong is listed. */
function* csv(): Generator<string> {
  yield 'upn,surname,forename,dateOfBirth,postcode,school\n';
  for (let n = 0; n < ROWS; n += 1) {
    const parts = {
      laNumber: '931',
      establishment: String(2000 + Math.floor(n / 900)),
      year: 18,
      serial: n % 900,
    };
    const surname = n % BROKEN === 7 ? '' : `Sample${n}`;
    yield `${makeUpn(parts)},${surname},Ada,2014-0${1 + (n % 9)}-14,OX99 9AB,9314107\n`;
  }
}

describe('an import that is killed half-way', () => {
  let folder: string;
  let file: string;
  const databases: TestDatabase[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-cut-off-'));
    file = join(folder, 'pupils.csv');
    await writeFile(file, [...csv()].join(''));
  });
  afterAll(async () => {
    for (const database of databases) await database.drop();
    await rm(folder, { recursive: true });
  });

  const bring = ({ url }: TestDatabase, list: string): Program =>
    runProgram(
      ['import', 'csv', file, '--source', 'la/931', '--as-of', '2026-09-20', '--rejects', join(folder, list)],
      {
        DATABASE_URL: url,
      },
    );
  const saved = async ({ owner }: TestDatabase): Promise<number> => {
    const [row] = await owner.query<{ read: number }[]>(
      'select coalesce(max(read), 0)::int as read from import_run',
    );
    return row?.read ?? 0;
  };
  const state = ({ owner }: TestDatabase): Promise<unknown[]> =>
    owner.query(`select i.value as upn, count(distinct c.id)::int as children, count(distinct n.id)::int as names,
        count(distinct a.id)::int as addresses, count(distinct r.id)::int as registrations, min(n.surname) as surname
      from child c join child_identifier i on i.child_id = c.id left join child_name n on n.child_id = c.id
      left join child_address a on a.child_id = c.id left join registration r on r.child_id = c.id
      group by i.value order by i.value`);

  it('goes on where it stood: nothing is lost, nothing is there twice, and the list of rejects is whole', async () => {
    const [killed, whole] = [await createTestDatabase(), await createTestDatabase()];
    databases.push(killed, whole);
    const first = bring(killed, 'killed.csv');
    while ((await saved(killed)) === 0) await pause(20);
    first.process.kill('SIGKILL');
    expect((await first.ended).code).toBeNull();
    const inBefore = await saved(killed);
    expect(inBefore).toBeGreaterThan(0);
    expect(inBefore).toBeLessThan(ROWS);

    const [second, control] = await Promise.all([
      bring(killed, 'killed.csv').ended,
      bring(whole, 'whole.csv').ended,
    ]);
    expect(second.out).toContain(`Went on after the ${inBefore} pupils of a run that was cut off.`);
    const words = `${ROWS} pupils read: ${ROWS - 25} in (${ROWS - 25} new, 0 changed, 0 as before), 25 left out.\n`;
    expect(second.out.endsWith(words)).toBe(true);
    expect(control.out.endsWith(words)).toBe(true);
    expect([second.code, control.code]).toEqual([1, 1]);

    const held = await state(killed);
    expect(held).toHaveLength(ROWS - 25);
    expect(held).toEqual(await state(whole));
    expect(await readFile(join(folder, 'killed.csv'), 'utf8')).toBe(
      await readFile(join(folder, 'whole.csv'), 'utf8'),
    );
    const entries = await killed.owner.query(`select 1 from ledger_entry where purpose = 'SYSTEM_INTAKE'`);
    expect(entries).toHaveLength(1);
    expect(second.out + second.err).not.toMatch(/Sample|Ada|2014/);
  }, 180_000);
});
