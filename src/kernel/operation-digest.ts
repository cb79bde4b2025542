import { canonicalJson, type JsonValue } from './canonical-json';
import { sha256 } from './digest';

/**
 * What a gateway's credential says about the operation that it came with, base64url: SHA-256 of the canonical JSON
 * (RFC 8785) of `[query, variables]`. Whoever sends it and whoever checks it work it out alike, in any language.
 */
export function operationDigest(query: string, variables: unknown): string {
  const plain = JSON.parse(JSON.stringify(variables ?? {})) as JsonValue;
  return sha256(canonicalJson([query, plain])).toString('base64url');
}

/** The same of a caller's token. */
export const tokenDigest = (token: string): string => sha256(token).toString('base64url');
