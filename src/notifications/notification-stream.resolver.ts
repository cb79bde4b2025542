import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Resolver, Root, Subscription } from 'type-graphql';
import type { GateContext } from '../gate/context';
import { dataItem, open } from '../gate/declare';
import { neverSubscribes } from '../gate/never-subscribes';
import { plannedRoot } from '../gate/read';
import { readReceived } from './notification.reader';
import { Notification } from './notification.type';

@Resolver()
export class NotificationStreamResolver {
  @dataItem('EXCHANGE')
  @Subscription(() => Notification, {
    nullable: true,
    subscribe: neverSubscribes,
    description:
      'Your inbox as it fills. Decided again at every event; resume with `after` (the id of an event, or the `endCursor` of `notifications`; "" is from the first) or `Last-Event-ID`.',
  })
  notificationReceived(
    @Root() event: { readonly id: string },
    @open('the id of an event') @Arg('after', () => ID, { nullable: true }) _after: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return readReceived(context, event.id, plannedRoot(context, info));
  }
}
