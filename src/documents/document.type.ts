import { Field, ID, Int, ObjectType } from 'type-graphql';
import { dataItem } from '../gate/declare';
import { DateTime } from '../server/scalars';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({ description: 'A document on a case, opened: each opening stands in the ledger by itself.' })
export class OpenedDocument {
  @dataItem('CASE_DOCUMENT') @Field(() => ID, optional) id?: string;
  @dataItem('CASE_DOCUMENT')
  @Field(Text, { ...optional, description: 'LETTER, REPORT, FORM or OTHER.' })
  kind?: string;
  @dataItem('CASE_DOCUMENT') @Field(Text, optional) title?: string;
  @dataItem('CASE_DOCUMENT')
  @Field(Text, { ...optional, description: 'application/pdf, image/png or image/jpeg.' })
  mediaType?: string;
  @dataItem('CASE_DOCUMENT') @Field(() => Int, { ...optional, description: 'Bytes.' }) size?: number;
  @dataItem('CASE_DOCUMENT')
  @Field(Text, { ...optional, description: 'SHA-256 of the content, hexadecimal.' })
  digest?: string;
  @dataItem('CASE_DOCUMENT')
  @Field(Text, { ...optional, description: 'WAITING, CLEAN or INFECTED. Only what is clean is opened.' })
  scan?: string;
  @dataItem('CASE_DOCUMENT') @Field(() => DateTime, optional) addedAt?: string;
  @dataItem('CASE_DOCUMENT') @Field(Text, optional) by?: string;
  @dataItem('CASE_DOCUMENT')
  @Field(Text, {
    ...optional,
    description: 'Base64. Null until it is found clean, and once it was taken off the file.',
  })
  content?: string;
}
