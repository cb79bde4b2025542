import { Command } from 'commander';
import { rulesetOn, type AgreementSet } from '../agreements/agreement-set';
import { sharingView } from '../agreements/sharing';
import { coverageOf, type Coverage } from '../gate/coverage';
import { nearWord } from '../kernel/near-word';
import { opennessOf } from '../policy/openness';
import { profileFor, type Asker } from '../policy/profile';
import { cellWords, childrenOf, dayWords } from '../policy/sentence';
import { buildHubSchema } from '../schema';
import { agreementsFrom, dayOf, SOURCES, WRONG_USAGE } from './agreements-source';
import { askedCells } from './asked-cells';

interface ExplainOptions {
  readonly as: string;
  readonly onBehalfOf?: string;
  readonly job: string;
  readonly purpose: string;
  readonly from?: string;
  readonly day?: string;
  readonly json?: true;
}

const VERDICTS = { NEVER: 'Never.', DEPENDS: 'For some children.', ALWAYS: 'For every child.' } as const;

/** `rollcall agreements explain`: what the gate would say to somebody about a field, and why. */
export function agreementsExplainCommand(): Command {
  return new Command('explain')
    .description('may somebody see this field or do this, why, under which clause, and what would change it')
    .argument('<what>', 'a field (Child.currentAddress), an item (CME_FLAG or CME_FLAG/yesNo) or an action')
    .requiredOption('--as <who>', 'organisation or unit that asks: police/E23000029, la/931/cme')
    .requiredOption('--purpose <code>', 'for what it asks')
    .option('--job <job>', 'the job of whoever asks', '')
    .option('--on-behalf-of <who>', 'organisation or unit for which it asks')
    .option('--from <source>', `the agreements: ${SOURCES}`)
    .option('--day <day>', 'the day on which they are read (else today)')
    .option('--json', 'print the answer as JSON')
    .addHelpText(
      'after',
      '\nExample: rollcall agreements explain --as police/E23000029 --purpose LOCATE_CHILD Child.currentAddress',
    )
    .action(run);
}

async function run(asked: string, options: ExplainOptions, command: Command): Promise<void> {
  const day = dayOf(command, options.day);
  const set = await agreementsFrom(command, '--from', options.from, day);
  const { catalogues, names } = set;
  if (!catalogues.purposes.has(options.purpose)) {
    const near = nearWord(options.purpose, catalogues.purposes.keys());
    command.error(
      `--purpose: there is no such purpose${near === null ? '' : `; did you mean ${near}?`}`,
      WRONG_USAGE,
    );
  }
  const askers = [
    askerNamed(set, '--as', options.as, options.job, command),
    ...(options.onBehalfOf === undefined
      ? []
      : [askerNamed(set, '--on-behalf-of', options.onBehalfOf, options.job, command)]),
  ];
  const coverage = coverageOf(buildHubSchema(), catalogues);
  const found = askedCells(asked, coverage, catalogues);
  if (typeof found === 'string') command.error(found, WRONG_USAGE);
  const [cell] = found.cells;
  if (!cell) command.error(`${asked}: it has no form.`, WRONG_USAGE);
  const profile = profileFor(rulesetOn(set, day), options.purpose, askers);
  const answer = sharingView(profile).may(
    asked,
    options.purpose,
    withAsked(coverage, asked, cell, catalogues.actions.has(cell.word)),
  );
  if (options.json === true) {
    process.stdout.write(
      `${JSON.stringify({ asked, ...cell, askers, purpose: options.purpose, day, rulesetVersion: profile.ruleset.version, ...answer })}\n`,
    );
    return;
  }
  const who = askers
    .map(
      ({ organisation, unit, role }) =>
        `${names.get(unit) ?? names.get(organisation) ?? unit} (${unit}, ${role})`,
    )
    .join(', on behalf of ');
  const children = childrenOf(opennessOf(profile, cell.word, cell.form), { catalogues });
  const lines = [
    `${who} asks for ${options.purpose}: ${cellWords(catalogues, cell)}`,
    '',
    VERDICTS[answer.verdict],
    answer.because,
    ...answer.under.map((u) =>
      u.clause === null
        ? `  ${u.agreement}, version ${u.version}: no clause of it says so`
        : `  ${u.agreement} ${u.clause}, version ${u.version}: “${u.says ?? ''}”`,
    ),
    ...(answer.verdict === 'DEPENDS' ? [`Open for ${children.join('; ')}.`] : []),
    ...(answer.until === null ? [] : [`Until ${dayWords(answer.until)}.`]),
    ...(answer.instead === null ? [] : [`Less of it is open: ask for ${answer.instead} instead.`]),
    ...(answer.whatWouldChangeIt === null ? [] : [`What would change it: ${answer.whatWouldChangeIt}`]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** An item or action asked about by its own word takes the same road as a field that holds it. */
function withAsked(
  coverage: Coverage,
  asked: string,
  cell: { word: string; form: string },
  action: boolean,
): Coverage {
  if (coverage.has(asked)) return coverage;
  const declared = action
    ? ({ kind: 'action', action: cell.word } as const)
    : ({ kind: 'item', item: cell.word, form: cell.form } as const);
  return new Map([...coverage, [asked, declared]]);
}

function askerNamed(
  { directory }: AgreementSet,
  option: string,
  id: string,
  job: string,
  command: Command,
): Asker {
  const asker = (unit: string, role: string): Asker => ({
    organisation: unit.slice(0, unit.lastIndexOf('/')),
    unit,
    role,
    job: job.toLowerCase(),
  });
  const role = directory.units.get(id);
  if (role !== undefined) return asker(id, role);
  const units = [...directory.units].filter(([unit]) => unit.startsWith(`${id}/`));
  const [only] = units;
  if (only && units.length === 1) return asker(...only);
  const near = nearWord(id, [...directory.organisations, ...directory.units.keys()]);
  const hint =
    units.length > 1
      ? `${id} has several units, each with its own rights: name one of ${units.map(([unit]) => unit).join(', ')}.`
      : `the directory holds no such organisation or unit${near === null ? '.' : `; did you mean ${near}?`}`;
  return command.error(`${option}: ${hint}`, WRONG_USAGE);
}
