import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** One message as the server took it. */
export interface Taken {
  readonly to: readonly string[];
  readonly text: string;
}

/** A real mail server on this machine, that takes what it is given unless it is told otherwise. */
export class MailServer {
  readonly taken: Taken[] = [];
  /** Recipients to whom it refuses to deliver. */
  readonly refuses = new Set<string>();
  constructor(private readonly options: { readonly wantsUser?: boolean } = {}) {}

  private server: SMTPServer | null = null;
  private port = 0;

  async start(): Promise<void> {
    const server = new SMTPServer({
      authOptional: this.options.wantsUser !== true,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(new Error('no such user')),
      disabledCommands: ['STARTTLS'],
      onRcptTo: (address, _session, done) =>
        done(
          this.refuses.has(address.address)
            ? Object.assign(new Error('no such mailbox'), { responseCode: 550 })
            : null,
        ),
      onData: (stream, session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          this.taken.push({ to, text: Buffer.concat(parts).toString('utf8') });
          done();
        });
      },
    });
    await new Promise<void>((ready) => server.listen(this.port, '127.0.0.1', () => ready()));
    this.port = (server.server.address() as AddressInfo).port;
    this.server = server;
  }

  /** From then on nobody answers at its address, until it is started again. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server !== null) await new Promise<void>((ready) => server.close(() => ready()));
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** To whom it has taken messages since the last time. */
  recipients(): string[] {
    return this.taken
      .splice(0)
      .flatMap(({ to }) => to)
      .sort();
  }
}
