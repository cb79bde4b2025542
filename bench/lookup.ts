import { QUANTUM } from '../src/gate/quantum';
import { startTestHub, type TestHub } from '../tests/support/hub';
import { startFloor } from './floor';
import { load, type Loaded } from './load';
import { askedOf, FIRST_UPN, growTo, SCHOOL, type Asked } from './many-children';
import { median, type Figure } from './measure';

const CHILDREN = Number(process.env['BENCH_LOOKUP_CHILDREN'] ?? 1_000_000);
const CONNECTIONS = 32;
const POOL = 10;
const SECONDS = Number(process.env['BENCH_LOOKUP_SECONDS'] ?? 5);
const ROUNDS = Number(process.env['BENCH_LOOKUP_ROUNDS'] ?? 5);
const ASKED = 2000;
const MEASURED = 300;

/** Lookups of a school among a million children, full authorisation and ledger on, against the floor (`floor.ts`). */
export async function lookup(): Promise<Figure[]> {
  const hub = await startTestHub({ config: { logLevel: 'silent' }, poolSize: POOL });
  const { owner } = hub.database;
  try {
    await growTo(owner, CHILDREN);
    const [first] = await owner.query<object[]>('select 1 from child_identifier where value = $1', [
      FIRST_UPN,
    ]);
    if (!first) throw new Error('the database makes numbers that are no UPNs');
    const asked = await foundAmong(hub, await askedOf(owner, ASKED));
    const floor = await startFloor(hub.database.url, POOL);
    try {
      const ways = waysOf(hub, asked, floor.port);
      for (const way of Object.values(ways)) await way();
      const rounds: Record<keyof typeof ways, Loaded>[] = [];
      for (let round = 0; round < ROUNDS; round += 1)
        rounds.push({ floor: await ways.floor(), upn: await ways.upn(), name: await ways.name() });
      const of = (name: keyof typeof ways): number => median(rounds.map((each) => each[name].perSecond));
      const early = median(
        rounds.map(({ name: { took } }) => took.filter((ms) => ms < QUANTUM).length / took.length),
      );
      const against = (name: 'upn' | 'name', base: 'floor' | 'upn'): number =>
        median(rounds.map((each) => each[name].perSecond / each[base].perSecond));
      return [
        { name: 'lookup.upn', unit: 'requests/s', value: of('upn'), ratio: against('upn', 'floor'), against: 'floor' },
        { name: 'lookup.name', unit: 'requests/s', value: of('name'), ratio: against('name', 'floor'), against: 'floor' },
        { name: 'lookup.name.upn', unit: 'requests/s', value: of('name'), ratio: against('name', 'upn'), against: 'by UPN' },
        { name: 'lookup.name.early', unit: 'answers before the quantum', value: early, ratio: null, against: null },
        { name: 'lookup.floor', unit: 'requests/s', value: of('floor'), ratio: null, against: null },
      ]; // prettier-ignore
    } finally {
      await floor.stop();
    }
  } finally {
    await hub.stop();
  }
}

export interface Ways {
  readonly floor: () => Promise<Loaded>;
  readonly upn: () => Promise<Loaded>;
  readonly name: () => Promise<Loaded>;
}

function waysOf(hub: TestHub, asked: readonly Asked[], floorPort: number): Ways {
  const each = (body: (child: Asked) => object): string[] =>
    asked.map((child) => JSON.stringify(body(child)));
  const run = (port: number, headers: Readonly<Record<string, string>>, bodies: string[]): Promise<Loaded> =>
    load({ port, headers, bodies, seconds: SECONDS, connections: CONNECTIONS });
  const { port, headers } = askingOf(hub);
  const upns = each(byUpn);
  const names = each(byName);
  const floors = each(({ upn }) => ({ upn }));
  return {
    floor: () => run(floorPort, { 'content-type': 'application/json' }, floors),
    upn: () => run(port, headers, upns),
    name: () => run(port, headers, names),
  };
}

/**
 * Nothing is measured but lookups that find the child: invented names are fewer than people's, so that some have a
 * namesake born a slip away, of whom the hub rightly says nothing.
 */
export async function foundAmong(hub: TestHub, asked: readonly Asked[], enough = MEASURED): Promise<Asked[]> {
  const isFound = async (ask: Body): Promise<boolean> => {
    const { data } = await hub.query(SCHOOL, { ...ask, purpose: 'ROLL_MANAGEMENT' });
    return (data?.['lookupChild'] as { __typename: string } | null | undefined)?.__typename === 'ChildMatch';
  };
  const found: Asked[] = [];
  for (const child of asked) {
    if (!(await isFound(byUpn(child)))) throw new Error('a child of the school was not found by its UPN');
    if (await isFound(byName(child))) found.push(child);
    if (found.length === enough) return found;
  }
  throw new Error(`only ${found.length} of ${asked.length} children were found by name`);
}

const QUERY = `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) {
  __typename ... on ChildMatch { child { id upn name { surname forename } } } } }`;

interface Body {
  readonly query: string;
  readonly variables: { readonly c: object };
}

export const byUpn = ({ upn, dateOfBirth }: Asked): Body => ({
  query: QUERY,
  variables: { c: { upn, dateOfBirth } },
});
export const byName = ({ surname, forename, dateOfBirth }: Asked): Body => ({
  query: QUERY,
  variables: { c: { surname, forename, dateOfBirth } },
});

/** Where and as whom the asking school asks. */
export function askingOf(hub: TestHub): { port: number; headers: Readonly<Record<string, string>> } {
  const { port } = hub.hub.app.server.address() as { port: number };
  return {
    port,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${hub.token(SCHOOL)}`,
      'sharing-purpose': 'ROLL_MANAGEMENT',
      'sharing-reference': 'BENCH/1',
    },
  };
}
