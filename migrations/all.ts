import type { MigrationInterface } from 'typeorm';
import { Roles1700000000000 } from './1700000000000-roles';
import { Directory1700000001000 } from './1700000001000-directory';
import { Children1700000002000 } from './1700000002000-children';
import { Exchanges1700000003000 } from './1700000003000-exchanges';
import { LedgerAndAgreements1700000004000 } from './1700000004000-ledger-and-agreements';
import { Partners1700000005000 } from './1700000005000-partners';
import { Emergency1700000006000 } from './1700000006000-emergency';
import { AgreementsApi1700000007000 } from './1700000007000-agreements-api';
import { LedgerTree1700000008000 } from './1700000008000-ledger-tree';
import { ChildMerge1700000009000 } from './1700000009000-child-merge';
import { Corrections1700000010000 } from './1700000010000-corrections';
import { LedgerOwed1700000011000 } from './1700000011000-ledger-owed';
import { Record1700000012000 } from './1700000012000-record';
import { Matching1700000013000 } from './1700000013000-matching';
import { Looking1700000014000 } from './1700000014000-looking';
import { TwoPeople1700000015000 } from './1700000015000-two-people';
import { Interchange1700000016000 } from './1700000016000-interchange';
import { LookupReview1700000017000 } from './1700000017000-lookup-review';
import { Casework1700000018000 } from './1700000018000-casework';
import { Referrals1700000019000 } from './1700000019000-referrals';
import { EnquiryKinds1700000020000 } from './1700000020000-enquiry-kinds';
import { Mail1700000020100 } from './1700000020100-mail';
import { Documents1700000020200 } from './1700000020200-documents';
import { EachController1700000021000 } from './1700000021000-each-controller';
import { Outbox1700000022000 } from './1700000022000-outbox';
import { PeerHubs1700000023000 } from './1700000023000-peer-hubs';
import { Transfers1700000024000 } from './1700000024000-transfers';
import { Witnesses1700000025000 } from './1700000025000-witnesses';
import { LostPupils1700000026000 } from './1700000026000-lost-pupils';
import { LedgerRowsWhole1700000027000 } from './1700000027000-ledger-rows-whole';
import { NamesakesByBirthDate1700000028000 } from './1700000028000-namesakes-by-birth-date';

/** Every migration, oldest first. One is never edited after it has landed: a later one puts things right. */
export const allMigrations: readonly (new () => MigrationInterface)[] = [
  Roles1700000000000,
  Directory1700000001000,
  Children1700000002000,
  Exchanges1700000003000,
  LedgerAndAgreements1700000004000,
  Partners1700000005000,
  Emergency1700000006000,
  AgreementsApi1700000007000,
  LedgerTree1700000008000,
  ChildMerge1700000009000,
  Corrections1700000010000,
  LedgerOwed1700000011000,
  Record1700000012000,
  Matching1700000013000,
  Looking1700000014000,
  TwoPeople1700000015000,
  Interchange1700000016000,
  LookupReview1700000017000,
  Casework1700000018000,
  Referrals1700000019000,
  EnquiryKinds1700000020000,
  Mail1700000020100,
  Documents1700000020200,
  EachController1700000021000,
  Outbox1700000022000,
  PeerHubs1700000023000,
  Transfers1700000024000,
  Witnesses1700000025000,
  LostPupils1700000026000,
  LedgerRowsWhole1700000027000,
  NamesakesByBirthDate1700000028000,
];
