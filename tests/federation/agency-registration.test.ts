import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { agreementSetOf } from '../../src/agreements/agreement-set';
import { readCatalogues } from '../../src/agreements/catalogue-files';
import { roomsWith, withAgencies } from '../../src/federation/agencies/agency-graph';
import { readAgencies } from '../../src/federation/agencies/read-agencies';
import { checkSubgraph } from '../../src/federation/check-subgraph';
import { compose } from '../../src/federation/compose';
import { readRooms } from '../../src/federation/rooms';
import { servedGraph } from '../../src/federation/served-graph';
import { subgraphTexts } from '../../src/federation/sdl';
import { buildHubSchema } from '../../src/schema';
import { makeTestFolder } from '../support/data-folder';
import { EXAMPLE, register } from './agency-region';

const { catalogues } = readCatalogues();
const rooms = readRooms();
const own = buildHubSchema();
const SDL = readFileSync(join(EXAMPLE, 'health.graphql'), 'utf8');
const ADDRESS = 'http://127.0.0.1:1/graphql';

/** What the hub says of a registration that is the example's but for this. */
function saidOf(change: (sdl: string) => string, yaml: (text: string) => string = (text) => text): string {
  const folder = makeTestFolder();
  try {
    register(folder.path, ADDRESS);
    writeFileSync(join(folder.path, 'health.graphql'), change(SDL));
    const file = join(folder.path, 'health.yaml');
    writeFileSync(file, yaml(readFileSync(file, 'utf8')));
    readAgencies(folder.path, catalogues, rooms);
    return 'good';
  } catch (error) {
    return (error as Error).message;
  } finally {
    folder.remove();
  }
}
const replacing =
  (from: string, to: string) =>
  (text: string): string => {
    if (!text.includes(from)) throw new Error(`there is no ${from}`);
    return text.replace(from, to);
  };

const NOTHING = (text: string): string => text;
const GP = 'gpRegistration: GpRegistration @dataItem(item: "GP_REGISTRATION")';

test('the example is good', () => expect(saidOf(NOTHING)).toBe('good'));

test.each([
  [
    'an item of somebody else',
    replacing('"GP_REGISTRATION"', '"CME_FLAG"'),
    /Child\.gpRegistration holds CME_FLAG, of which home-authority is the controller, and not nhs\/RNU/,
  ],
  ['an unknown item', replacing('"GP_REGISTRATION"', '"GP"'), /names the unknown data item `GP`/],
  [
    'a field that is open to everybody',
    replacing(GP, 'gpRegistration: GpRegistration @open(reason: "none of your business")'),
    /Child\.gpRegistration names one data item/,
  ],
  ['a field that says nothing', replacing(GP, 'gpRegistration: GpRegistration'), /names one data item/],
  [
    'a field that inherits from nothing',
    replacing(GP, `${GP} x: String @inherits`),
    /Child\.x names one data item/,
  ],
  [
    'an object inside with an item of its own',
    replacing('practice: String @inherits', 'practice: String @dataItem(item: "GP_REGISTRATION")'),
    /GpRegistration\.practice belongs to the field that leads to it/,
  ],
  [
    'a field that may not be withheld',
    replacing(GP, GP.replace(' @', '! @')),
    /may be withheld, so it may be null/,
  ],
  ['an argument', replacing('gpRegistration:', 'gpRegistration(on: String):'), /takes no arguments/],
  [
    'a root of its own',
    (sdl: string) => `${sdl} type Query { everybody: String @inherits }`,
    /Query: an agency has no root fields/,
  ],
  ['an input', (sdl: string) => `${sdl} input By { x: String }`, /By: an agency gives object types/],
  ['no key', replacing('@key(fields: "id")', ''), /@key\(fields: "id"\)/],
  ['another key', replacing('@key(fields: "id")', '@key(fields: "gpRegistration")'), /@key\(fields: "id"\)/],
  ['nothing about a child', replacing('type Child', 'type Person'), /it adds no field to Child/],
])('%s is refused', (_what, change, message) => expect(saidOf(change)).toMatch(message));

test.each([
  [
    'an address without https and without a key',
    replacing('127.0.0.1:1', 'health.example'),
    /`address` is https/,
  ],
  ['a password in the address', replacing('http://', 'https://u:p@'), /`address` is https/],
  ['all the patience in the world', replacing('2000', '60000'), /up to 10000/],
  ['a word that there is not', replacing('patience', 'patient'), /did you mean `patience`/],
  ['another controller', replacing('nhs/RNU', 'nhs/RTH'), /nhs\/RNU is the controller, and not nhs\/RTH/],
  ['a subgraph that is not there', replacing('health.graphql', 'x.graphql'), /there is no file `x\.graphql`/],
])('%s is refused', (_what, change, message) => expect(saidOf(NOTHING, change)).toMatch(message));

describe('registered', () => {
  const agencies = readAgencies(EXAMPLE, catalogues, rooms);

  test('it composes with ours, and the composed graph says what its fields hold', () => {
    const texts = subgraphTexts(withAgencies(own, agencies), roomsWith(rooms, agencies));
    const composed = compose(texts);
    expect(composed).toMatchObject({ ok: true });
    const supergraph = composed.ok ? composed.supergraph : '';
    const [line] = supergraph.split('\n').filter((each) => each.includes('gpRegistration:'));
    expect(line).toMatch(/@join__field\(graph: HEALTH\)/);
    expect(line).toMatch(/@dataItem\(.*"GP_REGISTRATION"/);
  });

  test('what it says itself composes too, and `federation check` says who governs it', () => {
    const set = agreementSetOf(undefined, { homeAuthority: 'la/931', day: '2026-11-18' });
    const checked = checkSubgraph({
      text: SDL,
      name: 'health',
      others: subgraphTexts(own, rooms),
      catalogues,
      agreements: set.agreements.map(({ agreement }) => agreement),
    });
    expect(checked).toEqual({
      problems: [],
      composition: [],
      governed: [
        { word: 'GP_REGISTRATION', fields: ['Child.gpRegistration'], agreements: ['child-health-held'] },
        { word: 'HEALTH_LAST_SEEN', fields: ['Child.healthLastSeen'], agreements: ['child-health-held'] },
      ],
    });
  });

  test('its fields are under the rules of coverage, whichever part is served', () => {
    for (const part of [null, 'health']) {
      const { coverage } = servedGraph(own, catalogues, part, { agencies });
      expect(coverage.get('Child.gpRegistration')).toEqual({
        kind: 'item',
        item: 'GP_REGISTRATION',
        form: 'full',
      });
      expect(coverage.get('HealthContact.on')).toEqual({ kind: 'inherits' });
    }
    const { schema } = servedGraph(own, catalogues, 'health', { agencies });
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {}).sort()).toEqual(['_entities', '_service']);
  });

  test('nothing of it is in the graph of a hub that has no such partner', () => {
    expect(servedGraph(own, catalogues, null).coverage.has('Child.gpRegistration')).toBe(false);
    expect(readFileSync(resolve(__dirname, '../../schema/schema.graphql'), 'utf8')).not.toContain(
      'gpRegistration',
    );
  });
});

test('a clause that opens what health holds needs health among its controllers', () => {
  const file = resolve(__dirname, '../../schema/agreements/child-health-held.yaml');
  const text = readFileSync(file, 'utf8');
  const folder = makeTestFolder();
  writeFileSync(
    join(folder.path, 'child-health-held.yaml'),
    replacing('  - { organisation: nhs/RNU, capacity: controller }\n', '')(text),
  );
  expect(() => agreementSetOf(folder.path, { homeAuthority: 'la/931', day: '2026-11-18' })).toThrow(
    /`GP_REGISTRATION` belongs to nhs\/RNU, which is not a party with the capacity `controller`/,
  );
  folder.remove();
});
