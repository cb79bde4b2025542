import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { Command } from 'commander';
import { lexicographicSortSchema, type GraphQLSchema } from 'graphql';
import { readAgreementFiles, readCatalogues } from '../agreements/catalogue-files';
import { readConfig } from '../config';
import { migrate } from '../database/migrate';
import { compose } from '../federation/compose';
import { readRooms } from '../federation/rooms';
import { subgraphTexts } from '../federation/sdl';
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
      'write schema/schema.graphql, schema/subgraphs/, schema/supergraph.graphql, schema/coverage.md, schema/database.sql and the schemas of files that people write',
    )
    .option('--check', 'write nothing; exit 1 when a file is stale')
    .action(run);
}

async function run({ check }: { readonly check?: true }, command: Command): Promise<void> {
  const folder = join(packageRoot(), 'schema');
  const texts = await emitted();
  const stale = Object.entries(texts).filter(([name, text]) => contentOf(join(folder, name)) !== text);
  const gone = subgraphFiles(folder).filter((name) => !(name in texts));
  if (check !== true) {
    for (const [name, text] of stale) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    for (const name of gone) rmSync(join(folder, name));
    const done = [
      ...stale.map(([name]) => `schema/${name} written\n`),
      ...gone.map((name) => `schema/${name} removed\n`),
    ];
    process.stdout.write(done.join('') || 'Nothing has changed.\n');
    return;
  }
  if (stale.length + gone.length === 0) return;
  const names = [...stale.map(([name]) => name), ...gone].map((name) => `schema/${name}`).join(', ');
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
    ...federated(schema),
    'coverage.md': printCoverage(coverage, catalogues, readAgreementFiles()),
    'database.sql': await withScratchDatabase(readConfig(), async (owner) => {
      await migrate(owner);
      return printDatabase(owner);
    }),
  };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The subgraphs and what they compose to. Throws when they do not. */
function federated(schema: GraphQLSchema): Record<string, string> {
  const texts = subgraphTexts(schema, readRooms());
  const composed = compose(texts);
  if (!composed.ok)
    throw new Error(`The subgraphs do not compose:\n${composed.problems.map((p) => `  ${p}`).join('\n')}`);
  return {
    ...Object.fromEntries([...texts].map(([name, text]) => [`subgraphs/${name}.graphql`, text])),
    'supergraph.graphql': composed.supergraph,
  };
}

/** Emitted once, and no longer: a subgraph that was renamed would stay behind. */
function subgraphFiles(folder: string): string[] {
  try {
    return readdirSync(join(folder, 'subgraphs')).map((name) => `subgraphs/${name}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
