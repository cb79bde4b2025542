import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Command } from 'commander';
import { agreementSetOf } from '../agreements/agreement-set';
import { readConfig } from '../config';
import { readAgency } from '../federation/agencies/read-agencies';
import { checkSubgraph, type SubgraphChecked } from '../federation/check-subgraph';
import { readRooms } from '../federation/rooms';
import { subgraphTexts } from '../federation/sdl';
import { systemClock } from '../kernel/clock';
import { londonDate } from '../kernel/london-time';
import type { Catalogues } from '../policy/catalogue';
import { problemLine } from '../policy/problem';
import { buildHubSchema } from '../schema';

const NOT_SO = { exitCode: 1, code: 'rollcall.not-so' };
const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

interface CheckOptions {
  readonly name?: string;
  readonly json?: true;
}

/** `rollcall federation check FILE.graphql`: could this subgraph join, and who would govern its fields? */
export function federationCheckCommand(): Command {
  return new Command('check')
    .description(
      'would this subgraph compose, which fields lack a data item, which agreements would govern them',
    )
    .argument(
      '<file>',
      'the subgraph in the schema language, with @dataItem on its fields; or the registration of an agency (.yaml)',
    )
    .option('--name <name>', 'what it would be called (else the name of the file)')
    .option('--json', 'print { "problems", "composition", "governed" }')
    .action(run);
}

function run(file: string, { name, json }: CheckOptions, command: Command): void {
  const { homeAuthority } = readConfig();
  const set = agreementSetOf(undefined, { homeAuthority, day: londonDate(systemClock.now()) });
  const text = file.endsWith('.yaml') ? registered(file, set.catalogues, command) : contentOf(file, command);
  const checked = checkSubgraph({
    text,
    name: name ?? basename(file).replace(/\.\w+$/, ''),
    others: subgraphTexts(buildHubSchema(), readRooms()),
    catalogues: set.catalogues,
    agreements: set.agreements.map(({ agreement }) => agreement),
  });
  process.stdout.write(json === true ? `${JSON.stringify(checked)}\n` : inWords(file, checked));
  const count = checked.problems.length + checked.composition.length;
  if (count > 0) command.error(`${file}: ${count} to put right before it can join.`, NOT_SO);
}

/** The subgraph of a registration without problems: what an agency may add is less than what a subgraph may. */
function registered(file: string, catalogues: Catalogues, command: Command): string {
  contentOf(file, command);
  const { agency, problems } = readAgency(file, catalogues, readRooms());
  if (agency) return agency.text;
  return command.error(problems.map(problemLine).join('\n'), NOT_SO);
}

function contentOf(file: string, command: Command): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return command.error(`${file}: there is no such file, or it cannot be read.`, WRONG_USAGE);
  }
}

function inWords(file: string, { problems, composition, governed }: SubgraphChecked): string {
  const lines = [
    ...problems.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`),
    ...composition.map((message) => `${file}: it does not compose: ${message}`),
    ...(composition.length === 0 ? ['It composes with the subgraphs of this hub.'] : []),
    ...governed.map(({ word, fields, agreements }) => {
      const who = agreements.length === 0 ? 'no agreement: nobody sees it' : agreements.join(', ');
      return `${word}: ${fields.join(', ')}\n    governed by ${who}`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}
