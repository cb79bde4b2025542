import { Command } from 'commander';
import { rulesetOn } from '../agreements/agreement-set';
import { coverageOf } from '../gate/coverage';
import { wordsOf } from '../policy/sentence';
import { spaceOf } from '../policy/space';
import { sightings, whoCanSee } from '../policy/who-can-see';
import { buildHubSchema } from '../schema';
import { agreementsFrom, dayOf, SOURCES, WRONG_USAGE } from './agreements-source';
import { askedCells } from './asked-cells';

interface WhoCanSeeOptions {
  readonly from?: string;
  readonly day?: string;
  readonly json?: true;
}

/** `rollcall agreements who-can-see`: from a field or item to everybody who may ever see it. */
export function agreementsWhoCanSeeCommand(): Command {
  return new Command('who-can-see')
    .description(
      'everybody who may ever see a field or item: for what, of which children, under which clause',
    )
    .argument('<what>', 'a field (Child.currentAddress), an item (CME_FLAG or CME_FLAG/yesNo) or an action')
    .option('--from <source>', `the agreements: ${SOURCES}`)
    .option('--day <day>', 'the day on which they are read (else today)')
    .option('--json', 'print { "asked", "rulesetVersion", "openings" }')
    .action(run);
}

async function run(asked: string, options: WhoCanSeeOptions, command: Command): Promise<void> {
  const day = dayOf(command, options.day);
  const set = await agreementsFrom(command, '--from', options.from, day);
  const { catalogues, names } = set;
  const found = askedCells(asked, coverageOf(buildHubSchema(), catalogues), catalogues);
  if (typeof found === 'string') command.error(found, WRONG_USAGE);
  const ruleset = rulesetOn(set, day);
  const space = spaceOf([ruleset], set.directory);
  const openings = whoCanSee(ruleset, space, found.cells);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ asked, day, rulesetVersion: ruleset.version, openings })}\n`);
    return;
  }
  const words = [...new Set(found.cells.map(({ word }) => word))].map(
    (word) => `${word}: ${wordsOf(catalogues, word)}`,
  );
  const told = sightings(openings, { catalogues, space, names });
  const lines = told.flatMap(({ who, children }) => [`- ${who}`, ...children.map((line) => `    ${line}`)]);
  const nobody = lines.length === 0 ? ['Nobody: no clause in force opens it to anybody.'] : [];
  process.stdout.write(
    `${[`${asked} (${words.join('; ')}) on ${day}`, '', ...nobody, ...lines].join('\n')}\n`,
  );
}
