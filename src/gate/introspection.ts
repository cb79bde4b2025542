import { filterSchema, pruneSchema } from '@graphql-tools/utils';
import type { GraphQLSchema } from 'graphql';
import type { Profile } from '../policy/profile';
import type { Coverage } from './coverage';

/**
 * The schema as one requester may use it: fields that no purpose of its agreements could ever open are left out.
 * A courtesy to tools, not a secret: the gate decides whatever a schema shows.
 */
export function visibleSchema(
  schema: GraphQLSchema,
  coverage: Coverage,
  profiles: readonly Profile[],
): GraphQLSchema {
  const visible = (coordinate: string): boolean => {
    const declared = coverage.get(coordinate);
    if (!declared) return false;
    if (declared.kind === 'open' || declared.kind === 'inherits') return true;
    const [word, form] =
      declared.kind === 'action' ? [declared.action, 'full'] : [declared.item, declared.form];
    return profiles.some((profile) => profile.cell(word, form).verdict !== 'never');
  };
  const shown = filterSchema({
    schema,
    // The doors of gateways are no business of a partner's tools.
    rootFieldFilter: (operation, field) => !field.startsWith('_') && visible(`${operation}.${field}`),
    objectFieldFilter: (type, field) => visible(`${type}.${field}`),
  });
  return pruneSchema(shown, { skipEmptyCompositeTypePruning: true });
}
