import type { Carried, Carrier, Claimed, MessageKind, Parcel } from '../message';
import { OutsidePost, PostFailed, type PostOptions } from '../post-outside';
import { signedHeaders } from './signature';
import type { WebhookKey } from './webhook-key';

/** What a receiver finds in `type`. */
export const WEBHOOK_TYPES: Readonly<Record<Exclude<MessageKind, 'ENQUIRY_WITHDRAWN'>, string>> = {
  NOTIFICATION: 'notification.received',
  ENQUIRY: 'enquiry.received',
  ENQUIRY_ANSWERED: 'enquiry.answered',
  ALERT: 'alert.raised',
  ALERT_REVIEWED: 'alert.reviewed',
};

/** Carries messages as Standard Webhooks: any answer of 200 to 299 says that it was taken. */
export class WebhookCarrier implements Carrier {
  private readonly sender: OutsidePost;

  constructor(
    private readonly key: Pick<WebhookKey, 'secretOf'>,
    options: PostOptions,
  ) {
    this.sender = new OutsidePost(options);
  }

  takes({ kind }: Pick<Claimed, 'kind'>): Promise<boolean> {
    return Promise.resolve(kind in WEBHOOK_TYPES);
  }

  async carry(parcel: Parcel): Promise<Carried> {
    const body = bodyOf(parcel);
    try {
      const { status } = await this.sender.post(
        parcel.channel.url,
        {
          'content-type': 'application/json',
          'user-agent': 'Rollcall',
          ...signedHeaders(parcel.id, parcel.at, body, this.secretsOf(parcel)),
        },
        body,
      );
      if (status >= 200 && status < 300) return { taken: true };
      const problem = status >= 300 && status < 400 ? 'it redirects' : `it answered ${status}`;
      return { taken: false, problem };
    } catch (error) {
      return { taken: false, problem: error instanceof PostFailed ? error.message : 'the connection failed' };
    }
  }

  close(): Promise<void> {
    this.sender.close();
    return Promise.resolve();
  }

  private secretsOf({ channel, at }: Parcel): string[] {
    const { id, generation, formerUntil } = channel;
    const former = formerUntil !== null && formerUntil > at && generation > 1 ? [generation - 1] : [];
    return [generation, ...former].map((each) => this.key.secretOf(id, each));
  }
}

/** By default that there is something, and by which id it is asked for under the agreement. */
function bodyOf({ kind, about, writtenAt, channel, answer }: Parcel): string {
  const told =
    channel.carries === 'SIGNAL'
      ? {}
      : {
          answer: {
            data: answer.data,
            ...(answer.errors.length === 0 ? {} : { errors: answer.errors }),
            extensions: { sharing: answer.sharing },
          },
        };
  return JSON.stringify({
    type: kind === 'ENQUIRY_WITHDRAWN' ? '' : WEBHOOK_TYPES[kind],
    timestamp: writtenAt.toISOString(),
    data: { id: about, ...told },
  });
}
