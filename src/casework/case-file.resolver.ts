import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Float, ID, Info, Mutation, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { Receipt } from '../gate/receipt.type';
import { VisitInput } from './case.input';
import {
  addCaseNote,
  handOverCase,
  recordCheck,
  recordEvidence,
  recordHours,
  recordVisit,
  setServices,
  takeCase,
} from './case-file.service';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;
const optional = { nullable: true } as const;

@Resolver()
export class CaseFileResolver {
  @action('ASSIGN_CASE')
  @Mutation(receipt, { ...optional, description: 'Hold a case from now on.' })
  takeCase(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return takeCase(context, info, id);
  }

  @action('ASSIGN_CASE')
  @Mutation(receipt, {
    ...optional,
    description: 'Offer your case to a colleague; it is yours until somebody takes it.',
  })
  handOverCase(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('CASE_FILE') @Arg('to', () => String) to: string,
    @dataItem('CASE_FILE') @Arg('text', () => String) text: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return handOverCase(context, info, id, to, text);
  }

  @action('RECORD_CASEWORK')
  @Mutation(receipt, { ...optional, description: 'Add a note to the case file.' })
  addCaseNote(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('CASE_FILE') @Arg('text', () => String) text: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return addCaseNote(context, info, id, text);
  }

  @action('RECORD_CASEWORK')
  @Mutation(receipt, {
    ...optional,
    description: 'Record a visit, what it found, and the risk to whoever goes next.',
  })
  recordVisit(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @open('each field names its own item') @Arg('input', () => VisitInput) input: VisitInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return recordVisit(context, info, id, input);
  }

  @action('RECORD_CASEWORK')
  @Mutation(receipt, {
    ...optional,
    description: 'A line of the authority’s list of checks: made now, or not applicable.',
  })
  recordCheck(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('CHECKS') @Arg('check', () => String) check: string,
    @dataItem('CHECKS')
    @Arg('notApplicable', () => String, { ...optional, description: 'Why it does not apply.' })
    notApplicable: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return recordCheck(context, info, id, check, notApplicable);
  }

  @action('RECORD_CASEWORK')
  @Mutation(receipt, { ...optional, description: 'What proves an end of the case.' })
  recordEvidence(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('CASE_FILE') @Arg('evidence', () => String) evidence: string,
    @dataItem('CASE_FILE')
    @Arg('text', () => String, { description: 'Who confirmed it, and when; at most 4,000 characters.' })
    text: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return recordEvidence(context, info, id, evidence, text);
  }

  @action('RECORD_CASEWORK')
  @Mutation(receipt, { ...optional, description: 'Hours a week of registered provision, 0 to 60.' })
  recordHours(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('CASE_FILE') @Arg('hours', () => Float) hours: number,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return recordHours(context, info, id, hours);
  }

  @action('RECORD_CASEWORK')
  @Mutation(receipt, {
    ...optional,
    description: 'Set lead and support services by the table of the authority.',
  })
  setServices(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return setServices(context, info, id);
  }
}
