import type { Config } from './config';
import { Notices } from './database/notices';
import type { Gate } from './gate/answer';
import type { Asking } from './gate/asking';
import type { GatePorts, LedgerPort, RulesetSource, Sql } from './gate/ports';
import type { Directory } from './identity/directory';
import type { HubKeys } from './identity/hub-keys';
import type { Clock } from './kernel/clock';
import { AskedFor } from './outbox/asked-for';
import { Delivery } from './outbox/delivery';
import type { HeldNotices } from './outbox/held-notices';
import type { Carriers } from './outbox/message';
import type { PeerListener } from './outbox/peer/peer-answer';
import { PeerCarrier } from './outbox/peer/peer-carrier';
import { PeerRoutes } from './outbox/peer/peer-routes';
import { PeerSettling } from './outbox/peer/peer-settling';
import type { PostOptions } from './outbox/post-outside';
import { WebhookCarrier } from './outbox/webhook/webhook-carrier';
import { WebhookKey } from './outbox/webhook/webhook-key';

/** What a test or a measurement puts in the place of the outside world. */
export interface OutboxOverrides {
  readonly post?: Partial<PostOptions>;
  readonly carriers?: (own: Carriers) => Carriers;
  readonly database?: (own: Sql) => Sql;
  readonly random?: () => number;
  readonly every?: number;
  readonly atOnce?: number;
}

export interface OutboxServiceOptions {
  readonly url: string;
  readonly app: Sql;
  readonly transaction: GatePorts['transaction'];
  readonly ledger: Pick<LedgerPort, 'act'>;
  readonly keys: Pick<HubKeys, 'signAssertion'>;
  /** Told of what hubs of other authorities answer. */
  readonly onPeerAnswer?: readonly PeerListener[];
  /** The gate of the whole graph; null where one subgraph alone is served, which delivers nothing. */
  readonly gate: Gate | null;
  readonly rulesets: RulesetSource;
  readonly directory: Directory;
  readonly held: HeldNotices;
  readonly config: Pick<Config, 'dataDir' | 'callLoopback' | 'homeAuthority'>;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly overrides?: OutboxOverrides;
}

export interface OutboxService {
  /** Delivers what is due until nothing more is. */
  drain(): Promise<void>;
  /** Ends when somebody is told something that may be for this asker, or when the time is over. */
  readonly wait: (milliseconds: number, closed: AbortSignal, asking: Asking) => Promise<void>;
  stop(): Promise<void>;
}

/** The name on which the database tells that something was written; its words are the recipient. */
const TOLD = 'rollcall_outbox';

/** Notices, delivery and its carriers of one hub, put together. */
export async function startOutbox(options: OutboxServiceOptions): Promise<OutboxService> {
  const { url, app, gate, rulesets, directory, held, config, clock, log, overrides = {} } = options;
  const notices = new Notices(url, TOLD);
  const post = { loopback: config.callLoopback === true, ...overrides.post };
  const routes = new PeerRoutes(app, config.homeAuthority);
  const askedFor =
    gate &&
    new AskedFor({ gate, rulesets, directory, held, onBehalfOf: (message) => routes.askedFor(message) });
  const settling = new PeerSettling({
    ledger: options.ledger,
    listeners: options.onPeerAnswer ?? [],
    rules: () => askedFor?.rules() ?? null,
    home: config.homeAuthority,
    clock,
  });
  const own: Carriers = {
    WEBHOOK: new WebhookCarrier(WebhookKey.open(config.dataDir), post),
    PEER_HUB: new PeerCarrier({ routes, settling, keys: options.keys, post }),
  };
  const carriers = overrides.carriers?.(own) ?? own;
  const delivery =
    askedFor === null
      ? null
      : new Delivery({
          database: overrides.database?.(app) ?? app,
          transaction: options.transaction,
          askedFor,
          carriers,
          clock,
          log,
          ...(overrides.random ? { random: overrides.random } : {}),
          ...(overrides.every === undefined ? {} : { every: overrides.every }),
          ...(overrides.atOnce === undefined ? {} : { atOnce: overrides.atOnce }),
        });
  await notices.start();
  notices.on(() => delivery?.wake());
  delivery?.start();
  return {
    drain: () => delivery?.drain() ?? Promise.resolve(),
    wait: (milliseconds, closed, { organisation }) =>
      notices.next(
        milliseconds,
        closed,
        (words) => words === organisation || words.startsWith(`${organisation}/`),
      ),
    async stop() {
      await notices.stop();
      await delivery?.stop();
      for (const carrier of Object.values(carriers)) await carrier.close();
    },
  };
}
