import { Directive } from 'type-graphql';
import type { Form } from '../policy/catalogue';

/**
 * What every field, argument, input field and mutation says about itself, kept as a directive in the schema so
 * that the printed SDL, the coverage list and the gate read one and the same statement.
 */
type Declaration = PropertyDecorator & MethodDecorator & ParameterDecorator;

const declare = (directive: string): Declaration =>
  ((target: object, key: string, descriptor: never) => {
    (Directive(directive) as (t: object, k: string, d: never) => void)(target, key, descriptor);
  }) as Declaration;

/** The field holds this data item, in this form: a permit for it must be found before its resolver runs. */
export const dataItem = (item: string, form: Form = 'full'): Declaration =>
  declare(`@dataItem(item: "${item}", form: "${form}")`);

/** The field belongs to a value object and is governed by the field by which the object was reached. */
export const inherits = (): Declaration => declare('@inherits');

/** The field holds nothing about anybody; says why. */
export const open = (reason: string): Declaration =>
  declare(`@open(reason: "${reason.replaceAll('"', "'")}")`);

/** The mutation performs this action: agreements permit actions as they permit items. */
export const action = (name: string): Declaration => declare(`@action(name: "${name}")`);

/** Definitions of the four directives, for the schema that is built and printed. */
export const DECLARATION_DIRECTIVES = /* GraphQL */ `
  "The data item of the agreements that this field holds, and in which form."
  directive @dataItem(
    item: String!
    form: String! = "full"
  ) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
  "Governed by the field through which this object was reached."
  directive @inherits on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
  "Holds nothing about anybody, and why."
  directive @open(reason: String!) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
  "The action of the agreements that this mutation performs."
  directive @action(name: String!) on FIELD_DEFINITION
`;
