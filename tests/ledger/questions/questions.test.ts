import type { TestAnswer } from '../../support/hub';
import { CONSTABLE, HEALTH, History, HOUSING, OFFICER, POLICE, SCHOOL, TEAM, type Entry } from './history';

let history: History;
beforeAll(async () => {
  history = await History.make();
}, 60_000);
afterAll(() => history.stop());

const lines = async (as: string, filter: string): Promise<string[]> =>
  (await history.entries(as, filter)).map((entry) => history.line(entry));

const ABOUT_THE_SUBJECT = [
  'DAY/1 police/E23000029 DISCLOSURE joined:EXISTENCE:DISCLOSED joined:IDENTITY:DISCLOSED joined:UPN:WITHHELD',
  // Asked for by its id, and not told: for the controller alone.
  'DAY/2 housing/E07000178 DISCLOSURE joined:EXISTENCE:CONSIDERED',
  'DAY/2 police/E23000029 REFUSAL joined:EXISTENCE:DISCLOSED joined:UPN:WITHHELD',
  'DAY/3 police/E23000029 DISCLOSURE joined:EXISTENCE:DISCLOSED',
  'DAY/4 nhs/RTH DISCLOSURE kept:CME_FLAG/yesNo:DISCLOSED kept:EXISTENCE:DISCLOSED',
  'DAY/5 school/931-4123 ACT kept:RAISE_ALERT:DONE',
  'DAY/6 police/E23000029 ACT kept:USE_EMERGENCY:DONE',
  'DAY/6 police/E23000029 DISCLOSURE kept:EXISTENCE:DISCLOSED kept:LAST_KNOWN_ADDRESS:DISCLOSED',
  'DAY/7 la/931 ACT kept:REVIEW_EMERGENCY:DONE',
];

describe('everything about a child', () => {
  it('is found through every record that was joined with it, whichever is asked about', async () => {
    const { kept, joined } = history;
    expect(await lines(OFFICER, `{ childId: "${kept.publicId}" }`)).toEqual(ABOUT_THE_SUBJECT);
    expect(await lines(OFFICER, `{ childId: "${joined.publicId}" }`)).toEqual(ABOUT_THE_SUBJECT);
    expect(await lines(TEAM, `{ childId: "${kept.publicId}" }`)).toEqual(ABOUT_THE_SUBJECT);
  });

  it('says who, when, why and under which clause', async () => {
    const [first] = await history.entries(OFFICER, `{ childId: "${history.kept.publicId}" }`);
    expect(first).toMatchObject({
      at: '2026-11-18T09:30:00.000Z',
      organisation: POLICE,
      unit: `${POLICE}/main`,
      client: POLICE,
      user: CONSTABLE,
      subject: history.subject(POLICE, CONSTABLE),
      purpose: 'LOCATE_CHILD',
      reference: 'DAY/1',
    });
    expect(first?.items[1]?.under).toEqual([
      { agreement: 'thames-valley-police', version: 1, clause: '6.1' },
    ]);
  });

  it('names no other child of the same answer', async () => {
    const answer = await history.disclosures(
      OFFICER,
      `{ childId: "${history.kept.publicId}" }`,
      ', first: 100',
    );
    expect(answer.text).not.toContain(history.other.publicId);
    expect(await lines(OFFICER, `{ childId: "${history.other.publicId}" }`)).toEqual([
      'DAY/3 police/E23000029 DISCLOSURE other:EXISTENCE:DISCLOSED other:IDENTITY:DISCLOSED',
    ]);
  });

  it('is for others what they were told of that very record: they do not learn that two are one', async () => {
    const { kept, joined } = history;
    const toPolice = ABOUT_THE_SUBJECT.filter(
      (line) => line.includes(` ${POLICE} DISCLOSURE`) || line.includes('REFUSAL'),
    );
    expect(await lines(POLICE, `{ childId: "${joined.publicId}" }`)).toEqual(toPolice.slice(0, 3));
    expect(await lines(POLICE, `{ childId: "${kept.publicId}" }`)).toEqual(toPolice.slice(3));
    expect(toPolice).toHaveLength(4);
  });

  it('is nothing for whoever was told nothing: that a child was weighed stands in no part of theirs', async () => {
    const { kept, joined } = history;
    for (const { publicId } of [kept, joined])
      expect(await lines(HOUSING, `{ childId: "${publicId}" }`)).toEqual([]);
    const own = await history.disclosures(HOUSING, '{}', ', first: 100');
    expect(own.text).toContain('DAY/2');
    for (const { publicId, id } of [kept, joined]) {
      expect(own.text).not.toContain(publicId);
      expect(own.text).not.toContain(id);
    }
    const parts = await history.maker.sql<{ part: string }>(
      `select recipient_part as part from ledger_entry where organisation_id = $1`,
      [HOUSING],
    );
    expect(parts.length).toBeGreaterThan(0);
    expect(parts.filter(({ part }) => part.includes(joined.id) || part.includes(joined.publicId))).toEqual(
      [],
    );
  });
});

describe('why a person must decide', () => {
  const marksOf = async (filter: string): Promise<Record<string, string[]>> =>
    Object.fromEntries(
      (await history.entries(OFFICER, filter)).map((entry) => [
        `${entry.reference} ${entry.kind}`,
        (entry.review ?? []).map((mark) => mark.split(':')[0] ?? ''),
      ]),
    );

  it('stands beside each entry that may do harm', async () => {
    expect(await marksOf(`{ childId: "${history.kept.publicId}" }`)).toEqual({
      'DAY/1 DISCLOSURE': ['RECIPIENT'],
      'DAY/2 DISCLOSURE': ['PURPOSE'],
      'DAY/2 REFUSAL': ['RECIPIENT'],
      'DAY/3 DISCLOSURE': ['RECIPIENT'],
      'DAY/4 DISCLOSURE': ['PURPOSE'],
      'DAY/5 ACT': ['ACT', 'PURPOSE'],
      'DAY/6 ACT': ['ACT', 'RECIPIENT', 'PURPOSE'],
      'DAY/6 DISCLOSURE': ['RECIPIENT', 'PURPOSE'],
      'DAY/7 ACT': ['ACT'],
    });
  });

  it('stands beside everything about a child while it is protected, through a record that was joined with it', async () => {
    const { maker, kept, other, joined } = history;
    const unit = 'la/931/mash';
    const about = (child: string): Promise<Record<string, string[]>> => marksOf(`{ childId: "${child}" }`);
    await maker.fact(joined, 'LOCATION_PROTECTION', { unit });
    const marked = Object.values(await about(kept.publicId));
    expect(marked.map(([first]) => first)).toEqual(marked.map(() => 'PROTECTED_CHILD'));
    expect(Object.values(await about(other.publicId))).toEqual([['RECIPIENT']]);
    // Without a child, an entry is marked for any child of it.
    expect((await marksOf('{}'))['DAY/3 DISCLOSURE']).toEqual(['PROTECTED_CHILD', 'RECIPIENT']);
    await maker.sql(
      `update circumstance set ends_at = begins_at where child_id = $1 and kind = 'LOCATION_PROTECTION'`,
      [joined.id],
    );
    expect(Object.values(await about(kept.publicId)).flat()).not.toContain('PROTECTED_CHILD');
    await maker.sql(`update child_address set protected = true where child_id = $1`, [kept.id]);
    expect((await about(kept.publicId))['DAY/4 DISCLOSURE']).toEqual(['PROTECTED_CHILD', 'PURPOSE']);
    await maker.sql(`update child_address set protected = false where child_id = $1`, [kept.id]);
  });

  it('is told to readers of the whole ledger alone', async () => {
    const reviews = (entries: readonly Entry[]): unknown[] => entries.map(({ review }) => review);
    expect(reviews(await history.entries(POLICE, '{}'))).toEqual([null, null, null, null, null, null]);
    expect(reviews(await history.entries(TEAM, `{ client: "${HEALTH}" }`))).toEqual([
      ['PURPOSE: it was for keeping a child in need or at risk safe'],
    ]);
  });
});

describe('the filter finds', () => {
  const KIND = /(DISCLOSURE|ACT|REFUSAL)/;
  const short = async (as: string, filter: string): Promise<string[]> =>
    (await lines(as, filter)).map((line) => `${line.split(' ')[0] ?? ''} ${KIND.exec(line)?.[0] ?? ''}`);

  it('what an organisation or a unit had been told by a time, of a child or at all', async () => {
    const { kept } = history;
    const by = (more: string): Promise<string[]> =>
      short(OFFICER, `{ until: "2026-11-20T12:00:00Z", kind: DISCLOSURE, ${more} }`);
    expect(await by(`organisation: "${POLICE}"`)).toEqual(['DAY/1 DISCLOSURE', 'DAY/3 DISCLOSURE']);
    expect(await by(`unit: "${POLICE}/main", childId: "${kept.publicId}"`)).toEqual([
      'DAY/1 DISCLOSURE',
      'DAY/3 DISCLOSURE',
    ]);
    expect(await by(`organisation: "${HEALTH}"`)).toEqual([]);
    expect(await by(`unit: "${POLICE}/data-protection"`)).toEqual([]);
  });

  it('what a client received since a time', async () => {
    expect(await short(OFFICER, `{ client: "${POLICE}", since: "2026-11-20T09:30:00Z" }`)).toEqual([
      'DAY/3 DISCLOSURE',
      'DAY/6 ACT',
      'DAY/6 DISCLOSURE',
      'DAY/6 DISCLOSURE',
    ]);
    expect(await short(OFFICER, '{ client: "nobody" }')).toEqual([]);
  });

  it('what one person did', async () => {
    const sub = history.subject(POLICE, CONSTABLE);
    expect(
      await short(OFFICER, `{ organisation: "${POLICE}", subject: "${sub}", until: "2026-11-20T00:00:00Z" }`),
    ).toEqual(['DAY/1 DISCLOSURE']);
    expect(await short(OFFICER, `{ subject: "${sub}", purpose: "EMERGENCY", kind: ACT }`)).toEqual([
      'DAY/6 ACT',
    ]);
  });

  it('what rested on an agreement in a period, newest first', async () => {
    const filter = '{ agreement: "thames-valley-police", since: "2026-11-01T00:00:00Z" }';
    expect(await short(OFFICER, filter)).toEqual(['DAY/1 DISCLOSURE', 'DAY/3 DISCLOSURE']);
    expect(await short(OFFICER, '{ since: "2026-11-21T00:00:00Z", until: "2026-11-23T00:00:00Z" }')).toEqual([
      'DAY/4 DISCLOSURE',
      'DAY/5 ACT',
      'DAY/5 DISCLOSURE',
    ]);
  });

  it('for others no more than their own, by the clauses that they were told', async () => {
    const since = 'since: "2026-11-01T00:00:00Z"';
    expect(await short(POLICE, `{ agreement: "thames-valley-police", ${since} }`)).toEqual([
      'DAY/1 DISCLOSURE',
      'DAY/2 REFUSAL',
      'DAY/3 DISCLOSURE',
    ]);
    expect(await short(HEALTH, `{ agreement: "thames-valley-police", ${since} }`)).toEqual([]);
    for (const filter of [
      `client: "${POLICE}"`,
      `unit: "${POLICE}/main"`,
      `subject: "${history.subject(POLICE, CONSTABLE)}"`,
    ])
      expect(await short(HEALTH, `{ ${filter} }`)).toEqual([]);
    expect(await short(SCHOOL, `{ ${since}, purpose: "RAISE_CONCERN", kind: ACT }`)).toEqual(['DAY/5 ACT']);
  });
});

describe('the filter says what is wrong', () => {
  test.each([
    ['{ childId: "x" }', 'filter.childId'],
    ['{ organisation: "polis/E23000029" }', 'filter.organisation'],
    ['{ unit: "police/E23000029" }', 'filter.unit'],
    ['{ client: " " }', 'filter.client'],
    ['{ subject: "a\\u0000b" }', 'filter.subject'],
    ['{ agreement: "Thames Valley", since: "2026-11-01T00:00:00Z" }', 'filter.agreement'],
    ['{ agreement: "thames-valley-police" }', 'filter.agreement'],
    ['{ purpose: "LOCATE_CHILDREN", since: "2026-11-01T00:00:00Z" }', 'filter.purpose'],
    ['{ purpose: "LOCATE_CHILD" }', 'filter.purpose'],
    ['{ kind: REFUSAL }', 'filter.kind'],
    ['{ since: "2026-11-02T00:00:00Z", until: "2026-11-02T00:00:00Z" }', 'filter.until'],
  ])('of %s', async (filter, field) => {
    for (const as of [OFFICER, POLICE]) {
      const { errors } = await history.disclosures(as, filter);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
    }
  });

  it('and how to put it right', async () => {
    const said = async (filter: string): Promise<string> =>
      (await history.disclosures(OFFICER, filter)).errors[0]?.message ?? '';
    expect(await said('{ agreement: "emergency" }')).toContain('needs `since` beside it');
    expect(await said('{ purpose: "SAFEGARD", since: "2026-11-01T00:00:00Z" }')).toContain('`SAFEGUARD`');
  });
});

describe('counts under an agreement', () => {
  const COUNTS = 'of entries children disclosed withheld done refusals';
  const ask = (as: string, agreement: string, more = '', purpose = 'RIGHTS_AND_AUDIT'): Promise<TestAnswer> =>
    history.hub.query(as, {
      purpose,
      query: `{ disclosureSummary(filter: { agreement: "${agreement}", since: "2026-11-18T00:00:00Z", until: "2026-12-01T00:00:00Z" ${more} }) {
        all { ${COUNTS} } parties { ${COUNTS} } purposes { ${COUNTS} } items { ${COUNTS} } } }`,
    });
  const counts = async (
    as: string,
    agreement: string,
    purpose?: string,
  ): Promise<Record<string, string[]>> => {
    const { data, text } = await ask(as, agreement, '', purpose);
    const summary = data?.['disclosureSummary'] as Record<string, Record<string, unknown>[]> | null;
    if (!summary) throw new Error(text);
    return Object.fromEntries(
      Object.entries(summary).map(([heading, rows]) => [
        heading,
        [rows].flat().map((row) =>
          Object.values(row)
            .map((n) => n ?? '–')
            .join(' '),
        ),
      ]),
    );
  };

  it('are by party, purpose and item, with refusals, and each child once', async () => {
    expect(await counts(OFFICER, 'thames-valley-police')).toEqual({
      all: ['– 2 2 5 0 0 1'],
      parties: [`${POLICE}/main 2 2 5 0 0 1`],
      purposes: ['LOCATE_CHILD 2 2 5 0 0 1'],
      items: ['EXISTENCE/full 2 2 3 0 0 –', 'IDENTITY/full 2 2 2 0 0 –'],
    });
  });

  it('count a child with the records joined with it once, and acts', async () => {
    const { all, items } = await counts(TEAM, 'emergency');
    expect(all).toEqual(['– 2 1 2 0 1 0']);
    expect(items).toEqual([
      'EXISTENCE/full 1 1 1 0 0 –',
      'LAST_KNOWN_ADDRESS/full 1 1 1 0 0 –',
      'USE_EMERGENCY 1 1 0 0 1 –',
    ]);
  });

  it('show what was held back where a clause speaks of it', async () => {
    const { maker, other } = history;
    await maker.fact(other, 'LOCATION_PROTECTION', { unit: 'la/931/mash' });
    await maker.fact(other, 'OPEN_CASE', { unit: 'la/931/mash' });
    await history.ask(TEAM, {
      query: `{ child(id: "${other.publicId}") { id } }`,
      purpose: 'CASE_GOVERNANCE',
    });
    await history.ask('la/931/mash', {
      query: `{ child(id: "${other.publicId}") { id protectedAddress { postcode } } }`,
      purpose: 'SAFEGUARD',
    });
    const { items } = await counts(OFFICER, 'protections');
    expect(items).toEqual(['PROTECTED_ADDRESS/full 1 0 0 1 0 –']);
  });

  it('are of one’s own requests for everybody else', async () => {
    const { all, parties } = await counts(POLICE, 'thames-valley-police');
    expect([all, parties]).toEqual([['– 2 2 5 1 0 1'], [`${POLICE}/main 2 2 5 1 0 1`]]);
    expect((await counts(HEALTH, 'thames-valley-police'))['all']).toEqual(['– 0 0 0 0 0 0']);
  });

  it('are rounded, and small ones not told, where counts alone are open', async () => {
    const exact = await counts(OFFICER, 'thames-valley-police');
    const rounded = await counts(OFFICER, 'thames-valley-police', 'STATISTICS');
    expect(exact['all']).toEqual(['– 2 2 5 0 0 1']);
    expect(rounded['all']).toEqual(['– – – 5 – – –']);
    expect((await ask(POLICE, 'thames-valley-police', '', 'STATISTICS')).data ?? null).toEqual(null);
  });

  test.each([
    ['thames-valley-polise', '', 'filter.agreement', 'did you mean `thames-valley-police`'],
    ['Thames', '', 'filter.agreement', 'small letters'],
  ])('of %s are refused', async (agreement, more, field, words) => {
    const { errors } = await ask(OFFICER, agreement, more);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
    expect(errors[0]?.message).toContain(words);
  });

  it('of more than a year, or of no time, are refused', async () => {
    for (const [since, until] of [
      ['2025-01-01', '2026-11-01'],
      ['2026-11-01', '2026-11-01'],
    ]) {
      const { errors } = await history.hub.query(OFFICER, {
        purpose: 'RIGHTS_AND_AUDIT',
        query: `{ disclosureSummary(filter: { agreement: "emergency", since: "${since}T00:00:00Z", until: "${until}T00:00:00Z" }) { agreement } }`,
      });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'filter.until' } }]);
    }
  });
});
