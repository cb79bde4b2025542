import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Resolver, Root, Subscription } from 'type-graphql';
import type { GateContext } from '../gate/context';
import { dataItem, open } from '../gate/declare';
import { neverSubscribes } from '../gate/never-subscribes';
import { plannedRoot } from '../gate/read';
import { readEnquiry } from './enquiry.reader';
import { Enquiry } from './enquiry.type';

@Resolver()
export class EnquiryStreamResolver {
  @dataItem('EXCHANGE')
  @Subscription(() => Enquiry, {
    nullable: true,
    subscribe: neverSubscribes,
    description:
      'Enquiries as they are sent to you, and your own as they are answered. Decided again at every event; resume with `after` ("" is from the first) or `Last-Event-ID`.',
  })
  enquiryReceived(
    @Root() event: { readonly id: string },
    @open('the id of an event') @Arg('after', () => ID, { nullable: true }) _after: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return readEnquiry(context, event.id, plannedRoot(context, info));
  }
}
