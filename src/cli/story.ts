import { setTimeout as pause } from 'node:timers/promises';
import { Argument, Command } from 'commander';
import { join } from 'node:path';
import { readConfig, type Config } from '../config';
import { DevelopmentIssuer, developmentIssuerRefusal } from '../identity/development-issuer';
import { systemClock } from '../kernel/clock';
import { exampleService } from './example-service';
import { FEDERATION_STORY } from './story-federation';
import { STORY, type StoryStep } from './story-steps';
import { TWO_HUBS_STORY } from './story-two-hubs';
import { startTwoHubs } from './two-hubs';

const A_MOMENT = 250;
const PATIENCE = 120;

export interface StoryAnswer {
  readonly status: number;
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
  };
}

export interface StoryTeller {
  /** Base address of a running hub, or of each. */
  readonly address: string | ((step: Pick<StoryStep, 'at'>) => string);
  readonly token: (step: Pick<StoryStep, 'at' | 'as' | 'user' | 'job'>) => string;
  readonly print: (text: string) => void;
  /** Else the whole tour. */
  readonly steps?: readonly StoryStep[];
  /** Done before a step that names it. */
  readonly meanwhile?: (seen: Readonly<Record<string, string>>) => Promise<void>;
}

/** Tells the story over HTTP, step by step, and returns every answer. Throws when a step's answer lacks what the next needs. */
export async function tellStory(teller: StoryTeller): Promise<StoryAnswer[]> {
  const { address, token, print, steps = STORY, meanwhile } = teller;
  const answers: StoryAnswer[] = [];
  const seen: Record<string, string> = {};
  for (const [index, step] of steps.entries()) {
    if (step.meanwhile) await meanwhile?.(seen);
    const variables = step.variables?.(seen);
    print(heading(index + 1, step));
    print(`${step.query}\n${variables ? `\nvariables ${JSON.stringify(variables, null, 2)}\n` : ''}`);
    const answer = await askUntil(step, () =>
      ask(typeof address === 'string' ? address : address(step), token(step), step, variables),
    );
    answers.push(answer);
    print(`→ ${answer.status}\n${JSON.stringify(answer.body, null, 2)}\n\n   ${step.notice}\n`);
    for (const [name, path] of Object.entries(step.keep ?? {})) {
      const value = path.reduce<unknown>(
        (within, key) => (within as Record<string | number, unknown> | null)?.[key],
        answer.body.data,
      );
      if (typeof value !== 'string')
        throw new Error(`Step ${index + 1} gave no ${name}: is the demonstration region loaded?`);
      seen[name] = value;
    }
  }
  return answers;
}

/** A delivery takes a moment: the question is asked again until it has come, or nobody would wait for it longer. */
async function askUntil(
  { until }: Pick<StoryStep, 'until'>,
  asked: () => Promise<StoryAnswer>,
): Promise<StoryAnswer> {
  for (let tries = 0; ; tries += 1) {
    const answer = await asked();
    if (until === undefined || until(JSON.stringify(answer.body)) || tries === PATIENCE) return answer;
    await pause(A_MOMENT);
  }
}

async function ask(
  address: string,
  bearer: string,
  step: StoryStep,
  variables: Readonly<Record<string, unknown>> | undefined,
): Promise<StoryAnswer> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${bearer}`,
      'sharing-purpose': step.purpose,
      'sharing-reference': step.reference,
    },
    body: JSON.stringify({ query: step.query, variables }),
  });
  return { status: response.status, body: (await response.json()) as StoryAnswer['body'] };
}

/** Starts both, introduces them to each other, tells it, and stops them. What they held stays for the next time. */
async function tellOfTwoHubs({ dataDir }: Pick<Config, 'dataDir'>): Promise<void> {
  const print = (text: string): void => void process.stdout.write(`${text}\n`);
  const hubs = await startTwoHubs({ dataDir: join(dataDir, 'two-hubs') }, print);
  try {
    const of = ({ at }: Pick<StoryStep, 'at'>) => hubs.find(({ home }) => home === at) ?? hubs[0];
    await tellStory({
      address: (step) => of(step).address,
      token: (step) => of(step).token(step),
      print,
      steps: TWO_HUBS_STORY,
    });
  } finally {
    for (const hub of hubs) await hub.stop();
  }
}

function heading(number: number, step: StoryStep): string {
  const line = `${number}. ${step.title}`;
  return `${'─'.repeat(78)}\n${line}\n   ${step.as} · ${step.job} · ${step.purpose} · ${step.reference}\n`;
}

/** `rollcall story`: the guided tour, against a hub that is running with the demonstration region. */
export function storyCommand(): Command {
  return new Command('story')
    .description('the guided tour: one child, six agencies, over HTTP against a running hub')
    .addArgument(
      new Argument(
        '[which]',
        'federation: a partner that holds data itself; two-hubs: two authorities, each with a hub of its own, started for it',
      ).choices(['federation', 'two-hubs']),
    )
    .option('--address <url>', 'where the hub listens (else this machine, at ROLLCALL_PORT or 4000)')
    .action(async (which: string | undefined, options: { address?: string }, command: Command) => {
      const config = readConfig();
      if (which === 'two-hubs') return tellOfTwoHubs(config);
      const address = options.address ?? `http://127.0.0.1:${config.port}`;
      const refusal = developmentIssuerRefusal(config);
      if (refusal !== null) command.error(refusal, { exitCode: 1, code: 'rollcall.refused' });
      const issuer = DevelopmentIssuer.open(config, systemClock);
      const live = await fetch(`${address}/health/live`).then(
        (r) => r.ok,
        () => false,
      );
      if (!live)
        command.error(
          `No hub answers at ${address}: start one with \`npm start\` in another terminal, or name it with --address.`,
          { exitCode: 1, code: 'rollcall.refused' },
        );
      const service = which === undefined ? null : exampleService(address);
      try {
        await tellStory({
          address,
          token: ({ as, user, job }) => issuer.issueToken({ as, user, job }),
          print: (text) => process.stdout.write(`${text}\n`),
          ...(service
            ? { steps: FEDERATION_STORY, meanwhile: ({ child }) => service.start(child ?? '') }
            : {}),
        });
      } finally {
        await service?.stop();
      }
    });
}
