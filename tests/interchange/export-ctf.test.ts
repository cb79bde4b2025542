import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqlOf } from '../../src/database/sql';
import type { Asking } from '../../src/gate/asking';
import { importCtf } from '../../src/interchange/ctf.import';
import { readCtf } from '../../src/interchange/ctf.reader';
import type { CtfPupil } from '../../src/interchange/ctf';
import { exportCtf, type ExportCtf, type ExportReport } from '../../src/interchange/export-ctf';
import { newPublicId } from '../../src/kernel/id';
import type { Laestab } from '../../src/kernel/laestab';
import { createLedgerWriter } from '../../src/ledger/ledger-writer';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { createTestDatabase } from '../support/database';
import { startTestHub, type TestHub } from '../support/hub';
import { fileWith, samplePupil, SCHOOL } from './sample-file';
import { contentsOf } from './record-contents';

const SIZE = 6;
/** In the order in which the file lists them, without what the record does not keep. */
const PUPILS = Array.from({ length: SIZE }, (_, n) => samplePupil(n, { lookedAfter: null, sen: null }));

describe('exporting a common transfer file', () => {
  let hub: TestHub;
  let folder: string;
  let maker: ChildMaker;

  beforeEach(async () => {
    hub = await startTestHub();
    folder = await mkdtemp(join(tmpdir(), 'rollcall-export-'));
    maker = new ChildMaker(hub.database.owner, hub.clock);
    await bringInto(hub.database.app, fileWith(PUPILS, SCHOOL));
  });
  afterEach(async () => {
    await hub.stop();
    await rm(folder, { recursive: true });
  });

  const bringInto = async (
    dataSource: TestHub['database']['app'],
    stream: AsyncIterable<Uint8Array>,
  ): Promise<void> => {
    const report = await importCtf({
      ...{ dataSource, stream, enteredBy: 'a test', clock: hub.clock, homeAuthority: 'la/931' },
    });
    expect(report).toMatchObject({ created: SIZE, rejectedInAll: 0 });
  };
  const asking = (changed: Partial<Asking> = {}): Asking => ({
    ...{ organisation: 'la/931', unit: 'la/931/cme', role: 'CME_TEAM', authorityId: 'la/931' },
    ...{ clientId: 'test', subject: 'test', user: 'A. Tester', job: 'tester' },
    ...{ purpose: 'NOTIFY_MOVE', reference: 'TEST/1', onBehalfOf: null, requestId: newPublicId() },
    ...changed,
  });
  const take = (changed: Partial<ExportCtf> = {}): Promise<ExportReport> => {
    const { app } = hub.database;
    return exportCtf({
      ...{ gate: hub.hub.gate, sql: sqlOf(app), clock: hub.clock, home: 'la/931', asking: asking() },
      transaction: (work) => app.transaction((tx) => work(sqlOf(tx))),
      ledger: createLedgerWriter(sqlOf(app)),
      ...{ school: '9314123' as Laestab, destination: { laestab: '8524001' }, children: null, folder },
      ...changed,
    });
  };
  async function pupilsIn(name: string): Promise<CtfPupil[]> {
    const pupils: CtfPupil[] = [];
    for await (const { pupil } of readCtf(createReadStream(join(folder, name)))) pupils.push(pupil);
    return pupils;
  }
  const entries = (kind: string): Promise<{ children: string[]; body: Record<string, unknown> }[]> =>
    maker.sql(
      `select child_ids as children, controller_part::jsonb -> 'body' as body from ledger_entry where kind = $1 order by position`,
      [kind],
    );

  it('says what the school said, so that bringing the file in elsewhere makes the same record', async () => {
    // Of a child with an open case the team sees the whole history.
    for (const { id } of await maker.sql<{ id: string }>('select id from child'))
      await maker.cmeCase({ id } as MadeChild);
    const report = await take({ asking: asking({ purpose: 'LOCATE_CHILD' }) });
    expect(report).toEqual({ file: '9314123_CTF_8524001_001.xml', pupils: SIZE, keptBack: 0 });
    const said = await pupilsIn('9314123_CTF_8524001_001.xml');
    const byUpn = (a: CtfPupil, b: CtfPupil): number => ((a.upn ?? '') < (b.upn ?? '') ? -1 : 1);
    expect(said.sort(byUpn)).toEqual([...PUPILS].sort(byUpn));

    const elsewhere = await createTestDatabase();
    try {
      await bringInto(elsewhere.app, createReadStream(join(folder, '9314123_CTF_8524001_001.xml')));
      const undated = (rows: unknown[]): unknown[] =>
        (rows as { row: Record<string, unknown> }[]).map((each) => ({
          ...each,
          row: { ...each.row, as_of: null },
        }));
      const [there, here] = [await contentsOf(elsewhere), await contentsOf(hub.database)];
      expect(undated(there)).toEqual(undated(here));
    } finally {
      await elsewhere.drop();
    }
  });

  it('leaves out what the agreements withhold: without a case, when the child came to the school before', async () => {
    const { file } = await take();
    for (const pupil of await pupilsIn(file ?? '')) {
      expect(pupil.schoolHistory).toEqual([
        { la: '931', estab: '2123', entryDate: null, leavingDate: '2022-07-20' },
        { la: '931', estab: '4123', entryDate: '2022-09-01', leavingDate: null },
      ]);
      expect(pupil.enrolStatus).toBe('C');
    }
  });

  it('is in the ledger: an answer for each child, and the file with its digest and its children', async () => {
    await take();
    const asked = await entries('DISCLOSURE');
    expect(asked).toHaveLength(SIZE);
    const [act, ...more] = await entries('ACT');
    expect(more).toEqual([]);
    expect(act?.body).toMatchObject({ action: 'EXPORT_FILE', format: 'ctf', to: '8524001', pupils: SIZE });
    expect(new Set(act?.children)).toEqual(new Set(asked.flatMap(({ children }) => children)));
    expect(JSON.stringify(act?.body)).not.toMatch(/Sample|Ada/);
  });

  it('counts its files, and gives lost pupils the codes of School to School', async () => {
    expect((await take()).file).toBe('9314123_CTF_8524001_001.xml');
    expect((await take()).file).toBe('9314123_CTF_8524001_002.xml');
    expect((await take({ destination: 'unknown' })).file).toBe('9314123_CTF_XXXXXXX_001.xml');
    expect((await take({ destination: 'outside' })).file).toBe('9314123_CTF_MMMMMMM_001.xml');
    expect((await take({ destination: { authority: '852' } })).file).toBe('9314123_CTF_852LLLL_001.xml');
    expect(await readFile(join(folder, '9314123_CTF_XXXXXXX_001.xml'), 'utf8')).toMatch(
      /<LEA>XXX<\/LEA>\s*<Estab>XXXX</,
    );
  });

  it.each(['unknown' as const, { laestab: '8524001' }])(
    'has no child whose location is protected, wherever it goes: %j',
    async (destination) => {
      const [row] = await maker.sql<{ id: string }>(
        `select child_id as id from child_identifier where value = $1`,
        [PUPILS[2]?.upn],
      );
      await maker.about(row?.id ?? '', 'circumstance', {
        ...{
          kind: 'LOCATION_PROTECTION',
          organisation_id: 'la/931',
          unit_id: 'la/931/cme',
          begins_at: '2026-01-01',
        },
      });
      const { file, pupils, keptBack } = await take({ destination });
      expect([pupils, keptBack]).toEqual([SIZE - 1, 1]);
      expect(await readFile(join(folder, file ?? ''), 'utf8')).not.toContain(PUPILS[2]?.upn);
      const [act] = await entries('ACT');
      expect(act?.children).not.toContain(row?.id);
    },
  );

  it('names nobody who is never to be told, and no way to reach somebody whom one way alone is safe for', async () => {
    await maker.sql(
      `update carer set do_not_tell = true where child_id = (select child_id from child_identifier where value = $1)`,
      [PUPILS[0]?.upn],
    );
    await maker.sql(
      `update carer set safe_contact = 'through the school' where child_id = (select child_id from child_identifier where value = $1)`,
      [PUPILS[1]?.upn],
    );
    const { file } = await take();
    const said = new Map((await pupilsIn(file ?? '')).map((pupil) => [pupil.upn, pupil.contacts]));
    expect(said.get(PUPILS[0]?.upn ?? '')).toEqual([]);
    expect(said.get(PUPILS[1]?.upn ?? '')).toMatchObject([{ forename: 'Ada', phones: [], emails: [] }]);
  });

  it('is refused to whom no agreement lets take files out, and leaves no file behind', async () => {
    const school = asking({ organisation: 'school/931-4107', unit: 'school/931-4107/main', role: 'SCHOOL' });
    await expect(take({ asking: school })).rejects.toThrow();
    await expect(take({ asking: asking({ purpose: 'SAFEGUARD' }) })).rejects.toThrow(/No agreement lets you/);
    const failing = { act: () => Promise.reject(new Error('no ledger')) };
    await expect(take({ ledger: failing })).rejects.toThrow('no ledger');
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes out those who were asked for, and says how many it kept back', async () => {
    const [row] = await maker.sql<{ id: string }>(
      `select c.public_id as id from child c join child_identifier i on i.child_id = c.id where i.value = $1`,
      [PUPILS[4]?.upn],
    );
    const report = await take({ children: [row?.id ?? '', newPublicId()] });
    expect(report).toMatchObject({ pupils: 1, keptBack: 1 });
  });
});
