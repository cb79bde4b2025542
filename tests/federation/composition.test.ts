import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { agreementSetOf } from '../../src/agreements/agreement-set';
import { readAgencies } from '../../src/federation/agencies/read-agencies';
import { checkSubgraph, type SubgraphChecked } from '../../src/federation/check-subgraph';
import { addressOf } from '../../src/federation/compose';
import { graphChanges } from '../../src/federation/graph-changes';
import { readRooms } from '../../src/federation/rooms';
import { LINKS, subgraphTexts } from '../../src/federation/sdl';
import { DECLARATION_DIRECTIVES } from '../../src/gate/declare';
import { buildHubSchema } from '../../src/schema';

const root = resolve(__dirname, '../..');
const set = agreementSetOf(undefined, { homeAuthority: 'la/931', day: '2026-11-18' });
const others = subgraphTexts(buildHubSchema(), readRooms());

describe('a subgraph that wants to join', () => {
  const checked = (types: string): SubgraphChecked =>
    checkSubgraph({
      text: `${LINKS}\n${DECLARATION_DIRECTIVES}\n${types}`,
      others,
      name: 'health',
      catalogues: set.catalogues,
      agreements: set.agreements.map(({ agreement }) => agreement),
    });
  const messages = (types: string): string[] => checked(types).problems.map(({ message }) => message);

  test('composes, and is told who would govern it', () => {
    const { problems, composition, governed } = checked(
      `type Child @key(fields: "id") { id: ID gpPractice: Practice @dataItem(item: "INVOLVEMENTS") }
       type Practice { name: String @inherits }`,
    );
    expect([problems, composition]).toEqual([[], []]);
    expect(governed).toEqual([
      {
        word: 'INVOLVEMENTS',
        fields: ['Child.gpPractice'],
        agreements: expect.arrayContaining(['social-care']) as string[],
      },
    ]);
  });

  test.each([
    [
      'a field that does not say what it holds',
      'lastSeen: String',
      /^Child\.lastSeen does not say what it holds/,
    ],
    [
      'an unknown item, with the near one',
      'x: String @dataItem(item: "INVOLVEMENT")',
      /unknown data item `INVOLVEMENT`; did you mean `INVOLVEMENTS`/,
    ],
    [
      'a form that the item does not have',
      'x: String @dataItem(item: "UPN", form: "initials")',
      /asks for the form `initials`, which `UPN` does not have/,
    ],
    ['two declarations', 'x: String @dataItem(item: "UPN") @inherits', /more than one declaration/],
    ['an argument', 'x(by: String): String @dataItem(item: "UPN")', /^Child\.x\(by:\) does not say/],
    ['no reason for being open', 'x: String @open(reason: "")', /@open needs its reason/],
  ])('%s', (_what, field, message) => {
    expect(messages(`type Child @key(fields: "id") { id: ID ${field} }`)).toEqual([
      expect.stringMatching(message) as string,
    ]);
  });

  test('what does not compose says why', () => {
    const { composition } = checked(
      `type Child @key(fields: "id") { id: ID upn: String @dataItem(item: "UPN") }`,
    );
    expect(composition.join()).toMatch(/Child\.upn/);
  });

  test('what cannot be read says where', () => {
    const { problems } = checkSubgraph({
      text: 'type {',
      others,
      name: 'x',
      catalogues: set.catalogues,
      agreements: [],
    });
    expect(problems).toEqual([
      { line: 1, column: 6, message: expect.stringContaining('Syntax Error') as string },
    ]);
  });
});

describe('since the last release', () => {
  const graph = (fields: string): ReturnType<typeof buildSchema> =>
    buildSchema(
      `${DECLARATION_DIRECTIVES} type Query { child: Child @dataItem(item: "EXISTENCE") } type Child { ${fields} }`,
    );
  const BEFORE =
    'a: String @dataItem(item: "UPN") b: String @inherits c: String @open(reason: "r") d: String @dataItem(item: "SEN", form: "yesNo")';
  const found = (now: string): string[] =>
    graphChanges(graph(BEFORE), graph(now)).map(({ kind, what }) => `${kind}: ${what}`);

  test.each([
    [
      'a lesser form',
      'a: String @dataItem(item: "UPN")',
      'a: String @dataItem(item: "UPN", form: "yesNo")',
      'widening: Child.a was under UPN and is under UPN (yesNo)',
    ],
    [
      'another item',
      'a: String @dataItem(item: "UPN")',
      'a: String @dataItem(item: "IDENTITY")',
      'widening: Child.a was under UPN and is under IDENTITY',
    ],
    [
      'open to everybody',
      'b: String @inherits',
      'b: String @open(reason: "r")',
      'widening: Child.b was under whatever led to it and is open to everybody',
    ],
    [
      'the full form',
      'd: String @dataItem(item: "SEN", form: "yesNo")',
      'd: String @dataItem(item: "SEN")',
      'narrowing: Child.d was under SEN (yesNo) and is under SEN',
    ],
    [
      'an item of its own',
      'b: String @inherits',
      'b: String @dataItem(item: "UPN")',
      'narrowing: Child.b was under whatever led to it and is under UPN',
    ],
  ])('%s', (_what, before, now, change) => {
    expect(found(BEFORE.replace(before, now))).toEqual([change]);
  });

  test('a new field, and one that is gone', () => {
    expect(found(`${BEFORE} e: String @dataItem(item: "UPN")`)).toEqual([
      'widening: Child.e is new: under UPN',
    ]);
    expect(found(BEFORE.replace('c: String @open(reason: "r") ', ''))).toEqual([
      'breaking: Child.c was removed',
    ]);
  });

  test('what breaks by its coordinate', () => {
    const of = (types: string): ReturnType<typeof buildSchema> =>
      buildSchema(
        `${DECLARATION_DIRECTIVES} type Query { c(i: I @inherits, o: Int @open(reason: "r")): E @inherits } ${types}`,
      );
    const changes = graphChanges(
      of('enum E { ONE TWO } input I { a: Int @inherits }'),
      of('enum E { ONE } input I { a: Int @inherits b: Int! @inherits }'),
    );
    expect(changes.filter(({ kind }) => kind === 'breaking').map(({ coordinate }) => coordinate)).toEqual([
      'E.TWO',
      'I.b',
    ]);
  });

  test('nothing that is the same', () => expect(found(BEFORE)).toEqual([]));

  test('the graph that was released is kept', () => {
    expect(() =>
      buildSchema(readFileSync(resolve(root, 'schema/released/schema.graphql'), 'utf8')),
    ).not.toThrow();
  });
});

test('docker-compose.yml has a service for every subgraph, where the composed graph says', () => {
  const { services } = parseYaml(readFileSync(resolve(root, 'docker-compose.yml'), 'utf8'), {
    merge: true,
  }) as {
    services: Record<string, { profiles: string[]; command?: string[] }>;
  };
  for (const name of readRooms().subgraphs.keys()) {
    expect(addressOf(name)).toBe(`http://${name}:4000/graphql`);
    expect(services[name]).toMatchObject({
      profiles: ['split'],
      command: ['node', 'bin/rollcall.cjs', 'serve', '--subgraph', name],
    });
  }
  expect(services['hub']?.profiles).toEqual(['whole']);
});

test('docker-compose.yml has the example of a partner, beside the part of the graph that asks it', () => {
  const { services } = parseYaml(readFileSync(resolve(root, 'docker-compose.yml'), 'utf8'), {
    merge: true,
  }) as { services: Record<string, Record<string, unknown>> };
  const [agency] = readAgencies(resolve(root, 'examples/health-subgraph'), set.catalogues, readRooms());
  const name = agency?.name ?? '';
  expect(services[name]).toMatchObject({
    profiles: ['agency'],
    command: ['node', 'bin/rollcall.cjs', 'serve', '--subgraph', name],
    environment: { ROLLCALL_AGENCIES: '${ROLLCALL_AGENCIES:-}' },
  });
  // Its registration names this machine, so it has to be on the one of its part of the graph.
  expect(new URL(agency?.address ?? '').hostname).toBe('127.0.0.1');
  expect(services['child-health']).toMatchObject({ profiles: ['agency'], network_mode: `service:${name}` });
  const [, main = ''] = services['child-health']?.['command'] as string[];
  expect(existsSync(resolve(root, main))).toBe(true);
  expect(services['gateway']).toMatchObject({
    environment: { ROLLCALL_AGENCIES: '${ROLLCALL_AGENCIES:-}' },
  });
});
