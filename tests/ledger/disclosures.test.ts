import { sqlOf } from '../../src/database/sql';
import type { LedgerRecord } from '../../src/gate/ports';
import { createLedgerWriter } from '../../src/ledger/ledger-writer';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';
import { sampleRecord } from './sample-record';

let hub: TestHub;
let seen: MadeChild;
let weighed: MadeChild;
beforeAll(async () => {
  hub = await startTestHub();
  const make = new ChildMaker(hub.database.owner, hub.clock);
  [seen, weighed] = [await make.child(), await make.child()];
});
afterAll(() => hub.stop());
let test = 0;
let reference = '';
beforeEach(() => {
  test += 1;
  reference = `OP-${test}`;
});

const POLICE = 'police/E23000029';
const HEALTH = 'nhs/RTH';
const TEAM = 'la/931/cme';
const FIELDS = `id at kind organisation unit user job purpose reference rulesetVersion
  items { child item form outcome under { agreement version clause } }`;

interface Shown {
  readonly id: string;
  readonly kind: string;
  readonly organisation: string;
  readonly unit: string;
  readonly items: readonly {
    readonly child: string | null;
    readonly item: string;
    readonly form: string;
    readonly outcome: string;
    readonly under: readonly {
      readonly agreement: string;
      readonly version: number;
      readonly clause: string | null;
    }[];
  }[];
}

const ask = (as: string, filter = '{}', more = ''): Promise<TestAnswer> =>
  hub.query(as, {
    query: `{ disclosures(filter: ${filter} ${more}) { nodes { ${FIELDS} } edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`,
    purpose: 'RIGHTS_AND_AUDIT',
  });

/** The entries that were put in by a test: asking leaves entries of its own. */
const shown = async (as: string, filter?: string, more?: string): Promise<Shown[]> => {
  const { errors, data } = await ask(as, filter, more);
  expect(errors).toEqual([]);
  const { nodes } = data?.['disclosures'] as { nodes: (Shown & { reference: string })[] };
  return nodes.filter((node) => node.reference === reference);
};
const items = ({ items: all }: Shown): string[] =>
  all.map(({ child, item, form, outcome }) => {
    const who = child === seen.publicId ? 'seen' : child === weighed.publicId ? 'weighed' : child;
    return `${who} ${item}/${form} ${outcome}`;
  });
const write = async (over: Partial<LedgerRecord> = {}): Promise<string> => {
  const record = sampleRecord({ agreements: [], reference, ...over });
  await createLedgerWriter(sqlOf(hub.database.app)).append(record);
  return record.id;
};

/** A look at one child, with another that a lookup weighed. */
const look = (over: Partial<LedgerRecord> = {}): Promise<string> =>
  write({
    children: [seen.id, weighed.id],
    body: {
      v: 1,
      children: [
        {
          child: seen.id,
          disclosed: {
            'EXISTENCE/full': ['thames-valley-police@1 6.1'],
            'IDENTITY/full': ['thames-valley-police@1 6.1'],
          },
          withheld: {
            'UPN/full': { because: 'not-agreed', under: [] },
            'LAST_KNOWN_ADDRESS/full': { because: 'forbidden', under: ['protections@1 1.4'] },
            'PROTECTED_ADDRESS/full': { because: 'forbidden', under: ['protections@1 1.1'] },
          },
        },
      ],
      other: { disclosed: {}, withheld: {} },
      candidates: [weighed.id],
    },
    told: {
      items: {
        children: [
          {
            child: seen.publicId,
            disclosed: {
              'EXISTENCE/full': ['thames-valley-police@1 6.1'],
              'LAST_KNOWN_ADDRESS/full': ['thames-valley-police@1 6.2'],
            },
            withheld: ['UPN/full'],
          },
        ],
        other: { disclosed: {}, withheld: [] },
      },
    },
    ...over,
  });

describe('records of use', () => {
  it('show an organisation what its own requests were told, and by whom', async () => {
    const id = await look();
    const [entry] = await shown(POLICE);
    expect(entry).toMatchObject({
      id,
      at: '2026-10-01T09:00:00.123Z',
      kind: 'DISCLOSURE',
      organisation: POLICE,
      unit: `${POLICE}/main`,
      user: 'A. Officer',
      job: 'missing persons',
      purpose: 'LOCATE_CHILD',
      rulesetVersion: 'v',
    });
    expect(await shown(HEALTH)).toEqual([]);
  });

  it('are to the asker what it was told then, and nothing else that the entry holds', async () => {
    await look();
    const [entry] = await shown(POLICE);
    if (!entry) throw new Error('no entry');
    expect(items(entry)).toEqual([
      'seen EXISTENCE/full DISCLOSED',
      'seen LAST_KNOWN_ADDRESS/full DISCLOSED',
      'seen UPN/full WITHHELD',
    ]);
    expect(entry.items[1]?.under).toEqual([{ agreement: 'thames-valley-police', version: 1, clause: '6.2' }]);
  });

  it('do not say whether an act found the child', async () => {
    const body = { action: 'RAISE_ALERT', under: ['statutory-duties@1 2.1'] };
    const told = { action: 'RAISE_ALERT', clauses: ['statutory-duties@1 2.1'] };
    await write({ kind: 'ACT', children: [seen.id], body, told });
    await write({ kind: 'ACT', body, told });
    const acts = (await shown(POLICE)).map(({ kind, items: all }) => ({ kind, items: all }));
    expect(acts).toHaveLength(2);
    expect(acts[0]).toEqual(acts[1]);
    expect(acts[0]?.items).toMatchObject([{ child: null, item: 'RAISE_ALERT', outcome: 'DONE' }]);
  });

  it('show the CME team everything, under the clauses that decided', async () => {
    await look();
    await write({
      organisation: HEALTH,
      unit: `${HEALTH}/main`,
      kind: 'ACT',
      children: [seen.id],
      body: { action: 'REPORT_ADDRESS', under: ['statutory-duties@1 2.4'] },
    });
    const [act, entry] = await shown(TEAM);
    if (!entry || !act) throw new Error('no entry');
    expect(items(act)).toEqual(['seen REPORT_ADDRESS/full DONE']);
    expect(items(entry)).toEqual([
      'seen EXISTENCE/full DISCLOSED',
      'seen IDENTITY/full DISCLOSED',
      'seen LAST_KNOWN_ADDRESS/full WITHHELD',
      'seen PROTECTED_ADDRESS/full WITHHELD',
      'seen UPN/full WITHHELD',
      'weighed EXISTENCE/full CONSIDERED',
    ]);
    expect(entry.items[0]?.under).toEqual([{ agreement: 'thames-valley-police', version: 1, clause: '6.1' }]);
    expect(entry.items[2]?.under).toEqual([{ agreement: 'protections', version: 1, clause: '1.4' }]);
    expect(await shown('la/931/data-protection')).toHaveLength(2);
  });

  it('keep the services of the home authority apart', async () => {
    await write({ organisation: 'la/931', unit: 'la/931/front-door' });
    expect(await shown('la/931/front-door')).toHaveLength(1);
    expect(await shown('la/931/ehe')).toEqual([]);
    expect(await shown(TEAM)).toHaveLength(1);
  });

  it('are refused for a purpose under which they are not open to everybody', async () => {
    const query = '{ disclosures(filter: {}) { nodes { id } } }';
    const answer = (as: string): Promise<TestAnswer> => hub.query(as, { query, purpose: 'LOCATE_CHILD' });
    expect((await answer(POLICE)).codes).toEqual(['PURPOSE_NOT_AGREED']);
    const team = await answer(TEAM);
    expect(team.codes).toEqual(['WITHHELD']);
    expect(team.data).toEqual({ disclosures: null });
  });
});

describe('the filter', () => {
  it('finds by child what told of it; a child that was only weighed turns up for the team alone', async () => {
    await look();
    await write();
    expect(await shown(POLICE, `{ childId: "${seen.publicId}" }`)).toHaveLength(1);
    expect(await shown(POLICE, `{ childId: "${weighed.publicId}" }`)).toEqual([]);
    expect(await shown(TEAM, `{ childId: "${weighed.publicId}" }`)).toHaveLength(1);
    expect(await shown(TEAM, '{ childId: "00000000-0000-4000-8000-000000000000" }')).toEqual([]);
    expect(await shown(HEALTH, `{ childId: "${seen.publicId}" }`)).toEqual([]);
  });

  it('never reaches beyond one’s own entries', async () => {
    await look();
    expect(await shown(HEALTH, `{ organisation: "${POLICE}" }`)).toEqual([]);
    expect(await shown(POLICE, `{ organisation: "${POLICE}" }`)).toHaveLength(1);
    expect(await shown(TEAM, `{ organisation: "${POLICE}" }`)).toHaveLength(1);
    expect(await shown(TEAM, `{ organisation: "${HEALTH}" }`)).toEqual([]);
  });

  it('takes the first instant and leaves the last one out', async () => {
    await write({ at: new Date('2026-10-02T10:00:00Z') });
    const within = (since: string, until: string): Promise<Shown[]> =>
      shown(POLICE, `{ since: "${since}", until: "${until}" }`);
    expect(await within('2026-10-02T10:00:00Z', '2026-10-02T10:00:01Z')).toHaveLength(1);
    expect(await within('2026-10-02T11:00:00+01:00', '2026-10-03T00:00:00Z')).toHaveLength(1);
    expect(await within('2026-10-02T00:00:00Z', '2026-10-02T10:00:00Z')).toEqual([]);
  });

  it('says what is wrong with it', async () => {
    const answer = await ask(POLICE, '{ childId: "not an id" }');
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'filter.childId' } },
    ]);
  });
});

describe('pages', () => {
  it('run newest first through cursors, and another’s cursor leads nowhere', async () => {
    const at = new Date('2026-09-01T12:00:00Z');
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift(await write({ at }));
    const page = async (as: string, more: string): Promise<{ ids: string[]; end: string; next: boolean }> => {
      const { data, errors } = await ask(as, '{ until: "2026-09-02T00:00:00Z" }', more);
      expect(errors).toEqual([]);
      const { edges, pageInfo } = data?.['disclosures'] as {
        edges: { node: { id: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      return { ids: edges.map((e) => e.node.id), end: pageInfo.endCursor, next: pageInfo.hasNextPage };
    };
    const first = await page(POLICE, ', first: 2');
    const second = await page(POLICE, `, first: 2, after: "${first.end}"`);
    const last = await page(POLICE, `, first: 2, after: "${second.end}"`);
    expect([...first.ids, ...second.ids, ...last.ids]).toEqual(ids);
    expect([first.next, second.next, last.next]).toEqual([true, true, false]);
    const others = await write({ at, organisation: HEALTH, unit: `${HEALTH}/main` });
    expect(others).not.toBe('');
    expect((await page(HEALTH, '')).ids).toEqual([others]);
    expect((await page(HEALTH, `, after: "${first.end}"`)).ids).toEqual([]);
    expect((await ask(POLICE, '{}', ', after: "rubbish"')).codes).toEqual(['BAD_USER_INPUT']);
  });
});
