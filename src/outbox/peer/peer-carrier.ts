import { sha256Hex } from '../../kernel/digest';
import { londonDate } from '../../kernel/london-time';
import type { Carried, Carrier, Claimed, Parcel } from '../message';
import { OutsidePost, PostFailed, type PostOptions } from '../post-outside';
import { nodeOf } from './peer-child';
import { readReply, type PeerReply } from './peer-reply';
import type { PeerRoute } from './peer-route';
import type { PeerRoutes } from './peer-routes';
import type { PeerSettling } from './peer-settling';
import { writingOf } from './peer-writing';
import type { Written } from './written';

export interface PeerCarrierOptions {
  readonly routes: Pick<PeerRoutes, 'routeOf' | 'isBehind'>;
  readonly settling: Pick<PeerSettling, 'taken' | 'refused'>;
  readonly keys: {
    signAssertion(clientId: string, audience: string, words: { user: string; job: string }): string;
  };
  readonly post: PostOptions;
}

/** What stands in the place of a person's job: no agreement gives anything to it. */
const JOB = 'hub of an authority';

/**
 * Carries messages to hubs of other authorities, each as one mutation of the public API that anybody else would send: as
 * the partner OTHER_AUTHORITY, by a client assertion, under the agreements there.
 * INVARIANT: nothing leaves but what the gate has just answered for that authority. What it may not have is not sent.
 */
export class PeerCarrier implements Carrier {
  private readonly sender: OutsidePost;

  constructor(private readonly options: PeerCarrierOptions) {
    this.sender = new OutsidePost(options.post);
  }

  async takes(message: Claimed): Promise<boolean | 'NOT_YET'> {
    const { routes } = this.options;
    if ((await routes.routeOf(message)) !== null) return true;
    return (await routes.isBehind(message)) ? 'NOT_YET' : false;
  }

  async carry(parcel: Parcel): Promise<Carried> {
    const route = await this.options.routes.routeOf(parcel);
    const written = route && writtenOf(parcel, route);
    // Nothing (more) of it to say: they have it already.
    if (!route || written === null) return { taken: true };
    const reply = await this.send(parcel, route, written);
    if (typeof reply === 'string') return { taken: false, problem: reply };
    const { settling } = this.options;
    switch (reply.kind) {
      case 'DONE':
        return {
          taken: true,
          more: written.more ?? false,
          settle: (tx) => settling.taken(tx, parcel, route, reply, written),
        };
      case 'REFUSED': {
        const settle = (tx: Parameters<PeerSettling['refused']>[0]): Promise<void> =>
          settling.refused(tx, parcel, route, reply.code);
        // Their state has moved on: that is an answer, and there is nothing for anybody to put right.
        if (reply.code === 'CONFLICT' || written.moot?.includes(reply.code) === true)
          return { taken: true, problem: reply.code, settle };
        return { taken: false, problem: reply.code, final: true, settle };
      }
      case 'LATER':
        return { taken: false, problem: reply.code, away: reply.away };
    }
  }

  close(): Promise<void> {
    this.sender.close();
    return Promise.resolve();
  }

  /** What they answered, or why nothing came back. */
  private async send(
    { id, channel }: Parcel,
    { peer, unitName, onBehalfOf, purpose, reference }: PeerRoute,
    { query, variables }: Written,
  ): Promise<PeerReply | string> {
    const body = JSON.stringify({ query, variables });
    const assertion = this.options.keys.signAssertion(peer.clientId, peer.audience, {
      user: unitName,
      job: JOB,
    });
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': 'Rollcall',
      authorization: `Bearer ${assertion}`,
      'sharing-purpose': purpose,
      'sharing-reference': reference,
      // Of these bytes: another attempt may say it with other details, and is then known by its correspondence.
      'idempotency-key': `${id}.${sha256Hex(body).slice(0, 16)}`,
      ...(onBehalfOf === null ? {} : { 'sharing-on-behalf-of': onBehalfOf }),
    };
    try {
      const { status, body: answer } = await this.sender.post(graphqlOf(channel.url), headers, body);
      if (status >= 300 && status < 400) return 'it redirects';
      return readReply(status, answer);
    } catch (error) {
      return error instanceof PostFailed ? error.message : 'the connection failed';
    }
  }
}

const graphqlOf = (url: string): string => `${url.replace(/\/+$/, '')}/graphql`;

function writtenOf({ kind, about, answer, at }: Parcel, route: PeerRoute): Written | null {
  const writing = writingOf(kind, route.type);
  const node = nodeOf(Object.values(answer.data ?? {})[0]);
  const { disclosureId: receipt } = answer.sharing;
  return writing?.write({ node, route, about, receipt, today: londonDate(at) }) ?? null;
}
