import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { Connection } from '../gate/connection';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { plannedRoot } from '../gate/read';
import { Receipt } from '../gate/receipt.type';
import type { CaseOutcome, CaseState } from '../procedures/procedure';
import { CaseClosingEnum, CaseStateEnum } from './case.enums';
import { CaseChangeInput, MeetingInput, OpenCaseInput } from './case.input';
import {
  authoriseCaseChange,
  proposeCaseChange,
  refuseCaseChange,
  withdrawCaseChange,
} from './change.service';
import { closeCase, proposeClosing, reopenCase, signOffClosing } from './closing.service';
import { openCase } from './opening.service';
import { readRegister, readRegisterEntry } from './register-entry.reader';
import { RegisterConnection, RegisterEntry } from './register-entry.type';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;
const optional = { nullable: true } as const;

@Resolver()
export class CaseRegisterResolver {
  @dataItem('CASE_STATE')
  @Query(() => RegisterEntry, {
    ...optional,
    description: 'For the council’s team: one entry of its register, whole.',
  })
  registerEntry(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Record<string, unknown> | null> {
    return readRegisterEntry(context, id, plannedRoot(context, info));
  }

  @dataItem('CASE_STATE')
  @Query(() => RegisterConnection, {
    ...optional,
    description: 'For the council’s team: its register, the newest entry first.',
  })
  register(
    @dataItem('CASE_STATE')
    @Arg('states', () => [CaseStateEnum], { ...optional, description: 'Else what is open, dormant or not.' })
    states: CaseState[] | null,
    @open('how many') @Arg('first', () => Int, optional) first: number | null,
    @open('an opaque cursor') @Arg('after', () => String, optional) after: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Record<string, unknown>>> {
    return readRegister(context, plannedRoot(context, info), states, first, after);
  }

  @action('OPEN_CASE')
  @Mutation(receipt, {
    ...optional,
    description: 'Put a known child on the CME register; read it as `Child.case`.',
  })
  openCase(
    @open('each field names its own item') @Arg('input', () => OpenCaseInput) input: OpenCaseInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return openCase(context, info, input);
  }

  @action('CLOSE_CASE')
  @Mutation(receipt, {
    ...optional,
    description: 'Close an entry as the policy of the authority has it; refused with all that is lacking.',
  })
  closeCase(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('CASE_STATE') @Arg('reason', () => CaseClosingEnum) reason: CaseOutcome,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return closeCase(context, info, id, reason);
  }

  @action('CLOSE_CASE')
  @Mutation(receipt, { ...optional, description: 'Propose an end that others have to sign.' })
  proposeClosing(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('CASE_STATE') @Arg('outcome', () => CaseClosingEnum) outcome: CaseOutcome,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return proposeClosing(context, info, id, outcome);
  }

  @action('SIGN_OFF_CLOSURE')
  @Mutation(receipt, {
    ...optional,
    description:
      'Sign a proposed end as one whom the policy names: nobody twice, and never alone what one has proposed.',
  })
  signOffClosing(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @open('a party of the procedures') @Arg('party', () => String) party: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return signOffClosing(context, info, id, party);
  }

  @action('REOPEN_CASE')
  @Mutation(receipt, { ...optional, description: 'Open a closed entry again, or wake one that is dormant.' })
  reopenCase(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('CASE_FILE') @Arg('because', () => String) because: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return reopenCase(context, info, id, because);
  }

  @action('PROPOSE_CASE_CHANGE')
  @Mutation(receipt, {
    ...optional,
    description: 'Propose another status, rating or commentary; nothing changes yet.',
  })
  proposeCaseChange(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @open('each field names its own item') @Arg('input', () => CaseChangeInput) input: CaseChangeInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return proposeCaseChange(context, info, id, input);
  }

  @action('AUTHORISE_CASE_CHANGE')
  @Mutation(receipt, {
    ...optional,
    description:
      'Make a proposed change: a second person, or the group that the policy names at its meeting.',
  })
  authoriseCaseChange(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @open('a meeting of the authority')
    @Arg('meeting', () => MeetingInput, optional)
    meeting: MeetingInput | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return authoriseCaseChange(context, info, id, meeting ?? null);
  }

  @action('AUTHORISE_CASE_CHANGE')
  @Mutation(receipt, { ...optional, description: 'Decline a change that somebody else has proposed.' })
  refuseCaseChange(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('CASE_FILE') @Arg('because', () => String) because: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return refuseCaseChange(context, info, id, because);
  }

  @action('PROPOSE_CASE_CHANGE')
  @Mutation(receipt, { ...optional, description: 'Take back a change that you have proposed.' })
  withdrawCaseChange(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return withdrawCaseChange(context, info, id);
  }
}
