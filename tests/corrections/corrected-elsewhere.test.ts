import { randomUUID } from 'node:crypto';
import {
  ExchangeDesk,
  idIn,
  PORTSMOUTH,
  SCHOOL,
  SOUTHAMPTON,
  TEAM,
  type Node,
} from '../enquiries/exchange-desk';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import type { Ask, TestAnswer } from '../support/hub';
import { hubUnitOf, PeerClient, register } from '../support/peer-client';

const AUDIT = { purpose: 'RIGHTS_AND_AUDIT' };
const TEXT = 'What we held of a child was wrong and has been put right: the date of birth.';
const CHILD = { forename: 'Bela', surname: 'Avocet', dateOfBirth: '2013-08-21' };
const TYPES = '$disclosures: [ID!]!, $text: String, $correspondence: CorrespondenceInput';

let desk: ExchangeDesk;
let folder: TestFolder;
let client: PeerClient;
beforeAll(async () => {
  desk = await ExchangeDesk.open();
  folder = makeTestFolder(0o700);
  client = new PeerClient(SOUTHAMPTON, folder.path, desk.hub.clock);
  const { owner } = desk.hub.database;
  await register({ owner, home: 'la/931', clock: desk.hub.clock }, client.registration());
});
afterAll(async () => {
  folder.remove();
  await desk.stop();
});

const fromHub = (name: string, types: string, variables: Node, purpose: string): Promise<TestAnswer> =>
  desk.act(hubUnitOf(SOUTHAMPTON), name, types, variables, { purpose, ...client.bearer('la/931') });
const corrected = (
  disclosures: readonly string[],
  more: Node = {},
  purpose = 'RIGHTS_AND_AUDIT',
): Promise<TestAnswer> =>
  fromHub('reportCorrection', TYPES, { disclosures, text: TEXT, correspondence: null, ...more }, purpose);
const asPartner = (as: string, disclosures: readonly string[], more: Partial<Ask> = AUDIT) =>
  desk.act(as, 'reportCorrection', '$disclosures: [ID!]!', { disclosures }, more);

/** What their hub tells of a child; its entry there, and our id. */
async function told(
  name: string,
  types: string,
  input: Node,
  purpose: string,
): Promise<{ entry: string; id: string }> {
  const entry = randomUUID();
  const correspondence = { id: randomUUID(), receipt: entry };
  const answer = await fromHub(name, types, { input: { child: CHILD, ...input, correspondence } }, purpose);
  return { entry, id: idIn(answer, name) };
}
const moved = (child: object = CHILD) =>
  told(
    'notifyAuthority',
    '$input: NotifyAuthorityInput!',
    { child, to: 'la/931', type: 'MOVED_OUT' },
    'NOTIFY_MOVE',
  );
const asked = () =>
  told(
    'sendEnquiry',
    '$input: SendEnquiryInput!',
    { recipients: [TEAM], question: 'With you?' },
    'LOCATE_CHILD',
  );
const lost = () => told('receiveLostPupil', '$input: ReceiveLostPupilInput!', {}, 'LOCATE_CHILD');

const FIELDS = 'type id from to text inReplyTo child { name { surname } }';
/** Corrections in the team's inbox, but for those of before. */
async function since(before: readonly Node[]): Promise<Node[]> {
  const known = new Set(before.map(({ id }) => id));
  return (await corrections()).filter(({ id }) => !known.has(id));
}
const corrections = async (): Promise<Node[]> =>
  (await desk.inbox(TEAM, FIELDS, 'LOCATE_CHILD')).filter(({ type }) => type === 'CORRECTION');

describe('what another hub told us was wrong', () => {
  it.each([
    ['a notice', () => moved(), true],
    ['an enquiry', asked, false],
    ['a lost-pupil message', lost, false],
  ])(
    '%s: the team reads whose word it is and of whom, named by their entry alone',
    async (_what, tell, isNotice) => {
      const before = await corrections();
      const { entry, id } = await tell();
      const receipt = idIn(await corrected([randomUUID(), entry]), 'reportCorrection');
      expect(await since(before)).toEqual([
        {
          id: receipt,
          type: 'CORRECTION',
          from: SOUTHAMPTON,
          to: 'la/931',
          text: TEXT,
          inReplyTo: isNotice ? id : null,
          child: { name: { surname: 'Avocet' } },
        },
      ]);
    },
  );

  it('of one child, told in several entries: one notice, in answer to the last', async () => {
    const { publicId } = await desk.knownChild('Oona', 'Whimbrel');
    const [first, second] = [await moved({ id: publicId }), await moved({ id: publicId })];
    const before = await corrections();
    expect((await corrected([first.entry, second.entry])).errors).toEqual([]);
    expect(await since(before)).toMatchObject([
      { inReplyTo: second.id, child: { name: { surname: 'Whimbrel' } } },
    ]);
  });

  it('has its effect once by the sender’s id of it', async () => {
    const before = await corrections();
    const { entry } = await moved();
    const correspondence = { id: randomUUID(), receipt: randomUUID() };
    const first = idIn(await corrected([entry], { correspondence }), 'reportCorrection');
    expect(idIn(await corrected([entry], { correspondence }), 'reportCorrection')).toBe(first);
    expect(await since(before)).toHaveLength(1);
  });

  it('is said by whoever told it, and of that alone: an unknown entry and another’s read alike', async () => {
    const before = await corrections();
    const { entry } = await moved();
    const tried = [
      await corrected([randomUUID()]),
      await asPartner(PORTSMOUTH, [entry]),
      await asPartner(SCHOOL, [entry]),
    ];
    for (const { data, errors } of tried) expect([data, errors]).toEqual([{ reportCorrection: null }, []]);
    expect(await since(before)).toEqual([]);
  });

  it('opens nothing to whoever says it', async () => {
    const { entry } = await moved();
    const read = async (): Promise<unknown[]> => {
      const seen: unknown[] = [];
      for (const purpose of ['NOTIFY_MOVE', 'LOCATE_CHILD'])
        seen.push(await desk.inbox(SOUTHAMPTON, 'type id', purpose));
      return seen;
    };
    const before = await read();
    expect((await corrected([entry])).errors).toEqual([]);
    expect(await read()).toEqual(before);
  });

  it.each([
    ['none', [], 'disclosures'],
    ['more than twenty', Array.from({ length: 21 }, () => randomUUID()), 'disclosures'],
    ['what is no id', ['E/1'], 'disclosures[0]'],
  ])('names its entries: %s is bad input', async (_what, disclosures, field) => {
    const { errors } = await corrected(disclosures);
    expect(errors.map(({ extensions }) => [extensions.code, extensions.field])).toEqual([
      ['BAD_USER_INPUT', field],
    ]);
  });
});
