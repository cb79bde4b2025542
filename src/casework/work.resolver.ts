import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { Connection } from '../gate/connection';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { plannedRoot } from '../gate/read';
import { Receipt } from '../gate/receipt.type';
import { DateTime } from '../server/scalars';
import { completeStep, recordCaseEvent } from './step.service';
import { WorkFilter } from './work.input';
import { readWorkList } from './work.reader';
import { WorkConnection } from './work.type';

type Done = Promise<Outcome | null>;
const optional = { nullable: true } as const;

@Resolver()
export class WorkResolver {
  @dataItem('EXCHANGE')
  @Query(() => WorkConnection, {
    nullable: true,
    description:
      'What is to be done, what is late first: for the council’s team the steps of its procedure, for a partner the enquiries that wait for it.',
  })
  workList(
    @open('each field names its own item')
    @Arg('filter', () => WorkFilter, optional)
    filter: WorkFilter | null,
    @open('how many') @Arg('first', () => Int, optional) first: number | null,
    @open('an opaque cursor') @Arg('after', () => String, optional) after: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Record<string, unknown>>> {
    return readWorkList(context, plannedRoot(context, info), filter, first, after);
  }

  @action('COMPLETE_STEP')
  @Mutation(() => Receipt, {
    nullable: true,
    description: 'A step of the work list is done, with what came of it, or does not apply, and why.',
  })
  completeStep(
    @open('an id of the work list') @Arg('id', () => ID) id: string,
    @dataItem('CASE_FILE')
    @Arg('outcome', () => String, {
      ...optional,
      description: 'One of the `outcomes` of the step, where it has any.',
    })
    outcome: string | null,
    @dataItem('CASE_FILE')
    @Arg('notApplicable', () => String, { ...optional, description: 'Why the step does not apply.' })
    notApplicable: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return completeStep(context, info, id, { outcome, notApplicable });
  }

  @action('RECORD_CASEWORK')
  @Mutation(() => Receipt, {
    nullable: true,
    description: 'Something happened outside of the hub with which steps of the procedure begin or end.',
  })
  recordCaseEvent(
    @open('an opaque id') @Arg('childId', () => ID) childId: string,
    @dataItem('CASE_FILE')
    @Arg('event', () => String, { description: 'A word of the procedures, such as CHILD_LOCATED.' })
    event: string,
    @dataItem('CASE_FILE')
    @Arg('at', () => DateTime, { ...optional, description: 'When; else now.' })
    at: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return recordCaseEvent(context, info, childId, event, at ?? null);
  }
}
