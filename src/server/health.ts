import type { FastifyInstance } from 'fastify';

/** One part of the hub: true, or the sentence that says why not and what to do. */
export type Probe = () => Promise<true | string> | true | string;

export interface HealthOptions {
  readonly probes: Readonly<Record<'database' | 'migrations' | 'ruleset' | 'ledger', Probe>>;
  /** True from the moment the hub begins to stop. */
  readonly stopping: () => boolean;
}

interface Part {
  readonly ok: boolean;
  readonly why?: string;
}

const PATIENCE = 2_000;

/** `GET /health/live`: the process answers. `GET /health/ready`: it can answer questions, part by part. */
export function healthRoutes(app: FastifyInstance, { probes, stopping }: HealthOptions): void {
  let looking: Promise<Record<string, Part>> | null = null;

  app.get('/health/live', (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live' }),
  );
  app.get('/health/ready', async (_request, reply) => {
    looking ??= look(probes).finally(() => {
      looking = null;
    });
    const parts = await looking;
    const ready = !stopping() && Object.values(parts).every(({ ok }) => ok);
    const status = ready ? 'ready' : stopping() ? 'stopping' : 'not ready';
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status, parts });
  });
}

/** Everybody who asks at once shares one look, so that asking often costs the database nothing more. */
async function look(probes: HealthOptions['probes']): Promise<Record<string, Part>> {
  const entries = Object.entries(probes).map(async ([name, probe]) => [name, await part(probe)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function part(probe: Probe): Promise<Part> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('It does not answer.'), PATIENCE);
  });
  try {
    const found = await Promise.race([Promise.resolve().then(probe), late]);
    return found === true ? { ok: true } : { ok: false, why: found };
  } catch {
    return { ok: false, why: 'It cannot be asked.' };
  } finally {
    clearTimeout(timer);
  }
}
