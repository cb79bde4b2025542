import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { systemClock, type Clock } from '../kernel/clock';
import { parseUuid } from '../kernel/id';
import { alertQuery, type Line, type Lines, type PrintedAlert, type Referral } from './alert-form-lines';
import { alertPage } from './alert-page';
import { withAsker, type AskOptions } from './ledger-questions-asker';
import { WRONG_USAGE } from './ledger-questions-options';

/** `rollcall alert`: what a team does with one alert on paper. */
export function alertCommand(clock: Clock = systemClock): Command {
  return new Command('alert').description('concerns and referrals, on paper').addCommand(printCommand(clock));
}

type Options = AskOptions & { readonly html: string };

const OPEN: ReadonlySet<string> = new Set(['RECEIVED', 'RETURNED', 'ACCEPTED', 'IN_CASE']);

function printCommand(clock: Clock): Command {
  return new Command('print')
    .description('one alert as a page to print, with every line of the form that it came with')
    .argument('<id>', 'the alert')
    .requiredOption('--as <unit>', 'unit that asks: la/931/cme')
    .requiredOption('--purpose <purpose>', 'what for: LOCATE_CHILD')
    .requiredOption('--reference <reference>', 'your own case reference')
    .requiredOption('--html <file>', 'where the page is written (A4)')
    .addHelpText(
      'after',
      '\nThe question goes through the gate like any other, and is in the record of use. Exit code 1 when it is refused.',
    )
    .action(async (text: string, options: Options, command: Command) => {
      const id = parseUuid(text);
      if (!id.ok) command.error(`<id>: ${id.problem}`, WRONG_USAGE);
      await withAsker(command, options, clock, async (asker) => {
        const variables = { id: text };
        const { state } = await asker.ask<{ state: string }>(
          'query ($id: ID!) { alert(id: $id) { state } }',
          variables,
        );
        const open = OPEN.has(state);
        const alert = printed(await asker.ask<Answered>(alertQuery(open), variables));
        const by = `${asker.asking.user}, for ${asker.unit.name}`;
        const page = alertPage(alert, { at: asker.at, by, looks: asker.looks, open });
        try {
          writeFileSync(options.html, page, { mode: 0o600 });
        } catch {
          command.error('--html: the file cannot be written.', WRONG_USAGE);
        }
      });
      process.stderr.write(
        `${options.html} is written: it is personal data. Open it in a browser, print it on A4.\n`,
      );
    });
}

type Answered = Omit<PrintedAlert, 'hubReferral'> & {
  readonly hubReferral:
    | (Readonly<Record<string, unknown>> &
        Omit<Referral, 'lines' | 'homeVisitRisk'> &
        Partial<Pick<Referral, 'homeVisitRisk'>>)
    | null;
};

function printed({ hubReferral, ...alert }: Answered): PrintedAlert {
  if (hubReferral === null) return { ...alert, hubReferral };
  const { livesWith, tried, homeVisitRisk = null, ...lines } = hubReferral;
  const isLine = (entry: [string, unknown]): entry is [string, Line] => !isObject(entry[1]);
  return {
    ...alert,
    hubReferral: {
      livesWith,
      tried,
      homeVisitRisk,
      lines: Object.fromEntries(Object.entries(lines).filter(isLine)) satisfies Lines,
    },
  };
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
