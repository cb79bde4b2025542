import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { Connection } from '../gate/connection';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { plannedRoot } from '../gate/read';
import { idOf } from '../kernel/given-id';
import { Receipt } from '../gate/receipt.type';
import { closeAlert, reviewAlert } from './alert-review.service';
import type { AlertClosing } from './alert';
import { AlertClosingEnum } from './alert.enums';
import { AlertFilter, RaiseAlertInput, ReviewAlertInput } from './alert.input';
import { readAlert, readAlerts } from './alert.reader';
import { addToAlert, completeReferral, raiseAlert, withdrawAlert } from './alert.service';
import { Alert, AlertConnection } from './alert.type';
import { matchSubject } from './match.service';
import { TriedBySchool } from './referral-form.type';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;

@Resolver()
export class AlertResolver {
  @dataItem('EXCHANGE', 'kindOnly')
  @Query(() => AlertConnection, {
    nullable: true,
    description:
      'Alerts, newest first: those that your unit has raised (for RAISE_CONCERN), or all for the team that receives them.',
  })
  alerts(
    @open('each field names its own item')
    @Arg('filter', () => AlertFilter, { nullable: true })
    filter: AlertFilter | null,
    @open('a page size') @Arg('first', () => Int, { nullable: true }) first: number | null,
    @open('a page cursor') @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Record<string, unknown>>> {
    return readAlerts(context, plannedRoot(context, info), filter, first, after);
  }

  @dataItem('EXCHANGE', 'kindOnly')
  @Query(() => Alert, {
    nullable: true,
    description: 'One alert that your unit has raised or your team received; null: somebody else’s, or none.',
  })
  alert(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return readAlert(context, plannedRoot(context, info), idOf(id, 'id'));
  }

  @action('RAISE_ALERT')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Tell the council of a child who may be missing education, whether or not the hub knows the child.',
  })
  raiseAlert(
    @open('each field names its own item') @Arg('input', () => RaiseAlertInput) input: RaiseAlertInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return raiseAlert(context, info, input);
  }

  @action('ADD_TO_ALERT')
  @Mutation(receipt, {
    nullable: true,
    description: 'Something new about an alert that your unit has raised.',
  })
  addToAlert(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('ALERT_SOURCE') @Arg('text', () => String) text: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return addToAlert(context, info, id, text);
  }

  @action('ADD_TO_ALERT')
  @Mutation(receipt, {
    nullable: true,
    description: 'What was lacking in a referral of your unit that came back: it comes again.',
  })
  completeReferral(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('ALERT_SOURCE') @Arg('tried', () => TriedBySchool) tried: TriedBySchool,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return completeReferral(context, info, id, tried);
  }

  @action('WITHDRAW_ALERT')
  @Mutation(receipt, {
    nullable: true,
    description: 'Take back an alert that your unit has raised. It stays in the record.',
  })
  withdrawAlert(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('ALERT_SOURCE') @Arg('reason', () => String) reason: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return withdrawAlert(context, info, id, reason);
  }

  @action('REVIEW_ALERT')
  @Mutation(receipt, {
    nullable: true,
    description:
      'The team accepts an alert, finds that the child is not missing education and routes it, or sends it back with what lacks.',
  })
  reviewAlert(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @open('each field names its own item') @Arg('input', () => ReviewAlertInput) input: ReviewAlertInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return reviewAlert(context, info, id, input);
  }

  @action('CLOSE_ALERT')
  @Mutation(receipt, {
    nullable: true,
    description: 'The team has dealt with an alert that it had accepted.',
  })
  closeAlert(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('EXCHANGE') @Arg('outcomeKind', () => AlertClosingEnum) outcomeKind: AlertClosing,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return closeAlert(context, info, id, outcomeKind);
  }

  @action('MATCH_SUBJECT')
  @Mutation(receipt, { nullable: true, description: 'The team decides which child an alert is about.' })
  matchSubject(
    @open('an opaque id') @Arg('alertId', () => ID) alertId: string,
    @open('an opaque id')
    @Arg('childId', () => ID, {
      nullable: true,
      description: 'Left out: a child whom the hub did not know until now.',
    })
    childId: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return matchSubject(context, info, alertId, childId);
  }
}
