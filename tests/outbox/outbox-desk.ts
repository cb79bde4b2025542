import { WebhookKey } from '../../src/outbox/webhook/webhook-key';
import { ExchangeDesk, idIn, SOUTHAMPTON, TEAM, type KnownChild } from '../enquiries/exchange-desk';
import { startTestHub, type TestHubOptions } from '../support/hub';
import { Receiver } from './receiver';

export {
  ExchangeDesk,
  idIn,
  PORTSMOUTH,
  SOUTHAMPTON,
  TEAM,
  type KnownChild,
} from '../enquiries/exchange-desk';

/** A hub that delivers when it is told to, and partners' systems that receive. */
export class OutboxDesk extends ExchangeDesk {
  readonly receivers: Receiver[] = [];

  static override async open(options: TestHubOptions = {}): Promise<OutboxDesk> {
    const hub = await startTestHub({
      ...options,
      config: { callLoopback: true, ...options.config },
    });
    return new OutboxDesk(hub);
  }

  /** A webhook of a unit, with a receiver behind it. */
  async webhook(
    unit: string,
    more: {
      readonly id?: string;
      readonly carries?: string;
      readonly url?: string;
      readonly purposes?: string[];
    } = {},
  ): Promise<Receiver> {
    const receiver = await Receiver.open(this.hub.clock);
    this.receivers.push(receiver);
    const { id = `hook-${this.receivers.length}`, carries = 'SIGNAL', url = receiver.url } = more;
    await this.sql(
      `insert into channel (id, kind, unit_id, url, purposes, reference, carries, added_at)
       values ($1, 'WEBHOOK', $2, $3, $4, 'HOOK/1', $5, $6)`,
      [
        id,
        unit,
        url,
        more.purposes ?? ['NOTIFY_MOVE', 'LOCATE_CHILD', 'ANSWER_ENQUIRY'],
        carries,
        this.hub.clock.now(),
      ],
    );
    receiver.secrets = [this.secret(id)];
    return receiver;
  }

  secret(channel: string, generation = 1): string {
    return WebhookKey.open(this.hub.dataDir).secretOf(channel, generation);
  }

  /** The council tells an authority that a child has moved there; the notice's id. */
  async moved(child: KnownChild, text: string, to = SOUTHAMPTON): Promise<string> {
    return idIn(
      await this.notify(TEAM, { id: child.publicId }, to, 'MOVED_OUT', { text }),
      'notifyAuthority',
    );
  }

  drain(): Promise<void> {
    return this.hub.hub.outbox.drain();
  }

  states(): Promise<{ about: string; state: string; attempts: number; problem: string | null }[]> {
    return this.sql(
      `select o.about, d.state, d.attempts, d.problem from delivery d join outbox o on o.id = d.outbox_id order by d.position`,
    );
  }

  override async stop(): Promise<void> {
    await Promise.all(this.receivers.map((receiver) => receiver.close()));
    await super.stop();
  }
}
