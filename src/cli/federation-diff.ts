import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { buildSchema } from 'graphql';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { graphChanges, type GraphChange } from '../federation/graph-changes';
import { packageRoot } from '../package-root';
import { buildHubSchema } from '../schema';

const NOT_SO = { exitCode: 1, code: 'rollcall.not-so' };
const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

const HEADINGS: Readonly<Record<GraphChange['kind'], string>> = {
  breaking: 'Breaking: a client of the last release is refused or misled',
  widening: 'Disclosure-widening: more can be asked for, or the same under less',
  narrowing: 'Narrowing: the same under more',
};

interface DiffOptions {
  readonly against?: string;
  readonly json?: true;
}

/** `rollcall federation diff`: what a release changes for those who ask, and for those who are asked about. */
export function federationDiffCommand(): Command {
  return new Command('diff')
    .description(
      'what has changed in the graph since the last release; exit 1 when something breaks or widens',
    )
    .option('--against <file>', 'the graph of a release (else schema/released/schema.graphql)')
    .option('--json', 'print a list of { "kind", "coordinate", "what" }')
    .action(run);
}

function run({ against, json }: DiffOptions, command: Command): void {
  const changes = changesSince(
    against ?? join(packageRoot(), 'schema', 'released', 'schema.graphql'),
    command,
  );
  process.stdout.write(json === true ? `${JSON.stringify(changes)}\n` : inWords(changes));
  const count = changes.filter(({ kind }) => kind !== 'narrowing').length;
  if (count > 0)
    command.error(`${count} to say in CHANGELOG.md, under Breaking or Disclosure-widening.`, NOT_SO);
}

function changesSince(file: string, command: Command): GraphChange[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return command.error(`${file}: there is no such file, or it cannot be read.`, WRONG_USAGE);
  }
  // Both as they are printed, so that one reading makes both.
  return graphChanges(buildSchema(text), buildSchema(printSchemaWithDirectives(buildHubSchema())));
}

function inWords(changes: readonly GraphChange[]): string {
  if (changes.length === 0) return 'Nothing has changed since the last release.\n';
  const kinds = (Object.keys(HEADINGS) as GraphChange['kind'][]).flatMap((kind) => {
    const some = changes.filter((change) => change.kind === kind);
    return some.length === 0 ? [] : [HEADINGS[kind], ...some.map(({ what }) => `  - ${what}`), ''];
  });
  return kinds.join('\n');
}
