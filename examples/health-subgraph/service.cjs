'use strict';
const { createHash, sign } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');
const { buildASTSchema, graphql, parse, visit } = require('graphql');
const { grantChecker } = require('./grant.cjs');

/** The graph as it is registered with the hub, without the language of federation, and the door for entities. */
function schema() {
  const text = readFileSync(join(__dirname, 'health.graphql'), 'utf8');
  const plain = visit(parse(text), {
    SchemaExtension: () => null,
    DirectiveDefinition: () => null,
    Directive: () => null,
  });
  const door = parse(`union _Entity = Child scalar _Any
    type Query { _entities(representations: [_Any!]!): [_Entity]! }`);
  const built = buildASTSchema({ ...plain, definitions: [...plain.definitions, ...door.definitions] });
  built.getType('_Entity').resolveType = () => 'Child';
  for (const [name, field] of Object.entries(built.getType('Child').getFields())) {
    // The second gate: what the hub asks for and has not granted is refused, child by child and field by field.
    field.resolve = ({ id, record }, _arguments, { grant, asked }) => {
      if (grant !== null && !(grant.children.includes(id) && grant.fields.includes(`Child.${name}`)))
        throw new Error('not granted');
      asked.push({ child: id, field: `Child.${name}` });
      return record?.[name] ?? null;
    };
  }
  return built;
}

/**
 * A child-health service, as small as can be. `records`: id of a child as the hub gave it → what is held. A real service
 * learns such an id with an enquiry, and finds its own record for it by name, birth date and NHS number.
 */
function createHealthService({
  records,
  keys,
  now = () => new Date(),
  issuer = 'la/931',
  audience = 'nhs/RNU',
  ...more
}) {
  const { checkGrants = true, signingKey = null } = more;
  const graph = schema();
  const grantIn = grantChecker({ issuer, audience, keys, now });
  /** Who was told what: this service answers for its own data, and keeps its own list. */
  const calls = [];
  const server = createServer((request, response) => {
    const call = { grant: null, headers: request.headers, asked: [], refused: null };
    calls.push(call);
    answer(request, call)
      .then((body) => say(response, 200, body, call.token))
      .catch((error) => {
        call.refused = error.message;
        say(response, 403, { errors: [{ message: 'Refused.' }] });
      });
  });

  async function answer(request, call) {
    let text = '';
    for await (const chunk of request) if ((text += chunk).length > 100_000) throw new Error('too long');
    if (request.method !== 'POST' || request.url !== '/graphql') throw new Error('nothing here');
    call.token = (request.headers['rollcall-grant'] ?? '').replace(/^Bearer /, '');
    if (checkGrants) call.grant = await grantIn(request.headers['rollcall-grant']);
    const { query, variables } = JSON.parse(text);
    const rootValue = {
      _entities: ({ representations }) => representations.map(({ id }) => ({ id, record: records.get(id) })),
    };
    const { data, errors } = await graphql({
      schema: graph,
      source: query,
      variableValues: variables,
      rootValue,
      contextValue: { grant: call.grant, asked: call.asked },
    });
    if (errors) throw new Error(errors[0].message);
    return { data };
  }

  /** Signs its answer where it has a key, so that nobody in between can put other words into it. */
  function say(response, status, body, token = '') {
    const text = JSON.stringify(body);
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
    if (signingKey)
      headers['rollcall-answer'] = signed({ body: digest(text), grant: digest(token) }, signingKey);
    response.writeHead(status, headers).end(text);
  }
  return { server, calls };
}

const digest = (text) => createHash('sha256').update(text).digest('base64url');
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function signed(claims, key) {
  const text = `${part({ alg: 'ES256', typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** The keys that a hub publishes, asked for again when they are a minute old. */
function keysOf(hub) {
  let kept = { at: 0, keys: [] };
  return async () => {
    if (Date.now() - kept.at > 60_000) {
      const response = await fetch(`${hub}/.well-known/jwks.json`, { signal: AbortSignal.timeout(2000) });
      kept = { at: Date.now(), keys: (await response.json()).keys };
    }
    return kept.keys;
  };
}

module.exports = { createHealthService, keysOf };
