import {
  ExchangeDesk,
  idIn,
  PORTSMOUTH,
  SOUTHAMPTON,
  TEAM,
  type KnownChild,
} from '../enquiries/exchange-desk';

let desk: ExchangeDesk;
beforeAll(async () => (desk = await ExchangeDesk.open()));
afterAll(() => desk.stop());

const MOVE = { purpose: 'NOTIFY_MOVE' };
const propose = (as: string, child: object, to: string) =>
  desk.act(as, 'proposeTransfer', '$input: ProposeTransferInput!', { input: { child, to } }, MOVE);
const accept = (as: string, notificationId: string) =>
  desk.act(as, 'acceptTransfer', '$notificationId: ID!', { notificationId }, MOVE);
const decline = (as: string, notificationId: string) =>
  desk.act(
    as,
    'declineTransfer',
    '$notificationId: ID!, $reason: String!',
    { notificationId, reason: 'The family has gone on.' },
    MOVE,
  );
const end = (as: string, id: string) => desk.act(as, 'endTransfer', '$id: ID!', { id }, MOVE);
const caseOf = async (child: KnownChild) =>
  (
    await desk.ask(
      SOUTHAMPTON,
      'query ($id: ID!) { child(id: $id) { case { state } currentAddress { line1 } } }',
      { id: child.publicId },
      MOVE,
    )
  ).data?.['child'];

describe('a case that is handed over', () => {
  it('opens when the other authority accepts, not when it is proposed, and closes when it ends', async () => {
    const child = await desk.knownChild('Kayleigh', 'Dotterel');
    await desk.openCase(child.id);
    await desk.address(child.id, 'la/931');
    const offer = idIn(await propose(TEAM, { id: child.publicId }, SOUTHAMPTON), 'proposeTransfer');
    expect(await desk.inbox(SOUTHAMPTON, 'id type')).toContainEqual({ id: offer, type: 'TRANSFER_PROPOSED' });
    expect(await caseOf(child)).toEqual({ case: null, currentAddress: null });

    const transfer = idIn(await accept(SOUTHAMPTON, offer), 'acceptTransfer');
    expect(await caseOf(child)).toEqual({ case: { state: 'OPEN' }, currentAddress: null });
    expect(await desk.inbox(TEAM, 'type from inReplyTo transfer')).toContainEqual({
      ...{ type: 'TRANSFER_ACCEPTED', from: SOUTHAMPTON, inReplyTo: offer, transfer },
    });

    expect((await accept(SOUTHAMPTON, offer)).codes).toEqual(['CONFLICT']);
    expect((await decline(SOUTHAMPTON, offer)).codes).toEqual(['CONFLICT']);
    const other = await end(PORTSMOUTH, transfer);
    expect([other.data?.['endTransfer'], other.errors]).toEqual([null, []]);
    expect((await end(TEAM, transfer)).errors).toEqual([]);
    expect(await caseOf(child)).toEqual({ case: null, currentAddress: null });
    expect((await end(SOUTHAMPTON, transfer)).codes).toEqual(['CONFLICT']);
  });

  it('stays where it is when the other authority declines', async () => {
    const child = await desk.knownChild('Robin', 'Dotterel');
    await desk.openCase(child.id);
    const offer = idIn(await propose(TEAM, { id: child.publicId }, SOUTHAMPTON), 'proposeTransfer');
    expect((await decline(SOUTHAMPTON, offer)).errors).toEqual([]);
    expect(await desk.inbox(TEAM, 'type text inReplyTo')).toContainEqual({
      ...{ type: 'TRANSFER_DECLINED', text: 'The family has gone on.', inReplyTo: offer },
    });
    expect(await caseOf(child)).toEqual({ case: null, currentAddress: null });
    expect((await accept(SOUTHAMPTON, offer)).codes).toEqual(['CONFLICT']);
    expect(await desk.count('circumstance', `child_id = $1 and kind = 'TRANSFER'`, [child.id])).toBe(0);
  });

  it('is not accepted by whoever proposed it, nor by a third', async () => {
    const child = await desk.knownChild('Merle', 'Dotterel');
    const offer = idIn(await propose(SOUTHAMPTON, { id: child.publicId }, 'la/931'), 'proposeTransfer');
    expect((await accept(SOUTHAMPTON, offer)).codes).toEqual(['CONFLICT']);
    const third = await accept(PORTSMOUTH, offer);
    expect([third.data?.['acceptTransfer'], third.errors]).toEqual([null, []]);
    const notice = idIn(
      await desk.notify(TEAM, { id: child.publicId }, SOUTHAMPTON, 'CORRECTION'),
      'notifyAuthority',
    );
    expect((await accept(SOUTHAMPTON, notice)).codes).toEqual(['CONFLICT']);
    expect(await desk.count('circumstance', 'child_id = $1', [child.id])).toBe(0);
    const transfer = idIn(await accept(TEAM, offer), 'acceptTransfer');
    expect((await end(SOUTHAMPTON, transfer)).errors).toEqual([]);
  });

  it('is taken once when two colleagues accept at the same moment', async () => {
    const child = await desk.knownChild('Two', 'Atonce');
    const offer = idIn(await propose(TEAM, { id: child.publicId }, SOUTHAMPTON), 'proposeTransfer');
    const both = await Promise.all([accept(SOUTHAMPTON, offer), accept(SOUTHAMPTON, offer)]);
    expect(both.flatMap(({ codes }) => codes)).toEqual(['CONFLICT']);
    expect(await desk.count('circumstance', `child_id = $1 and kind = 'TRANSFER'`, [child.id])).toBe(1);
  });

  it('opens nothing of a child to an authority whose proposal was declined', async () => {
    const child = await desk.knownChild('Fish', 'Ing');
    await desk.address(child.id, 'la/931');
    const offer = idIn(await propose(SOUTHAMPTON, child.details, 'la/931'), 'proposeTransfer');
    expect((await decline(TEAM, offer)).errors).toEqual([]);
    const [reply] = await desk
      .inbox(SOUTHAMPTON, 'text child { name { surname } currentAddress { line1 } carers { surname } }')
      .then((all) => all.filter(({ text }) => text === 'The family has gone on.').slice(-1));
    expect(reply).toMatchObject({ child: { name: null, currentAddress: null, carers: null } });
  });
});
