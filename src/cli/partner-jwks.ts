import { readConfig } from '../config';
import { parsePublicJwk, type PartnerKey } from '../identity/partner-jwk';
import { PartnerRefused } from '../identity/partner-refused';
import { OutsidePost, PostFailed } from '../outbox/post-outside';

const OPTION = '--jwks-url';

/**
 * The key that a partner publishes, taken once: from now on it is what was pinned that counts, whatever that address says.
 * Both people compare its thumbprint with the partner over the telephone. Throws PartnerRefused.
 */
export async function keyAt(url: string, kid: string | null): Promise<PartnerKey> {
  const members = await publishedAt(url);
  const signing = members.filter(
    ({ kty, kid: name }) => (kty === 'EC' || kty === 'RSA') && (kid === null || name === kid),
  );
  const [only, ...others] = signing;
  if (!only)
    throw refusal(
      kid === null ? 'there is no key that signs assertions.' : 'there is no such key: see --kid.',
    );
  if (others.length > 0) {
    const names = signing.map(({ kid: name }) => (typeof name === 'string' ? name : 'one without a name'));
    throw refusal(`there are several keys; name one with --kid: ${names.join(', ')}.`);
  }
  const key = parsePublicJwk(JSON.stringify(only));
  if (!key.ok) throw refusal(key.problem);
  return key.value;
}

async function publishedAt(url: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { callLoopback } = readConfig();
  const sender = new OutsidePost({ loopback: callLoopback === true });
  try {
    const { status, body } = await sender.get(url, { accept: 'application/jwk-set+json, application/json' });
    if (status !== 200) throw refusal(`it answers ${status}.`);
    const { keys } = JSON.parse(body.toString('utf8')) as { keys?: unknown };
    if (!Array.isArray(keys)) throw refusal('it answers no set of keys.');
    return keys.filter((key): key is Record<string, unknown> => typeof key === 'object' && key !== null);
  } catch (error) {
    if (error instanceof PostFailed) throw refusal(`${error.message}.`);
    if (error instanceof SyntaxError || error instanceof TypeError)
      throw refusal('it answers no set of keys.');
    throw error;
  } finally {
    sender.close();
  }
}

const refusal = (problem: string): PartnerRefused => new PartnerRefused(`${OPTION}: ${problem}`);
