import { request as plainRequest, Agent as PlainAgent, type RequestOptions } from 'node:http';
import { request as secureRequest, Agent as SecureAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isIPv6 } from 'node:net';
import {
  addressOf,
  AddressRefused,
  hostOf,
  mayBeReached,
  parseOutsideUrl,
  systemResolve,
  type OutsideAddresses,
  type Resolve,
} from './outside-address';

export interface PostOptions extends OutsideAddresses {
  readonly resolve?: Resolve;
  /** Milliseconds for the whole exchange; else 15 s. */
  readonly within?: number;
  /** Bytes of an answer that are read; beyond, the connection is cut. Else 64 KiB. */
  readonly most?: number;
  /** Certificates that are trusted beside the machine's own. */
  readonly ca?: string;
}

export interface PostAnswer {
  readonly status: number;
  /** What it says its body is, without parameters; empty when it does not say. */
  readonly type: string;
  /** As far as it was read. */
  readonly body: Buffer;
}

/** Why nothing came back, in a word of ours: what a socket says may name the other side. */
export class PostFailed extends Error {
  override readonly name = 'PostFailed';
}

const WITHIN = 15_000;
const MOST = 64 * 1024;

/**
 * Sends to addresses that others gave us, and reads there. It follows no redirect, takes its time and reads its fill, and connects to
 * nothing but the address that it has looked at: a name that leads elsewhere a moment later leads nowhere.
 */
export class OutsidePost {
  private readonly agents;

  constructor(private readonly options: PostOptions) {
    const settings = { keepAlive: true, maxSockets: 16, lookup: this.lookup };
    this.agents = {
      plain: new PlainAgent(settings),
      secure: new SecureAgent({ ...settings, ...(options.ca === undefined ? {} : { ca: options.ca }) }),
    };
  }

  /** Throws PostFailed. Any status is an answer. */
  post(address: string, headers: Readonly<Record<string, string>>, body: string): Promise<PostAnswer> {
    const length = String(Buffer.byteLength(body));
    return this.exchange('POST', address, { ...headers, 'content-length': length }, body);
  }

  /** The same for what is only read. */
  get(address: string, headers: Readonly<Record<string, string>> = {}): Promise<PostAnswer> {
    return this.exchange('GET', address, headers, '');
  }

  private async exchange(
    method: 'GET' | 'POST',
    address: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<PostAnswer> {
    const url = this.checked(address);
    const secure = url.protocol === 'https:';
    const options: RequestOptions = {
      method,
      headers,
      agent: secure ? this.agents.secure : this.agents.plain,
      signal: AbortSignal.timeout(this.options.within ?? WITHIN),
    };
    return new Promise((resolve, reject) => {
      const request = (secure ? secureRequest : plainRequest)(url, options, (response) => {
        const parts: Buffer[] = [];
        let read = 0;
        response.on('data', (part: Buffer) => {
          read += part.length;
          if (read > (this.options.most ?? MOST)) request.destroy(new PostFailed('answered too much'));
          else parts.push(part);
        });
        const type = (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, type, body: Buffer.concat(parts) }),
        );
        response.on('error', (error) => reject(failure(error)));
      });
      request.on('error', (error) => reject(failure(error)));
      request.end(body);
    });
  }

  close(): void {
    this.agents.plain.destroy();
    this.agents.secure.destroy();
  }

  private checked(address: string): URL {
    try {
      const url = parseOutsideUrl(address, this.options);
      const host = hostOf(url);
      // An address in digits is not looked up on the way: it is judged here.
      if (/^[\d.]+$|:/.test(host) && !mayBeReached(host, this.options))
        throw new AddressRefused('leads into a network of its own.');
      return url;
    } catch (error) {
      throw failure(error);
    }
  }

  private readonly lookup: LookupFunction = (host, options, done) => {
    addressOf(host, this.options.resolve ?? systemResolve, this.options).then(
      (address) => {
        const family = isIPv6(address) ? 6 : 4;
        if (options.all === true) done(null, [{ address, family }]);
        else done(null, address, family);
      },
      (error: unknown) => done(error instanceof Error ? error : new Error('not found'), '', 4),
    );
  };
}

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not found',
  EAI_AGAIN: 'its name is not found',
  ECONNREFUSED: 'nobody answers',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'no answer in time',
};

function failure(error: unknown): PostFailed {
  if (error instanceof PostFailed) return error;
  if (error instanceof AddressRefused) return new PostFailed('its address is not allowed');
  const { name, code = '' } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || name === 'AbortError') return new PostFailed('no answer in time');
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code))
    return new PostFailed('its certificate is not trusted');
  return new PostFailed(WORDS[code] ?? 'the connection failed');
}
