import { createHash, createPublicKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Agency } from './agency';
import { ENTITY } from './agency';
import { printTree, type SelectionTree } from './selection-tree';

/** One question to an agency: the same fields of some children, and the hub's word that they were granted. */
export interface AgencyQuestion {
  readonly children: readonly string[];
  readonly fields: SelectionTree;
  readonly grant: string;
  readonly request: string;
  readonly signal: AbortSignal;
}

export type AgencyRow = Readonly<Record<string, unknown>> | null;

/** An answer is small: a few fields of fifty children. */
const MOST_BYTES = 1_048_576;

/**
 * Asks an agency. It hears the ids of children, names of fields and the grant: nothing of the caller's own request, and
 * never the caller's token. Throws whatever went wrong; none of it is told to anybody.
 */
export async function askAgency(
  { address, key }: Pick<Agency, 'address' | 'key'>,
  { children, fields, grant, request, signal }: AgencyQuestion,
): Promise<readonly AgencyRow[]> {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${ENTITY.type} ${printTree(fields)} } }`;
  const representations = children.map((id) => ({ __typename: ENTITY.type, [ENTITY.key]: id }));
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'rollcall-grant': `Bearer ${grant}`,
      'rollcall-request': request,
    },
    body: JSON.stringify({ query, variables: { representations } }),
    redirect: 'error',
    signal,
  });
  const text = await textOf(response);
  if (response.status !== 200) throw new Error('refused');
  if (key !== null) checkSignature(response.headers.get('rollcall-answer'), text, grant, key);
  const { data, errors } = JSON.parse(text) as { data?: { _entities?: unknown } | null; errors?: unknown[] };
  const rows = data?._entities;
  if ((errors ?? []).length > 0 || !Array.isArray(rows) || rows.length !== children.length)
    throw new Error('no whole answer');
  return rows.map((row: unknown) => (typeof row === 'object' ? (row as AgencyRow) : null));
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error('too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The agency's word that these bytes answer that grant. */
function checkSignature(
  header: string | null,
  body: string,
  grant: string,
  key: Record<string, string>,
): void {
  const publicKey = createPublicKey({ key, format: 'jwk' });
  const said = jwt.verify(header ?? '', publicKey, { algorithms: ['ES256'], ignoreExpiration: true });
  const { body: signed, grant: answered } = said as Record<string, unknown>;
  if (signed !== digest(body) || answered !== digest(grant)) throw new Error('not its answer');
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
