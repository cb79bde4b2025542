import { isIntrospectionType, isObjectType, type GraphQLSchema } from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { HubError } from '../kernel/errors';
import type { GateContext } from './context';
import { fieldRule } from './field-rule';
import { shield, rule, type ShieldRule } from './shield-library';

/**
 * Wraps every resolver of the schema in the field rule. The map is made by walking the schema, never typed by
 * hand, and whatever a walk could miss falls back to deny.
 */
export function governed(schema: GraphQLSchema): GraphQLSchema {
  const decided = rule('field', { cache: 'no_cache' })((parent, _args, context: GateContext, info) =>
    fieldRule(parent, context, info),
  );
  const never = rule('never', { cache: 'no_cache' })(
    () => new HubError('NOT_PERMITTED', 'This field is not declared.'),
  );
  const map: Record<string, Record<string, ShieldRule>> = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    map[type.name] = Object.fromEntries(Object.keys(type.getFields()).map((field) => [field, decided]));
  }
  const layer = shield(map, {
    fallbackRule: never,
    fallbackError: new HubError('NOT_PERMITTED', 'This field could not be decided, so it is not shared.'),
    allowExternalErrors: true,
  });
  return applyMiddleware(schema, layer);
}
