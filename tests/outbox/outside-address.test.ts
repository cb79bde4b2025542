import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addressOf, isOutside, parseOutsideUrl } from '../../src/outbox/outside-address';
import { OutsidePost, type PostOptions } from '../../src/outbox/post-outside';

const strict = { loopback: false };
const here = { loopback: true };

describe('an address', () => {
  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.255', '169.254.169.254', '172.16.0.1'],
    ...[
      '172.31.255.255',
      '192.0.0.8',
      '192.0.2.1',
      '192.168.1.1',
      '198.18.0.1',
      '198.51.100.7',
      '203.0.113.9',
    ],
    ...['224.0.0.1', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', 'fe80::1', 'fc00::1', 'fd12:3456::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1'],
    ...[
      '::ffff:8.8.8.8',
      '64:ff9b::a00:1',
      '2001:db8::1',
      '2001::1',
      '2002:7f00:1::',
      '100::1',
      '3fff::1',
      'nonsense',
      '',
    ],
  ])('%s is not outside', (address) => expect(isOutside(address)).toBe(false));

  it.each([
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.167.1.1',
    '2606:4700::1111',
    '2a00:1450::1',
  ])('%s is outside', (address) => expect(isOutside(address)).toBe(true));
});

describe('a web address that a partner registers', () => {
  it.each([
    'not an address', 'http://hooks.partner.example/in', 'ftp://hooks.partner.example/', 'https://user:word@partner.example/',
    'https://partner.example/#part', 'https://localhost/', 'https://localhost./', 'https://hooks.local/', 'https://hooks.internal/',
    'https://intranet/', 'https://127.0.0.1/', 'https://2130706433/', 'https://0x7f.1/', 'https://0177.0.0.1/', 'https://10.0.0.1/',
    'https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://[fe80::1]/', 'https://169.254.169.254/latest/meta-data',
    'https://router.home.arpa/', 'file:///etc/passwd',
  ])('%s is refused', (text) => expect(() => parseOutsideUrl(text, strict)).toThrow(/must|may|web address/)); // prettier-ignore

  it.each([
    'https://hooks.partner.example/in?a=b',
    'https://hooks.partner.example:8443/',
    'https://8.8.8.8/',
  ])('%s is taken', (text) => expect(parseOutsideUrl(text, strict).href).toBe(text));

  it('may be on this machine only where that is allowed, and nowhere else near', () => {
    expect(parseOutsideUrl('http://127.0.0.1:9000/', here).port).toBe('9000');
    for (const text of [
      'http://10.0.0.1/',
      'https://192.168.0.1/',
      'http://hooks.partner.example/',
      'http://169.254.1.1/',
    ])
      expect(() => parseOutsideUrl(text, here)).toThrow();
  });
});

describe('a name', () => {
  it.each([
    [['127.0.0.1']],
    [['8.8.8.8', '10.0.0.1']],
    [['::1', '2606:4700::1111']],
    [['169.254.169.254']],
    [[]],
  ])('that leads to %j leads nowhere', (addresses) =>
    expect(addressOf('hooks.partner.example', () => Promise.resolve(addresses), strict)).rejects.toThrow(
      /leads/,
    ),
  );

  it('is looked up once, and connected to where it led', async () => {
    let asked = 0;
    const rebinding = (): Promise<string[]> =>
      Promise.resolve([(asked += 1) === 1 ? '8.8.8.8' : '127.0.0.1']);
    expect(await addressOf('hooks.partner.example', rebinding, strict)).toBe('8.8.8.8');
    expect(asked).toBe(1);
  });
});

describe('sending', () => {
  let server: Server;
  let hits: string[];
  let answer: (response: ServerResponse, path: string) => void;
  beforeEach(async () => {
    hits = [];
    answer = (response) => response.writeHead(204).end();
    server = createServer((request, response) => {
      hits.push(`${request.headers.host ?? ''}${request.url ?? ''}`);
      answer(response, request.url ?? '');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterEach(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  const port = (): number => (server.address() as AddressInfo).port;
  const send = async (url: string, options: Partial<PostOptions> = {}) => {
    const post = new OutsidePost({ loopback: true, within: 1500, ...options });
    try {
      return await post.post(url, { 'content-type': 'text/plain' }, 'hello').then(
        ({ status }) => String(status),
        (error: unknown) => (error as Error).message,
      );
    } finally {
      post.close();
    }
  };

  it('reaches a receiver, and takes any status for an answer', async () => {
    expect(await send(`http://127.0.0.1:${port()}/in`)).toBe('204');
    answer = (response) => response.writeHead(500).end('sorry');
    expect(await send(`http://127.0.0.1:${port()}/in`)).toBe('500');
  });

  it.each(['http://127.0.0.1', 'https://127.0.0.1', 'https://[::1]', 'https://localhost'])(
    'sends nothing to %s where this machine is not allowed',
    async (place) => {
      expect(await send(`${place}:${port()}/in`, strict)).toBe('its address is not allowed');
      expect(hits).toEqual([]);
    },
  );

  it('sends nothing to a name that leads here, not even when it led elsewhere a moment ago', async () => {
    let asked = 0;
    const resolve = (): Promise<string[]> =>
      Promise.resolve([(asked += 1) % 2 === 1 ? '127.0.0.1' : '8.8.8.8']);
    const url = `https://hooks.partner.example:${port()}/in`;
    expect(await send(url, { ...strict, resolve })).toBe('its address is not allowed');
    expect(await send(url, { ...strict, resolve: () => Promise.resolve(['8.8.8.8', '127.0.0.1']) })).toBe(
      'its address is not allowed',
    );
    expect(hits).toEqual([]);
  });

  it('follows no redirect', async () => {
    answer = (response, path) =>
      path === '/in'
        ? response.writeHead(307, { location: `http://127.0.0.1:${port()}/elsewhere` }).end()
        : response.end();
    expect(await send(`http://127.0.0.1:${port()}/in`)).toBe('307');
    expect(hits).toHaveLength(1);
  });

  it('waits for nobody for ever, reads nobody to the end, and tells of no failure in another’s words', async () => {
    answer = () => undefined;
    expect(await send(`http://127.0.0.1:${port()}/in`, { within: 200 })).toBe('no answer in time');
    answer = (response) => response.writeHead(200).write('x'.repeat(200_000));
    expect(await send(`http://127.0.0.1:${port()}/in`)).toBe('answered too much');
    answer = (response) => response.destroy();
    expect(await send(`http://127.0.0.1:${port()}/in`)).toBe('the connection was cut');
    expect(await send(`https://127.0.0.1:${port()}/in`)).toMatch(/certificate|connection/);
    expect(
      await send('https://hooks.partner.example/', {
        resolve: () => Promise.reject(Object.assign(new Error('secret.host'), { code: 'ENOTFOUND' })),
      }),
    ).toBe('its name is not found');
  });
});
