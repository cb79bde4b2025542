'use strict';
const { createPublicKey, verify } = require('node:crypto');

/** For what this service gives its data, whatever the hub says. */
const PURPOSES = new Set(['VERIFY_EDUCATION']);
const LONGEST_LIFE = 60;
const TOLERANCE = 5;

/**
 * Checks the hub's word (`Rollcall-Grant`): a JWT, ES256, by a key that the hub publishes, for this service, good now, used
 * once. It shares no line with the hub. Throws an Error that says what is wrong.
 */
function grantChecker({ issuer, audience, keys, now }) {
  const used = new Map();
  return async function grantIn(header) {
    const [, token = ''] = /^Bearer ([^ ]+)$/.exec(header ?? '') ?? [];
    const [head, body, signature, more] = token.split('.');
    if (!signature || more !== undefined) throw new Error('no grant');
    const { alg, kid, crit } = json(head);
    if (alg !== 'ES256' || crit !== undefined) throw new Error('a grant is signed by ES256');
    const jwk = (await keys()).find((key) => key.kid === kid && key.kty === 'EC' && key.crv === 'P-256');
    if (!jwk) throw new Error('signed by a key that the hub does not publish');
    const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' };
    if (!verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')))
      throw new Error('the signature is not good');
    const grant = json(body);
    const seconds = now().getTime() / 1000;
    if (grant.iss !== issuer || grant.aud !== audience) throw new Error('for somebody else');
    if (!(grant.exp - grant.iat <= LONGEST_LIFE)) throw new Error('lives too long');
    if (!(seconds < grant.exp + TOLERANCE && seconds >= grant.nbf - TOLERANCE)) throw new Error('over');
    if (!PURPOSES.has(grant.purpose)) throw new Error('for a purpose for which nothing is given here');
    if (!Array.isArray(grant.children) || !Array.isArray(grant.fields)) throw new Error('grants nothing');
    for (const [jti, exp] of used) if (exp + TOLERANCE < seconds) used.delete(jti);
    if (typeof grant.jti !== 'string' || used.has(grant.jti)) throw new Error('used before');
    used.set(grant.jti, grant.exp);
    return grant;
  };
}

const json = (part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

module.exports = { grantChecker };
