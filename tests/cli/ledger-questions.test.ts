import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { parse, validate } from 'graphql';
import { SaxesParser } from 'saxes';
import { readCatalogues } from '../../src/agreements/catalogue-files';
import { ledgerQuestionCommands } from '../../src/cli/ledger-questions';
import {
  activityReport,
  agreementReport,
  emergenciesReport,
  receivedReport,
  subjectReport,
  toldReport,
} from '../../src/cli/ledger-questions-answers';
import type { Asker } from '../../src/cli/ledger-questions-asker';
import { QUESTION_OPERATIONS } from '../../src/cli/ledger-questions-data';
import { reportPage } from '../../src/cli/ledger-questions-page';
import type { Report } from '../../src/cli/ledger-questions-report';
import { reportText } from '../../src/cli/ledger-questions-text';
import { sqlOf } from '../../src/database/sql';
import { createLedgerWriter } from '../../src/ledger/ledger-writer';
import { buildHubSchema } from '../../src/schema';
import { CONSTABLE, HEALTH, History, NURSE, OFFICER, POLICE } from '../ledger/questions/history';
import { sampleRecord } from '../ledger/sample-record';
import { makeTestFolder, type TestFolder } from '../support/data-folder';

const before = { ...process.env };
let folder: TestFolder;
let history: History;
beforeAll(async () => {
  folder = makeTestFolder(0o700);
  history = await History.make({ dataDir: folder.path });
  process.env = { ...before, DATABASE_URL: history.hub.database.url, ROLLCALL_DATA_DIR: folder.path };
}, 60_000);
afterAll(async () => {
  process.env = before;
  await history.stop();
  folder.remove();
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const AS = ['--as', OFFICER, '--purpose', 'RIGHTS_AND_AUDIT', '--reference', 'SAR/2026/7'];

/** `rollcall ledger …` in this process, by the hub's clock. */
async function ledger(...words: string[]): Promise<Ran> {
  let [out, err] = ['', ''];
  const stdout = jest
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => ((out += String(text)), true));
  const stderr = jest
    .spyOn(process.stderr, 'write')
    .mockImplementation((text) => ((err += String(text)), true));
  const command = new Command('ledger');
  for (const each of ledgerQuestionCommands(history.hub.clock)) command.addCommand(each);
  for (const each of [command, ...command.commands])
    each.exitOverride().configureOutput({ writeErr: (text) => (err += text) });
  try {
    await command.parseAsync(words, { from: 'user' });
    return { code: 0, out, err };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { code: error.code.startsWith('rollcall.') ? error.exitCode : 2, out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

interface Told {
  readonly question: string;
  readonly head: { readonly size: number };
  readonly looks: readonly string[];
  readonly entries: readonly {
    readonly id: string;
    readonly reference: string;
    readonly kind: string;
    readonly organisation: string;
    readonly items: readonly { readonly child: string | null; readonly item: string }[];
  }[];
  readonly uses: readonly { readonly outcome: string; readonly review: string; readonly user: string }[];
}
/** What a question is answered with as JSON, and as a page. */
async function asked(...words: string[]): Promise<{ readonly told: Told; readonly html: string }> {
  const file = join(folder.path, 'page.html');
  const { code, out, err } = await ledger(...words, ...AS, '--json', '--html', file);
  if (code !== 0) throw new Error(err);
  return { told: JSON.parse(out) as Told, html: readFileSync(file, 'utf8') };
}
const days = ({ entries }: Told): string[] =>
  entries
    .filter(({ reference }) => reference.startsWith('DAY/'))
    .map(({ reference, kind }) => `${reference} ${kind}`);

/** Texts between tags, in order. Throws where the page is not well-formed. */
function textsOf(html: string): {
  readonly texts: string;
  readonly tags: ReadonlySet<string>;
  readonly rows: number;
} {
  const tags: string[] = [];
  let texts = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => tags.push(name));
  parser.on('text', (text) => (texts += `${text}\n`));
  parser.write(html).close();
  const body = html
    .split('<tbody>')
    .slice(1)
    .map((part) => part.split('</tbody>')[0] ?? '');
  const rows = body.join('').split('<tr>').length - 1;
  return { texts, tags: new Set(tags), rows };
}

it('asks what the graph has', () => {
  const schema = buildHubSchema();
  expect(QUESTION_OPERATIONS.flatMap((text) => validate(schema, parse(text)))).toEqual([]);
});

describe('subject', () => {
  let told: Told;
  let html: string;
  beforeAll(async () => ({ told, html } = await asked('subject', history.joined.publicId)));

  it('gives everything about the child through merges, and leaves its own look in the ledger', async () => {
    expect(days(told)).toEqual([
      'DAY/7 ACT',
      'DAY/6 DISCLOSURE',
      'DAY/6 ACT',
      'DAY/5 ACT',
      'DAY/4 DISCLOSURE',
      'DAY/3 DISCLOSURE',
      'DAY/2 REFUSAL',
      // Asked for by an id and not told: who it was for, the controller knows.
      'DAY/2 DISCLOSURE',
      'DAY/1 DISCLOSURE',
    ]);
    expect(told.head.size).toBeGreaterThan(0);
    const [look] = await history.maker.sql(
      'select unit_id, purpose, reference, client_id, kind from ledger_entry where id = $1',
      [told.looks[0]],
    );
    expect(look).toEqual({
      unit_id: OFFICER,
      purpose: 'RIGHTS_AND_AUDIT',
      reference: 'SAR/2026/7',
      client_id: 'rollcall-cli',
      kind: 'DISCLOSURE',
    });
  });

  it('makes a page to print: whole, escaped, without other children, script or outside resource', () => {
    const { texts, tags, rows } = textsOf(html);
    expect(rows).toBe(told.entries.length);
    for (const { reference, items } of told.entries) {
      expect(texts).toContain(`reference ${reference}`);
      for (const { item } of items) expect(texts).toContain(item);
    }
    for (const words of [
      'Article 15',
      OFFICER,
      'RIGHTS_AND_AUDIT',
      'SAR/2026/7',
      `${told.head.size} entries, signed 2`,
      told.looks[0] ?? 'no look',
      '18 Nov 2026, 09:30:00 GMT',
      `${CONSTABLE}, tester`,
      NURSE,
      'given: EXISTENCE, under thames-valley-police@1 6.1',
      'not given: EXISTENCE',
      'RECIPIENT: asked by or for a police force',
      '9 of 9 rows are marked',
      'Schedule 3',
      'give in part',
      'whether the hub knows this child',
    ])
      expect(texts).toContain(words);
    expect(html).not.toContain('<img');
    const outside = ['script', 'img', 'link', 'iframe', 'object', 'svg', 'form'];
    expect(outside.filter((tag) => tags.has(tag))).toEqual([]);
    expect(html).not.toMatch(/https?:|url\(|@import/);
    for (const style of ['size: A4', 'break-inside: avoid', 'table-header-group'])
      expect(html).toContain(style);
    const { other, kept, joined } = history;
    for (const canary of [other.publicId, other.id, other.surname]) expect(html).not.toContain(canary);
    // What names a child, past its opaque id, is not in the ledger at all.
    for (const canary of [kept.surname, kept.id, joined.surname, joined.id])
      expect(html).not.toContain(canary);
  });

  it('prints a table with marks for a person', async () => {
    const { out, code } = await ledger('subject', history.joined.publicId, ...AS);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^18 Nov 2026, 09:30:00 GMT +Thames Valley police \(police\/E23000029\/main\) +LOCATE_CHILD +given: EXISTENCE, under thames-valley-police@1 6\.1 +RECIPIENT$/m,
    );
    expect(out).toContain(`as the joined record ${history.kept.publicId}: done: RAISE_ALERT`);
    expect(out).toContain('a person decides before they are handed over');
  });

  it('pages through 250 entries', async () => {
    const child = await history.maker.child();
    const writer = createLedgerWriter(sqlOf(history.hub.database.app));
    const at = history.hub.clock.now();
    const records = Array.from({ length: 250 }, () => sampleRecord({ children: [child.id], at }));
    await Promise.all(records.map((record) => writer.append(record)));
    await writer.stop();
    const found = await asked('subject', child.publicId);
    expect(found.told.looks).toHaveLength(3);
    expect(found.told.entries.map(({ id }) => id).sort()).toEqual(records.map(({ id }) => id).sort());
    expect(textsOf(found.html).rows).toBe(250);
  }, 30_000);
});

describe('the other questions', () => {
  it('told: what an organisation had been told by a time, and nothing that was held back', async () => {
    const { told } = await asked(
      'told',
      `${POLICE}/main`,
      '--by',
      '2026-11-20T09:30Z',
      '--child',
      history.kept.publicId,
    );
    expect(days(told)).toEqual(['DAY/1 DISCLOSURE']);
    const { out } = await ledger('told', POLICE, '--by', '2026-11-20', ...AS);
    expect(out).toContain(
      `child ${history.other.publicId}: given: IDENTITY, under thames-valley-police@1 6.1`,
    );
    expect(out.match(/reference DAY\/\d/g)).toEqual(['reference DAY/3', 'reference DAY/1']);
    expect(out).not.toContain('held back: UPN');
  });

  it('received: everything that a client got since', async () => {
    const { told, html } = await asked('received', POLICE, '--since', '2026-11-20');
    expect(days(told)).toEqual(['DAY/6 DISCLOSURE', 'DAY/6 DISCLOSURE', 'DAY/3 DISCLOSURE']);
    const { texts, rows } = textsOf(html);
    expect(rows).toBe(2);
    expect(texts).toContain('Children about whom it received something: 3.');
    expect(texts).toContain('those that gave nothing (1)');
  });

  it('activity: what one person did', async () => {
    const words = ['activity', POLICE, '--user', history.subject(POLICE, CONSTABLE)];
    const { told } = await asked(...words);
    expect(days(told)).toEqual(['DAY/6 DISCLOSURE', 'DAY/6 DISCLOSURE', 'DAY/6 ACT', 'DAY/1 DISCLOSURE']);
  });

  it('emergencies: with what the review found', async () => {
    const { told, html } = await asked('emergencies', '--since', '2026-11-23', '--until', '2026-11-23');
    expect(told.uses).toMatchObject([
      { outcome: 'JUSTIFIED', review: 'Read with the duty sergeant.', user: CONSTABLE },
    ]);
    expect(textsOf(html).texts).toContain('Read with the duty sergeant.');
  });

  it('agreement: counts by party, purpose and item', async () => {
    const { out } = await ledger('agreement', 'thames-valley-police', ...AS);
    const numbers = (start: string): string[] =>
      out.split('\n').flatMap((line) => (line.startsWith(start) ? line.split(/ {2,}/).slice(1) : []));
    expect(numbers('all')).toEqual(['2', '2', '5', '0', '0', '1']);
    expect(numbers('Thames Valley police')).toEqual(['2', '2', '5', '0', '0', '1']);
    expect(numbers('IDENTITY')).toEqual(['2', '2', '2', '0', '0', '–']);
    expect(out).not.toContain('Nothing happened');
  });
});

describe('where there is nothing', () => {
  const NONE = { entries: 0, children: 0, disclosed: 0, withheld: 0, done: 0, refusals: 0, of: null };
  const period = { since: '2026-11-01T00:00:00.000Z', until: '2026-11-02T00:00:00.000Z' };
  const lists = { parties: [], purposes: [], items: [] };
  const asker: Asker = {
    asking: {
      purpose: 'RIGHTS_AND_AUDIT',
      reference: 'X/1',
      user: 'A. Clerk',
      job: 'clerk',
    } as Asker['asking'],
    unit: { unit: OFFICER, name: 'Data protection', organisationName: 'Oxfordshire' } as Asker['unit'],
    units: new Map(),
    catalogues: readCatalogues().catalogues,
    at: new Date('2026-11-18T09:30:00Z'),
    head: null,
    looks: ['a-look'],
    rulesetVersion: 'v',
    ask: () => Promise.reject(new Error('nobody asks')),
  };

  test.each<[string, Report]>([
    ['Nothing is on record about this child.', subjectReport(asker, 'a-child', [])],
    [
      'By then nhs/RTH had been told nothing.',
      toldReport(asker, { who: HEALTH, by: 'then', childId: null }, []),
    ],
    ['It has received nothing since.', receivedReport(asker, { client: HEALTH, since: 'then' }, [])],
    [
      'Nothing is on record of this person in that time.',
      activityReport(asker, { who: HEALTH, user: 'sub', during: 'at any time' }, []),
    ],
    ['Nobody used emergency access in that time.', emergenciesReport(asker, 'at any time', [])],
    [
      'Nothing happened under it in that time.',
      agreementReport(asker, 'at any time', { agreement: 'emergency', ...period, all: NONE, ...lists }),
    ],
  ])('it says so: %s', (words, report) => {
    expect(reportText(report)).toContain(words);
    const { texts, tags } = textsOf(reportPage(report));
    expect(texts).toContain(words);
    expect(texts).toContain('no signed head yet');
    expect(texts).not.toContain('To be decided');
    expect(tags.has('script')).toBe(false);
  });
});

describe('whoever asks', () => {
  it('without a right to the whole ledger is shown its own alone, through the same gate', async () => {
    const as = ['--as', HEALTH, '--purpose', 'RIGHTS_AND_AUDIT', '--reference', 'X/1'];
    const { out } = await ledger('subject', history.kept.publicId, ...as);
    expect(out).toContain('DAY/4');
    expect(out).not.toContain('DAY/1');
    expect(out).not.toContain('Decide');
  });

  test.each<[string[], number, string]>([
    [['subject', 'x', ...AS], 2, '<child id>: An id is a UUID'],
    [['subject', '00000000-0000-4000-8000-000000000000'], 2, "required option '--as"],
    [
      ['told', 'polis/E23000029', '--by', '2026-11-20', ...AS],
      2,
      '<organisation>: An organisation begins with',
    ],
    [['told', POLICE, '--by', 'yesterday', ...AS], 2, '--by: write a day in London'],
    [
      ['emergencies', '--since', '2026-11-20', '--until', '2026-11-19', ...AS],
      2,
      '--until: is not after --since.',
    ],
    [
      ['emergencies', '--as', OFFICER, '--purpose', 'RIGHTS_AND_AUDIT', '--reference', 'a b'],
      2,
      '--reference: write',
    ],
    [['agreement', 'thames-valley-polise', ...AS], 2, 'did you mean `thames-valley-police`?'],
    [
      ['emergencies', '--as', 'la/931/nobody', '--purpose', 'RIGHTS_AND_AUDIT', '--reference', 'X'],
      2,
      '--as: nobody',
    ],
    [
      [
        'received',
        POLICE,
        '--since',
        '2026-11-20',
        '--as',
        POLICE,
        '--purpose',
        'LOCATE_CHILD',
        '--reference',
        'X',
      ],
      1,
      'No agreement in force',
    ],
    [
      ['agreement', 'emergency', ...AS, '--html', '/nowhere/at/all.html'],
      2,
      '--html: the file cannot be written',
    ],
  ])('%j is told why not', async (words, code, why) => {
    const ran = await ledger(...words);
    expect(ran.err).toContain(why);
    expect([ran.code, ran.out]).toEqual([code, '']);
  });
});
