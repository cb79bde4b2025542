import 'reflect-metadata';
import { buildASTSchema, parse, type GraphQLDirective, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type ClassType, type NonEmptyArray } from 'type-graphql';
import { AgreementLifeResolver } from './agreements/agreement-life.resolver';
import { SharingResolver } from './agreements/sharing.resolver';
import { AlertStreamResolver } from './alerts/alert-stream.resolver';
import { AlertResolver } from './alerts/alert.resolver';
import { WatchResolver } from './alerts/watch.resolver';
import { CaseFileResolver } from './casework/case-file.resolver';
import { DutyResolver } from './casework/duties.resolver';
import { CaseRegisterResolver } from './casework/register.resolver';
import { WorkResolver } from './casework/work.resolver';
import { DocumentResolver } from './documents/document.resolver';
import { ChildResolver } from './children/child.resolver';
import { CircumstanceResolver } from './children/circumstance.resolver';
import { RecordResolver } from './children/record/record.resolver';
import { RollResolver } from './children/roll.resolver';
import { CorrectionResolver } from './corrections/correction.resolver';
import { EmergencyResolver } from './emergency/emergency.resolver';
import { EnquiryStreamResolver } from './enquiries/enquiry-stream.resolver';
import { CareResolver } from './enquiries/care.resolver';
import { EnquiryResolver } from './enquiries/enquiry.resolver';
import { FlagResolver } from './flags/flag.resolver';
import { DECLARATION_DIRECTIVES } from './gate/declare';
import { DisclosureResolver } from './ledger/disclosure.resolver';
import { ReceiptResolver } from './ledger/receipt.resolver';
import { LostPupilResolver } from './lost-pupils/lost-pupil.resolver';
import { LookingResolver } from './looking/looking.resolver';
import { MovesResolver } from './moves/moves.resolver';
import { NotificationStreamResolver } from './notifications/notification-stream.resolver';
import { NotificationResolver } from './notifications/notification.resolver';
import { TransferResolver } from './notifications/transfer.resolver';
import { LookupReviewResolver } from './reviews/lookup-review.resolver';
import { DateTime } from './server/scalars';

/** Every resolver of the hub. A field that no resolver here reaches is not in the graph. */
const RESOLVERS: NonEmptyArray<ClassType> = [
  AgreementLifeResolver,
  AlertResolver,
  AlertStreamResolver,
  CaseFileResolver,
  CaseRegisterResolver,
  CareResolver,
  ChildResolver,
  CircumstanceResolver,
  CorrectionResolver,
  DisclosureResolver,
  EmergencyResolver,
  EnquiryResolver,
  EnquiryStreamResolver,
  FlagResolver,
  LookingResolver,
  LookupReviewResolver,
  LostPupilResolver,
  MovesResolver,
  NotificationResolver,
  NotificationStreamResolver,
  ReceiptResolver,
  RecordResolver,
  RollResolver,
  SharingResolver,
  TransferResolver,
  WatchResolver,
  DutyResolver,
  WorkResolver,
  DocumentResolver,
];

/** Resolvers that need something handed to them, by class; every other is made without anything. */
export type ResolverInstances = ReadonlyMap<unknown, object>;

/** The whole graph, ungoverned: only what `governed` makes of it may be executed. */
export function buildHubSchema(instances: ResolverInstances = new Map<unknown, object>()): GraphQLSchema {
  const made = new Map<unknown, object>(instances);
  return buildSchemaSync({
    resolvers: RESOLVERS,
    validate: false,
    // Asked for by the library. Nobody subscribes through graphql-js: the gate answers each event of a stream.
    pubSub: { publish: unused, subscribe: unused },
    directives: declarationDirectives(),
    scalarsMap: [{ type: Date, scalar: DateTime }],
    container: {
      get: (resolver: ClassType): object => {
        let instance = made.get(resolver);
        if (!instance) made.set(resolver, (instance = new resolver()));
        return instance;
      },
    },
  });
}

/** The directives by which fields say what they hold, and those of GraphQL itself. */
function declarationDirectives(): GraphQLDirective[] {
  return [...buildASTSchema(parse(DECLARATION_DIRECTIVES)).getDirectives()];
}

function unused(): never {
  throw new Error('streams go through the gate');
}
