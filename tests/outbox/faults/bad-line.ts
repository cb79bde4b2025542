import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What a line may do to a request; the words are those of the tests. */
export type Ill =
  'cut before it arrives' | 'cut before it is acknowledged' | 'sent twice' | 'sent again later' | 'late';

/** A TCP proxy that does to what goes through it what bad lines do, by chances of a seed. */
export class BadLine {
  private readonly sockets = new Set<Socket>();
  private readonly seen: Buffer[] = [];
  readonly done = new Map<Ill, number>();
  /** The chance of each ill, of 0 to 1; left out, none. */
  ills: Partial<Record<Ill, number>> = {};
  private constructor(
    private readonly server: Server,
    readonly target: number,
    private random: () => number,
  ) {}

  static async open(target: number, seed: number): Promise<BadLine> {
    const server = createServer();
    const line = new BadLine(server, target, mulberry(seed));
    server.on('connection', (socket) => line.join(socket));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return line;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((closed) => this.server.close(() => closed()));
  }

  private join(near: Socket): void {
    const far = connect(this.target, '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]] as const) {
      this.sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    } // prettier-ignore
    let deaf = false;
    far.on('data', (bytes) => {
      if (deaf) near.destroy();
      else near.write(bytes);
    });
    near.on('data', (bytes) => {
      const request = Buffer.from(bytes);
      if (this.happens('cut before it arrives')) return void near.destroy();
      if (this.happens('cut before it is acknowledged')) deaf = true;
      if (this.happens('sent twice')) this.beside(request);
      if (this.seen.length > 0 && this.happens('sent again later'))
        this.beside(this.seen[Math.floor(this.random() * this.seen.length)] ?? request);
      if (this.seen.length < 500) this.seen.push(request);
      if (this.happens('late')) setTimeout(() => far.write(request), this.random() * 40);
      else far.write(request);
    });
  }

  /** The same bytes on a connection of their own; nobody reads what comes back. */
  private beside(request: Buffer): void {
    const socket = connect(this.target, '127.0.0.1');
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', () => socket.end());
    socket.write(request);
  }

  private happens(ill: Ill): boolean {
    if (this.random() >= (this.ills[ill] ?? 0)) return false;
    this.done.set(ill, (this.done.get(ill) ?? 0) + 1);
    return true;
  }
}

function mulberry(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
