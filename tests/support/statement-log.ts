import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { testServer } from './server';

/** What the database server was asked to run, read from the wire: the same with a server of yours as with our own. */
export interface StatementLog {
  /** The same database, reached through this log. */
  readonly through: (url: string) => string;
  /** What `work` comes to, and the text of every statement that the server ran meanwhile. */
  during<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly statements: readonly string[] }>;
  stop(): Promise<void>;
}

/**
 * What the hub does of its own, by the clock: it looks at the ledger's backlog, at what is agreed, at its clients, at
 * whom there is to write to, at what is to be scanned.
 */
export const OF_ITS_OWN =
  /ledger_pending|ledger_owed|agreement_event|from client_system|mail_due|delete from upload|case_document where scan|^(START TRANSACTION|COMMIT)$/;

/** Listens between a hub and the test server. What it passes on is not changed; it reads the frontend's messages. */
export async function openStatementLog(): Promise<StatementLog> {
  const target = serverOf(testServer().adminUrl);
  const ran: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target);
    const reader = new FrontendReader((statement) => ran.push(statement));
    client.on('data', (bytes) => reader.read(bytes));
    client.pipe(upstream).pipe(client);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => sockets.delete(one));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    through: (url) => {
      const address = new URL(url);
      address.hostname = '127.0.0.1';
      address.port = String(port);
      address.searchParams.delete('host');
      return address.toString();
    },
    during: async (work) => {
      const from = ran.length;
      const result = await work();
      return { result, statements: ran.slice(from) };
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function serverOf(adminUrl: string): { path: string } | { host: string; port: number } {
  const address = new URL(adminUrl);
  const host = address.searchParams.get('host') ?? decodeURIComponent(address.hostname);
  const port = Number(address.port === '' ? 5432 : address.port);
  return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
}

const SSL_REQUEST = 80877103;

/**
 * The frontend's half of PostgreSQL's protocol 3: the start, then messages of one letter, a length and a body.
 * A statement counts when it is run: at `Query`, and at `Bind` of whatever `Parse` prepared under that name.
 */
class FrontendReader {
  private waiting = Buffer.alloc(0);
  private started = false;
  private readonly prepared = new Map<string, string>();

  constructor(private readonly ran: (statement: string) => void) {}

  read(bytes: Buffer): void {
    this.waiting = Buffer.concat([this.waiting, bytes]);
    while (this.started ? this.message() : this.start());
  }

  private start(): boolean {
    if (this.waiting.length < 8) return false;
    const length = this.waiting.readInt32BE(0);
    if (this.waiting.length < length) return false;
    this.started = this.waiting.readInt32BE(4) !== SSL_REQUEST;
    this.waiting = this.waiting.subarray(length);
    return true;
  }

  private message(): boolean {
    if (this.waiting.length < 5) return false;
    const length = this.waiting.readInt32BE(1) + 1;
    if (this.waiting.length < length) return false;
    const [kind, body] = [this.waiting.toString('latin1', 0, 1), this.waiting.subarray(5, length)];
    this.waiting = this.waiting.subarray(length);
    const [first = '', second = ''] = body.toString('utf8').split('\0');
    if (kind === 'Q') this.ran(first);
    if (kind === 'P') this.prepared.set(first, second);
    if (kind === 'B') this.ran(this.prepared.get(second) ?? '');
    return true;
  }
}
