import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { Command } from 'commander';
import { lexicographicSortSchema } from 'graphql';
import { readAgreementFiles, readCatalogues } from '../agreements/catalogue-files';
import { readConfig } from '../config';
import { migrate } from '../database/migrate';
import { coverageOf } from '../gate/coverage';
import { packageRoot } from '../package-root';
import { readProcedureWords } from '../procedures/procedure-files';
import { calendarSchema, procedureSchema } from '../procedures/procedure-schema';
import { buildHubSchema } from '../schema';
import { printCoverage } from './emit-coverage';
import { printDatabase } from './emit-database';
import { withScratchDatabase } from './scratch-database';

const STALE = { exitCode: 1, code: 'rollcall.stale' };

/** `rollcall emit`: writes what is made from the program and read by people; CI fails when it is stale. */
export function emitCommand(): Command {
  return new Command('emit')
    .description(
      'write schema/schema.graphql, schema/coverage.md, schema/database.sql and the schemas of files that people write',
    )
    .option('--check', 'write nothing; exit 1 when a file is stale')
    .action(run);
}

async function run({ check }: { readonly check?: true }, command: Command): Promise<void> {
  const folder = join(packageRoot(), 'schema');
  const texts = await emitted();
  const stale = Object.entries(texts).filter(([name, text]) => contentOf(join(folder, name)) !== text);
  if (check !== true) {
    for (const [name, text] of stale) writeFileSync(join(folder, name), text);
    process.stdout.write(
      stale.map(([name]) => `schema/${name} written\n`).join('') || 'Nothing has changed.\n',
    );
    return;
  }
  if (stale.length === 0) return;
  const names = stale.map(([name]) => `schema/${name}`).join(', ');
  command.error(
    `${names}: not what the program says now. Run rollcall emit and commit what it writes.`,
    STALE,
  );
}

/** File name within `schema/` → what has to stand in it. The same program gives the same bytes. */
async function emitted(): Promise<Record<string, string>> {
  const schema = buildHubSchema();
  const { catalogues } = readCatalogues();
  const coverage = coverageOf(schema, catalogues);
  return {
    'schema.graphql': `${printSchemaWithDirectives(lexicographicSortSchema(schema))}\n`,
    'procedure.schema.json': json(procedureSchema(readProcedureWords(new Set(catalogues.roles.keys())))),
    'calendar.schema.json': json(calendarSchema()),
    'coverage.md': printCoverage(coverage, catalogues, readAgreementFiles()),
    'database.sql': await withScratchDatabase(readConfig(), async (owner) => {
      await migrate(owner);
      return printDatabase(owner);
    }),
  };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
