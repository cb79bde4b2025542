import { readCatalogues } from '../agreements/catalogue-files';
import { referenceWords } from '../agreements/directory-words';
import { readConfig } from '../config';
import type { ProcedureBook } from '../procedures/check-procedures';
import { readProcedures } from '../procedures/procedure-files';

export const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };
export const NOT_SO = { exitCode: 1, code: 'rollcall.unsound' };

/** Roles of the catalogues: a party of a procedure names the roles that act as it. */
export const knownRoles = (): ReadonlySet<string> => new Set(readCatalogues().catalogues.roles.keys());

/** Authorities of the reference lists: these commands need no database. */
export const knownAuthorities = (): ReadonlySet<string> =>
  referenceWords(readConfig().homeAuthority).organisations;

export const procedureBook = (): ProcedureBook => readProcedures(knownRoles(), knownAuthorities());
