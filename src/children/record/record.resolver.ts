import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Mutation, Resolver } from 'type-graphql';
import type { Outcome } from '../../gate/act';
import type { GateContext } from '../../gate/context';
import { action, dataItem, open } from '../../gate/declare';
import { Receipt } from '../../gate/receipt.type';
import { LocalDate } from '../../server/scalars';
import { RecordFactInput } from './fact.input';
import { endRecordedFact, recordFact } from './fact.service';
import { mergeChildren, unmergeChildren } from './merge.service';
import { SealIdentityInput } from './seal.input';
import { confirmSeal, sealIdentity } from './seal.service';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;
const optional = { nullable: true } as const;

@Resolver()
export class RecordResolver {
  @action('RECORD_FACT')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Writes one fact into a child’s record, with whose word it is. What it takes the place of ends.',
  })
  recordFact(
    @open('each field names its own item') @Arg('input', () => RecordFactInput) input: RecordFactInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return recordFact(context, info, input);
  }

  @action('RECORD_FACT')
  @Mutation(receipt, {
    nullable: true,
    description: 'A person, sibling, address or arrangement of the record is so no longer.',
  })
  endFact(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @open('a day')
    @Arg('on', () => LocalDate, { ...optional, description: 'Left out, today.' })
    on: string | null,
    @open('a number of edits') @Arg('version', () => Int, optional) version: number | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return endRecordedFact(context, info, id, on ?? null, version ?? null);
  }

  @action('SEAL_IDENTITY')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Proposes that a child’s past be sealed, as on adoption. A second officer confirms it: `confirmSeal` with the receipt’s id.',
  })
  sealIdentity(
    @open('each field names its own item') @Arg('input', () => SealIdentityInput) input: SealIdentityInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return sealIdentity(context, info, input);
  }

  @action('SEAL_IDENTITY')
  @Mutation(receipt, {
    nullable: true,
    description:
      'A second officer seals: the former identity answers to nobody outside, and the child has a record of its own under its new name.',
  })
  confirmSeal(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return confirmSeal(context, info, id);
  }

  @action('MERGE_RECORDS')
  @Mutation(receipt, {
    nullable: true,
    description: 'Two records are one child. The receipt’s id undoes it: `unmergeChildren`.',
  })
  mergeChildren(
    @open('an opaque id') @Arg('keep', () => ID) keep: string,
    @open('an opaque id') @Arg('merge', () => ID) merge: string,
    @dataItem('RECORDS_OF_USE') @Arg('reason', () => String) reason: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return mergeChildren(context, info, keep, merge, reason);
  }

  @action('UNMERGE_RECORDS')
  @Mutation(receipt, {
    nullable: true,
    description: 'Two records that were joined by mistake are two again, each with what it had.',
  })
  unmergeChildren(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('RECORDS_OF_USE') @Arg('reason', () => String) reason: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return unmergeChildren(context, info, id, reason);
  }
}
