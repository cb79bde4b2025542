import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { runProgram } from '../../support/run-program';

const REGISTER = `id,forename,surname,dateOfBirth,gender,postcode
r1,"Isla, Rose",Fennimore,2014-03-14,Female,OX99 1AB
r2,Noah,O’Dell,2013-05-06,,
`;
const QUERIES = `id,surname,forename,dateOfBirth,town,upn
"q,1",FENNIMORE,Isla,14/03/2014,,
q2,ODELL,NOAH,6/5/13,,
q3,Nobody,Else,2011-01-30,,
q4,Fennimore,Ruby,20140314,,
`;
const LABELLED = `cluster,id,forename,surname,dateOfBirth
a,1,Isla,Fennimore,2014-03-14
a,2,Isla,Fenimore,2014-03-14
b,3,Noah,Rookley,2013-05-06
b,4,Noah,Rookley,2013-05-16
`;

describe('rollcall match', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-match-'));
    database = await createTestDatabase({ migrated: false });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });

  const run = (args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> =>
    runProgram(['match', ...args], { DATABASE_URL: database.url }).ended;
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it('evaluates: one line a query, whatever columns there are', async () => {
    const out = join(folder, 'p.csv');
    const ended = await run([
      'evaluate',
      ...['--register', file('r.csv', REGISTER), '--queries', file('q.csv', QUERIES), '--out', out, '--json'],
    ]);
    expect([ended.err, ended.code]).toEqual(['', 0]);
    expect(JSON.parse(ended.out)).toMatchObject({ match: 2, 'not-sure': 1, none: 1 });
    const lines = readFileSync(out, 'utf8').trim().split('\n');
    expect(lines[0]).toBe('query_id,outcome,matched_id,score,runner_up');
    expect(lines.slice(1).map((line) => line.replace(/,[-\d.]*,[-\d.]*$/, ''))).toEqual([
      '"q,1",match,r1',
      'q2,match,r2',
      'q3,none,',
      'q4,not-sure,',
    ]);
  }, 60_000);

  it('tunes: the same people and seed give the same weights, which can be used at once', async () => {
    const labelled = file('l.csv', LABELLED);
    const texts: string[] = [];
    for (const name of ['one.json', 'two.json']) {
      const ended = await run([
        'tune',
        ...[
          '--labelled',
          labelled,
          '--out',
          join(folder, name),
          '--seed',
          '7',
          '--made',
          '2026-11-22',
          '--note',
          'invented',
        ],
      ]);
      expect([ended.err, ended.code]).toEqual(['', 0]);
      texts.push(readFileSync(join(folder, name), 'utf8'));
    }
    expect(texts[0]).toBe(texts[1]);
    expect(JSON.parse(texts[0] ?? '')).toMatchObject({ version: 'weights-2026-11-22', seed: 7 });
    expect(texts[0]).toContain('4 records of 2 people');
    expect(texts[0]).not.toContain('Rookley');
  }, 60_000);

  it('says what is missing', async () => {
    const ended = await run(['tune', '--labelled', file('n.csv', REGISTER), '--out', join(folder, 'n.json')]);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain('every row needs a value under "cluster"');
  }, 60_000);
});
