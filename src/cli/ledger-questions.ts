import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { systemClock, type Clock } from '../kernel/clock';
import { parseUuid } from '../kernel/id';
import { parseOrganisationId, parseUnitId } from '../kernel/organisation-id';
import { withAsker, type AskOptions, type Asker } from './ledger-questions-asker';
import { entriesOf, summaryOf, usesOf } from './ledger-questions-data';
import { question, sinceOf, untilOf, WHEN, WRONG_USAGE } from './ledger-questions-options';
import { reportPage } from './ledger-questions-page';
import { whenWords, type Report } from './ledger-questions-report';
import { reportText } from './ledger-questions-text';
import {
  activityReport,
  agreementReport,
  emergenciesReport,
  receivedReport,
  subjectReport,
  toldReport,
} from './ledger-questions-answers';

type Options = AskOptions & {
  readonly json?: true;
  readonly html?: string;
  readonly by?: string;
  readonly child?: string;
  readonly since?: string;
  readonly until?: string;
  readonly user?: string;
};

/** The questions that people put to the ledger, as subcommands of `rollcall ledger`. */
export const ledgerQuestionCommands = (clock: Clock = systemClock): Command[] => [
  subjectCommand(clock),
  toldCommand(clock),
  receivedCommand(clock),
  activityCommand(clock),
  emergenciesCommand(clock),
  agreementCommand(clock),
];

const A_YEAR = 365 * 24 * 60 * 60 * 1000;

function subjectCommand(clock: Clock): Command {
  return question('subject', 'everything ever disclosed about a child, through merges (subject access)')
    .argument('<child id>', 'the child')
    .action(async (text: string, options: Options, command: Command) => {
      const childId = childOf(command, '<child id>', text);
      await answer(command, options, clock, async (asker) => {
        const entries = await entriesOf(asker, { childId }, true);
        return [{ child: childId, entries }, subjectReport(asker, childId, entries)];
      });
    });
}

function toldCommand(clock: Clock): Command {
  return question('told', 'what an organisation or unit had been told by a time (case review)')
    .argument('<organisation>', 'organisation or unit: police/E23000029')
    .requiredOption('--by <time>', `by when: ${WHEN}`)
    .option('--child <id>', 'about this child alone')
    .action(async (who: string, options: Options, command: Command) => {
      const until = untilOf(command, '--by', options.by ?? '');
      const childId = options.child === undefined ? null : childOf(command, '--child', options.child);
      const filter = { ...whoOf(command, who), until, childId, kind: 'DISCLOSURE' };
      await answer(command, options, clock, async (asker) => {
        const entries = await entriesOf(asker, filter);
        const report = toldReport(asker, { who, by: whenWords(until), childId }, entries);
        return [{ ...filter, entries }, report];
      });
    });
}

function receivedCommand(clock: Clock): Command {
  return question('received', 'everything that a client system received since a time (breach)')
    .argument('<client>', 'the client system as tokens name it')
    .requiredOption('--since <time>', `since when: ${WHEN}`)
    .action(async (client: string, options: Options, command: Command) => {
      const since = sinceOf(command, '--since', options.since ?? '');
      const filter = { client, since, kind: 'DISCLOSURE' };
      await answer(command, options, clock, async (asker) => {
        const entries = await entriesOf(asker, filter);
        return [{ ...filter, entries }, receivedReport(asker, { client, since: whenWords(since) }, entries)];
      });
    });
}

function activityCommand(clock: Clock): Command {
  return period(question('activity', 'what one person of an organisation asked and did'))
    .argument('<organisation>', 'organisation or unit: police/E23000029')
    .requiredOption('--user <sub>', 'the person as tokens name it: `subject` of an entry')
    .action(async (who: string, options: Options, command: Command) => {
      const { since, until } = periodOf(command, options);
      const filter = { ...whoOf(command, who), subject: options.user, since, until };
      await answer(command, options, clock, async (asker) => {
        const entries = await entriesOf(asker, filter);
        const during = periodWords(since, until);
        return [
          { ...filter, entries },
          activityReport(asker, { who, user: options.user ?? '', during }, entries),
        ];
      });
    });
}

function emergenciesCommand(clock: Clock): Command {
  return period(question('emergencies', 'uses of emergency access, and what their review found')).action(
    async (options: Options, command: Command) => {
      const { since, until } = periodOf(command, options);
      await answer(command, options, clock, async (asker) => {
        const uses = await usesOf(asker, since, until);
        return [{ since, until, uses }, emergenciesReport(asker, periodWords(since, until), uses)];
      });
    },
  );
}

function agreementCommand(clock: Clock): Command {
  return period(question('agreement', 'counts of what happened under an agreement, for its review'))
    .argument('<name>', 'the agreement: thames-valley-police')
    .addHelpText('after', 'Without --until to now, without --since from a year before that.')
    .action(async (agreement: string, options: Options, command: Command) => {
      const given = periodOf(command, options);
      const until = given.until ?? clock.now().toISOString();
      const since = given.since ?? new Date(Date.parse(until) - A_YEAR).toISOString();
      await answer(command, options, clock, async (asker) => {
        const summary = await summaryOf(asker, { agreement, since, until });
        return [{ summary }, agreementReport(asker, periodWords(since, until), summary)];
      });
    });
}

async function answer(
  command: Command,
  options: Options,
  clock: Clock,
  find: (asker: Asker) => Promise<[found: Readonly<Record<string, unknown>>, report: Report]>,
): Promise<void> {
  const [found, report] = await withAsker(command, options, clock, find);
  const { html } = options;
  if (html !== undefined) {
    try {
      writeFileSync(html, reportPage(report), { mode: 0o600 });
    } catch {
      command.error('--html: the file cannot be written.', WRONG_USAGE);
    }
    process.stderr.write(`${html} is written: it is personal data. Open it in a browser, print it on A4.\n`);
  }
  const { title, question: asks, asked, rulesetVersion, head, looks } = report;
  const body = { title, question: asks, asked, rulesetVersion, head, looks, ...found };
  if (options.json === true) process.stdout.write(`${JSON.stringify(body)}\n`);
  else if (html === undefined) process.stdout.write(reportText(report));
}

const period = (command: Command): Command =>
  command.option('--since <time>', `from: ${WHEN}`).option('--until <time>', `to: ${WHEN}`);

interface Period {
  readonly since: string | null;
  readonly until: string | null;
}

function periodOf(command: Command, { since, until }: Options): Period {
  const period = {
    since: since === undefined ? null : sinceOf(command, '--since', since),
    until: until === undefined ? null : untilOf(command, '--until', until),
  };
  if (period.since !== null && period.until !== null && period.until <= period.since)
    command.error('--until: is not after --since.', WRONG_USAGE);
  return period;
}

function periodWords(since: string | null, until: string | null): string {
  const words = [
    since === null ? null : `from ${whenWords(since)}`,
    until === null ? null : `to ${whenWords(until)}`,
  ];
  return words.filter((word) => word !== null).join(' ') || 'at any time';
}

function childOf(command: Command, name: string, text: string): string {
  const parsed = parseUuid(text);
  return parsed.ok ? parsed.value : command.error(`${name}: ${parsed.problem}`, WRONG_USAGE);
}

function whoOf(command: Command, text: string): { organisation: string } | { unit: string } {
  const isUnit = text.split('/').length > 2;
  const parsed = isUnit ? parseUnitId(text) : parseOrganisationId(text);
  if (!parsed.ok) return command.error(`<organisation>: ${parsed.problem}`, WRONG_USAGE);
  return isUnit ? { unit: text } : { organisation: text };
}
