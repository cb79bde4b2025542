import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';
import { openStatementLog, type StatementLog } from '../support/statement-log';
import { ALL_ASKED, ASKED, WRITINGS, asking, type AskedName } from './one-query';
import { PARTNERS, ROLES, childOfAll, type Partner, type Role } from './six-partners';

let log: StatementLog;
let hub: TestHub;
let child: MadeChild;

beforeAll(async () => {
  log = await openStatementLog();
  hub = await startTestHub({ through: log.through });
  child = await childOfAll(new ChildMaker(hub.database.owner, hub.clock));
});
afterAll(async () => {
  await hub.stop();
  await log.stop();
});

const shutTo = ({ open, forOthers }: Partner): AskedName[] =>
  ALL_ASKED.filter((field) => ![...open, ...forOthers].includes(field));
const columnsOf = (fields: readonly AskedName[]): RegExp[] =>
  fields.flatMap((field): readonly RegExp[] => ASKED[field].columns);

async function ask(role: Role, query: string, variables: object = { id: child.publicId }) {
  const { as, purpose, job } = PARTNERS[role];
  const { result, statements } = await log.during(() =>
    hub.query(as, { query, purpose, job, variables: { ...variables } }),
  );
  // Without this a log that recorded nothing would prove everything.
  expect(statements.filter((text) => text.includes('json_build_object')).length).toBeGreaterThan(0);
  return { answer: result, statements };
}

const withheldPaths = (answer: TestAnswer): string[] => {
  expect(new Set(answer.codes)).toEqual(new Set(['WITHHELD']));
  return answer.errors.map(({ path }) => (path ?? []).filter((p) => typeof p === 'string').join('.')).sort();
};

describe('one query, six roles', () => {
  const query = WRITINGS['plainly']?.(ALL_ASKED) ?? '';

  test.each(ROLES)(
    '%s is given what its agreements open, and a refusal for each of the rest',
    async (role) => {
      const open: readonly AskedName[] = PARTNERS[role].open;
      const { answer } = await ask(role, query);
      const data = answer.data?.['child'] as Record<string, unknown>;
      expect(data['id']).toBe(child.publicId);
      expect(open.filter((field) => data[field] === null)).toEqual([]);
      const refused = ALL_ASKED.filter((field) => !open.includes(field));
      expect(refused.filter((field) => data[field] !== null)).toEqual([]);
      // Concealed without a word: nobody is told that there is such a thing.
      const told = refused.filter((field) => field !== 'protectedAddress');
      expect(withheldPaths(answer)).toEqual(told.map((field) => `child.${field}`).sort());
    },
  );

  test('no two of them are given the same fields', async () => {
    const given = new Set<string>();
    for (const role of ROLES) {
      const { answer } = await ask(role, query);
      const data = answer.data?.['child'] as Record<string, unknown>;
      given.add(
        Object.keys(data)
          .filter((field) => data[field] !== null)
          .join(),
      );
    }
    expect(given.size).toBe(ROLES.length);
  });
});

describe('no statement that the server is asked to run holds a column of a field that is shut', () => {
  test('every pattern of these tests finds its column when the field is open', async () => {
    // The team of the home authority may see nearly everything; what it may not is asked of two jobs that may.
    for (const [job, purpose, fields] of [
      ['officer', 'LOCATE_CHILD', ALL_ASKED.filter((field) => field !== 'protectedAddress')],
      ['case holder', 'SAFEGUARD', ['protectedAddress'] as const],
    ] as const) {
      const variables = { id: child.publicId };
      const { result, statements } = await log.during(() =>
        hub.query('la/931/cme', { query: WRITINGS['plainly']?.(fields) ?? '', job, purpose, variables }),
      );
      expect(result.codes).toEqual([]);
      const missed = columnsOf(fields).filter((column) => !statements.some((text) => column.test(text)));
      expect(missed).toEqual([]);
    }
  });

  describe.each(Object.keys(WRITINGS))('asked for %s', (writing) => {
    test.each(ROLES)('by %s', async (role) => {
      const shut = shutTo(PARTNERS[role]);
      for (const some of inLots(shut, 14)) {
        const { answer, statements } = await ask(role, WRITINGS[writing]?.(some) ?? '');
        expect(answer.data).toMatchObject({ child: { id: child.publicId } });
        expect(foundIn(statements, some)).toEqual([]);
        const told = some.filter((field) => field !== 'protectedAddress');
        expect(withheldPaths(answer)).toHaveLength(told.length);
      }
    });
  });

  test.each(ROLES)('found by a lookup, alone or in a list, by %s', async (role) => {
    // The criteria are the asker's own words, so these two are looked for under the name of the field alone.
    const shut = shutTo(PARTNERS[role]).filter((field) => !['dateOfBirth', 'upn'].includes(field));
    const { forename, surname, dateOfBirth, upn } = child;
    const match = `... on ChildMatch { child { id ${asking(shut)} } }`;
    for (const [query, variables] of [
      [
        `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { ${match} } }`,
        { c: { forename, surname, dateOfBirth } },
      ],
      [
        `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { ${match} } }`,
        { c: { upn, dateOfBirth } },
      ],
      [
        `query ($c: [ChildLookupInput!]!) { lookupChildren(criteria: $c) { ${match} } }`,
        {
          c: [
            { forename, surname, dateOfBirth },
            { upn, dateOfBirth },
          ],
        },
      ],
    ] as const) {
      const { answer, statements } = await ask(role, query, variables);
      const [found] = [Object.values(answer.data ?? {})[0]].flat() as { child?: { id?: string } }[];
      expect(found?.child?.id).toBe(child.publicId);
      // Names are compared inside the hub, whoever asks: that one statement reads them, and none that makes an answer.
      const comparing = statements.filter((text) => text.includes('with asked as materialized'));
      expect(
        foundIn(
          comparing,
          shut.filter((field) => field !== 'name'),
        ),
      ).toEqual([]);
      expect(
        foundIn(
          statements.filter((text) => !comparing.includes(text)),
          shut,
        ),
      ).toEqual([]);
    }
  });

  test.each(ROLES)(
    'nor of a field that is open to %s but was left out by @include or @skip',
    async (role) => {
      const [left = 'flagged', kept = 'cmeOfficer'] = [...PARTNERS[role].open].reverse();
      const query = `query ($id: ID!, $no: Boolean!, $yes: Boolean!) { child(id: $id) {
      id ... @include(if: $no) { ${ASKED[left].ask} } ... @skip(if: $yes) { ${ASKED[left].ask} } ${ASKED[kept].ask} } }`;
      const { answer, statements } = await ask(role, query, { id: child.publicId, no: false, yes: true });
      expect(Object.keys(answer.data?.['child'] as object)).toEqual(['id', kept]);
      expect(foundIn(statements, [left])).toEqual([]);
      const turned = await ask(role, query, { id: child.publicId, no: true, yes: true });
      expect(Object.keys(turned.answer.data?.['child'] as object)).toEqual(['id', left, kept]);
    },
  );

  test('a value object is read without its field of another item, whoever may see the rest', async () => {
    const query = `query ($id: ID!) { child(id: $id) { removals { on ground destination } } }`;
    const { answer, statements } = await ask('SCHOOL', query);
    expect(answer.data).toEqual({
      child: { removals: [{ on: expect.any(String) as string, ground: 'a', destination: null }] },
    });
    expect(withheldPaths(answer)).toEqual(['child.removals.destination']);
    expect(statements.filter((text) => /destination/.test(text))).toEqual([]);
  });

  test('a value object is read without those of its fields that are another item', async () => {
    // The school may see who looks after the child and how to reach them; the council’s attendance officer only who.
    const query = `query ($id: ID!) { child(id: $id) { carers { forename surname ... on Carer { phones emails } tongue: language } } }`;
    const variables = { id: child.publicId };
    const { result, statements } = await log.during(() =>
      hub.query('la/931/cme', {
        query,
        variables,
        purpose: 'ENFORCE_ATTENDANCE',
        job: 'enforcement officer',
      }),
    );
    expect(result.data).toEqual({
      child: {
        carers: [
          { forename: 'Hannah', surname: `Carer${child.surname}`, phones: null, emails: null, tongue: null },
        ],
      },
    });
    expect(result.errors.map(({ path }) => path?.join('.'))).toEqual([
      'child.carers.0.phones',
      'child.carers.0.emails',
      'child.carers.0.tongue',
    ]);
    expect(statements.filter((text) => /phones|emails|language/.test(text))).toEqual([]);
    expect(statements.some((text) => text.includes('from carer'))).toBe(true);
    expect(result.text).not.toContain('07700');
  });
});

const foundIn = (statements: readonly string[], fields: readonly AskedName[]): string[] =>
  fields.filter((field) => columnsOf([field]).some((column) => statements.some((text) => column.test(text))));

/** 15 aliases of one field and 1,000 tokens are the most that is admitted. */
function inLots<T>(all: readonly T[], size: number): T[][] {
  return all.length === 0 ? [] : [all.slice(0, size), ...inLots(all.slice(size), size)];
}
