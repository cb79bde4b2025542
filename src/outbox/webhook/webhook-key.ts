import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createPrivateFile, readPrivateFile } from '../../kernel/private-file';

const KEY = /^[0-9a-f]{64}$/;

/**
 * The secrets by which receivers know our webhooks: each is worked out of this key, the channel and its generation. The
 * key lies in the data folder, so that whoever has the database alone can sign nothing, and hubs that share the folder
 * sign alike.
 */
export class WebhookKey {
  private constructor(private readonly key: Buffer) {}

  /** Opens `webhook-key` in the data folder (mode 0600); makes it on the first start. */
  static open(dataDir: string): WebhookKey {
    const path = join(dataDir, 'webhook-key');
    if (readPrivateFile(path) === null) createPrivateFile(path, `${randomBytes(32).toString('hex')}\n`);
    const text = readPrivateFile(path)?.trim() ?? '';
    if (!KEY.test(text))
      throw new Error(
        `The key in ${path} is not usable: delete the file, and give every receiver its new secret.`,
      );
    return new WebhookKey(Buffer.from(text, 'hex'));
  }

  /** 32 bytes, as Standard Webhooks writes them: `whsec_` and base64. */
  secretOf(channel: string, generation: number): string {
    const secret = createHmac('sha256', this.key)
      .update(JSON.stringify(['webhook', channel, generation]))
      .digest();
    return `whsec_${secret.toString('base64')}`;
  }
}
