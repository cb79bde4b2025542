import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, ID, Info, InputType, Mutation, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { Receipt } from '../gate/receipt.type';
import { ChildReferenceInput } from './child-reference';
import { beginCircumstance, endOwnCircumstance, liftProtection } from './circumstance.service';
import { riskGroup } from './risk-group';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;

@InputType({ description: 'An at-risk group of a child, from the closed list.' })
export class RiskGroupInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @dataItem('RISK_GENERAL')
  @Field(() => String, { description: 'A code of the list, FREQUENT_MOVER.' })
  group!: string;
}

@Resolver()
export class CircumstanceResolver {
  @action('RECORD_INVOLVEMENT')
  @Mutation(receipt, {
    nullable: true,
    description: 'Your service has opened a case on the child; the reference header is its number.',
  })
  recordInvolvement(
    @open('each detail names its own item')
    @Arg('child', () => ChildReferenceInput)
    child: ChildReferenceInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return beginCircumstance(context, info, { kind: 'OPEN_CASE', child });
  }

  @action('END_INVOLVEMENT')
  @Mutation(receipt, { nullable: true, description: 'Your service has closed its case.' })
  endInvolvement(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return endOwnCircumstance(context, info, id, 'OPEN_CASE');
  }

  @action('RECORD_PLACE_OFFER')
  @Mutation(receipt, { nullable: true, description: 'A place at your school has been offered to the child.' })
  recordPlaceOffer(
    @open('each detail names its own item')
    @Arg('child', () => ChildReferenceInput)
    child: ChildReferenceInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return beginCircumstance(context, info, { kind: 'PLACE_OFFER', child });
  }

  @action('WITHDRAW_PLACE_OFFER')
  @Mutation(receipt, { nullable: true, description: 'The offer was taken up, refused or withdrawn.' })
  withdrawPlaceOffer(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return endOwnCircumstance(context, info, id, 'PLACE_OFFER');
  }

  @action('REPORT_MISSING')
  @Mutation(receipt, {
    nullable: true,
    description: 'The child has been reported missing; the reference header is the report’s number.',
  })
  reportMissing(
    @open('each detail names its own item')
    @Arg('child', () => ChildReferenceInput)
    child: ChildReferenceInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return beginCircumstance(context, info, { kind: 'MISSING_EPISODE', child });
  }

  @action('REPORT_RETURN')
  @Mutation(receipt, { nullable: true, description: 'The child has returned.' })
  reportReturn(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return endOwnCircumstance(context, info, id, 'MISSING_EPISODE');
  }

  @action('RECORD_CHILD_PROTECTION')
  @Mutation(receipt, {
    nullable: true,
    description: 'A child-protection enquiry or plan has begun (Children Act 1989 s47).',
  })
  recordChildProtection(
    @open('each detail names its own item')
    @Arg('child', () => ChildReferenceInput)
    child: ChildReferenceInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return beginCircumstance(context, info, { kind: 'CHILD_PROTECTION', child });
  }

  @action('END_CHILD_PROTECTION')
  @Mutation(receipt, { nullable: true, description: 'The enquiry or plan has ended.' })
  endChildProtection(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return endOwnCircumstance(context, info, id, 'CHILD_PROTECTION');
  }

  @action('RECORD_CARE')
  @Mutation(receipt, { nullable: true, description: 'The child is looked after by your authority.' })
  recordCare(
    @open('each detail names its own item')
    @Arg('child', () => ChildReferenceInput)
    child: ChildReferenceInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return beginCircumstance(context, info, {
      kind: 'LOOKED_AFTER',
      child,
      organisation: context.asking.authorityId ?? context.asking.organisation,
    });
  }

  @action('END_CARE')
  @Mutation(receipt, { nullable: true, description: 'The child is no longer looked after.' })
  endCare(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return endOwnCircumstance(context, info, id, 'LOOKED_AFTER');
  }

  @action('RECORD_RISK_GROUP')
  @Mutation(receipt, { nullable: true, description: 'The child belongs to an at-risk group.' })
  recordRiskGroup(
    @open('each field names its own item') @Arg('input', () => RiskGroupInput) input: RiskGroupInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return beginCircumstance(context, info, {
      kind: 'RISK_GROUP',
      child: input.child,
      detail: riskGroup(input.group),
    });
  }

  @action('END_RISK_GROUP')
  @Mutation(receipt, { nullable: true, description: 'The child no longer belongs to the group.' })
  endRiskGroup(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return endOwnCircumstance(context, info, id, 'RISK_GROUP');
  }

  @action('ASK_LOCATION_PROTECTION')
  @Mutation(receipt, {
    nullable: true,
    description: 'Treat the child’s whereabouts as protected: works at once, reviewed within a working day.',
  })
  askLocationProtection(
    @open('each detail names its own item')
    @Arg('child', () => ChildReferenceInput)
    child: ChildReferenceInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return beginCircumstance(context, info, { kind: 'LOCATION_PROTECTION', child });
  }

  @action('LIFT_LOCATION_PROTECTION')
  @Mutation(receipt, {
    nullable: true,
    description: 'Two officers lift protection: the first call proposes, a second officer’s lifts.',
  })
  liftLocationProtection(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return liftProtection(context, info, id);
  }
}
