import type { GraphQLResolveInfo } from 'graphql';
import { findReferenced } from '../children/child-reference';
import { confirmedBy } from '../children/confirmation';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import type { Sql } from '../gate/ports';
import { badInput, conflict } from '../kernel/errors';
import { compulsorySchoolAgeBegins, compulsorySchoolAgeEnds } from '../kernel/compulsory-school-age';
import { addYears, parseLocalDate, type LocalDate } from '../kernel/local-date';
import type { Writer } from '../children/child-reference';
import { announceTaken } from '../notifications/transfer-taken';
import type { CaseRules } from '../procedures/case-rules';
import { leadAndSupport } from '../procedures/lead-services';
import { noteEvent } from './case-event.repository';
import type { CaseOpeningInput, OpenCaseInput } from './case.input';
import { takeAlertsIntoCase } from './alerts-of-case';
import { bornOf, childState, hasOpenEntry, insertEntry, riskGroupsOf, saveServices } from './case.repository';

export function openCase(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: OpenCaseInput,
): Promise<Outcome | null> {
  checkOpening(context, input, 'input');
  const writer = writerOf(context);
  return act<string>(context, info, {
    find: (tx) =>
      isHomeTeam(context)
        ? findReferenced(tx, input.child, writer.today, 'input.child')
        : Promise.resolve(null),
    child: (child) => child,
    perform: async (tx, child) => {
      const id = await openEntry(tx, context, child, input);
      return { id, receivedAt: writer.now.toISOString() };
    },
  });
}

/** Puts a known child on the register. Throws CONFLICT when it is there already, or nobody has matched the subject. */
export async function openEntry(
  tx: Sql,
  context: GateContext,
  child: string,
  opening: CaseOpeningInput,
): Promise<string> {
  return enterOnRegister(tx, child, opening, {
    writer: writerOf(context),
    rules: context.ports.rules,
    confirmed: () => confirmedBy(tx, context, 'OPEN_CME_CASE', child),
  });
}

/** Who opens a case, by which procedure. */
export interface Opener {
  readonly writer: Writer;
  readonly rules: CaseRules;
  /** The unit by whose word the entry stands; null: it is its writer's own word for now. */
  readonly confirmed: () => Promise<string | null>;
}

/** As `openEntry`, for whoever opens a case that another authority hands over. */
export async function enterOnRegister(
  tx: Sql,
  child: string,
  opening: CaseOpeningInput,
  { writer, rules, confirmed }: Opener,
): Promise<string> {
  if ((await childState(tx, child)) !== 'known') {
    throw conflict('child: which child this is has not been decided yet; use `matchSubject` first.');
  }
  if (await hasOpenEntry(tx, child)) throw conflict('child: there is an open case about this child already.');
  checkOfAge(await bornOf(tx, child), writer.today, 'child');
  const entry = await insertEntry(tx, child, opening, await confirmed(), writer);
  const groups = await riskGroupsOf(tx, child, writer.now);
  await saveServices(tx, entry.id, leadAndSupport(rules.book, writer.home, groups));
  const note = (kind: string): Promise<void> => noteEvent(tx, { child, caseId: entry.id, kind, writer });
  await note('CASE_OPENED');
  if (groups.length > 0) {
    await note('REGISTERED_AT_RISK');
    await note('LEAD_SET');
  }
  if (opening.rag === 'RED') await note('RATED_RED');
  await note('ON_REGISTER');
  await takeAlertsIntoCase(tx, child, writer);
  await announceTaken(tx, child, writer);
  return entry.publicId;
}

/**
 * Holds an entry against the age on the day (Education Act 1996 s8): the register of children missing education is of
 * children of compulsory school age alone (s436A). Unknown birth: nothing is known. Throws CONFLICT.
 */
export function checkOfAge(born: LocalDate | null, today: string, at: string): void {
  if (born === null) return;
  if (today > compulsorySchoolAgeEnds(born))
    throw conflict(
      `${at}: over compulsory school age; a case is not opened, the participation service is told.`,
    );
  if (today < compulsorySchoolAgeBegins(born))
    throw conflict(`${at}: not yet of compulsory school age; a case is opened when that age is reached.`);
}

/** Throws BAD_USER_INPUT for a review that lies in the past or further away than a year. */
export function checkOpening(context: GateContext, { reviewOn }: CaseOpeningInput, at: string): void {
  checkReview(writerOf(context).today, reviewOn, `${at}.reviewOn`);
}

export function checkReview(today: string, reviewOn: string, field: string): void {
  const day = parseLocalDate(today);
  if (!day.ok || reviewOn < day.value) throw badInput(field, 'lies in the past; give today or a later day.');
  if (reviewOn > addYears(day.value, 1)) {
    throw badInput(field, 'is more than a year away; every case is looked at again within a year.');
  }
}
