import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { ApolloServer } from '@apollo/server';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { buildASTSchema, execute, parse, type GraphQLSchema } from 'graphql';
import { compose } from '../src/federation/compose';
import { ChildMaker, type MadeChild } from '../tests/support/child-maker';
import { startSplitHub, type SplitHub } from '../tests/support/split-hub';
import { load } from './load';
import { median, type Figure } from './measure';

const ROUNDS = Number(process.env['FEDERATION_ROUNDS'] ?? 5);
const SECONDS = Number(process.env['FEDERATION_SECONDS'] ?? 4);
const CONNECTIONS = 8;

/** One hop: the record, and one field that another subgraph has. */
const queryOf = (id: string): string =>
  `{ child(id: "${id}") { name { surname forename } dateOfBirth case { rag } } }`;

/**
 * Requests per second of one question whose answer lies in two subgraphs: by one process, behind each gateway, and,
 * for what a gateway costs by itself, by a bare gateway before two bare subgraphs that look nothing up.
 */
export async function federation(): Promise<Figure[]> {
  let child: MadeChild | undefined;
  const split = await startSplitHub({
    prepare: async (database, clock) => {
      const maker = new ChildMaker(database.owner, clock);
      child = await maker.child();
      await maker.cmeCase(child);
    },
  });
  const bare = await startBare();
  try {
    const body = JSON.stringify({ query: queryOf(child?.publicId ?? '') });
    const headers = headersOf(split);
    const shapes = {
      whole: () => perSecond(split.address('whole'), headers, body),
      apollo: () => perSecond(split.address('apollo'), headers, body),
      stitched: () => perSecond(split.address('stitched'), headers, body),
      bare: () => perSecond(bare.address, headers, JSON.stringify({ query: queryOf('1') })),
    };
    const rounds: Record<keyof typeof shapes, number>[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const one: Partial<Record<keyof typeof shapes, number>> = {};
      for (const [name, measure] of Object.entries(shapes))
        one[name as keyof typeof shapes] = await measure();
      // The first warms everything up.
      if (round > 0) rounds.push(one as Record<keyof typeof shapes, number>);
    }
    const of = (name: keyof typeof shapes): number => median(rounds.map((round) => round[name]));
    const ratio = (name: keyof typeof shapes, to: keyof typeof shapes): number =>
      median(rounds.map((round) => round[name] / round[to]));
    const unit = 'requests/s';
    return [
      { name: 'federation one process', unit, value: of('whole'), ratio: null, against: null },
      {
        name: 'federation behind Apollo',
        unit,
        value: of('apollo'),
        ratio: ratio('apollo', 'whole'),
        against: 'one process',
      },
      {
        name: 'federation behind stitching',
        unit,
        value: of('stitched'),
        ratio: ratio('stitched', 'whole'),
        against: 'one process',
      },
      {
        name: 'federation bare gateway',
        unit,
        value: of('bare'),
        ratio: ratio('stitched', 'bare'),
        against: 'stitching = × bare gateway',
      },
      { name: 'federation cores', unit: 'cores', value: cpus().length, ratio: null, against: null },
    ];
  } finally {
    await bare.stop();
    await split.stop();
  }
}

async function perSecond(
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<number> {
  const port = Number(new URL(address).port);
  const { perSecond: rate } = await load({
    port,
    headers,
    bodies: [body],
    seconds: SECONDS,
    connections: CONNECTIONS,
  });
  return rate;
}

const headersOf = (split: SplitHub): Record<string, string> => ({
  'content-type': 'application/json',
  authorization: `Bearer ${split.token('la/931/cme', { job: 'CME case officer' })}`,
  'sharing-purpose': 'LOCATE_CHILD',
  'sharing-reference': 'BENCH/1',
});

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const BARE = {
  children: `type Query { child(id: ID!): Child } type Child @key(fields: "id") { id: ID name: Name dateOfBirth: String } type Name { surname: String forename: String }`,
  alerts: `type Child @key(fields: "id") { id: ID case: Case } type Case { rag: String }`,
};
const ANSWERS: Readonly<Record<keyof typeof BARE, object>> = {
  children: { id: '1', name: { surname: 'S', forename: 'F' }, dateOfBirth: '2014-03-14' },
  alerts: { __typename: 'Child', id: '1', case: { rag: 'RED' } },
};

/** Two subgraphs of a few lines each on plain `node:http`, and a stitching gateway before them: no rules, no ledger. */
async function startBare(): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const composed = compose(new Map(Object.entries(BARE).map(([name, sdl]) => [name, `${LINK} ${sdl}`])));
  if (!composed.ok) throw new Error(composed.problems.join('\n'));
  const servers = await Promise.all((Object.keys(BARE) as (keyof typeof BARE)[]).map(bareSubgraph));
  const urls = new Map(
    Object.keys(BARE).map((name, i) => [name.toUpperCase(), `http://127.0.0.1:${portOf(servers[i])}/`]),
  );
  const schema = getStitchedSchemaFromSupergraphSdl({
    supergraphSdl: composed.supergraph,
    onSubschemaConfig: (subschema) => (subschema.endpoint = urls.get(subschema.name.toUpperCase()) ?? ''),
    httpExecutorOpts: ({ name }) => ({ endpoint: urls.get(name.toUpperCase()) ?? '' }),
  });
  const apollo = new ApolloServer({ schema: schema as GraphQLSchema });
  await apollo.start();
  const gateway = createServer((request, reply) => {
    let text = '';
    request.on('data', (bytes: Buffer) => (text += bytes.toString()));
    request.on('end', () => {
      const { query } = JSON.parse(text) as { query: string };
      void apollo.executeOperation({ query }).then(({ body }) => {
        reply.setHeader('content-type', 'application/json');
        reply.end(JSON.stringify(body.kind === 'single' ? body.singleResult : {}));
      });
    });
  });
  await new Promise<void>((done) => gateway.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${portOf(gateway)}/graphql`,
    stop: async () => {
      for (const server of [gateway, ...servers]) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
      await apollo.stop();
    },
  };
}

function bareSubgraph(name: keyof typeof BARE): Promise<Server> {
  const doors = `scalar _Any union _Entity = Child directive @key(fields: String!) on OBJECT
    ${name === 'children' ? 'extend type Query' : 'type Query'} { _entities(representations: [_Any!]!): [_Entity]! }`;
  const schema = buildASTSchema(parse(`${BARE[name]} ${doors}`));
  const root = { child: () => ANSWERS[name], _entities: () => [{ ...ANSWERS[name], __typename: 'Child' }] };
  const server = createServer((request, reply) => {
    let text = '';
    request.on('data', (bytes: Buffer) => (text += bytes.toString()));
    request.on('end', () => {
      const { query, variables } = JSON.parse(text) as { query: string; variables?: Record<string, unknown> };
      const made = execute({
        schema,
        document: parse(query),
        rootValue: root,
        variableValues: variables ?? {},
      });
      void Promise.resolve(made).then((answer) => {
        reply.setHeader('content-type', 'application/json');
        reply.end(JSON.stringify(answer));
      });
    });
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

const portOf = (server: Server | undefined): number => (server?.address() as AddressInfo | null)?.port ?? 0;
