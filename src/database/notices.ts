import { setTimeout as pause } from 'node:timers/promises';
import { urlForRole } from './data-source';
import { QuietClient } from './quiet-client';

const BETWEEN_TRIES = 1000;

/**
 * What PostgreSQL tells of on one channel (LISTEN), on a connection of its own. A hint and nothing more: what is said
 * while the connection is away is not said again, so whoever listens looks by itself, too.
 */
export class Notices {
  private readonly listeners = new Set<(words: string) => void>();
  private readonly stopping = new AbortController();
  private client: QuietClient | null = null;
  private cut: Promise<void> = Promise.resolve();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly url: string,
    private readonly channel: string,
  ) {}

  /** Listens, and again whenever the connection was cut. Returns once it has tried to. */
  async start(): Promise<void> {
    const first = this.listen();
    this.running = this.run(first);
    await first.catch(() => undefined);
  }

  /** Calls back at each notice until the returned function is called. */
  on(listener: (words: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ends with the next notice that fits, or after so many milliseconds, or when aborted. */
  async next(milliseconds: number, signal: AbortSignal, fits: (words: string) => boolean): Promise<void> {
    const over = new AbortController();
    const wake = (): void => over.abort();
    const off = this.on((words) => {
      if (fits(words)) wake();
    });
    signal.addEventListener('abort', wake, { once: true });
    if (!signal.aborted) await quietly(milliseconds, over.signal);
    signal.removeEventListener('abort', wake);
    off();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.client?.end().catch(() => undefined);
    await this.running;
  }

  private async run(first: Promise<void>): Promise<void> {
    for (let listening = first; ; listening = this.listen()) {
      const heard = await listening.then(
        () => true,
        () => false,
      );
      if (heard) await this.cut;
      if (!this.stopping.signal.aborted) await quietly(BETWEEN_TRIES, this.stopping.signal);
      if (this.stopping.signal.aborted) return;
    }
  }

  private async listen(): Promise<void> {
    const client = new QuietClient({
      connectionString: urlForRole(this.url, 'app'),
      application_name: 'rollcall notices',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    client.on('notification', ({ payload = '' }) => {
      for (const listener of [...this.listeners]) listener(payload);
    });
    this.cut = new Promise((resolve) => client.once('end', () => resolve()));
    this.client = client;
    await client.connect();
    await client.query(`listen ${this.channel}`);
  }
}

const quietly = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  pause(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
