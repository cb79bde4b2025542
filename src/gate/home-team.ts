import type { GateContext } from './context';

/** Whether the home authority's own team for children missing education asks, for itself and in nobody else's name. */
export const isHomeTeam = ({ asking, ports }: Pick<GateContext, 'asking' | 'ports'>): boolean =>
  asking.role === 'CME_TEAM' && asking.organisation === ports.home && asking.onBehalfOf === null;
