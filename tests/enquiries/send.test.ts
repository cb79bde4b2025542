import {
  ExchangeDesk,
  FRONT_DOOR,
  HOUSING,
  idIn,
  MASH,
  POLICE,
  PORTSMOUTH,
  REFUGE,
  SCHOOL,
  SOUTHAMPTON,
  TEAM,
} from './exchange-desk';

let desk: ExchangeDesk;
beforeAll(async () => (desk = await ExchangeDesk.open()));
afterAll(() => desk.stop());

const UKVI = 'national/ukvi';

describe('who is asked', () => {
  it.each([
    ['polic/E23000029', TEAM, 'nobody in the directory goes by this id; did you mean `police/E23000029`?'],
    [REFUGE, TEAM, 'a refuge or charity is never asked; it raises a concern when it has one.'],
    ['la/931', TEAM, 'within the council name the unit that is asked, as in `la/931/cme`.'],
    [TEAM, TEAM, 'is yourself; an enquiry goes to others.'],
    [`${POLICE}/main`, TEAM, `outside the council the organisation is asked: write \`${POLICE}\`.`],
    [SOUTHAMPTON, SOUTHAMPTON, 'is yourself; an enquiry goes to others.'],
    [PORTSMOUTH, SOUTHAMPTON, 'through this hub the council is asked: write `la/931/cme`.'],
    [MASH, SOUTHAMPTON, 'through this hub the council is asked: write `la/931/cme`.'],
  ])('%s may not be asked by %s', async (recipient, as, why) => {
    const before = await desk.count('child', 'true', []);
    const answer = await desk.send(as, { forename: 'No', surname: 'Body', dateOfBirth: '2015-01-01' }, [
      recipient,
    ]);
    expect(answer.errors.map(({ message, extensions }) => [extensions.code, message])).toEqual([
      ['BAD_USER_INPUT', `input.recipients[0]: ${why}`],
    ]);
    expect(await desk.count('child', 'true', [])).toBe(before);
  });

  it('says where a closed authority went', async () => {
    const [closed] = await desk.sql<{ id: string; next: string }>(
      `select id, successor_id as next from organisation where kind = 'la' and state = 'closed' and successor_id is not null limit 1`,
    );
    const answer = await desk.send(TEAM, { forename: 'No', surname: 'Body', dateOfBirth: '2015-01-01' }, [
      closed?.id ?? '',
    ]);
    expect(answer.errors[0]?.message).toBe(
      `input.recipients[0]: this organisation is closed; its successor is \`${closed?.next ?? ''}\`.`,
    );
  });

  it('is at least one and at most 160, each once', async () => {
    const child = await desk.knownChild('Nell', 'Avocet');
    const fields = async (recipients: string[]) =>
      (await desk.send(TEAM, { id: child.publicId }, recipients)).errors.map(
        ({ extensions }) => extensions['field'],
      );
    expect(await fields([])).toEqual(['input.recipients']);
    expect(await fields(Array.from({ length: 161 }, (_, i) => `la/${i}`))).toEqual(['input.recipients']);
    const id = await desk.sent(TEAM, { id: child.publicId }, [POLICE, MASH, POLICE]);
    const read = await desk.enquiry(TEAM, id, 'recipients { organisation }');
    expect(read.data?.['enquiry']).toEqual({
      recipients: [{ organisation: MASH }, { organisation: POLICE }],
    });
  });

  it.each([
    ['question', ' '],
    ['question', 'x'.repeat(4001)],
    ['question', 'a\u0000b'],
    ['dueOn', '2026-11-17'],
    ['checkKind', 'Child health'],
  ])('a wrong %s is named', async (field, value) => {
    const child = await desk.knownChild('Meg', 'Brambling');
    const answer = await desk.send(TEAM, { id: child.publicId }, [POLICE], {}, { [field]: value });
    expect(answer.errors.map(({ extensions }) => extensions['field'])).toEqual([`input.${field}`]);
  });
});

describe('the safe-enquiry rule', () => {
  it.each(['LOCATION_PROTECTION', 'FORCED_MARRIAGE', 'HONOUR_BASED_ABUSE', 'DOMESTIC_ABUSE'])(
    'no question about a child with %s goes to housing; the police may be asked',
    async (danger) => {
      const child = await desk.knownChild('Sana', `Of ${danger}`);
      const isGroup = danger !== 'LOCATION_PROTECTION';
      await desk.circumstance(child.id, isGroup ? 'RISK_GROUP' : danger, MASH, isGroup ? danger : null);
      const refused = await desk.send(TEAM, { id: child.publicId }, [POLICE, HOUSING]);
      expect(refused.codes).toEqual(['NOT_PERMITTED']);
      expect(await desk.count('enquiry', 'child_id = $1', [child.id])).toBe(0);
      expect((await desk.send(TEAM, { id: child.publicId }, [POLICE])).errors).toEqual([]);
      const [entry] = await desk.sql<{ body: string }>(
        `select controller_part as body from ledger_entry where kind in ('REFUSAL', 'DISCLOSURE') and $1 = any(child_ids) order by position limit 1`,
        [child.id],
      );
      expect(entry?.body).toContain('SEND_ENQUIRY');
    },
  );

  it('housing may be asked about any other child', async () => {
    const child = await desk.knownChild('Ada', 'Fieldfare');
    await desk.circumstance(child.id, 'RISK_GROUP', MASH, 'FREQUENT_MOVER');
    expect((await desk.send(TEAM, { id: child.publicId }, [HOUSING])).errors).toEqual([]);
  });
});

describe('a national body that is asked for child protection alone', () => {
  const conditional = (id: string, recipients: string[], job = 'CME manager') => {
    const input = { child: { id }, recipients, question: 'Has the child travelled?' };
    const more = { purpose: 'SAFEGUARD', job };
    return desk.act(TEAM, 'sendConditionalEnquiry', '$input: SendEnquiryInput!', { input }, more);
  };

  it('is not asked "just to be sure"', async () => {
    const child = await desk.knownChild('Leyla', 'Whinchat');
    await desk.openCase(child.id);
    expect((await desk.send(TEAM, { id: child.publicId }, [UKVI])).codes).toEqual(['NOT_PERMITTED']);
    expect((await conditional(child.publicId, [UKVI])).codes).toEqual(['NOT_PERMITTED']);
    expect(await desk.count('enquiry', 'child_id = $1', [child.id])).toBe(0);
  });

  it('is asked in a child-protection case, by the manager; others are not asked so', async () => {
    const child = await desk.knownChild('Lara', 'Whinchat');
    await desk.openCase(child.id);
    await desk.circumstance(child.id, 'CHILD_PROTECTION', MASH);
    expect((await conditional(child.publicId, [UKVI], 'clerk')).codes).toEqual(['NOT_PERMITTED']);
    expect((await conditional(child.publicId, [POLICE])).codes).toEqual(['BAD_USER_INPUT']);
    const id = idIn(await conditional(child.publicId, [UKVI]), 'sendConditionalEnquiry');
    const told = await desk.answer(UKVI, id, { outcome: 'KNOWN', address: { line1: '1 Lane' } });
    expect(told.errors.map(({ extensions }) => extensions['field'])).toEqual(['input.address']);
    expect((await desk.answer(UKVI, id, { outcome: 'KNOWN' })).errors).toEqual([]);
  });
});

describe('the list of enquiries', () => {
  it('has what was sent and what was received apart, by state and by child, page by page', async () => {
    const child = await desk.knownChild('Page', 'Turner');
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      desk.hub.clock.advance(1000);
      ids.unshift(await desk.sent(FRONT_DOOR, { id: child.publicId }, [TEAM, POLICE]));
    }
    await desk.withdraw(FRONT_DOOR, ids[0] ?? '');
    const of = async (as: string, filter: object, purpose?: string) =>
      (await desk.enquiries(as, 'id', { childId: child.publicId, ...filter }, purpose)).map(
        (node) => node['id'],
      );
    expect(await of(TEAM, {})).toEqual(ids);
    expect(await of(TEAM, { direction: 'SENT' })).toEqual([]);
    expect(await of(TEAM, { direction: 'RECEIVED', state: 'OPEN' })).toEqual(ids.slice(1));
    expect(await of(FRONT_DOOR, { direction: 'RECEIVED' })).toEqual([]);
    expect(await of(POLICE, { state: 'OPEN' }, 'ANSWER_ENQUIRY')).toEqual(ids.slice(1));
    expect(await of(SCHOOL, {}, 'ANSWER_ENQUIRY')).toEqual([]);

    const page = (as: string, after: string | null, purpose: string) =>
      desk.ask(
        as,
        'query ($after: String) { enquiries(first: 2, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }',
        { after },
        { purpose },
      );
    const seen: unknown[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const { edges, pageInfo } = (await page(FRONT_DOOR, after, 'SAFEGUARD')).data?.['enquiries'] as {
        edges: { node: { id: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      seen.push(...edges.map(({ node }) => node.id));
      [more, after] = [pageInfo.hasNextPage, pageInfo.endCursor];
    }
    expect(seen).toEqual(ids);
    const other = await page(SCHOOL, after, 'ANSWER_ENQUIRY');
    expect([other.data?.['enquiries'], other.errors]).toEqual([
      { edges: [], pageInfo: { hasNextPage: false, endCursor: null } },
      [],
    ]);
    expect(
      (await page(TEAM, 'nonsense', 'LOCATE_CHILD')).errors.map(({ extensions }) => extensions['field']),
    ).toEqual(['after']);
  });
});
