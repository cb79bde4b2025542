import { newRowId } from '../../src/kernel/id';
import {
  ExchangeDesk,
  FRONT_DOOR,
  HEALTH,
  HOUSING,
  idIn,
  nodesIn,
  PORTSMOUTH,
  REFUGE,
  SOUTHAMPTON,
  TEAM,
  type Node,
} from '../enquiries/exchange-desk';

let desk: ExchangeDesk;
beforeAll(async () => (desk = await ExchangeDesk.open()));
afterAll(() => desk.stop());

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly text: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const PAGE = `query ($first: Int, $after: String) { notifications(first: $first, after: $after) {
  edges { cursor node { text } } pageInfo { hasNextPage endCursor } } }`;
async function page(as: string, after: string | null, first = 3): Promise<Page> {
  const answer = await desk.ask(as, PAGE, { first, after }, { purpose: 'NOTIFY_MOVE' });
  if (answer.errors.length > 0) throw new Error(answer.text);
  return answer.data?.['notifications'] as Page;
}

describe('telling another authority', () => {
  it('reaches its inbox, opens what the agreement says, and is acknowledged once', async () => {
    const child = await desk.knownChild('Shirin', 'Plover');
    await desk.address(child.id, SOUTHAMPTON);
    const id = idIn(
      await desk.notify(TEAM, { id: child.publicId }, SOUTHAMPTON, 'MOVED_OUT', { text: 'Moved on Monday.' }),
      'notifyAuthority',
    );
    const fields =
      'id type from to purpose text acknowledgedAt child { name { surname } currentAddress { line1 } }';
    expect(await desk.inbox(SOUTHAMPTON, fields)).toEqual([
      {
        ...{
          id,
          type: 'MOVED_OUT',
          from: 'la/931',
          to: SOUTHAMPTON,
          purpose: 'NOTIFY_MOVE',
          text: 'Moved on Monday.',
        },
        ...{
          acknowledgedAt: null,
          child: { name: { surname: 'Plover' }, currentAddress: { line1: '1 Invented Lane' } },
        },
      },
    ]);
    const acknowledge = async () =>
      (await desk.act(SOUTHAMPTON, 'acknowledgeNotification', '$id: ID!', { id }, { purpose: 'NOTIFY_MOVE' }))
        .data;
    const first = await acknowledge();
    desk.hub.clock.advance(60_000);
    expect(await acknowledge()).toEqual(first);
    const [read] = await desk.inbox(SOUTHAMPTON, 'acknowledgedAt');
    expect(read).toEqual({ acknowledgedAt: (first?.['acknowledgeNotification'] as Node)['receivedAt'] });
  });

  it('shows nobody else, and nobody else acknowledges it', async () => {
    const child = await desk.knownChild('Petra', 'Plover');
    const id = idIn(
      await desk.notify(TEAM, { id: child.publicId }, SOUTHAMPTON, 'MOVED_IN'),
      'notifyAuthority',
    );
    for (const other of [PORTSMOUTH, FRONT_DOOR, HEALTH]) {
      const purpose = other === PORTSMOUTH ? 'NOTIFY_MOVE' : 'LOCATE_CHILD';
      const read = await desk.ask(
        other,
        'query ($id: ID!) { notification(id: $id) { id text } }',
        { id },
        { purpose },
      );
      expect([other, read.data?.['notification'], read.errors]).toEqual([other, null, []]);
      expect(await desk.inbox(other, 'id', purpose)).toEqual([]);
    }
    const taken = await desk.act(
      PORTSMOUTH,
      'acknowledgeNotification',
      '$id: ID!',
      { id },
      { purpose: 'NOTIFY_MOVE' },
    );
    expect([taken.data?.['acknowledgeNotification'], taken.errors]).toEqual([null, []]);
    const own = await desk.ask(TEAM, 'query ($id: ID!) { notification(id: $id) { acknowledgedAt } }', { id });
    expect(own.data?.['notification']).toEqual({ acknowledgedAt: null });
  });

  it('is among what was sent, to the team that sent it', async () => {
    const child = await desk.knownChild('Sent', 'Plover');
    await desk.sent(TEAM, { id: child.publicId }, [PORTSMOUTH]);
    const id = idIn(
      await desk.notify(TEAM, { id: child.publicId }, SOUTHAMPTON, 'LOCATED_HERE'),
      'notifyAuthority',
    );
    const sent = async (as: string) => {
      const answer = await desk.ask(
        as,
        '{ sentNotifications(first: 100) { nodes { id to } } }',
        {},
        { purpose: 'NOTIFY_MOVE' },
      );
      return nodesIn(answer, 'sentNotifications');
    };
    const mine = (await sent(TEAM)).filter((node) => node['to'] === SOUTHAMPTON || node['to'] === PORTSMOUTH);
    expect(mine.at(-1)).toEqual({ id, to: SOUTHAMPTON });
    expect(
      await desk.count('notification', 'child_id = $1 and to_organisation = $2', [child.id, PORTSMOUTH]),
    ).toBe(1);
    expect(mine.map((node) => node['to'])).not.toContain(PORTSMOUTH);
    expect(await sent(SOUTHAMPTON)).toEqual([]);
  });

  it('keeps what came to the council from its other services', async () => {
    const child = await desk.knownChild('Quinn', 'Plover');
    const id = idIn(
      await desk.notify(SOUTHAMPTON, { id: child.publicId }, 'la/931', 'MOVED_IN'),
      'notifyAuthority',
    );
    expect((await desk.inbox(TEAM, 'id')).map((node) => node['id'])).toContain(id);
    const read = await desk.ask(FRONT_DOOR, 'query ($id: ID!) { notification(id: $id) { id } }', { id });
    expect([read.data?.['notification'], read.errors]).toEqual([null, []]);
  });

  it.each([
    ['la/85', TEAM, 'MOVED_OUT'],
    [HEALTH, TEAM, 'MOVED_OUT'],
    ['la/931', TEAM, 'MOVED_OUT'],
    [FRONT_DOOR, TEAM, 'MOVED_OUT'],
    [REFUGE, TEAM, 'FLAG_REQUESTED'],
    [PORTSMOUTH, SOUTHAMPTON, 'MOVED_OUT'],
    [HOUSING, SOUTHAMPTON, 'FLAG_REQUESTED'],
  ])('%s is not told by %s of %s', async (to, as, type) => {
    const answer = await desk.notify(
      as,
      { forename: 'No', surname: 'Body', dateOfBirth: '2015-01-01' },
      to,
      type,
    );
    expect(answer.errors.map(({ extensions }) => [extensions.code, extensions['field']])).toEqual([
      ['BAD_USER_INPUT', 'input.to'],
    ]);
  });

  it('asks housing to hold a flag, but never for a child whom the family may harm', async () => {
    const [safe, other] = [await desk.knownChild('Abena', 'Ruff'), await desk.knownChild('Sana', 'Ruff')];
    await desk.circumstance(other.id, 'RISK_GROUP', TEAM, 'FORCED_MARRIAGE');
    expect((await desk.notify(TEAM, { id: safe.publicId }, HOUSING, 'FLAG_REQUESTED')).errors).toEqual([]);
    expect((await desk.notify(TEAM, { id: other.publicId }, HOUSING, 'FLAG_REQUESTED')).codes).toEqual([
      'NOT_PERMITTED',
    ]);
    expect(await desk.count('notification', 'child_id = $1', [other.id])).toBe(0);
  });
});

describe('a child who turns up', () => {
  it('is told to the council and to each authority that asks, once, and to those alone without the words', async () => {
    const child = await desk.knownChild('Ben', 'Turnstone');
    const asked = [SOUTHAMPTON, PORTSMOUTH, 'la/850'];
    await desk.sent(TEAM, { id: child.publicId }, asked);
    await desk.sent(TEAM, { id: child.publicId }, [PORTSMOUTH]);
    await desk.answer(
      'la/850',
      (await desk.enquiries('la/850', 'id', null, 'ANSWER_ENQUIRY'))[0]?.['id'] as string,
      { outcome: 'NOT_KNOWN' },
    );
    expect(
      (
        await desk.notify(SOUTHAMPTON, { id: child.publicId }, 'la/931', 'LOCATED_HERE', {
          text: 'At a hotel.',
        })
      ).errors,
    ).toEqual([]);
    const rows = await desk.sql(
      `select to_organisation, text, type from notification where child_id = $1 order by 1`,
      [child.id],
    );
    expect(rows).toEqual([
      { to_organisation: PORTSMOUTH, text: null, type: 'LOCATED_HERE' },
      { to_organisation: 'la/931', text: 'At a hotel.', type: 'LOCATED_HERE' },
    ]);
    const inbox = await desk.inbox(PORTSMOUTH, 'type from child { name { forename } }', 'ANSWER_ENQUIRY');
    expect(inbox.filter((node) => node['from'] === SOUTHAMPTON)).toEqual([
      { type: 'LOCATED_HERE', from: SOUTHAMPTON, child: { name: { forename: 'Ben' } } },
    ]);
  });

  it('is told to the council alone while its location is protected', async () => {
    const child = await desk.knownChild('Ana', 'Turnstone');
    await desk.sent(TEAM, { id: child.publicId }, [PORTSMOUTH]);
    await desk.circumstance(child.id, 'LOCATION_PROTECTION', TEAM);
    expect((await desk.notify(SOUTHAMPTON, { id: child.publicId }, 'la/931', 'LOCATED_HERE')).errors).toEqual(
      [],
    );
    const rows = await desk.sql(`select to_organisation from notification where child_id = $1`, [child.id]);
    expect(rows).toEqual([{ to_organisation: 'la/931' }]);
  });
});

describe('the inbox, page by page', () => {
  it('loses nothing and doubles nothing while more arrives', async () => {
    const child = await desk.knownChild('Page', 'Turner');
    const reader = 'la/850';
    const texts = Array.from({ length: 24 }, (_, i) => `Message ${i}`);
    const writing = Promise.all(
      texts.map((text) => desk.notify(TEAM, { id: child.publicId }, reader, 'ROLL_CHANGE', { text })),
    );
    const seen: string[] = [];
    let after: string | null = null;
    const read = async (): Promise<boolean> => {
      const { edges, pageInfo } = await page(reader, after);
      seen.push(...edges.map(({ node }) => node.text));
      after = pageInfo.endCursor ?? after;
      return pageInfo.hasNextPage;
    };
    let written = false;
    void writing.then(() => (written = true));
    while (!written) await read();
    expect((await writing).flatMap(({ errors }) => errors)).toEqual([]);
    while (await read());
    expect([...seen].sort()).toEqual([...texts].sort());
  });

  it('does not read past one that is still being written', async () => {
    const child = await desk.knownChild('Slow', 'Writer');
    const reader = 'la/921';
    const slow = desk.hub.database.owner.createQueryRunner();
    try {
      await slow.startTransaction();
      await slow.query(
        `insert into notification (id, authority_id, child_id, from_organisation, from_unit, to_organisation, type, purpose, reference, text, sent_at)
         values ($1, 'la/931', $2, 'la/931', 'la/931/cme', $3, 'CORRECTION', 'NOTIFY_MOVE', 'TEST/1', 'slow', $4)`,
        [newRowId(), child.id, reader, desk.hub.clock.now()],
      );
      const fast = desk.notify(TEAM, { id: child.publicId }, reader, 'CORRECTION', { text: 'fast' });
      await Promise.race([fast, new Promise((resolve) => setTimeout(resolve, 300))]);
      const early = await page(reader, null);
      await slow.commitTransaction();
      await fast;
      const late = await page(reader, early.pageInfo.endCursor);
      expect([...early.edges, ...late.edges].map(({ node }) => node.text)).toEqual(['slow', 'fast']);
    } finally {
      if (slow.isTransactionActive) await slow.rollbackTransaction();
      await slow.release();
    }
  });

  it('goes nowhere from somebody else’s cursor, and refuses what is none', async () => {
    const child = await desk.knownChild('Else', 'Whose');
    await desk.notify(TEAM, { id: child.publicId }, SOUTHAMPTON, 'CORRECTION');
    const { edges } = await page(SOUTHAMPTON, null);
    const cursor = edges[0]?.cursor ?? '';
    expect((await page(SOUTHAMPTON, cursor)).edges).toHaveLength(
      Math.min(3, (await page(SOUTHAMPTON, null, 100)).edges.length - 1),
    );
    await desk.notify(TEAM, { id: child.publicId }, PORTSMOUTH, 'CORRECTION');
    expect(await page(PORTSMOUTH, cursor)).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, endCursor: null },
    });
    const wrong = await desk.ask(SOUTHAMPTON, PAGE, { after: 'nonsense' }, { purpose: 'NOTIFY_MOVE' });
    expect(wrong.errors.map(({ extensions }) => extensions['field'])).toEqual(['after']);
  });
});
