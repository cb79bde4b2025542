import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { sqlOf } from '../src/database/sql';
import { newPublicId, newRowId } from '../src/kernel/id';
import { startTestHub, type TestHub } from '../tests/support/hub';
import { EventStream } from '../tests/gate/fourteen/event-stream';
import { percentile } from './load';
import { inTurn, median, type Figure } from './measure';

const ROUNDS = 5;
const MESSAGES = 400;
const WRITERS = 8;
const CHILDREN = 100;
const ONE_BY_ONE = 60;
const SOUTHAMPTON = 'la/852';

type Came = (id: string) => void;

/**
 * Messages a second from the writing transaction to the receiver's 204 by webhook, each decided by the gate and in the
 * ledger before it leaves; how long one takes from its writing (with the commit) to its receipt, by webhook and by stream; and a broadcast to
 * every other authority. Against a bare insert with LISTEN/NOTIFY on the same database, which decides and records nothing.
 */
export async function notify(): Promise<Figure[]> {
  const hub = await startTestHub({
    config: { poolSize: 10, logLevel: 'silent', callLoopback: true },
    poolSize: 10,
    outbox: { every: 1000 },
  });
  const bench = await NotifyBench.open(hub);
  try {
    await bench.sustained();
    await bench.bare();
    const rates = await inTurn(
      ROUNDS,
      () => bench.sustained(),
      () => bench.bare(),
    );
    const webhook = await inTurn(
      ROUNDS,
      () => bench.each((came) => bench.byWebhook(came)),
      () => bench.each((came) => bench.byNotify(came)),
    );
    const tails = bench.takeTails();
    const stream = await inTurn(
      ROUNDS,
      () => bench.byStream(),
      () => bench.each((came) => bench.byNotify(came)),
    );
    const streamTails = bench.takeTails();
    const broadcast = await inTurn(
      ROUNDS,
      () => bench.broadcast(),
      () => bench.bareBroadcast(),
    );
    const ratio = ({ a, b }: { a: number[]; b: number[] }): number =>
      median(a.map((value, i) => value / (b[i] ?? NaN)));
    const against = 'a bare insert with LISTEN/NOTIFY';
    const figure = (name: string, unit: string, ours: { a: number[]; b: number[] }): Figure => ({
      name, unit, value: median(ours.a), ratio: ratio(ours), against,
    }); // prettier-ignore
    return [
      figure('notify.sustained', 'messages/s', rates),
      { name: 'notify.bare', unit: 'messages/s', value: median(rates.b), ratio: null, against: null },
      figure('notify.webhook.p50', 'ms', webhook),
      figure('notify.webhook.p99', 'ms', tails),
      figure('notify.stream.p50', 'ms', stream),
      figure('notify.stream.p99', 'ms', streamTails),
      figure('notify.broadcast', 'ms', broadcast),
    ];
  } finally {
    await bench.close();
    await hub.stop();
  }
}

class NotifyBench {
  private came: Came = () => undefined;
  private heard: Came = () => undefined;
  private tails = { a: [] as number[], b: [] as number[] };
  private constructor(
    private readonly hub: TestHub,
    private readonly server: Server,
    private readonly listener: Client,
    private readonly children: readonly { id: string; publicId: string }[],
  ) {}

  static async open(hub: TestHub): Promise<NotifyBench> {
    const owner = sqlOf(hub.database.owner);
    const listener = new Client({ connectionString: hub.database.url });
    await listener.connect();
    await owner.query(
      'create table bare (id bigint generated always as identity primary key, body text not null)',
    );
    await owner.query('grant insert, select on bare to rollcall_app');
    await listener.query('listen bare');
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        response.writeHead(204).end();
        bench.came((JSON.parse(Buffer.concat(parts).toString()) as { data: { id: string } }).data.id);
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const children = Array.from({ length: CHILDREN }, () => ({ id: newRowId(), publicId: newPublicId() }));
    for (const { id, publicId } of children) {
      await owner.query(
        `insert into child (id, public_id, home_authority, date_of_birth, source) values ($1, $2, 'la/931', '2014-03-05', 'bench')`,
        [id, publicId],
      );
      await owner.query(
        `insert into child_name (id, child_id, kind, forename, surname, source) values ($1, $2, 'legal', 'Bench', 'Child', 'bench')`,
        [newRowId(), id],
      );
    }
    const bench = new NotifyBench(hub, server, listener, children);
    listener.on('notification', ({ payload = '' }) => bench.heard(payload));
    await owner.query(
      `insert into channel (id, kind, unit_id, url, purposes, reference, carries, added_at)
       select replace(u.id, '/', '-'), 'WEBHOOK', u.id, $1, '{NOTIFY_MOVE,LOCATE_CHILD}', 'BENCH/1', 'SIGNAL', now()
       from unit u join organisation o on o.id = u.organisation_id
       where o.kind = 'la' and o.state = 'live' and o.id <> 'la/931' and u.id = o.id || '/main'`,
      [`http://127.0.0.1:${(server.address() as AddressInfo).port}/`],
    );
    return bench;
  }

  /** Written by several at once, each message in a transaction of its own, while they are delivered. */
  sustained(): Promise<number> {
    return this.rate(
      (turn) => this.write(turn),
      (came) => (this.came = came),
    );
  }

  bare(): Promise<number> {
    return this.rate(
      () => this.insertBare(),
      (came) => (this.heard = came),
    );
  }

  /** The median of messages sent one after the other; the 99th percentile is kept aside. */
  async each(send: (came: (took: number) => void) => Promise<void>): Promise<number> {
    const took: number[] = [];
    for (let i = 0; i < ONE_BY_ONE; i += 1) await send((each) => took.push(each));
    took.sort((x, y) => x - y);
    (this.tails.a.length <= this.tails.b.length ? this.tails.a : this.tails.b).push(percentile(took, 0.99));
    return percentile(took, 0.5);
  }

  takeTails(): { a: number[]; b: number[] } {
    const taken = this.tails;
    this.tails = { a: [], b: [] };
    return taken;
  }

  async byWebhook(told: (took: number) => void): Promise<void> {
    const received = new Promise<number>((resolve) => (this.came = () => resolve(performance.now())));
    const began = performance.now();
    await this.write(0);
    told((await received) - began);
  }

  async byNotify(told: (took: number) => void): Promise<void> {
    const received = new Promise<number>((resolve) => (this.heard = () => resolve(performance.now())));
    const began = performance.now();
    await this.insertBare();
    told((await received) - began);
  }

  async byStream(): Promise<number> {
    this.came = () => undefined;
    const query = 'subscription { notificationReceived { id } }';
    const stream = await EventStream.open(this.hub, { as: SOUTHAMPTON, purpose: 'NOTIFY_MOVE' }, { query });
    try {
      await stream.until(':');
      // Its first look has come to an end.
      await this.write(1);
      await stream.until('event: next');
      return await this.each(async (told) => {
        const began = performance.now();
        await stream.until(await this.write(0));
        told(performance.now() - began);
      });
    } finally {
      stream.close();
    }
  }

  /** From the answer to the mutation until the last of 152 authorities has its webhook. */
  async broadcast(): Promise<number> {
    const child = this.children[Math.floor(Math.random() * CHILDREN)];
    const others = 152;
    let n = 0;
    const all = new Promise<number>((resolve) => {
      this.came = () => {
        if ((n += 1) === others) resolve(performance.now());
      };
    });
    const answer = await this.hub.query('la/931/cme', {
      query: `mutation { broadcastLostPupil(input: { child: { id: "${child?.publicId ?? ''}" } }) { id } }`,
    });
    const { id } = answer.data?.['broadcastLostPupil'] as { id: string };
    const committed = performance.now();
    const took = (await all) - committed;
    await this.hub.query('la/931/cme', { query: `mutation { withdrawBroadcast(id: "${id}") { id } }` });
    return took;
  }

  async bareBroadcast(): Promise<number> {
    let n = 0;
    const all = new Promise<number>((resolve) => {
      this.heard = () => {
        if ((n += 1) === 152) resolve(performance.now());
      };
    });
    const began = performance.now();
    for (let i = 0; i < 152; i += 1) await this.insertBare();
    return (await all) - began;
  }

  async close(): Promise<void> {
    await this.listener.end();
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async rate(
    write: (turn: number) => Promise<unknown>,
    listen: (came: Came) => void,
  ): Promise<number> {
    let n = 0;
    const all = new Promise<void>((resolve) => {
      listen(() => {
        if ((n += 1) === MESSAGES) resolve();
      });
    });
    const began = performance.now();
    let turn = 0;
    const writer = async (): Promise<void> => {
      while (turn < MESSAGES) await write(turn++);
    };
    await Promise.all([...Array.from({ length: WRITERS }, writer), all]);
    return MESSAGES / ((performance.now() - began) / 1000);
  }

  private async write(turn: number): Promise<string> {
    const publicId = newPublicId();
    await sqlOf(this.hub.database.app).query(
      `insert into notification (id, public_id, to_organisation, authority_id, child_id, from_organisation, from_unit, type, purpose,
         reference, sent_at)
       values ($1, $2, '${SOUTHAMPTON}', 'la/931', $3, 'la/931', 'la/931/cme', 'MOVED_OUT', 'NOTIFY_MOVE', 'BENCH/1', $4)`,
      [newRowId(), publicId, this.children[turn % CHILDREN]?.id, this.hub.clock.now()],
    );
    return publicId;
  }

  private insertBare(): Promise<unknown> {
    return sqlOf(this.hub.database.app).query(
      `with written as (insert into bare (body) values ('a message') returning id) select pg_notify('bare', id::text) from written`,
    );
  }
}
