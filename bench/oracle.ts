import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { systemStopwatch } from '../src/gate/quantum';
import { newPublicId } from '../src/kernel/id';
import { ChildMaker, type MadeChild } from '../tests/support/child-maker';
import { startTestHub, type TestHub } from '../tests/support/hub';
import { areaUnderCurve } from './area-under-curve';
import type { Figure } from './measure';

/** Calls of each class; the first tenth is not counted. */
const CALLS = Number(process.env['BENCH_ORACLE_CALLS'] ?? 2000);
const CONNECTIONS = Number(process.env['BENCH_ORACLE_CONNECTIONS'] ?? 4);
const CHILDREN = 40;
const ASKER = { as: 'police/E23000029', job: 'constable', purpose: 'LOCATE_CHILD' };

type Whom = Pick<MadeChild, 'publicId' | 'surname' | 'forename' | 'dateOfBirth' | 'upn'>;
interface Call {
  readonly kind: string;
  readonly body: string;
  /** Words of the answer: a call that was told something else would measure something else. */
  readonly says: string;
}

const MATCH = 'a match, not delayed';
const CONTROL = 'nobody, once more';

/**
 * Whether the time of an answer tells of what the hub knows: the area under the ROC curve of each two classes, .5 where
 * nothing is told. "Nobody" twice is what the measurement itself comes to; a match shows that it could see a difference.
 */
export async function oracle(): Promise<Figure[]> {
  const hub = await startTestHub({
    stopwatch: systemStopwatch,
    config: { logLevel: 'silent' },
    poolSize: 10,
  });
  try {
    const kinds = await kindsOf(new ChildMaker(hub.database.owner, hub.clock));
    const figures: Figure[] = [];
    for (const [way, ask] of Object.entries(WAYS)) {
      const took = await measure(hub, kinds, ask);
      figures.push(...pairsOf([...took.keys()]).map(([a, b]) => figureOf(way, a, b, took)));
    }
    return figures;
  } finally {
    await hub.stop();
  }
}

const WAYS = {
  name: ({ surname, forename, dateOfBirth }: Whom) => lookup({ surname, forename, dateOfBirth }),
  upn: ({ upn, dateOfBirth }: Whom) => lookup({ upn, dateOfBirth }),
} as const;

const lookup = (c: object): string =>
  JSON.stringify({
    query: `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { __typename ... on ChildMatch { child { id name { surname } } } } }`,
    variables: { c },
  });

/** Children of each class. What is looked for under "nobody" is nobody's, and sounds like nobody's. */
async function kindsOf(maker: ChildMaker): Promise<ReadonlyMap<string, readonly Whom[]>> {
  let serial = 0;
  /** Each born on a day of its own, so that no two are nearly one. */
  const many = async (make: (child: MadeChild) => Promise<unknown>): Promise<Whom[]> => {
    const made: Whom[] = [];
    for (let i = 0; i < CHILDREN; i += 1) {
      const child = await maker.child({ dateOfBirth: maker.day(-2500 - 9 * (serial += 1)) });
      await make(child);
      made.push(child);
    }
    return made;
  };
  const missing = (child: MadeChild): Promise<string> =>
    maker.fact(child, 'MISSING_EPISODE', { unit: `${ASKER.as}/main` });
  const guarded = async (child: MadeChild): Promise<void> => {
    await missing(child);
    await maker.fact(child, 'LOCATION_PROTECTION', { unit: 'la/931/cme' });
  };
  /** Made, read for its details, and taken away: the like of the others in every letter. */
  const nobody = async (): Promise<Whom[]> => {
    const made = await many(() => Promise.resolve());
    await maker.sql(`update child set state = 'erased' where public_id = any($1::uuid[])`, [
      made.map(({ publicId }) => publicId),
    ]);
    for (const table of ['child_name', 'child_identifier', 'child_address', 'carer'])
      await maker.sql(`delete from ${table} where child_id in (select id from child where state = 'erased')`);
    return made.map((child) => ({ ...child, publicId: newPublicId() }));
  };
  const without = await nobody();
  return new Map([
    ['nobody', without],
    [CONTROL, without],
    ['not yours', await many(() => Promise.resolve())],
    ['not sure', await many(({ surname, forename, dateOfBirth }) => maker.child({ surname, forename, dateOfBirth }))],
    ['protected', await many(guarded)],
    ['protected and flagged', await many((child) => guarded(child).then(() => maker.cmeCase(child)))],
    ['sealed', await many(async ({ id }) => maker.sql(`update child set state = 'sealed' where id = $1`, [id]))],
    [MATCH, await many(missing)],
  ]); // prettier-ignore
}

async function measure(
  hub: TestHub,
  kinds: ReadonlyMap<string, readonly Whom[]>,
  ask: (whom: Whom) => string,
): Promise<Map<string, number[]>> {
  const calls: Call[] = [];
  for (let i = 0; i < CALLS; i += 1)
    for (const [kind, children] of shuffled([...kinds])) {
      const whom = children[i % children.length];
      if (whom) calls.push({ kind, body: ask(whom), says: kind === MATCH ? 'ChildMatch' : 'NoInformation' });
    }
  const { port } = hub.hub.app.server.address() as { port: number };
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${hub.token(ASKER.as, { job: ASKER.job })}`,
    'sharing-purpose': ASKER.purpose,
    'sharing-reference': 'BENCH/1',
  };
  const took = await asked({ port, headers, calls, connections: CONNECTIONS });
  const byKind = new Map<string, number[]>([...kinds.keys()].map((kind) => [kind, []]));
  calls.forEach(({ kind }, i) => {
    if (i >= calls.length / 10) byKind.get(kind)?.push(took[i] ?? NaN);
  });
  return byKind;
}

const asked = (what: object): Promise<number[]> =>
  new Promise((done, failed) => {
    const worker = new Worker(resolve(__dirname, 'asker.cjs'), { workerData: what });
    worker.once('error', failed);
    worker.once('message', done);
  });

function shuffled<T>(all: readonly T[]): T[] {
  const left = [...all];
  return all.flatMap(() => left.splice(Math.floor(Math.random() * left.length), 1));
}

/** Each two classes once; of the match one pair is enough. */
const pairsOf = (kinds: readonly string[]): [string, string][] =>
  kinds
    .flatMap((b, i) => kinds.slice(0, i).map((a): [string, string] => [a, b]))
    .filter(
      ([a, b]) =>
        (b !== MATCH || a === 'nobody') &&
        (a !== CONTROL || b === MATCH) &&
        (b !== CONTROL || a === 'nobody'),
    );

function figureOf(way: string, a: string, b: string, took: ReadonlyMap<string, readonly number[]>): Figure {
  const { value, low, high } = areaUnderCurve(took.get(b) ?? [], took.get(a) ?? []);
  return {
    name: `oracle.${way}: ${b} / ${a}`,
    unit: 'area',
    value,
    ratio: null,
    against: null,
    interval: [low, high],
  };
}
