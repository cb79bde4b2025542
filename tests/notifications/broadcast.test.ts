import {
  ExchangeDesk,
  HEALTH,
  idIn,
  POLICE,
  SOUTHAMPTON,
  TEAM,
  type KnownChild,
} from '../enquiries/exchange-desk';

let desk: ExchangeDesk;
beforeAll(async () => (desk = await ExchangeDesk.open()));
afterAll(() => desk.stop());

const broadcast = (as: string, child: object) =>
  desk.act(as, 'broadcastLostPupil', '$input: BroadcastLostPupilInput!', { input: { child } });
const withdraw = (as: string, id: string) => desk.act(as, 'withdrawBroadcast', '$id: ID!', { id });
const seen = async (child: KnownChild, purpose: string) => {
  const query = 'query ($id: ID!) { child(id: $id) { name { surname } currentAddress { line1 } } }';
  return (await desk.ask(SOUTHAMPTON, query, { id: child.publicId }, { purpose })).data?.['child'];
};

describe('a lost-pupil message', () => {
  it('reaches each of the other 152 authorities and opens the name alone, until it is withdrawn', async () => {
    const child = await desk.knownChild('Lost', 'Lapwing');
    await desk.address(child.id, 'la/931');
    const id = idIn(await broadcast(TEAM, { id: child.publicId }), 'broadcastLostPupil');
    const [told] = await desk.sql<{ n: number; d: number; us: boolean }>(
      `select count(*)::int as n, count(distinct to_organisation)::int as d, bool_or(to_organisation = 'la/931') as us
       from notification where child_id = $1 and type = 'LOST_PUPIL'`,
      [child.id],
    );
    expect(told).toEqual({ n: 152, d: 152, us: false });
    expect(await desk.inbox(SOUTHAMPTON, 'type text child { name { surname } }', 'LOCATE_CHILD')).toEqual([
      { type: 'LOST_PUPIL', text: null, child: { name: { surname: 'Lapwing' } } },
    ]);
    expect(await desk.inbox(POLICE, 'type')).toEqual([]);
    expect(await seen(child, 'LOCATE_CHILD')).toEqual({ name: { surname: 'Lapwing' }, currentAddress: null });
    // Not by the way of a move either (any-authority 10.4): nobody has moved.
    expect(await seen(child, 'NOTIFY_MOVE')).toMatchObject({ currentAddress: null });

    expect((await broadcast(TEAM, { id: child.publicId })).codes).toEqual(['CONFLICT']);
    expect((await withdraw(TEAM, id)).errors).toEqual([]);
    expect(await seen(child, 'LOCATE_CHILD')).toBeNull();
    expect((await withdraw(TEAM, id)).codes).toEqual(['CONFLICT']);
    expect((await broadcast(TEAM, { id: child.publicId })).errors).toEqual([]);
  });

  it.each(['LOCATION_PROTECTION', 'FORCED_MARRIAGE', 'HONOUR_BASED_ABUSE', 'DOMESTIC_ABUSE'])(
    'is never sent of a child with %s',
    async (danger) => {
      const child = await desk.knownChild('Sana', `Of ${danger}`);
      const isGroup = danger !== 'LOCATION_PROTECTION';
      await desk.circumstance(child.id, isGroup ? 'RISK_GROUP' : danger, TEAM, isGroup ? danger : null);
      expect((await broadcast(TEAM, { id: child.publicId })).codes).toEqual(['NOT_PERMITTED']);
      expect(await desk.count('notification', 'child_id = $1', [child.id])).toBe(0);
    },
  );

  it('is the team’s alone to send and to withdraw', async () => {
    const child = await desk.knownChild('Whose', 'Lapwing');
    expect((await broadcast(HEALTH, { id: child.publicId })).codes).toEqual(['NOT_PERMITTED']);
    expect((await broadcast(SOUTHAMPTON, { id: child.publicId })).codes).toEqual(['NOT_PERMITTED']);
    const nobody = await broadcast(TEAM, { forename: 'No', surname: 'Body', dateOfBirth: '2015-01-01' });
    expect([nobody.data?.['broadcastLostPupil'], nobody.errors]).toEqual([null, []]);
  });
});
