import { Field, InputType } from 'type-graphql';
import { dataItem } from '../gate/declare';
import { LocalDate } from '../server/scalars';

const optional = { nullable: true } as const;

@InputType({
  description:
    'What the asker knows. Either an identifier with `dateOfBirth` or with `surname` and `forename`; or `surname`, `forename` and `dateOfBirth`. The rest only decides between children who agree on these.',
})
export class ChildLookupInput {
  @dataItem('UPN') @Field(() => String, optional) upn?: string | null;
  @dataItem('NHS_NUMBER') @Field(() => String, optional) nhsNumber?: string | null;
  @dataItem('UPN') @Field(() => String, optional) uln?: string | null;
  @dataItem('IDENTITY') @Field(() => String, optional) surname?: string | null;
  @dataItem('IDENTITY') @Field(() => String, optional) forename?: string | null;
  @dataItem('IDENTITY') @Field(() => LocalDate, optional) dateOfBirth?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(() => String, optional) postcode?: string | null;
  @dataItem('IDENTITY') @Field(() => String, { ...optional, description: 'F, M or U.' }) gender?:
    string | null;
  @dataItem('FORMER_NAMES') @Field(() => String, optional) formerSurname?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(() => String, optional) addressLine?: string | null;
  @dataItem('CURRENT_PROVISION')
  @Field(() => String, { ...optional, description: 'LAESTAB, seven digits.' })
  school?: string | null;
}
