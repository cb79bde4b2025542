import { Field, ID, InputType } from 'type-graphql';
import { dataItem, open } from '../gate/declare';
import type { DocumentKind } from './document';
import { DocumentKindEnum } from './document.enums';

@InputType({ description: 'A letter or report that is put on the file of a case.' })
export class AttachDocumentInput {
  @open('an opaque id')
  @Field(() => ID, { description: 'Of a file that you sent to POST /uploads within the hour.' })
  upload!: string;
  @dataItem('CASE_FILE') @Field(() => DocumentKindEnum) kind!: DocumentKind;
  @dataItem('CASE_FILE') @Field(() => String, { description: 'At most 200 characters.' }) title!: string;
}
