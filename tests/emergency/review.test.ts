import { EmergencyDesk, HEALTH, MASH, nodesIn, OFFICER, POLICE, SCHOOL, TEAM, WHY } from './emergency-desk';

let desk: EmergencyDesk;
beforeAll(async () => (desk = await EmergencyDesk.open()));
afterAll(() => desk.stop());
afterEach(() => desk.hours(25));

const DPO = { job: 'data protection officer' };
const NOTICE = 'type from to text child { id }';

describe('both data-protection contacts are told', () => {
  test('of which use, which risk, which unit and when, and nothing of the child', async () => {
    const child = await desk.child();
    const at = desk.hub.clock.now().toISOString();
    const id = await desk.used(POLICE, child, { reference: 'URN/78' });
    for (const [as, to, more] of [
      [OFFICER, OFFICER, {}],
      [POLICE, `${POLICE}/data-protection`, DPO],
    ] as const) {
      const answer = await desk.inbox(as, NOTICE, more);
      const told = nodesIn(answer, 'notifications').at(-1);
      expect(told).toEqual({
        type: 'EMERGENCY_USED',
        from: POLICE,
        to,
        text: expect.stringContaining(id) as string,
        child: null,
      });
      for (const word of ['RISK_TO_LIFE', 'police/E23000029/main', at])
        expect(told?.['text']).toContain(word);
      for (const secret of [child.surname, child.forename, child.publicId, WHY])
        expect(answer.text).not.toContain(secret);
    }
  });

  test('and say so, once each', async () => {
    const id = await desk.used(POLICE, await desk.child());
    for (const [as, more] of [
      [OFFICER, {}],
      [POLICE, DPO],
    ] as const) {
      const notice = nodesIn(await desk.inbox(as, 'id text', more), 'notifications').at(-1);
      const answer = await desk.hub.query(as, {
        query: 'mutation ($id: ID!) { acknowledgeNotification(id: $id) { receivedAt } }',
        variables: { id: notice?.['id'] },
        purpose: 'RIGHTS_AND_AUDIT',
        ...more,
      });
      expect(answer.errors).toEqual([]);
    }
    const uses = await desk.uses(OFFICER, 'id told { to acknowledgedAt }');
    const told = nodesIn(uses, 'emergencyUses').find((use) => use['id'] === id)?.['told'];
    expect(told).toEqual([
      { to: OFFICER, acknowledgedAt: expect.any(String) as string },
      { to: `${POLICE}/data-protection`, acknowledgedAt: expect.any(String) as string },
    ]);
  });

  test('of a use by the council’s own team the one contact of both', async () => {
    const id = await desk.used(MASH, await desk.child());
    const uses = await desk.uses(OFFICER, 'id told { to }');
    expect(nodesIn(uses, 'emergencyUses').find((use) => use['id'] === id)?.['told']).toEqual([
      { to: OFFICER },
    ]);
  });

  test('nobody else finds a notice in its inbox, for whatever purpose, and no right comes of it', async () => {
    const child = await desk.child();
    await desk.maker.notified(child, POLICE, 'FLAG_REQUESTED');
    await desk.used(POLICE, child);
    await desk.used(MASH, child);
    for (const [as, purpose] of [
      [POLICE, 'LOCATE_CHILD'],
      [POLICE, 'SAFEGUARD'],
      [MASH, 'SAFEGUARD'],
      [HEALTH, 'LOCATE_CHILD'],
      [TEAM, 'LOCATE_CHILD'],
      [SCHOOL, 'ROLL_MANAGEMENT'],
    ] as const)
      expect([
        as,
        nodesIn(await desk.inbox(as, 'type', { purpose }), 'notifications').filter(
          (n) => n['type'] === 'EMERGENCY_USED',
        ),
      ]).toEqual([as, []]);
    const constable = await desk.inbox(POLICE, 'type', { job: 'constable' });
    expect(constable.data?.['notifications'] ?? null).toBeNull();
    const sent = await desk.hub.query(TEAM, {
      query: '{ sentNotifications(first: 100) { nodes { type } } }',
    });
    expect(sent.text).not.toContain('EMERGENCY_USED');
  });
});

describe('the queue', () => {
  const states = async (as: string, state: string): Promise<unknown[]> =>
    nodesIn(await desk.uses(as, 'id', { state }), 'emergencyUses').map((use) => use['id']);

  test('has each use in one state at a time, until it is reviewed', async () => {
    const id = await desk.used(POLICE, await desk.child());
    expect(await states(OFFICER, 'OPEN')).toContain(id);
    expect(await states(OFFICER, 'EXPIRED')).not.toContain(id);
    desk.hours(4);
    expect(await states(OFFICER, 'OPEN')).not.toContain(id);
    expect(await states(OFFICER, 'EXPIRED')).toContain(id);
    expect((await desk.review(OFFICER, id, 'JUSTIFIED')).errors).toEqual([]);
    expect(await states(OFFICER, 'EXPIRED')).not.toContain(id);
    expect(await states(OFFICER, 'REVIEWED')).toContain(id);
  });

  test('is everybody’s for those who review, and one’s own for a partner', async () => {
    const child = await desk.child();
    const ids = {
      police: await desk.used(POLICE, child),
      health: await desk.used(HEALTH, child),
      mash: await desk.used(MASH, child),
    };
    const all = Object.values(ids);
    const read = async (as: string, filter: object | null = null) =>
      nodesIn(await desk.uses(as, 'id', filter === null ? null : { ...filter }), 'emergencyUses')
        .map((use) => use['id'])
        .filter((id) => all.includes(String(id)));
    expect(await read(OFFICER)).toEqual(all);
    expect(await read(TEAM)).toEqual(all);
    expect(await read(OFFICER, { organisation: HEALTH })).toEqual([ids.health]);
    expect(await read(POLICE)).toEqual([ids.police]);
    expect(await read(POLICE, { organisation: HEALTH })).toEqual([]);
    expect(await read(MASH)).toEqual([ids.mash]);
    expect(await read('la/931/front-door')).toEqual([]);
    expect(await read(SCHOOL)).toEqual([]);
  });

  test('leads whoever reads the ledger from a use to what was opened, and nobody else to the child', async () => {
    const child = await desk.child();
    const id = await desk.used(POLICE, child);
    await desk.look(POLICE, child, 'currentAddress { line1 }');
    const find = async (as: string) =>
      nodesIn(await desk.uses(as, 'id text childId user unit'), 'emergencyUses').find(
        (use) => use['id'] === id,
      );
    expect(await find(POLICE)).toEqual({
      id,
      text: WHY,
      childId: null,
      user: 'A. Tester',
      unit: 'police/E23000029/main',
    });
    const use = await find(OFFICER);
    expect(use).toMatchObject({ childId: child.publicId, text: WHY });
    const ledger = await desk.hub.query(OFFICER, {
      query: `query ($f: DisclosureFilter!) { disclosures(filter: $f) { nodes { purpose items { item outcome } } } }`,
      variables: { f: { childId: use?.['childId'], organisation: POLICE } },
      purpose: 'RIGHTS_AND_AUDIT',
    });
    const opened = nodesIn(ledger, 'disclosures').find((entry) =>
      JSON.stringify(entry).includes('"CURRENT_ADDRESS","outcome":"DISCLOSED"'),
    );
    expect(opened).toMatchObject({ purpose: 'EMERGENCY' });
    const asked = await desk.uses(OFFICER, 'id child { id }');
    expect(new Set(asked.codes)).toEqual(new Set(['WITHHELD']));
  });

  test('goes page by page, and nowhere from somebody else’s cursor', async () => {
    const child = await desk.child();
    const ids = [
      await desk.used(POLICE, child),
      await desk.used(HEALTH, child),
      await desk.used(POLICE, child),
    ];
    const page = async (as: string, after: string | null) => {
      const answer = await desk.hub.query(as, {
        query: `query ($a: String) { emergencyUses(filter: { state: OPEN }, first: 2, after: $a) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`,
        variables: { a: after },
        purpose: 'RIGHTS_AND_AUDIT',
      });
      expect(answer.errors).toEqual([]);
      return answer.data?.['emergencyUses'] as {
        edges: { cursor: string; node: { id: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    };
    const first = await page(OFFICER, null);
    const second = await page(OFFICER, first.pageInfo.endCursor);
    expect([...first.edges, ...second.edges].map(({ node }) => node.id)).toEqual(ids);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    const foreign = first.edges[1]?.cursor ?? '';
    expect((await page(POLICE, foreign)).edges).toEqual([]);
    const wrong = await desk.hub.query(OFFICER, {
      query: '{ emergencyUses(after: "nonsense") { nodes { id } } }',
      purpose: 'RIGHTS_AND_AUDIT',
    });
    expect(wrong.errors.map(({ extensions }) => extensions['field'])).toEqual(['after']);
  });
});

describe('the review', () => {
  test('is recorded once, and the partner reads it', async () => {
    const id = await desk.used(POLICE, await desk.child());
    desk.hours(5);
    expect((await desk.review(OFFICER, id, 'UNCLEAR', {}, 'The sergeant is on leave.')).errors).toEqual([]);
    const own = nodesIn(await desk.uses(POLICE, 'id state outcome review reviewedAt'), 'emergencyUses');
    expect(own.find((use) => use['id'] === id)).toEqual({
      id,
      state: 'REVIEWED',
      outcome: 'UNCLEAR',
      review: 'The sergeant is on leave.',
      reviewedAt: desk.hub.clock.now().toISOString(),
    });
    expect((await desk.review(OFFICER, id, 'JUSTIFIED')).codes).toEqual(['CONFLICT']);
    expect((await desk.review(TEAM, id, 'JUSTIFIED')).codes).toEqual(['CONFLICT']);
  });

  test('closes at once what was not justified, and leaves open what was', async () => {
    const child = await desk.child();
    const name = async () => (await desk.look(POLICE, child, 'name { surname }')).data?.['child'];
    const first = await desk.used(POLICE, child);
    await desk.review(OFFICER, first, 'JUSTIFIED');
    expect(await name()).toEqual({ name: { surname: child.surname } });
    expect((await desk.end(POLICE, first)).errors).toEqual([]);
    const second = await desk.used(POLICE, child);
    await desk.review(OFFICER, second, 'NOT_JUSTIFIED');
    expect(await name()).toBeNull();
    expect((await desk.end(POLICE, second)).codes).toEqual(['CONFLICT']);
  });

  test('is not done by whoever used it, but by a colleague of theirs', async () => {
    const id = await desk.used(TEAM, await desk.child(), { user: 'C. Both' });
    const own = await desk.review(TEAM, id, 'JUSTIFIED', { user: 'C. Both' });
    expect([own.codes, own.data?.['reviewEmergency']]).toEqual([['CONFLICT'], null]);
    expect((await desk.review(TEAM, id, 'JUSTIFIED', { user: 'D. Colleague' })).errors).toEqual([]);
  });

  test.each([POLICE, HEALTH, SCHOOL, MASH, 'la/931/ehe'])('is not %s’s to do', async (as) => {
    const id = await desk.used(POLICE, await desk.child());
    expect((await desk.review(as, id, 'JUSTIFIED')).codes).toEqual(['NOT_PERMITTED']);
    const [row] = await desk.maker.sql('select outcome from emergency_use where public_id = $1', [id]);
    expect(row).toEqual({ outcome: null });
  });

  test('says in words what it found', async () => {
    const id = await desk.used(POLICE, await desk.child());
    const answer = await desk.review(OFFICER, id, 'JUSTIFIED', {}, '  ');
    expect(answer.errors.map(({ extensions }) => [extensions.code, extensions['field']])).toEqual([
      ['BAD_USER_INPUT', 'text'],
    ]);
  });
});

describe('the rate', () => {
  const RATE = '{ emergencyRate { unit uses awaitingReview notJustified perDay } }';
  const rate = async (as: string, purpose: string) =>
    (await desk.hub.query(as, { query: RATE, purpose })).data?.['emergencyRate'] as { unit: string }[] | null;

  test('counts each unit over 30 days, its own for a partner, and few are not told apart in statistics', async () => {
    desk.hours(24 * 31);
    const child = await desk.child();
    for (let i = 0; i < 5; i += 1) {
      const id = await desk.used(POLICE, child);
      if (i === 0) await desk.review(OFFICER, id, 'NOT_JUSTIFIED');
    }
    await desk.used(HEALTH, child);
    const police = { unit: 'police/E23000029/main', uses: 5, awaitingReview: 4, notJustified: 1, perDay: 5 };
    const health = { unit: 'nhs/RTH/main', uses: 1, awaitingReview: 1, notJustified: 0, perDay: 5 };
    expect(await rate(OFFICER, 'RIGHTS_AND_AUDIT')).toEqual([police, health]);
    expect(await rate(POLICE, 'RIGHTS_AND_AUDIT')).toEqual([police]);
    expect(await rate(SCHOOL, 'RIGHTS_AND_AUDIT')).toEqual([]);
    const few = { awaitingReview: null, notJustified: null };
    const counted = [
      { ...police, ...few },
      { ...health, ...few, uses: null },
    ];
    expect(await rate(OFFICER, 'STATISTICS')).toEqual(counted);
    expect(await rate(TEAM, 'STATISTICS')).toEqual(counted);
    const shut = await desk.hub.query(POLICE, { query: RATE, purpose: 'LOCATE_CHILD' });
    expect([shut.data?.['emergencyRate'] ?? null, shut.codes]).toEqual([null, ['PURPOSE_NOT_AGREED']]);
    desk.hours(24 * 30);
    expect(await rate(OFFICER, 'RIGHTS_AND_AUDIT')).toEqual([]);
  });
});
