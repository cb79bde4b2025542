import type { GraphQLSchema } from 'graphql';
import { coverageOf, type Coverage } from '../gate/coverage';
import type { Catalogues } from '../policy/catalogue';
import type { Agency } from './agencies/agency';
import { roomsWith, withAgencies, type AgencyResolver } from './agencies/agency-graph';
import { withEntityDoors, type Doors } from './entity-doors';
import { ENTITY_READERS } from './entity-readers';
import { projected, projectionOf } from './projection';
import { readRooms, type Rooms } from './rooms';
import { subgraphTexts, wholeText } from './sdl';

/** What a hub serves, with the doors for gateways, and what each field of the whole graph holds. */
export interface ServedGraph {
  readonly schema: GraphQLSchema;
  /** Of the whole, whatever part is served: `sharing` and refusals speak of fields that another process gives. */
  readonly coverage: Coverage;
}

/** What partners hold themselves, and how it is asked of them. */
export interface Held {
  readonly agencies: readonly Agency[];
  readonly resolver?: AgencyResolver;
}

/** The whole graph, or one subgraph of it. Throws when there is no such subgraph, or an entity that nothing reads. */
export function servedGraph(
  own: GraphQLSchema,
  catalogues: Catalogues,
  name: string | null,
  { agencies, resolver }: Held = { agencies: [] },
): ServedGraph {
  const rooms = roomsWith(readRooms(), agencies);
  const whole = withAgencies(own, agencies, resolver);
  const all = withEntityDoors(whole, {
    entities: doorsOf(rooms, new Set(rooms.entities.keys())),
    sdl: wholeText(whole, rooms),
  });
  const coverage = coverageOf(all, catalogues);
  if (name === null) return { schema: all, coverage };
  const projection = projectionOf(whole, rooms, name);
  const schema = withEntityDoors(projected(whole, projection), {
    entities: doorsOf(rooms, projection.resolvable),
    sdl: subgraphTexts(whole, rooms).get(name) ?? '',
  });
  return { schema, coverage };
}

function doorsOf(rooms: Rooms, names: ReadonlySet<string>): Doors['entities'] {
  return new Map(
    [...rooms.entities].flatMap(([name, key]) => {
      if (!names.has(name)) return [];
      const read = ENTITY_READERS.get(name);
      if (!read)
        throw new Error(`src/federation/entity-readers.ts does not say how ${name} is read by its key.`);
      return [[name, { key, read }] as const];
    }),
  );
}
