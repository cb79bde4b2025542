import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { plannedRoot } from '../gate/read';
import { Receipt } from '../gate/receipt.type';
import { CorrectRecordInput } from './correction.input';
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
