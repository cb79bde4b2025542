import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** What is wrong with an address to which something would be sent. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

export interface OutsideAddresses {
  /** Whether `http://127.0.0.1`, `[::1]` and `localhost` are let through: for trying it out on one machine. */
  readonly loopback: boolean;
}

/** IANA special-purpose registries (RFC 6890 and after): nothing there is somebody else's public address. */
const NOT_OUTSIDE: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Within 2000::/3, beside which nothing is handed out: protocol assignments, documentation, 6to4 (an IPv4 in disguise). */
const NOT_OUTSIDE_6: readonly (readonly [network: string, bits: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];

const listOf = (networks: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const [network, bits] of networks) list.addSubnet(network, bits, family);
  return list;
};
const inside4 = listOf(NOT_OUTSIDE, 'ipv4');
const inside6 = listOf(NOT_OUTSIDE_6, 'ipv6');
const global6 = listOf([['2000::', 3]], 'ipv6');
const loopback = listOf([['127.0.0.0', 8]], 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an IP address is one that anybody on the internet has. Anything that is no address is not. */
export function isOutside(address: string): boolean {
  if (isIPv4(address)) return !inside4.check(address, 'ipv4');
  return isIPv6(address) && global6.check(address, 'ipv6') && !inside6.check(address, 'ipv6');
}

const isLoopback = (address: string): boolean =>
  isIP(address) !== 0 && loopback.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');

/** Whether something may be sent there. */
export const mayBeReached = (address: string, { loopback: allowed }: OutsideAddresses): boolean =>
  isOutside(address) || (allowed && isLoopback(address));

/**
 * An address on the web as it may be registered: `https`, a name or a public address, nothing of user or password in it.
 * A name is looked up when something is sent, each time. Throws AddressRefused with the fix.
 */
export function parseOutsideUrl(text: string, outside: OutsideAddresses): URL {
  if (!URL.canParse(text)) throw new AddressRefused('is not a web address: write https://…');
  const url = new URL(text);
  const host = hostOf(url);
  const near = outside.loopback && (host === 'localhost' || isLoopback(host));
  if (url.protocol !== 'https:' && !(near && url.protocol === 'http:'))
    throw new AddressRefused('must begin with https://.');
  if (url.username !== '' || url.password !== '')
    throw new AddressRefused('may hold no user and no password: the signature says who sends.');
  if (url.hash !== '') throw new AddressRefused('may have no part after #: it would not be sent.');
  if (near) return url;
  if (isIP(host) !== 0 ? !isOutside(host) : !host.includes('.') || isSpecial(host))
    throw new AddressRefused('must lead to a public address, not into a network of its own.');
  return url;
}

/** Names that never lead outside (RFC 6761, 6762, 8375, 9476). */
const isSpecial = (host: string): boolean =>
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|test|invalid|onion|alt|home\.arpa)\.?$/.test(
    host,
  );

export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').toLowerCase();

export type Resolve = (host: string) => Promise<readonly string[]>;

export const systemResolve: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * The one address to which a connection is made now. INVARIANT: what is looked at is what is connected to: the name is
 * not looked up again, and where one of its addresses is not outside, none is used. Throws AddressRefused.
 */
export async function addressOf(host: string, resolve: Resolve, outside: OutsideAddresses): Promise<string> {
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  const [first] = addresses;
  if (first === undefined) throw new AddressRefused('leads nowhere.');
  if (!addresses.every((address) => mayBeReached(address, outside)))
    throw new AddressRefused('leads into a network of its own.');
  return first;
}
