import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { plannedRoot } from '../gate/read';
import { Receipt } from '../gate/receipt.type';
import { AttachDocumentInput } from './document.input';
import { openDocument } from './document.reader';
import { attachDocument, removeDocument } from './document.service';
import { OpenedDocument } from './document.type';

@Resolver()
export class DocumentResolver {
  @dataItem('CASE_DOCUMENT')
  @Query(() => OpenedDocument, {
    nullable: true,
    description:
      'For the council’s team: a letter or report on a case, with its content once it was found clean.',
  })
  openDocument(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Record<string, unknown> | null> {
    return openDocument(context, id, plannedRoot(context, info));
  }

  @action('RECORD_CASEWORK')
  @Mutation(() => Receipt, {
    nullable: true,
    description:
      'Put a letter or report on a case: send the file to POST /uploads first. The receipt’s id is the document’s.',
  })
  attachDocument(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @open('each field names its own item')
    @Arg('input', () => AttachDocumentInput)
    input: AttachDocumentInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Outcome | null> {
    return attachDocument(context, info, id, input);
  }

  @action('RECORD_CASEWORK')
  @Mutation(() => Receipt, {
    nullable: true,
    description:
      'Take a document off its case. Its bytes are destroyed; that it was there, and why it went, is kept.',
  })
  removeDocument(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('CASE_FILE') @Arg('because', () => String) because: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Outcome | null> {
    return removeDocument(context, info, id, because);
  }
}
