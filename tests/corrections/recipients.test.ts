import {
  ADDRESS,
  CorrectionDesk,
  FRONT_DOOR,
  HAMPSHIRE,
  HEALTH,
  HOUSING,
  NAME,
  PARTNERS,
  POLICE,
  PORTSMOUTH,
  rightAddress,
  rightName,
  SOUTHAMPTON,
  TEAM,
  type Notice,
} from './correction-desk';

let desk: CorrectionDesk;
beforeAll(async () => (desk = await CorrectionDesk.open()), 60_000);
afterAll(() => desk.stop());

/** Who has a notice that names this disclosure, or any at all. */
async function noticesOf(seen: ReadonlyMap<string, number>): Promise<Map<string, Notice[]>> {
  const found = new Map<string, Notice[]>();
  for (const as of PARTNERS) {
    const fresh = (await desk.notices(as)).slice(seen.get(as) ?? 0);
    if (fresh.length > 0) found.set(as, fresh);
  }
  return found;
}
const seenNow = async (): Promise<Map<string, number>> =>
  new Map(await Promise.all(PARTNERS.map(async (as) => [as, (await desk.notices(as)).length] as const)));

describe('a wrong address', () => {
  it('is told as wrong, once, to exactly those who were told it', async () => {
    const child = await desk.child(PARTNERS);
    const told = [SOUTHAMPTON, PORTSMOUTH, HAMPSHIRE];
    const ids = new Map<string, string[]>();
    for (const as of told) {
      const look = await desk.look(as, child, ADDRESS);
      expect([as, look.child?.['currentAddress']]).toEqual([
        as,
        { line1: '14 Goldcrest Avenue', postcode: 'OX99 1AB' },
      ]);
      ids.set(as, [look.id]);
    }
    // Twice to one of them; the name alone to another; to a third nothing but that the child is known.
    ids.get(HAMPSHIRE)?.unshift((await desk.look(HAMPSHIRE, child, ADDRESS)).id);
    expect((await desk.look(POLICE, child, NAME)).child?.['name']).not.toBeNull();
    expect((await desk.look(HOUSING, child, '')).child).not.toBeNull();
    // Withheld with a word, and without one: neither told anything of it.
    expect((await desk.look(HOUSING, child, ADDRESS)).answer.codes).toEqual(['WITHHELD']);
    const concealed = await desk.look(POLICE, child, 'protectedAddress { line1 }');
    expect([concealed.child?.['protectedAddress'], concealed.answer.codes]).toEqual([null, []]);
    // The council's own team is one controller with it.
    expect((await desk.look(TEAM, child, ADDRESS, 'LOCATE_CHILD')).child?.['currentAddress']).not.toBeNull();
    const seen = await seenNow();

    const id = await desk.corrected(child, rightAddress(await desk.addressOf(child)));

    const notices = await noticesOf(seen);
    expect([...notices.keys()].sort()).toEqual([...told].sort());
    for (const [as, [notice, ...more]] of notices) {
      expect([as, more]).toEqual([as, []]);
      const text = notice?.text ?? '';
      expect(text).toContain('put right: address.');
      expect(text).toContain(`disclosures: ${(ids.get(as) ?? []).join(', ')}.`);
      for (const value of ['Goldcrest', 'OX99', '41', child.surname, child.publicId])
        expect([value, text.replace(/[0-9a-f-]{36}/g, '').includes(value)]).toEqual([value, false]);
    }
    expect((await desk.recipients(id)).map((r) => [r.unit, r.items, r.disclosures, r.notTold])).toEqual(
      [HAMPSHIRE, PORTSMOUTH, SOUTHAMPTON].map((as) => [
        `${as}/main`,
        ['CURRENT_ADDRESS/full'],
        ids.get(as),
        null,
      ]),
    );
    // It reads what is right under its own agreement, and nobody reads what was wrong.
    const after = await desk.look(SOUTHAMPTON, child, ADDRESS);
    expect(after.child?.['currentAddress']).toEqual({ line1: '41 Goldcrest Avenue', postcode: 'OX99 1AB' });
  });

  it('concerns the lesser form and the area only where these were wrong too, and since they were', async () => {
    const child = await desk.child([SOUTHAMPTON, PORTSMOUTH]);
    const { id: early } = await desk.look(SOUTHAMPTON, child, 'currentOutwardPostcode');
    await desk.look(PORTSMOUTH, child, ADDRESS);
    desk.hub.clock.advance(1000);
    const own = await desk.addressOf(child);
    const itemsOf = async (right: string): Promise<unknown> => {
      const told = await desk.recipients(await desk.corrected(child, right));
      desk.hub.clock.advance(1000);
      return told.map(({ organisation, items, disclosures }) => [
        organisation,
        items,
        disclosures.includes(early),
      ]);
    };
    // Another house in the same postcode: whoever was told the first half of it was told nothing wrong.
    expect(await itemsOf(rightAddress(own))).toEqual([[PORTSMOUTH, ['CURRENT_ADDRESS/full'], false]]);
    // The postcode was wrong all along; the house, and with it the whole, was told to nobody since.
    const there = `address: { id: "${own}", line1: "41 Goldcrest Avenue", town: "Candlemere", postcode: "SO96 1NW", authority: "la/852" }`;
    expect(await itemsOf(there)).toEqual([[SOUTHAMPTON, ['CURRENT_ADDRESS/outwardPostcode'], true]]);
    // And once it was right, nobody had it wrong.
    expect(await itemsOf(rightAddress(own, ', authority: "la/931"'))).toEqual([]);
  });
});

describe('a wrong name', () => {
  it('is told as wrong to those who were told the name, and not to who was told the address alone', async () => {
    const child = await desk.child(PARTNERS);
    await desk.look(SOUTHAMPTON, child, ADDRESS);
    const { id } = await desk.look(POLICE, child, NAME);
    const seen = await seenNow();
    await desk.corrected(child, rightName('Rightname', child.forename));
    const notices = await noticesOf(seen);
    expect([...notices.keys()]).toEqual([POLICE]);
    expect(notices.get(POLICE)?.[0]?.text).toContain(`put right: legal name.`);
    expect(notices.get(POLICE)?.[0]?.text).toContain(id);
  });

  it('names at most twenty disclosures, and how many more there are', async () => {
    const child = await desk.child([POLICE]);
    for (let i = 0; i < 22; i++) await desk.look(POLICE, child, NAME);
    const seen = await seenNow();
    const id = await desk.corrected(child, rightName('Rightname', child.forename));
    const text = (await noticesOf(seen)).get(POLICE)?.[0]?.text ?? '';
    expect(text.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g)).toHaveLength(20);
    expect(text).toContain(' and 2 more.');
    expect((await desk.recipients(id))[0]?.disclosures).toHaveLength(22);
  });

  it('is looked for through every record that was joined into the child', async () => {
    const [child, other] = [await desk.child([HEALTH]), await desk.child([POLICE])];
    await desk.maker.sql('update child_name set surname = $2 where child_id = $1', [other.id, child.surname]);
    await desk.maker.sql('update child_name set forename = $2 where child_id = $1', [
      other.id,
      child.forename,
    ]);
    await desk.look(POLICE, other, NAME);
    await desk.look(HEALTH, child, NAME);
    await desk.maker.sql(`update child set state = 'merged', merged_into = $2 where id = $1`, [
      other.id,
      child.id,
    ]);
    const id = await desk.corrected(child, rightName('Rightname', 'Rightly'));
    expect((await desk.recipients(id)).map(({ organisation }) => organisation)).toEqual(
      expect.arrayContaining([POLICE]),
    );
  });
});

describe('who cannot be told through the hub', () => {
  it('has left: it is listed, and sent nothing', async () => {
    const child = await desk.child([HAMPSHIRE, POLICE]);
    for (const as of [HAMPSHIRE, POLICE]) await desk.look(as, child, NAME);
    await desk.maker.sql('update organisation set disabled_at = $2 where id = $1', [
      HAMPSHIRE,
      desk.hub.clock.now(),
    ]);
    try {
      const id = await desk.corrected(child, rightName('Rightname', child.forename));
      expect(
        (await desk.recipients(id)).map((r) => [r.organisation, r.notTold, r.notifiedAt === null]),
      ).toEqual([
        [HAMPSHIRE, 'LEFT', true],
        [POLICE, null, false],
      ]);
    } finally {
      await desk.maker.sql('update organisation set disabled_at = null where id = $1', [HAMPSHIRE]);
    }
  });

  it('is anybody, of a child whose location is protected', async () => {
    const child = await desk.child([POLICE, HOUSING]);
    for (const as of [POLICE, HOUSING]) await desk.look(as, child, NAME);
    await desk.maker.fact(child, 'LOCATION_PROTECTION', { unit: FRONT_DOOR });
    const seen = await seenNow();
    const id = await desk.corrected(child, rightName('Rightname', child.forename));
    expect((await desk.recipients(id)).map((r) => [r.organisation, r.notTold])).toEqual([
      [HOUSING, 'PROTECTED'],
      [POLICE, 'PROTECTED'],
    ]);
    expect(await noticesOf(seen)).toEqual(new Map());
  });

  it('is housing, of a child whom the family may harm', async () => {
    const child = await desk.child([POLICE, HOUSING]);
    for (const as of [POLICE, HOUSING]) await desk.look(as, child, NAME);
    await desk.maker.fact(child, 'RISK_GROUP', {
      unit: TEAM,
      organisation: 'la/931',
      detail: 'FORCED_MARRIAGE',
    });
    const id = await desk.corrected(child, rightName('Rightname', child.forename));
    expect((await desk.recipients(id)).map((r) => [r.organisation, r.notTold])).toEqual([
      [HOUSING, 'PROTECTED'],
      [POLICE, null],
    ]);
  });

  it('was shown nothing, because the child was protected when it asked', async () => {
    const child = await desk.child([SOUTHAMPTON, PORTSMOUTH]);
    await desk.look(SOUTHAMPTON, child, ADDRESS);
    const fact = await desk.maker.fact(child, 'LOCATION_PROTECTION', { unit: FRONT_DOOR });
    expect((await desk.look(PORTSMOUTH, child, ADDRESS)).child).toBeNull();
    await desk.maker.sql('update circumstance set ends_at = $2 where public_id = $1', [
      fact,
      desk.hub.clock.now(),
    ]);
    const id = await desk.corrected(child, rightAddress(await desk.addressOf(child)));
    expect((await desk.recipients(id)).map(({ organisation }) => organisation)).toEqual([SOUTHAMPTON]);
  });
});
