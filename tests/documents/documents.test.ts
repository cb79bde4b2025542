import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UPLOAD_BYTES } from '../../src/documents/document';
import { scannerOf, type Scanner, type ScannerSetting } from '../../src/documents/scanner';
import { scanDocuments } from '../../src/documents/scan.run';
import { sqlOf } from '../../src/database/sql';
import { CaseDesk, DIRECTOR, MANAGER, OFFICER, SECOND, TEAM, type KnownChild } from '../casework/case-desk';
import { POLICE } from '../alerts/alerts-desk';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << >>\n%%EOF\n');
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const JPEG = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
  Buffer.alloc(40, 7),
  Buffer.from([0xff, 0xd9]),
]);
/** As a virus scanner’s own test file does, this one is recognised by a line that harms nobody. */
const BAD = Buffer.from('%PDF-1.7\nINFECTED BY INVENTION\n%%EOF\n');

const program = (line: string): ScannerSetting => ({ command: [process.execPath, '-e', line] });
const SCANS = program(
  `let all = ''; process.stdin.on('data', (d) => (all += d)).on('end', () => process.exit(all.includes('INFECTED') ? 1 : 0))`,
);

let desk: CaseDesk;
let child: KnownChild;
let id: string;
let serial = 0;
beforeAll(async () => {
  desk = await CaseDesk.open('2026-11-16');
});
beforeEach(async () => {
  await desk.sql('delete from upload');
  child = await desk.child('Wren', `Letter ${String.fromCharCode(97 + serial++)}`);
  id = await desk.openCase(child);
});
afterAll(() => desk.stop());

interface Sent {
  readonly status: number;
  readonly id: string;
  readonly text: string;
  readonly code: string | undefined;
}
async function upload(
  content: Buffer,
  type = 'application/pdf',
  as = TEAM,
  who: object = OFFICER,
): Promise<Sent> {
  const answer = await desk.hub.http
    .post('/uploads')
    .set({ authorization: `Bearer ${desk.hub.token(as, who)}`, 'content-type': type })
    .send(content);
  const body = JSON.parse(answer.text) as { id?: string; errors?: { extensions: { code: string } }[] };
  return {
    status: answer.status,
    id: body.id ?? '',
    text: answer.text,
    code: body.errors?.[0]?.extensions.code,
  };
}
const attach = (file: string, title = 'Letter of the school'): string =>
  `attachDocument(id: "${id}", input: { upload: "${file}", kind: LETTER, title: "${title}" })`;
const attached = async (content = PDF, type = 'application/pdf'): Promise<string> =>
  desk.done(attach((await upload(content, type)).id));
const scan = (setting: ScannerSetting | null = SCANS) =>
  scanDocuments({
    database: sqlOf(desk.hub.database.app),
    clock: desk.hub.clock,
    scanner: scannerOf(setting),
  });
const FIELDS = 'id kind title mediaType size digest scan by content';
const opened = async (
  document: string,
  fields = FIELDS,
  more = {},
  as = TEAM,
): Promise<Record<string, unknown> | null> => {
  const answer = await desk.ask(`{ openDocument(id: "${document}") { ${fields} } }`, {}, more, as);
  return (answer.data?.['openDocument'] ?? null) as Record<string, unknown> | null;
};
const onFile = async (): Promise<unknown> =>
  (await desk.entry(id, 'documents { id title scan removedBecause removedBy }'))['documents'];

it('a letter is sent, put on the case, scanned and opened: the same bytes come back', async () => {
  const sent = await upload(PDF);
  expect([sent.status, JSON.parse(sent.text)]).toEqual([
    201,
    { id: sent.id, mediaType: 'application/pdf', size: PDF.length },
  ]);
  const document = await desk.done(attach(sent.id));
  expect(await onFile()).toEqual([
    { id: document, title: 'Letter of the school', scan: 'WAITING', removedBecause: null, removedBy: null },
  ]);
  expect(await scan()).toMatchObject({ CLEAN: 1 });
  const read = await opened(document);
  expect(read).toMatchObject({
    id: document,
    kind: 'LETTER',
    mediaType: 'application/pdf',
    scan: 'CLEAN',
    by: 'P. Officer',
  });
  expect(Buffer.from(String(read?.['content']), 'base64').equals(PDF)).toBe(true);
  expect(read?.['digest']).toBe(createHash('sha256').update(PDF).digest('hex'));
});

it('what nobody has scanned is not opened; nor where there is no scanner, or none that answers', async () => {
  const document = await attached();
  expect(await opened(document)).toMatchObject({ scan: 'WAITING', content: null });
  for (const setting of [
    null,
    program('process.exit(2)'),
    { command: ['no-such-program'] },
    { url: 'http://127.0.0.1:1/' },
  ]) {
    expect(await scan(setting)).toMatchObject({ CLEAN: 0, INFECTED: 0 });
    expect(await opened(document)).toMatchObject({ scan: 'WAITING', content: null });
  }
  await scan();
  expect(await opened(document)).toMatchObject({ scan: 'CLEAN' });
});

it('documents that no scanner can read, however many and however old, keep no other from being scanned', async () => {
  const document = await attached();
  const { owner, app } = desk.hub.database;
  await owner.query(
    `insert into case_document (id, case_id, kind, title, media_type, size, digest, content, source, entered_by, recorded_at)
     select gen_random_uuid(), case_id, kind, 'unreadable', media_type, size, digest, 'UNREADABLE', source, entered_by,
       recorded_at - interval '1 day' from case_document, generate_series(1, 60) where public_id = $1`,
    [document],
  );
  const scanner: Scanner = (content) => Promise.resolve(content.includes('UNREADABLE') ? 'UNKNOWN' : 'CLEAN');
  // By lot: that it is not drawn in so many runs happens less than once in ten million.
  for (let run = 0; run < 10; run += 1)
    await scanDocuments({ database: sqlOf(app), clock: desk.hub.clock, scanner });
  expect(await opened(document)).toMatchObject({ scan: 'CLEAN' });
  await owner.query(`delete from case_document where title = 'unreadable'`);
});

it('what is infected is never opened, and kept by nobody', async () => {
  const document = await attached(BAD);
  expect(await scan()).toMatchObject({ INFECTED: 1 });
  expect(await opened(document)).toMatchObject({ scan: 'INFECTED', content: null });
  expect(
    await desk.sql('select 1 from case_document where public_id = $1 and content is not null', [document]),
  ).toEqual([]);
});

describe('a scanner at a web address', () => {
  let server: Server;
  let status = 204;
  const bodies: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      let all = '';
      request.on('data', (part: Buffer) => (all += part.toString('latin1')));
      request.on('end', () => {
        bodies.push(all);
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  });
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((ready) => server.close(ready));
  });

  it.each([
    [204, 'CLEAN'],
    [200, 'CLEAN'],
    [406, 'INFECTED'],
    [500, 'WAITING'],
    [302, 'WAITING'],
  ])('that answers %d leaves it %s', async (answers, state) => {
    status = answers;
    const document = await attached();
    await scan({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scan` });
    expect(bodies.at(-1)).toBe(PDF.toString('latin1'));
    expect((await opened(document, 'scan'))?.['scan']).toBe(state);
    await scan();
  });
});

it.each<[string, Buffer, string]>([
  ['a picture that is called a letter', PNG, 'application/pdf'],
  ['a letter that is called a picture', PDF, 'image/png'],
  ['a program', Buffer.from('MZ\u0090\u0000 this program cannot be run'), 'application/pdf'],
  ['something before the letter', Buffer.concat([Buffer.from('GIF89a'), PDF]), 'application/pdf'],
  ['something behind the picture', Buffer.concat([PNG, Buffer.from('PK\u0003\u0004')]), 'image/png'],
  ['half a letter', PDF.subarray(0, 20), 'application/pdf'],
  ['half a photograph', JPEG.subarray(0, 30), 'image/jpeg'],
  ['nothing', Buffer.alloc(0), 'application/pdf'],
  ['text', Buffer.from('Dear colleague'), 'text/plain'],
  ['an office file', Buffer.from('PK\u0003\u0004 word/document.xml'), 'application/zip'],
  ['JSON', Buffer.from('{}'), 'application/json'],
])('refuses %s, and keeps nothing of it', async (_what, content, type) => {
  const sent = await upload(content, type);
  expect([sent.status, sent.code]).toEqual([400, 'BAD_USER_INPUT']);
  expect(await desk.sql('select 1 from upload')).toEqual([]);
});

it('takes pictures, and a file as large as it says but no larger', async () => {
  expect((await upload(PNG, 'image/png')).status).toBe(201);
  expect((await upload(JPEG, 'image/jpeg')).status).toBe(201);
  const large = (bytes: number): Buffer =>
    Buffer.concat([PDF.subarray(0, 9), Buffer.alloc(bytes - 15, 32), Buffer.from('%%EOF\n')]);
  const sent = await upload(large(UPLOAD_BYTES));
  expect(sent.status).toBe(201);
  const document = await desk.done(attach(sent.id));
  await scan();
  expect(String((await opened(document, 'content'))?.['content'])).toHaveLength(
    Math.ceil(UPLOAD_BYTES / 3) * 4,
  );
  const refused = await upload(large(UPLOAD_BYTES + 1));
  expect([refused.status, refused.code]).toEqual([400, 'TOO_COMPLEX']);
  expect(refused.text).toContain('5120 KiB');
  // A larger body is taken there alone.
  const elsewhere = await desk.hub.http
    .post('/graphql')
    .set({ authorization: `Bearer ${desk.hub.token(TEAM)}`, 'content-type': 'application/pdf' })
    .send(PDF);
  expect(elsewhere.status).toBe(400);
  await desk.sql('delete from upload');
});

it('is for the council’s team alone: a partner may neither send, attach, open nor learn that there is one', async () => {
  const document = await attached();
  await scan();
  expect(await upload(PDF, 'application/pdf', POLICE)).toMatchObject({ status: 403, code: 'NOT_PERMITTED' });
  const nobody = await desk.hub.http.post('/uploads').set('content-type', 'application/pdf').send(PDF);
  expect(nobody.status).toBe(401);
  for (const as of [POLICE, 'la/931/mash', 'la/931/ehe', 'la/852']) {
    const theirs = await desk.ask(`{ openDocument(id: "${document}") { id content } }`, {}, {}, as);
    const none = await desk.ask(`{ openDocument(id: "${child.publicId}") { id content } }`, {}, {}, as);
    expect([theirs.data ?? null, theirs.codes]).toEqual([none.data ?? null, none.codes]);
    expect(theirs.text).not.toContain(PDF.toString('base64').slice(0, 20));
  }
  const purpose = await desk.ask(
    `{ openDocument(id: "${document}") { id content } }`,
    {},
    { purpose: 'COHORT_PLANNING' },
  );
  expect(purpose.text).not.toContain(PDF.toString('base64').slice(0, 20));
});

it('every opening stands in the ledger, with the clause, and none without the ledger', async () => {
  const document = await attached();
  await scan();
  await opened(document, 'content');
  const [entry] = await desk.sql<{ body: string }>(
    'select controller_part as body from ledger_entry where $1 = any(child_ids) order by position desc limit 1',
    [child.id],
  );
  const cells = JSON.parse(entry?.body ?? '{}') as {
    body: { children: { disclosed: Record<string, string[]> }[] };
  };
  expect(cells.body.children[0]?.disclosed['CASE_DOCUMENT/full']).toEqual(['home-authority-cme@1 12.2']);
  expect(entry?.body).not.toContain(PDF.toString('base64').slice(0, 20));
  const [act] = await desk.sql<{ body: string }>(
    `select controller_part as body from ledger_entry where kind = 'ACT' and controller_part like '%RECORD_CASEWORK%'
       and $1 = any(child_ids) order by position desc limit 1`,
    [child.id],
  );
  expect(act?.body).toContain('LETTER');
  expect(act?.body).not.toContain('Letter of the school');
});

it('a file is put on a case once, by whoever sent it, within the hour', async () => {
  const { id: file } = await upload(PDF);
  expect(await desk.refused(attach(file), SECOND)).toBe(
    'BAD_USER_INPUT input.upload: is no file of yours that waits; send it to POST /uploads first.',
  );
  await desk.done(attach(file));
  expect(await desk.refused(attach(file))).toMatch(/^BAD_USER_INPUT input.upload/);
  const late = await upload(PDF);
  desk.hub.clock.advance(60 * 60_000);
  expect(await desk.refused(attach(late.id))).toMatch(/^BAD_USER_INPUT input.upload/);
  await scan();
  expect(await desk.sql('select 1 from upload')).toEqual([]);
  expect(await desk.refused(attach(file, ' '))).toBe(
    'BAD_USER_INPUT input.title: is missing: say what it is.',
  );
  expect(await onFile()).toHaveLength(1);
});

it('nobody fills the database with files that are put on no case', async () => {
  for (let i = 0; i < 20; i += 1) expect((await upload(PDF)).status).toBe(201);
  expect(await upload(PDF)).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
  desk.hub.clock.advance(61 * 60_000);
  expect((await upload(PDF)).status).toBe(201);
  await desk.sql('delete from upload');
});

it('a document that is another child’s is taken off: its bytes are gone, who and why stays; a closed case is answered for', async () => {
  const wrong = await attached();
  const right = await attached(PNG, 'image/png');
  await scan();
  await desk.done(`removeDocument(id: "${wrong}", because: "About another family.")`, SECOND);
  expect(await opened(wrong)).toBeNull();
  expect(await desk.refused(`removeDocument(id: "${wrong}", because: "Again.")`)).toMatch(/^CONFLICT/);
  expect(await onFile()).toEqual([
    expect.objectContaining({ id: wrong, removedBecause: 'About another family.', removedBy: 'S. Second' }),
    expect.objectContaining({ id: right, removedBecause: null }),
  ]);
  expect(await desk.sql('select content from case_document where public_id = $1', [wrong])).toEqual([
    { content: null },
  ]);

  await desk.done(`recordEvidence(id: "${id}", evidence: "ROLL_CONFIRMED", text: "The school has written.")`);
  await desk.done(`closeCase(id: "${id}", reason: ON_ROLL)`);
  expect(await desk.refused(attach((await upload(PDF)).id))).toMatch(/^CONFLICT id: this case is closed/);
  expect(await opened(right)).toBeNull();
  for (const who of [MANAGER, DIRECTOR])
    expect(await opened(right, 'scan content', who)).toMatchObject({ scan: 'CLEAN' });
  await desk.sql('delete from upload');
});

it('goes with the child’s record when that is erased', async () => {
  await attached();
  await desk.done(`recordEvidence(id: "${id}", evidence: "ROLL_CONFIRMED", text: "The school has written.")`);
  await desk.done(`closeCase(id: "${id}", reason: ON_ROLL)`);
  await desk.sql('select erase_children(array[$1]::uuid[])', [child.id]);
  expect(
    await desk.sql(
      'select 1 from case_document d join cme_case c on c.id = d.case_id where c.child_id = $1',
      [child.id],
    ),
  ).toEqual([]);
});
