import type { GraphQLSchema } from 'graphql';
import type { Catalogues } from '../../policy/catalogue';
import { compose, type Composed } from '../compose';
import { readRooms } from '../rooms';
import { subgraphTexts } from '../sdl';
import { roomsWith, withAgencies } from './agency-graph';
import { readAgencies } from './read-agencies';

/** The composed graph of a hub's own schema and the agencies of a folder; without one, that which is committed. */
export function composedGraph(
  own: GraphQLSchema,
  folder: string | undefined,
  catalogues: Catalogues,
): Composed {
  const rooms = readRooms();
  const agencies = folder === undefined ? [] : readAgencies(folder, catalogues, rooms);
  return compose(subgraphTexts(withAgencies(own, agencies), roomsWith(rooms, agencies)));
}
