import { capacities } from './capacities';
import type { Check } from './check';
import { clauseForm } from './clause-form';
import { contradictedClause } from './contradicted-clause';
import { existenceFirst } from './existence-first';
import { forbidSparingly } from './forbid-sparingly';
import { identifiersNeedPower } from './identifiers-need-power';
import { itemControllers } from './item-controllers';
import { knownParties } from './known-parties';
import { knownPermissions } from './known-permissions';
import { knownPowers } from './known-powers';
import { knownPurposes } from './known-purposes';
import { knownStandings } from './known-standings';
import { lawfulBasis } from './lawful-basis';
import { neverPermitted } from './never-permitted';
import { reachableClause } from './reachable-clause';
import { retentionAndContacts } from './retention-and-contacts';
import { reviewDue } from './review-due';
import { selfMadeStanding } from './self-made-standing';
import { specialCategory } from './special-category';
import { term } from './term';

/** Every check, in the order in which their problems are best read: words, parties, law, clauses, warnings. */
export const ORDERED_CHECKS: readonly Check[] = [
  knownPermissions,
  knownPurposes,
  knownStandings,
  knownParties,
  knownPowers,
  capacities,
  itemControllers,
  term,
  lawfulBasis,
  specialCategory,
  retentionAndContacts,
  clauseForm,
  identifiersNeedPower,
  selfMadeStanding,
  forbidSparingly,
  existenceFirst,
  contradictedClause,
  reachableClause,
  neverPermitted,
  reviewDue,
];
