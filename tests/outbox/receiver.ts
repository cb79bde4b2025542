import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { Clock } from '../../src/kernel/clock';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** What the library made of it; null when it refused. */
  readonly body: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: Record<string, unknown>;
  } | null;
  /** Why the library refused it. */
  readonly refused: string | null;
}

type Answering = (received: Received, response: ServerResponse) => void | Promise<void>;

/** A partner's system: verifies what comes with the library of Standard Webhooks, by a clock of its own. */
export class Receiver {
  readonly received: Received[] = [];
  answer: Answering = (_received, response) => void response.writeHead(204).end();
  private constructor(
    private readonly server: Server,
    public secrets: readonly string[],
    public clock: Clock,
  ) {}

  static async open(clock: Clock): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server, [], clock);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const received = receiver.verified(request.headers, Buffer.concat(parts).toString());
        receiver.received.push(received);
        if (received.body === null) response.writeHead(400).end();
        else void receiver.answer(received, response);
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  /** As the library sees it, at the time of this receiver's clock. */
  verified(headers: IncomingHttpHeaders, text: string): Received {
    const machine = Date.now;
    let refused = 'no secret';
    Date.now = () => this.clock.now().getTime();
    try {
      for (const secret of this.secrets) {
        try {
          const body = new Webhook(secret).verify(
            text,
            headers as Record<string, string>,
          ) as Received['body'];
          return { headers, text, body, refused: null };
        } catch (error) {
          refused = (error as Error).message;
        }
      }
    } finally {
      Date.now = machine;
    }
    return { headers, text, body: null, refused };
  }

  /** The public ids of what came, in order. */
  get ids(): string[] {
    return this.received.flatMap(({ body }) => (body ? [String(body.data['id'])] : []));
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((closed) => this.server.close(() => closed()));
  }
}
