import util from 'node:util';

/**
 * graphql-shield 7.6.5 calls `util.isUndefined`, which Node 23 removed. It is given back before the library is
 * loaded; this file is the only one that loads it.
 */
const utilities = util as unknown as { isUndefined?: (value: unknown) => boolean };
utilities.isUndefined ??= (value: unknown): boolean => value === undefined;

/* eslint-disable @typescript-eslint/no-require-imports -- must load after the line above */
const library = require('graphql-shield') as typeof import('graphql-shield');

export const shield = library.shield;
export const rule = library.rule;
export type ShieldRule = ReturnType<ReturnType<typeof library.rule>>;
