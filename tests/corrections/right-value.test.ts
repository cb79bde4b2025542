import { newPublicId } from '../../src/kernel/id';
import type { MadeChild } from '../support/child-maker';
import { CorrectionDesk, FRONT_DOOR, NAME, POLICE, rightAddress, rightName, TEAM } from './correction-desk';

let desk: CorrectionDesk;
let child: MadeChild;
beforeAll(async () => {
  desk = await CorrectionDesk.open();
  child = await desk.child([POLICE]);
}, 60_000);
afterAll(() => desk.stop());

const lookup = async (criteria: string): Promise<unknown> => {
  const answer = await desk.hub.query(TEAM, {
    query: `{ lookupChild(criteria: { ${criteria} }) { ... on ChildMatch { child { id } } } }`,
  });
  return (answer.data?.['lookupChild'] as { child?: { id: string } } | null)?.child?.id ?? null;
};
const read = async (made: MadeChild, fields: string): Promise<Record<string, unknown> | null> =>
  (await desk.look(TEAM, made, fields, 'LOCATE_CHILD')).child;

describe('what is read and found afterwards', () => {
  it('is the right name alone, with the middle names as they were; the wrong one is no earlier name', async () => {
    const { surname, forename, dateOfBirth, publicId } = child;
    const by = (name: string): string =>
      `surname: "${name}", forename: "${forename}", dateOfBirth: "${dateOfBirth}"`;
    expect(await lookup(by(surname))).toBe(publicId);
    await desk.corrected(child, rightName('Rightname', forename));
    expect([await lookup(by(surname)), await lookup(by('Rightname'))]).toEqual([null, publicId]);
    expect(await read(child, 'name { surname middleNames } formerNames { surname }')).toMatchObject({
      name: { surname: 'Rightname', middleNames: 'Middlename' },
      formerNames: [{ surname: child.formerSurname }],
    });
  });

  it('is the right date of birth', async () => {
    const made = await desk.child([]);
    const by = (date: string): string =>
      `surname: "${made.surname}", forename: "${made.forename}", dateOfBirth: "${date}"`;
    await desk.corrected(made, 'dateOfBirth: "2011-09-28"');
    expect([await lookup(by(made.dateOfBirth)), await lookup(by('2011-09-28'))]).toEqual([
      null,
      made.publicId,
    ]);
    expect(await read(made, 'dateOfBirth')).toMatchObject({ dateOfBirth: '2011-09-28' });
  });

  it('is the right number; the wrong one is free for the child whose it is', async () => {
    const [made, other] = [await desk.child([]), await desk.child([])];
    const by = ({ dateOfBirth }: MadeChild, upn: string): string =>
      `upn: "${upn}", dateOfBirth: "${dateOfBirth}"`;
    await desk.corrected(made, 'identifier: { kind: "upn", value: "B801200005001" }');
    expect([await lookup(by(made, made.upn)), await lookup(by(made, 'B801200005001'))]).toEqual([
      null,
      made.publicId,
    ]);
    expect(await read(made, 'upn formerUpns')).toMatchObject({ upn: 'B801200005001', formerUpns: [] });
    await desk.corrected(other, `identifier: { kind: "upn", value: "${made.upn}" }`);
    expect(await lookup(by(other, made.upn))).toBe(other.publicId);
  });

  it('is the right address, still protected where it was', async () => {
    const made = await desk.child([]);
    await desk.maker.sql('update child_address set protected = true where child_id = $1', [made.id]);
    await desk.corrected(made, rightAddress(await desk.addressOf(made)));
    expect((await desk.look(TEAM, made, 'currentAddress { line1 }', 'LOCATE_CHILD')).answer.codes).toEqual(
      [],
    );
    expect(await read(made, 'currentAddress { line1 }')).toMatchObject({ currentAddress: null });
    const [row] = await desk.maker.sql('select line1, protected from child_address where child_id = $1', [
      made.id,
    ]);
    expect(row).toEqual({ line1: '41 Goldcrest Avenue', protected: true });
  });

  it('leaves what was wrong where the controller finds it, with its own provenance, and nobody reads it', async () => {
    const made = await desk.child([]);
    const id = await desk.corrected(made, rightName('Rightname', made.forename));
    const [kept] = await desk.maker.sql<{ was: Record<string, unknown>; reason: string }>(
      'select was, reason from correction where public_id = $1',
      [id],
    );
    expect(kept?.was).toMatchObject({ surname: made.surname, middle_names: 'Middlename', source: 'test' });
    const shown = await desk.hub.query(TEAM, {
      purpose: 'RIGHTS_AND_AUDIT',
      query: `{ correction(id: "${id}") { id fact kind reason correctedAt unit user job recipients { unit } } }`,
    });
    expect(shown.data?.['correction']).toEqual({
      ...{
        id,
        fact: 'NAME',
        kind: 'legal',
        reason: 'Mistyped.',
        unit: TEAM,
        user: 'B. Officer',
        job: 'tester',
      },
      ...{ correctedAt: desk.hub.clock.now().toISOString(), recipients: [] },
    });
    await expect(
      desk.hub.database.app.query('update correction set reason = $1 where public_id = $2', ['No.', id]),
    ).rejects.toThrow('permission denied');
  });

  it('leaves the ledger as it was: what was told stands in it, under its own digest', async () => {
    const made = await desk.child([POLICE]);
    const { id } = await desk.look(POLICE, made, NAME);
    const entry = async (): Promise<unknown> =>
      (
        await desk.maker.sql('select leaf, controller_part, recipient_part from ledger_entry where id = $1', [
          id,
        ])
      )[0];
    const before = await entry();
    await desk.corrected(made, rightName('Rightname', made.forename));
    expect(await entry()).toEqual(before);
    const receipt = await desk.hub.query(POLICE, {
      purpose: 'RIGHTS_AND_AUDIT',
      query: `{ disclosureReceipt(id: "${id}") { erased items { item outcome } } }`,
    });
    expect(receipt.data?.['disclosureReceipt']).toMatchObject({
      erased: false,
      items: expect.arrayContaining([{ item: 'IDENTITY', outcome: 'DISCLOSED' }]) as unknown,
    });
    const [act] = await desk.maker.sql<{ body: { action: string; fact: string; told: string[] } }>(
      `select controller_part::json -> 'body' as body from ledger_entry
       where kind = 'ACT' and $1 = any(child_ids) order by position desc limit 1`,
      [made.id],
    );
    expect(act?.body).toMatchObject({ action: 'CORRECT_RECORD', fact: 'NAME', told: [`${POLICE}/main`] });
  });
});

describe('a second correction', () => {
  it('of the same is refused; with the same idempotency key it is the first again', async () => {
    const made = await desk.child([POLICE]);
    await desk.look(POLICE, made, NAME);
    const right = rightName('Rightname', made.forename);
    const first = await desk.correct({ id: made.publicId }, right, { key: 'one' });
    expect((await desk.correct({ id: made.publicId }, right, { key: 'one' })).data).toEqual(first.data);
    expect((await desk.correct({ id: made.publicId }, right)).codes).toEqual(['CONFLICT']);
    const [row] = await desk.maker.sql('select count(*)::int as n from notification where child_id = $1', [
      made.id,
    ]);
    expect(row).toEqual({ n: 1 });
  });

  it('at the same time waits, and sees the first', async () => {
    const made = await desk.child([]);
    const right = rightName('Rightname', made.forename);
    const both = await Promise.all([1, 2].map(() => desk.correct({ id: made.publicId }, right)));
    expect(both.flatMap(({ codes }) => codes)).toEqual(['CONFLICT']);
  });

  it('tells those who were told what the first wrote', async () => {
    const made = await desk.child([POLICE]);
    await desk.look(POLICE, made, NAME);
    await desk.corrected(made, rightName('Stillwrong', made.forename));
    const { id } = await desk.look(POLICE, made, NAME);
    desk.hub.clock.advance(1000);
    const second = await desk.corrected(made, rightName('Rightname', made.forename));
    expect((await desk.recipients(second)).map(({ disclosures }) => disclosures[0])).toEqual([id]);
  });
});

const ADDRESS_ID = newPublicId();
const NAMES = 'surname: "Right", forename: "Name"';

it.each([
  ['nothing that is right', '', 'input'],
  ['two at once', `dateOfBirth: "2014-03-15", name: { ${NAMES} }`, 'input.dateOfBirth'],
  ['an empty name', 'name: { surname: " ", forename: "A" }', 'input.name.surname'],
  ['a name without a letter', 'name: { surname: "A", forename: "--" }', 'input.name.forename'],
  ['a name that is too long', `name: { surname: "${'a'.repeat(101)}", forename: "A" }`, 'input.name.surname'],
  ['an unknown kind of name', `name: { ${NAMES}, kind: "legall" }`, 'input.name.kind'],
  ['a birth in the future', 'dateOfBirth: "2030-01-01"', 'input.dateOfBirth'],
  ['a birth too long ago', 'dateOfBirth: "1980-01-01"', 'input.dateOfBirth'],
  ['an address without an id', 'address: { id: "1", line1: "1", postcode: "OX99 1AB" }', 'input.address.id'],
  [
    'a bad postcode',
    `address: { id: "${ADDRESS_ID}", line1: "1", postcode: "OX" }`,
    'input.address.postcode',
  ],
  [
    'no first line',
    `address: { id: "${ADDRESS_ID}", line1: " ", postcode: "OX99 1AB" }`,
    'input.address.line1',
  ],
  [
    'an address from tomorrow',
    `address: { id: "${ADDRESS_ID}", line1: "1", postcode: "OX99 1AB", from: "2026-11-19" }`,
    'input.address.from',
  ],
  [
    'an authority that is none',
    `address: { id: "${ADDRESS_ID}", line1: "1", postcode: "OX99 1AB", authority: "Oxford" }`,
    'input.address.authority',
  ],
  ['an unknown kind of number', 'identifier: { kind: "nhs", value: "9434765919" }', 'input.identifier.kind'],
  [
    'a number that does not check',
    'identifier: { kind: "nhs_number", value: "9434765918" }',
    'input.identifier.value',
  ],
])('refuses %s', async (_what, right, field) => {
  const answer = await desk.correct({ id: child.publicId }, right);
  expect(answer.errors.map(({ extensions }) => [extensions.code, extensions['field']])).toEqual([
    ['BAD_USER_INPUT', field],
  ]);
});

it('wants a reason, of at most 4,000 characters', async () => {
  for (const reason of [' ', 'a'.repeat(4001)]) {
    const answer = await desk.hub.query(TEAM, {
      purpose: 'CASE_GOVERNANCE',
      query: `mutation { correctRecord(input: { child: { id: "${child.publicId}" }, dateOfBirth: "2014-03-15", reason: "${reason}" }) { id } }`,
    });
    expect(answer.errors.map(({ extensions }) => extensions['field'])).toEqual(['input.reason']);
  }
});

describe('what the record does not hold', () => {
  const codes = async (made: MadeChild, right: string): Promise<string[]> =>
    (await desk.correct({ id: made.publicId }, right)).errors.map(
      ({ message }) => message.split(':')[0] ?? '',
    );

  it('cannot be put right: each says which field', async () => {
    const made = await desk.child([]);
    const other = await desk.child([]);
    const own = await desk.addressOf(made);
    await desk.maker.about(made.id, 'child_name', { kind: 'former', forename: 'Other', surname: 'Former' });
    for (const [right, field] of [
      [`name: { ${NAMES}, kind: "known_as" }`, 'input.name'],
      [`name: { ${NAMES}, kind: "former" }`, 'input.name.wrong'],
      ['identifier: { kind: "uln", value: "1000000027" }', 'input.identifier.kind'],
      [`identifier: { kind: "upn", value: "${other.upn}" }`, 'input.identifier.value'],
      [rightAddress(await desk.addressOf(other)), 'input.address.id'],
      [`address: { id: "${own}", line1: "1 New", postcode: "SO96 1NW" }`, 'input.address.authority'],
      [`dateOfBirth: "${made.dateOfBirth}"`, 'input.dateOfBirth'],
    ] as const)
      expect([right, await codes(made, right)]).toEqual([right, [field]]);
    expect(
      await codes(
        made,
        `name: { ${NAMES}, kind: "former", wrong: { surname: "Former", forename: "Other" } }`,
      ),
    ).toEqual([]);
    expect(await desk.maker.sql('select 1 from correction where child_id = $1', [made.id])).toHaveLength(1);
  });

  it('is nothing of a child whom the hub does not know', async () => {
    const answer = await desk.correct({ id: newPublicId() }, 'dateOfBirth: "2014-03-15"');
    expect([answer.data, answer.codes]).toEqual([{ correctRecord: null }, []]);
  });
});

it('is for the team alone: nobody else does it or reads it, whatever the hub knows', async () => {
  const made = await desk.child([POLICE]);
  const id = await desk.corrected(made, rightName('Rightname', made.forename));
  for (const as of [POLICE, FRONT_DOOR, 'la/852']) {
    for (const publicId of [made.publicId, newPublicId()]) {
      const tried = await desk.correct({ id: publicId }, 'dateOfBirth: "2014-03-15"', {
        as,
        purpose: 'LOCATE_CHILD',
      });
      expect([as, tried.codes]).toEqual([as, ['NOT_PERMITTED']]);
    }
    const read = await desk.hub.query(as, {
      purpose: 'RIGHTS_AND_AUDIT',
      query: `{ correction(id: "${id}") { id reason } }`,
    });
    expect([as, read.data, read.codes]).toEqual([as, { correction: null }, []]);
  }
});
