import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { GateContext } from '../gate/context';
import { dataItem, open } from '../gate/declare';
import { plannedRoot } from '../gate/read';
import { ChildLookupInput } from './child-lookup.input';
import { ChildLookupResult } from './child-lookup.result';
import { childById, lookupChild, lookupChildren } from './child.service';
import { homeCmeOfficer } from './child.repository';
import { Child } from './child.type';
import { CmeOfficer } from './cme.type';
import type { LookupResult } from './lookup.service';

@Resolver()
export class ChildResolver {
  @dataItem('EXISTENCE')
  @Query(() => ChildLookupResult, {
    nullable: true,
    description: 'Is this child known, and whom do I call? One match, or nothing said.',
  })
  lookupChild(
    @open('each criterion names its own item')
    @Arg('criteria', () => ChildLookupInput)
    criteria: ChildLookupInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<LookupResult> {
    return lookupChild(context, criteria, plannedRoot(context, info));
  }

  @dataItem('EXISTENCE')
  @Query(() => [ChildLookupResult], {
    nullable: 'itemsAndList',
    description: 'Up to 1,000 lookups, results in order.',
  })
  lookupChildren(
    @open('each criterion names its own item')
    @Arg('criteria', () => [ChildLookupInput])
    criteria: ChildLookupInput[],
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<LookupResult[]> {
    return lookupChildren(context, criteria, plannedRoot(context, info));
  }

  @dataItem('EXISTENCE')
  @Query(() => Child, { nullable: true, description: 'A child by the id that you were given, or null.' })
  child(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Child | null> {
    return childById(context, id, plannedRoot(context, info));
  }

  @dataItem('CME_OFFICER')
  @Query(() => CmeOfficer, {
    nullable: true,
    description: 'Whom to ring about a child missing education: open to everybody.',
  })
  cmeOfficer(@Ctx() context: GateContext): Promise<CmeOfficer | null> {
    return homeCmeOfficer(context);
  }
}
