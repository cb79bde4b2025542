import type { Catalogue } from '../database/catalogue/catalogue';
import { printFoundations } from '../database/catalogue/print-foundations';
import { printRoutines } from '../database/catalogue/print-routines';
import { printSequences } from '../database/catalogue/print-sequences';
import { printTables } from '../database/catalogue/print-tables';
import { printTypes } from '../database/catalogue/print-types';
import { printViews } from '../database/catalogue/print-views';

const heading = `-- The whole database of Rollcall, printed from the catalogue of a migrated one.
-- Emitted: change a migration and run "npm run emit", never this file. To be read, not to be run.`;

/**
 * The database in one text: extensions, roles, types, functions, tables with all that hangs on them, views, grants.
 * The same migrations give the same text, whatever the owner is called and whichever server it is.
 */
export async function printDatabase(dataSource: Catalogue): Promise<string> {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Extensions, roles and what holds by default', await printFoundations(dataSource)],
    ['Types', await printTypes(dataSource)],
    ['Functions', await printRoutines(dataSource)],
    ['Sequences', await printSequences(dataSource)],
    ['Tables', await printTables(dataSource)],
    ['Views', await printViews(dataSource)],
  ];
  const printed = sections
    .map(([title, blocks]) => [title, blocks.filter((block) => block !== '')] as const)
    .filter(([, blocks]) => blocks.length > 0)
    .map(([title, blocks]) => `-- ${title}\n\n${blocks.join('\n\n')}`);
  return `${[heading, ...printed].join('\n\n')}\n`;
}
