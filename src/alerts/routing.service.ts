import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { badInput } from '../kernel/errors';
import { addressees } from '../notifications/addressee';
import { insertNotifications } from '../notifications/notification.repository';
import { refuseUnsafe } from '../notifications/safe-enquiry';
import type { ProcedureBook } from '../procedures/check-procedures';
import { cited, type Row } from '../procedures/procedure';
import { currentSchool, roleOfUnit } from './alert.repository';
import { partiesOf, type Triage } from './triage';

/** To whom an alert is passed: a unit of the authority, and the school that is told of the enquiry. */
export interface Route {
  readonly routedTo: string | null;
  readonly school: string | null;
}

interface Asked extends Route {
  readonly child: string;
  readonly triage: Triage | null;
  /** Whether the child is passed on, or only worked elsewhere in the authority. */
  readonly tells: boolean;
}

const UNIT = 'input.routedTo';
const TEAM_ROLE = 'CME_TEAM';
/** Roles of units of an authority, but for the team. */
const WITHIN: ReadonlySet<string> = new Set(['HOME_SERVICE', 'SOCIAL_CARE', 'YOUTH_JUSTICE']);

/** Checks to whom an alert goes: the paragraph says which parties, the officer which unit and which school. */
export async function namedRoute(tx: Sql, context: GateContext, asked: Asked): Promise<Route> {
  const { asking, ports } = context;
  if (asked.routedTo !== null) {
    const role = await roleOfUnit(tx, asked.routedTo, asking.organisation);
    if (role === null)
      throw badInput(
        UNIT,
        `is no unit of your authority; write its id, like \`${asking.organisation}/ehe\`.`,
      );
    if (asked.tells) checkRole(role, asked.triage, ports.rules.book);
  }
  if (!asked.tells) return { routedTo: asked.routedTo, school: null };
  const parties = partiesOf(asked.triage?.routes ?? []);
  const wantsSchool = parties.has('school') || parties.has('headteacher');
  const school =
    asked.school ?? (wantsSchool ? await currentSchool(tx, asked.child, ports.clock.now()) : null);
  if (school !== null) {
    const [to] = await addressees(tx, ports.home, [school], () => 'input.school');
    if (to?.kind !== 'school')
      throw badInput('input.school', 'is no school; write one, as `school/931-2105`.');
  }
  if (wantsSchool && school === null)
    throw badInput(
      'input.school',
      'is missing: the paragraph has the school told, and the hub knows of none.',
    );
  if (school === null && asked.routedTo === null)
    throw badInput(UNIT, 'is missing: say to which unit of your authority the child is passed.');
  return { routedTo: asked.routedTo, school };
}

/**
 * A child is passed to those alone whom the paragraph names, and never to the team that passes it. A finding without a
 * paragraph of its own leaves the unit to the officer.
 */
function checkRole(role: string, triage: Triage | null, { words }: ProcedureBook): void {
  if (role === TEAM_ROLE)
    throw badInput(UNIT, 'is the team itself; name the unit to which the child is passed.');
  const parties = [...partiesOf(triage?.routes ?? [])].flatMap((name) => words.parties.get(name) ?? []);
  const ours = parties.filter(({ roles }) => roles.some((one) => WITHIN.has(one)));
  if (ours.length === 0 || ours.some(({ roles }) => roles.includes(role))) return;
  const named = ours.map((party) => party.words).join(', or ');
  throw badInput(UNIT, `is not whom the paragraph names: pass the child to ${named}.`);
}

/**
 * Tells those to whom a child is passed. INVARIANT: the notice holds the finding and the paragraph alone: neither who
 * raised the alert nor a word of it.
 */
export async function route(
  tx: Sql,
  context: GateContext,
  child: string,
  finding: string,
  rows: readonly Row[],
  { routedTo, school }: Route,
): Promise<void> {
  const { asking, ports } = context;
  const ids = [routedTo, school].filter((id) => id !== null);
  const to = await addressees(tx, ports.home, ids, () => UNIT);
  await refuseUnsafe(tx, context, 'REVIEW_ALERT', child, to);
  const found = ports.rules.book.words.events.get(finding)?.words ?? '';
  const steps = rows.map(({ step, source }) => `${step} (${cited(source)})`);
  const text = [`The council was asked about this child: ${found}.`, ...steps].join('\n');
  await insertNotifications(tx, { child, type: 'ALERT_ROUTED', text }, ids, {
    asking,
    home: ports.home,
    now: ports.clock.now(),
  });
}
