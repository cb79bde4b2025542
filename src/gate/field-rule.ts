import type { GraphQLResolveInfo } from 'graphql';
import { HubError } from '../kernel/errors';
import { decide, type Decision } from '../policy/decide';
import { openForms, refusalFor } from '../policy/explain';
import type { Cell, Profile } from '../policy/profile';
import type { GateContext } from './context';
import type { Coverage } from './coverage';
import { atomsOf } from './scope-sql';
import { subjectOf, type Subject } from './subject';

/** Stands in for a value that reads as "none held": null is sent and no error with it. */
export class Concealed extends Error {
  constructor() {
    super('concealed');
    this.name = 'Concealed';
  }
}

const ROOTS: ReadonlySet<string> = new Set(['Query', 'Subscription']);

/**
 * May this field of this object be resolved? Runs before every resolver, by way of shield.
 * Returns `true`, or the error to put in its place; total, so that anything unforeseen denies.
 */
export function fieldRule(parent: unknown, context: GateContext, info: GraphQLResolveInfo): true | Error {
  try {
    const coordinate = `${info.parentType.name}.${info.fieldName}`;
    const declared = context.coverage.get(coordinate);
    if (declared?.kind === 'open' || declared?.kind === 'inherits') return true;
    if (declared?.kind === 'action') {
      const cell = context.profile.cell(declared.action, 'full');
      return cell.verdict === 'never' ? notPermitted(context, cell) : true;
    }
    if (declared?.kind !== 'item') return new HubError('NOT_PERMITTED', 'This field is not declared.');
    const cell = context.profile.cell(declared.item, declared.form);
    if (ROOTS.has(info.parentType.name)) {
      if (cell.verdict === 'never') return withheld(context, coordinate, cell, null);
      // An empty answer rests on a clause too; what depends on a child is noted row by row.
      if (cell.verdict === 'always')
        context.record.note(null, cell, decisionFor(context.profile, cell, null));
      return true;
    }
    const subject = subjectOf(parent);
    const decision = decisionFor(context.profile, cell, subject);
    context.record.note(subject, cell, decision);
    if (decision.effect === 'disclose') return true;
    return decision.conceal
      ? new Concealed()
      : withheldError(context.profile, context.coverage, coordinate, cell);
  } catch {
    return new HubError('NOT_PERMITTED', 'This field could not be decided, so it is not shared.');
  }
}

const decisions = new WeakMap<Profile, Map<Cell, Map<bigint | null, Decision>>>();

/** The decision for a cell and a mask, worked out once a profile: few masks ever occur. */
export function cachedDecision(profile: Profile, cell: Cell, mask: bigint | null): Decision {
  let cells = decisions.get(profile);
  if (!cells) decisions.set(profile, (cells = new Map<Cell, Map<bigint | null, Decision>>()));
  let masks = cells.get(cell);
  if (!masks) cells.set(cell, (masks = new Map<bigint | null, Decision>()));
  let decision = masks.get(mask);
  if (!decision) masks.set(mask, (decision = decide(cell, mask, isSilent(profile, cell))));
  return decision;
}

/**
 * The decision for a cell and the child that an object is about.
 * INVARIANT: it rests only on bits that the statement looked at; whatever needs another is denied.
 */
export function decisionFor(profile: Profile, cell: Cell, subject: Subject | null): Decision {
  const unasked = subject === null || (atomsOf(cell) & ~subject.worked) !== 0n;
  return cachedDecision(profile, cell, unasked ? null : subject.mask);
}

const isSilent = (profile: Profile, cell: Cell): boolean =>
  profile.ruleset.catalogues.items.get(cell.word)?.silent ?? false;

function withheld(context: GateContext, coordinate: string, cell: Cell, mask: bigint | null): Error {
  const silent = isSilent(context.profile, cell);
  const decision = decide(cell, mask, silent);
  context.record.note(null, cell, decision);
  return silent ? new Concealed() : withheldError(context.profile, context.coverage, coordinate, cell);
}

function notPermitted(context: GateContext, cell: Cell): Error {
  context.record.note(null, cell, { effect: 'withhold', conceal: false, because: 'not-agreed', under: [] });
  return notPermittedError(context.profile, cell);
}

/** The refusal of an action, with the clauses that a caller can look up. */
export function notPermittedError(profile: Profile, cell: Cell): HubError {
  const refusal = refusalFor(profile, cell);
  return new HubError('NOT_PERMITTED', refusal.because, { action: cell.word, under: refusal.under });
}

const errors = new WeakMap<Profile, Map<string, HubError>>();

/** The caller's refusal of a field: never a function of the child, so it is made once a profile. */
export function withheldError(
  profile: Profile,
  coverage: Coverage,
  coordinate: string,
  cell: Cell,
): HubError {
  let made = errors.get(profile);
  if (!made) errors.set(profile, (made = new Map<string, HubError>()));
  const known = made.get(coordinate);
  if (known) return known;
  const refusal = refusalFor(profile, cell);
  const instead = sibling(profile, coverage, coordinate, cell);
  const error = new HubError('WITHHELD', refusal.because, {
    coordinate,
    because: refusal.because,
    under: refusal.under,
    ...(instead === null ? {} : { instead }),
  });
  made.set(coordinate, error);
  return error;
}

/** Another field of the same type that holds a lesser form which is not shut to this requester. */
function sibling(profile: Profile, coverage: Coverage, coordinate: string, cell: Cell): string | null {
  const type = coordinate.slice(0, coordinate.indexOf('.') + 1);
  const forms = new Set(openForms(profile, cell.word, cell.form));
  for (const [other, declared] of coverage) {
    if (other === coordinate || !other.startsWith(type) || declared.kind !== 'item') continue;
    if (declared.item === cell.word && declared.form !== cell.form && forms.has(declared.form)) return other;
  }
  return null;
}
