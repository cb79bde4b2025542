import type { TestHub } from '../../support/hub';
import type { Asker } from './question';

/** Longer than an event takes to come, on a busy machine too. */
const SILENCE = 1200;
/** Milliseconds. A busy machine answers an event with every field in seconds, one after the other. */
const PATIENCE = 25_000;

export interface StreamOptions {
  readonly query: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An open stream of server-sent events, or the refusal that came in its place. */
export class EventStream {
  private text = '';
  private ended = false;
  private reading: Promise<void> | null = null;
  private constructor(
    readonly status: number,
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
    private readonly aborter: AbortController,
  ) {}

  static async open(
    hub: TestHub,
    asker: Asker,
    { query, headers = {} }: StreamOptions,
  ): Promise<EventStream> {
    const { port } = hub.hub.app.server.address() as { port: number };
    const aborter = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      signal: aborter.signal,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${hub.token(asker.as, { job: asker.job ?? 'tester' })}`,
        'sharing-reference': 'TEST/1',
        ...(asker.purpose === null ? {} : { 'sharing-purpose': asker.purpose }),
        ...headers,
      },
      body: JSON.stringify({ query }),
    });
    const body = response.body as ReadableStream<Uint8Array>;
    return new EventStream(response.status, body.getReader(), aborter);
  }

  /** All that came until the words did, or the end. Throws when neither comes. */
  async until(words: string): Promise<string> {
    const late = Date.now() + PATIENCE;
    while (!this.text.includes(words) && !this.ended) {
      if (Date.now() > late) throw new Error(`the stream did not send ${words}: ${this.text}`);
      await this.more(SILENCE);
    }
    return this.text;
  }

  /** All that came until it fell silent. */
  async untilSilent(): Promise<string> {
    while (!this.ended && (await this.more(SILENCE)));
    return this.text;
  }

  close(): void {
    this.aborter.abort();
  }

  /** Whether anything came in so many milliseconds. */
  private async more(milliseconds: number): Promise<boolean> {
    const before = this.text.length;
    this.reading ??= this.read().finally(() => (this.reading = null));
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
    await Promise.race([this.reading, silence]);
    clearTimeout(timer);
    return this.text.length > before;
  }

  private async read(): Promise<void> {
    try {
      const { value, done } = await this.reader.read();
      if (value) this.text += Buffer.from(value).toString();
      this.ended ||= done || this.text.includes('event: complete');
    } catch (error) {
      if ((error as Error).name !== 'AbortError') throw error;
      this.ended = true;
    }
  }
}
