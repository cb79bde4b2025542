import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { Connection } from '../gate/connection';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { plannedRoot } from '../gate/read';
import { Receipt } from '../gate/receipt.type';
import { NotifyAuthorityInput } from './notification.input';
import { readNotification, readNotifications } from './notification.reader';
import { acknowledgeNotification, notifyAuthority } from './notification.service';
import { Notification, NotificationConnection } from './notification.type';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;

@Resolver()
export class NotificationResolver {
  @dataItem('EXCHANGE')
  @Query(() => NotificationConnection, {
    nullable: true,
    description: 'The inbox of your organisation, oldest first.',
  })
  notifications(
    @open('how many') @Arg('first', () => Int, { nullable: true }) first: number | null,
    @open('a cursor') @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<object>> {
    return readNotifications(context, plannedRoot(context, info), 'received', first, after);
  }

  @dataItem('EXCHANGE')
  @Query(() => NotificationConnection, {
    nullable: true,
    description: 'What your unit of the council has sent, oldest first.',
  })
  sentNotifications(
    @open('how many') @Arg('first', () => Int, { nullable: true }) first: number | null,
    @open('a cursor') @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<object>> {
    return readNotifications(context, plannedRoot(context, info), 'sent', first, after);
  }

  @dataItem('EXCHANGE')
  @Query(() => Notification, {
    nullable: true,
    description: 'A notification that came to you or that you sent, or null.',
  })
  notification(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return readNotification(context, id, plannedRoot(context, info));
  }

  @action('NOTIFY_AUTHORITY')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Tells another authority something about a child. LOCATED_HERE reaches every authority that asks about the child.',
  })
  notifyAuthority(
    @open('each field names its own item')
    @Arg('input', () => NotifyAuthorityInput)
    input: NotifyAuthorityInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return notifyAuthority(context, info, input);
  }

  @action('ACKNOWLEDGE')
  @Mutation(receipt, {
    nullable: true,
    description: 'Says that you have read a notification; again, it gives the first receipt.',
  })
  acknowledgeNotification(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return acknowledgeNotification(context, info, id);
  }
}
