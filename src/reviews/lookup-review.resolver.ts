import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { Connection } from '../gate/connection';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { plannedRoot } from '../gate/read';
import { Receipt } from '../gate/receipt.type';
import { readLookupReviews, type ReviewNode } from './lookup-review.reader';
import { decideLookup } from './lookup-review.service';
import { LookupReviewConnection } from './lookup-review.type';

@Resolver()
export class LookupReviewResolver {
  @dataItem('EXCHANGE')
  @Query(() => LookupReviewConnection, {
    nullable: true,
    description: 'For the council’s team: lookups in which nobody could be sure who was meant, oldest first.',
  })
  lookupReviews(
    @open('how many') @Arg('first', () => Int, { nullable: true }) first: number | null,
    @open('an opaque cursor') @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<ReviewNode>> {
    return readLookupReviews(context, plannedRoot(context, info), first, after);
  }

  @action('REVIEW_LOOKUP')
  @Mutation(() => Receipt, {
    nullable: true,
    description:
      'The team decides whom an uncertain lookup meant. Whoever asked is told, where it may know of that child.',
  })
  decideLookup(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @open('an opaque id')
    @Arg('childId', () => ID, {
      nullable: true,
      description: 'Left out: none of the children whom the hub knows. Nobody is told of that.',
    })
    childId: string | null | undefined,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Outcome | null> {
    return decideLookup(context, info, id, childId ?? null);
  }
}
