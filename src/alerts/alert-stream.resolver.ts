import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Resolver, Root, Subscription } from 'type-graphql';
import type { GateContext } from '../gate/context';
import { dataItem, open } from '../gate/declare';
import { plannedRoot } from '../gate/read';
import { HubError } from '../kernel/errors';
import { readAlert } from './alert.reader';
import { Alert } from './alert.type';

/** INVARIANT: graphql-js never subscribes here; each event is a fresh answer of the gate. */
const never = (): never => {
  throw new HubError(
    'BAD_USER_INPUT',
    'query: a subscription is opened as a stream: send `Accept: text/event-stream`.',
  );
};

@Resolver()
export class AlertStreamResolver {
  @dataItem('EXCHANGE', 'kindOnly')
  @Subscription(() => Alert, {
    nullable: true,
    subscribe: never,
    description:
      'Alerts as they are raised: your own, or all of the authority for its team. Decided again at every event; resume with `after` or `Last-Event-ID`.',
  })
  alertRaised(
    @Root() event: { readonly id: string },
    @open('the id of an event') @Arg('after', () => ID, { nullable: true }) _after: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return readAlert(context, plannedRoot(context, info), event.id);
  }
}
