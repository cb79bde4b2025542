import { newPublicId } from '../../src/kernel/id';
import { parseReceipt, type ReceiptFile } from '../../src/ledger/verify/receipt-file';
import { makeUpn } from '../../src/kernel/upn';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type Ask, type TestAnswer, type TestHub } from '../support/hub';
import { ownReceipt, type ShownReceipt } from '../support/receipts';
import { SCHOOL } from './six-partners';

const POLICE = 'police/E23000029';
const TEAM = 'la/931/cme';
const PROTECTED = { unit: TEAM };

let hub: TestHub;
let maker: ChildMaker;
beforeAll(async () => {
  hub = await startTestHub();
  maker = new ChildMaker(hub.database.owner, hub.clock);
});
afterAll(() => hub.stop());

interface Asked {
  readonly answer: TestAnswer;
  readonly receipt: ShownReceipt;
  readonly file: ReceiptFile;
}

/** One question, with the receipt of its answer, or of the act that it was. */
async function asked(as: string, ask: Ask, requestId: string, kind = 'DISCLOSURE'): Promise<Asked> {
  const answer = await hub.query(as, { ...ask, headers: { 'request-id': requestId } });
  const [entry] = await maker.sql<{ id: string }>(
    'select id from ledger_entry where request_id = $1 and kind = $2 order by position desc limit 1',
    [requestId, kind],
  );
  const receipt = await ownReceipt(hub, as, entry?.id);
  const file = parseReceipt(receipt.file);
  if (!file.ok) throw new Error(file.problem);
  return { answer, receipt, file: file.value };
}

/** A receipt but for id, salts, commitments and proof; `outcome` is the id of what an act left. */
function comparable({ receipt, file }: Asked): unknown {
  const outcome = /"outcome":"([0-9a-f-]{36})"/.exec(file.recipient?.content ?? '')?.[1] ?? 'none';
  const masked = (text: string): string => text.replaceAll(receipt.id, 'ID').replaceAll(outcome, 'OUTCOME');
  return {
    leaf: masked(file.leaf).replaceAll(/"[0-9a-f]{64}"/g, '"HASH"'),
    leafSize: file.leaf.length,
    recipient: masked(file.recipient?.content ?? ''),
    size: file.recipient?.content.length,
    members: Object.keys(file),
    shown: [receipt.kind, receipt.at, receipt.items, receipt.erased, receipt.integrated],
  };
}

const MATCH =
  '__typename ... on ChildMatch { matchedOn child { id name { surname } flagged } } ... on NoInformation { advice }';
const lookup = (criteria: object): Ask => ({
  query: `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { ${MATCH} } }`,
  variables: { c: criteria },
});
const typeOf = ({ answer }: Asked): string =>
  (answer.data?.['lookupChild'] as { __typename: string } | undefined)?.__typename ?? answer.text;

/** Who may know of children with a standing alone, and who of every child that is not protected. */
const ASKERS = [
  ['missing persons', POLICE, 'LOCATE_CHILD', 'missing persons officer', false],
  ['an incident', POLICE, 'SAFEGUARD', 'constable', true],
  ['the front door', 'la/931/front-door', 'VERIFY_EDUCATION', 'front door', true],
] as const;

/** A child whom the asker may not know of. */
async function unknowable(everyChild: boolean, details: object): Promise<MadeChild> {
  const child = await maker.child(details);
  if (everyChild) await maker.fact(child, 'LOCATION_PROTECTION', PROTECTED);
  return child;
}

describe.each(ASKERS)('the receipt of %s', (word, as, purpose, job, everyChild) => {
  const name = {
    surname: `Receipt${word.replaceAll(' ', '')}`,
    forename: 'Twinned',
    dateOfBirth: '2013-08-19',
  };

  test('is one for a child who is not there, one not to be known of, and two namesakes', async () => {
    const requestId = newPublicId();
    const ask = { ...lookup(name), purpose, job };
    const absent = await asked(as, ask, requestId);
    const hidden = [await unknowable(everyChild, name)];
    const notPermitted = await asked(as, ask, requestId);
    hidden.push(await unknowable(everyChild, name));
    const notSure = await asked(as, ask, requestId);
    expect([absent, notPermitted, notSure].map(typeOf)).toEqual(Array(3).fill('NoInformation'));
    expect([notPermitted, notSure].map(comparable)).toEqual(Array(2).fill(comparable(absent)));
    for (const { file } of [notPermitted, notSure])
      for (const { id, publicId } of hidden)
        for (const secret of [id, publicId, 'candidate', 'protections', 'because'])
          expect(file.recipient?.content).not.toContain(secret);
  });

  test('is one by number too, and by id', async () => {
    const upn = makeUpn({ laNumber: '931', establishment: '9998', year: 2018, serial: word.length });
    const criteria = { upn, dateOfBirth: '2013-08-19' };
    const publicId = newPublicId();
    const questions: Ask[] = [
      { ...lookup(criteria), purpose, job },
      {
        query: 'query ($id: ID!) { child(id: $id) { id name { surname } } }',
        variables: { id: publicId },
        purpose,
        job,
      },
    ];
    const requestId = newPublicId();
    const before = [];
    for (const ask of questions) before.push(comparable(await asked(as, ask, requestId)));
    const child = await unknowable(everyChild, { dateOfBirth: '2013-08-19' });
    await maker.about(child.id, 'child_identifier', { kind: 'upn', value: criteria.upn });
    await maker.sql('update child set public_id = $2 where id = $1', [child.id, publicId]);
    const after = [];
    for (const ask of questions) after.push(comparable(await asked(as, ask, requestId)));
    expect(after).toEqual(before);
  });
});

test('two namesakes who may both be known are told apart by the answer alone', async () => {
  const name = { surname: 'Receiptopen', forename: 'Twinned', dateOfBirth: '2013-08-19' };
  const ask = { ...lookup(name), purpose: 'SAFEGUARD', job: 'constable' };
  const requestId = newPublicId();
  const absent = await asked(POLICE, ask, requestId);
  const made = [await maker.child(name), await maker.child(name)];
  const notSure = await asked(POLICE, ask, requestId);
  expect(typeOf(notSure)).toBe('PossibleMatches');
  const told = ({ file }: Asked): Record<string, unknown> =>
    (JSON.parse(file.recipient?.content ?? '') as { told: Record<string, unknown> }).told;
  expect({ ...told(notSure), responseDigest: '' }).toEqual({ ...told(absent), responseDigest: '' });
  expect(notSure.file.recipient?.content).toHaveLength(absent.file.recipient?.content.length ?? 0);
  for (const { id, publicId } of made)
    for (const secret of [id, publicId]) expect(notSure.file.recipient?.content).not.toContain(secret);
});

describe('the receipts of an act about a child by details', () => {
  test.each([
    ['raiseAlert', 'housing/E07000178', 'RAISE_CONCERN', 'reason: OTHER, text: "Seen."'],
    ['sendEnquiry', 'la/851', 'LOCATE_CHILD', `recipients: ["${TEAM}"], question: "Where?"`],
    ['useEmergency', 'nhs/RTH', 'EMERGENCY', 'risk: SERIOUS_HARM, text: "Alone in great distress."'],
  ])('%s: are the same whether the hub knows the child or not', async (mutation, as, purpose, rest) => {
    const name = { surname: `Acted${mutation.toLowerCase()}`, forename: 'Known', dateOfBirth: '2013-08-19' };
    const child = JSON.stringify(name).replaceAll(/"(\w+)":/g, '$1:');
    const ask = {
      query: `mutation { ${mutation}(input: { child: ${child}, ${rest} }) { id receivedAt } }`,
      purpose,
    };
    const requestId = newPublicId();
    const both = async (): Promise<Asked[]> => [
      await asked(as, ask, requestId),
      await asked(as, ask, requestId, 'ACT'),
    ];
    const unknown = await both();
    const made = await maker.child(name);
    const known = await both();
    const acts = (all: readonly Asked[]): unknown[] =>
      all
        .map((one) => comparable(one))
        .map((one) => JSON.stringify(one).replaceAll(/"responseDigest":"\w+"/g, ''));
    expect(known[1]?.receipt.kind).toBe('ACT');
    for (const { answer } of [...unknown, ...known]) expect(answer.codes).toEqual([]);
    // The digest is that of an answer with an id of its own.
    expect(acts(known).map(normalDigest)).toEqual(acts(unknown).map(normalDigest));
    for (const { file } of known) expect(file.recipient?.content).not.toContain(made.id);
  });
});

const normalDigest = (text: unknown): string =>
  String(text).replaceAll(/\\"responseDigest\\":\\"[0-9a-f]{64}\\"/g, 'DIGEST');

test('what is forbidden of one child is told as it read: none held', async () => {
  const child = await maker.child({ furnished: false });
  await maker.roll(child, SCHOOL);
  const ask: Ask = {
    query: `{ child(id: "${child.publicId}") { id currentAddress { line1 postcode } } }`,
    ...{ purpose: 'ROLL_MANAGEMENT', job: 'attendance officer' },
  };
  const requestId = newPublicId();
  const none = await asked(SCHOOL, ask, requestId);
  await maker.fact(child, 'LOCATION_PROTECTION', PROTECTED);
  const forbidden = await asked(SCHOOL, ask, requestId);
  expect(comparable(forbidden)).toEqual(comparable(none));
  expect(forbidden.receipt.items).toContainEqual({
    ...{ child: child.publicId, item: 'CURRENT_ADDRESS', form: 'full', outcome: 'DISCLOSED' },
  });
  const whole = parseReceipt((await ownReceipt(hub, TEAM, forbidden.receipt.id)).file);
  const controller = whole.ok ? whole.value.controller?.content : '';
  expect(controller).toContain('"because":"forbidden"');
  expect(forbidden.file).not.toHaveProperty('controller');
});

test('an act that is refused is told as refused, whatever refused it', async () => {
  const child = await maker.child();
  await maker.cmeCase(child);
  await maker.fact(child, 'LOCATION_PROTECTION', PROTECTED);
  const ask: Ask = {
    query: `mutation { broadcastLostPupil(input: { child: { id: "${child.publicId}" } }) { id } }`,
    ...{ purpose: 'LOCATE_CHILD', job: 'CME manager' },
  };
  const { answer, file } = await asked(TEAM, ask, newPublicId());
  expect(answer.codes).toEqual(['NOT_PERMITTED']);
  expect(JSON.parse(file.recipient?.content ?? '')).toMatchObject({
    told: { items: { other: { disclosed: {}, withheld: ['BROADCAST_LOST_PUPIL/full'] } } },
  });
});

test('parts have one of few sizes', async () => {
  const sizes = await maker.sql<{ controller: number; recipient: number }>(
    `select distinct length(convert_to(controller_part, 'UTF8')) as controller,
       length(convert_to(recipient_part, 'UTF8')) as recipient from ledger_entry`,
  );
  expect(sizes.length).toBeGreaterThan(0);
  for (const size of sizes.flatMap(({ controller, recipient }) => [controller, recipient]))
    expect([512, 1024, 2048].includes(size) || size % 4096 === 0).toBe(true);
});
