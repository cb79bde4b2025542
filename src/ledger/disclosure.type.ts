import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { PageInfo } from '../gate/connection';
import { dataItem, inherits, open } from '../gate/declare';
import { DateTime } from '../server/scalars';
import type { LedgerEntry } from './disclosure';

const named = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((v) => [v, v]));

export const DisclosureKindEnum = named(['DISCLOSURE', 'ACT', 'REFUSAL']);
export const DisclosureOutcomeEnum = named(['DISCLOSED', 'WITHHELD', 'DONE', 'CONSIDERED']);

registerEnumType(DisclosureKindEnum, {
  name: 'DisclosureKind',
  description: 'An answer that left, an act that was done, or an answer that was refused.',
});
registerEnumType(DisclosureOutcomeEnum, {
  name: 'DisclosureOutcome',
  description:
    'Given; held back; done (an act); or weighed by a lookup and not returned, which only readers of the whole ledger learn.',
});

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({ description: 'A clause of an agreement.' })
export class DisclosureClause {
  @inherits() @Field(Text, optional) agreement?: string;
  @inherits() @Field(() => Int, optional) version?: number;
  @inherits() @Field(Text, optional) clause?: string | null;
}

@ObjectType({ description: 'One data item or action of an entry.' })
export class DisclosureItem {
  @inherits()
  @Field(() => ID, {
    ...optional,
    description: 'The child, where the entry tied the item to a child that you may know of.',
  })
  child?: string | null;
  @inherits() @Field(Text, { ...optional, description: 'Code of the data item or action.' }) item?: string;
  @inherits() @Field(Text, optional) form?: string;
  @inherits()
  @Field(() => DisclosureOutcomeEnum, {
    ...optional,
    description: 'In your own entries: as it was told to you then. What read as "none held" is DISCLOSED.',
  })
  outcome?: string;
  @inherits()
  @Field(() => [DisclosureClause], {
    nullable: 'itemsAndList',
    description:
      'For readers of the whole ledger: the clauses that decided. In your own entries: the clauses now in force that can open the item to you for that purpose.',
  })
  under?: readonly DisclosureClause[];
}

@ObjectType({ description: 'An entry of the ledger: who asked, when, for what, and what became of it.' })
export class Disclosure {
  @dataItem('RECORDS_OF_USE')
  @Field(() => ID, { ...optional, description: 'The `disclosureId` of the answer, or the id of the act.' })
  id?: string;
  @dataItem('RECORDS_OF_USE') @Field(() => DateTime, optional) at?: Date;
  @dataItem('RECORDS_OF_USE') @Field(() => DisclosureKindEnum, optional) kind?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) organisation?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) unit?: string;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, { ...optional, description: 'The client system, as tokens name it (`client_id`).' })
  client?: string;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, {
    ...optional,
    description: 'Who asked, as tokens name the person (`sub`); null once erased.',
  })
  subject?: string | null;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) user?: string | null;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) job?: string | null;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) purpose?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) reference?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) rulesetVersion?: string;
  @dataItem('RECORDS_OF_USE')
  @Field(() => [DisclosureItem], {
    nullable: 'itemsAndList',
    description: 'With `filter.childId`, what the entry holds of that child alone.',
  })
  items?: readonly DisclosureItem[];
  @dataItem('RECORDS_OF_USE')
  @Field(() => [Text()], {
    nullable: 'itemsAndList',
    description:
      'For readers of the whole ledger: why a person must decide before this entry is handed over (Data Protection Act 2018, Schedule 3). Empty = no mark, which is not a decision either.',
  })
  review?: readonly string[] | null;
}

@ObjectType({ description: 'An entry and its place in the list.' })
export class DisclosureEdge {
  @open('page cursor') @Field(Text, optional) cursor?: string;
  @inherits() @Field(() => Disclosure, optional) node?: Disclosure;
}

@ObjectType({
  description: 'Entries, newest first: your own, or everybody’s where an agreement lets you read the ledger.',
})
export class DisclosureConnection {
  @inherits() @Field(() => [DisclosureEdge], { nullable: 'itemsAndList' }) edges?: readonly DisclosureEdge[];
  @inherits() @Field(() => [Disclosure], { nullable: 'itemsAndList' }) nodes?: readonly Disclosure[];
  @open('about the page, not about anybody') @Field(() => PageInfo, optional) pageInfo?: PageInfo;
}

@InputType({ description: 'Narrows the list; each condition alone or with the others.' })
export class DisclosureFilter {
  @dataItem('RECORDS_OF_USE')
  @Field(() => ID, {
    ...optional,
    description:
      'Entries that told of this child. For readers of the whole ledger: through every record joined with it.',
  })
  childId?: string | null;
  @dataItem('RECORDS_OF_USE')
  @Field(() => DateTime, { ...optional, description: 'From this instant.' })
  since?: string | null;
  @dataItem('RECORDS_OF_USE')
  @Field(() => DateTime, { ...optional, description: 'Before this instant.' })
  until?: string | null;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, { ...optional, description: 'Who asked: police/E23000029.' })
  organisation?: string | null;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, { ...optional, description: 'Which unit asked: la/931/mash.' })
  unit?: string | null;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, { ...optional, description: 'Which client system asked (`client_id` of its tokens).' })
  client?: string | null;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, { ...optional, description: 'Which person asked (`sub` of its tokens).' })
  subject?: string | null;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, {
    ...optional,
    description: 'Entries of which a clause of this agreement opened something. Needs `since`.',
  })
  agreement?: string | null;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, { ...optional, description: 'For what: SAFEGUARD. Needs another condition beside it.' })
  purpose?: string | null;
  @dataItem('RECORDS_OF_USE')
  @Field(() => DisclosureKindEnum, { ...optional, description: 'Needs another condition beside it.' })
  kind?: LedgerEntry['kind'] | null;
}
