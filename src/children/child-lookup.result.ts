import { Field, ObjectType, createUnionType } from 'type-graphql';
import { dataItem, open } from '../gate/declare';
import { Child } from './child.type';

const optional = { nullable: true } as const;

@ObjectType({ description: 'One child, beyond doubt.' })
export class ChildMatch {
  @dataItem('EXISTENCE') @Field(() => Child, optional) child?: Child;
  @dataItem('EXISTENCE')
  @Field(() => String, { ...optional, description: 'Always CONFIRMED.' })
  confidence?: string;
  @dataItem('EXISTENCE')
  @Field(() => [String], {
    ...optional,
    description: 'Criteria that agreed, of those whose item you may see.',
  })
  matchedOn?: string[];
}

@ObjectType({ description: 'More than one child fits, all of whom you may know of. Add details.' })
export class PossibleMatches {
  @open('advice in general words') @Field(() => String) advice!: string;
}

@ObjectType({
  description: 'No information to share: the same whether the child is unknown, uncertain, or not for you.',
})
export class NoInformation {
  @open('advice in general words') @Field(() => String) advice!: string;
}

export const NO_INFORMATION =
  'There is nothing to share about such a child. If you are worried about a child, raise an alert or call the CME team.';
export const POSSIBLE_MATCHES = 'More than one child fits. Add a postcode, a former surname or the school.';

const types = [ChildMatch, PossibleMatches, NoInformation] as const;
export const ChildLookupResult = createUnionType({
  name: 'ChildLookupResult',
  description: 'What a lookup comes to.',
  types: () => types,
  resolveType: (value: object) => types.find((type) => value instanceof type)?.name,
});
