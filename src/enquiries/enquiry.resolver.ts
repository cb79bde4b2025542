import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { Connection } from '../gate/connection';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { plannedRoot } from '../gate/read';
import { Receipt } from '../gate/receipt.type';
import { answerEnquiry, withholdAnswer } from './answer.service';
import { AnswerEnquiryInput, EnquiryFilter, SendEnquiryInput, WithholdAnswerInput } from './enquiry.input';
import { readEnquiries, readEnquiry } from './enquiry.reader';
import { repeatEnquiry, sendEnquiry, withdrawEnquiry } from './enquiry.service';
import { Enquiry, EnquiryConnection } from './enquiry.type';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;

@Resolver()
export class EnquiryResolver {
  @dataItem('EXCHANGE')
  @Query(() => Enquiry, { nullable: true, description: 'An enquiry that you sent or were sent, or null.' })
  enquiry(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return readEnquiry(context, id, plannedRoot(context, info));
  }

  @dataItem('EXCHANGE')
  @Query(() => EnquiryConnection, {
    nullable: true,
    description: 'Enquiries that you sent or were sent, newest first.',
  })
  enquiries(
    @open('each criterion names its own item')
    @Arg('filter', () => EnquiryFilter, { nullable: true })
    filter: EnquiryFilter | null,
    @open('how many') @Arg('first', () => Int, { nullable: true }) first: number | null,
    @open('a cursor') @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<object>> {
    return readEnquiries(context, plannedRoot(context, info), filter, first, after);
  }

  @action('SEND_ENQUIRY')
  @Mutation(receipt, {
    nullable: true,
    description: 'Asks organisations about a child. The receipt’s id is the enquiry’s.',
  })
  sendEnquiry(
    @open('each field names its own item') @Arg('input', () => SendEnquiryInput) input: SendEnquiryInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return sendEnquiry(context, info, input, 'ordinary');
  }

  @action('SEND_CONDITIONAL_ENQUIRY')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Asks a national body that may be asked for child protection alone: benefits, tax, immigration.',
  })
  sendConditionalEnquiry(
    @open('each field names its own item') @Arg('input', () => SendEnquiryInput) input: SendEnquiryInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return sendEnquiry(context, info, input, 'conditional');
  }

  @action('ANSWER_ENQUIRY')
  @Mutation(receipt, {
    nullable: true,
    description: 'Answers an enquiry that was sent to you. "Nothing held" is an answer.',
  })
  answerEnquiry(
    @open('an opaque id')
    @Arg('id', () => ID, { description: 'Of the enquiry, or your own as one who was asked.' })
    id: string,
    @open('each field names its own item') @Arg('input', () => AnswerEnquiryInput) input: AnswerEnquiryInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return answerEnquiry(context, info, id, input);
  }

  @action('WITHHOLD_ANSWER')
  @Mutation(receipt, {
    nullable: true,
    description: 'Says that you withhold the answer, why, who decided, and until when.',
  })
  withholdAnswer(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @open('each field names its own item')
    @Arg('input', () => WithholdAnswerInput)
    input: WithholdAnswerInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return withholdAnswer(context, info, id, input);
  }

  @action('REPEAT_ENQUIRY')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Asks again everybody whom an enquiry of yours was sent to and who has not said that it knows the child. The receipt’s id is the new enquiry’s.',
  })
  repeatEnquiry(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @open('a row of the procedure')
    @Arg('step', () => String, {
      nullable: true,
      description: 'The row of the procedure that is done by asking again.',
    })
    step: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return repeatEnquiry(context, info, id, step);
  }

  @action('WITHDRAW_ENQUIRY')
  @Mutation(receipt, {
    nullable: true,
    description: 'Takes back an enquiry of yours that is not answered yet.',
  })
  withdrawEnquiry(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return withdrawEnquiry(context, info, id);
  }
}
