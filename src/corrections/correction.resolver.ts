import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import { CorrespondenceInput } from '../correspondence/correspondence.input';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { plannedRoot } from '../gate/read';
import { Receipt } from '../gate/receipt.type';
import { CorrectRecordInput } from './correction.input';
import { reportCorrection } from './corrected-elsewhere.service';
import { readCorrection } from './correction.reader';
import { correctRecord } from './correction.service';
import { Correction } from './correction.type';

@Resolver()
export class CorrectionResolver {
  @action('CORRECT_RECORD')
  @Mutation(() => Receipt, {
    nullable: true,
    description:
      'Puts right what was recorded wrongly of a child, and tells everybody who was told it. The receipt’s id is the correction’s.',
  })
  correctRecord(
    @open('each field names its own item') @Arg('input', () => CorrectRecordInput) input: CorrectRecordInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Outcome | null> {
    return correctRecord(context, info, input);
  }

  @action('REPORT_CORRECTION')
  @Mutation(() => Receipt, {
    nullable: true,
    description:
      'Something that your own hub told this one was wrong: our team is told, and asks you again. Nothing of the child is said in return.',
  })
  reportCorrection(
    @open('opaque ids')
    @Arg('disclosures', () => [ID], {
      description: 'Entries of your own ledger under which you told it, up to 20: each a `disclosureId`.',
    })
    disclosures: string[],
    @dataItem('EXCHANGE')
    @Arg('text', () => String, {
      nullable: true,
      description:
        'Which kind of fact it was, up to 4,000 characters; neither the wrong value nor the right one.',
    })
    text: string | null,
    @open('opaque ids')
    @Arg('correspondence', () => CorrespondenceInput, { nullable: true })
    correspondence: CorrespondenceInput | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Outcome | null> {
    return reportCorrection(context, info, { disclosures, text, correspondence });
  }

  @dataItem('RECORDS_OF_USE')
  @Query(() => Correction, {
    nullable: true,
    description: 'A correction of your authority’s records, and who was told of it; or null.',
  })
  correction(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return readCorrection(context, id, plannedRoot(context, info));
  }
}
