import type { Asking } from '../gate/asking';

/** The home authority's own team: it reads every alert that its authority has received. */
export const isTeam = (asking: Asking): boolean => asking.role === 'CME_TEAM';
