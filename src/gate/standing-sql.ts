import { parsePeriod, toPostgresInterval } from '../kernel/period';
import type { StandingKind } from '../policy/catalogue';
import type { Atom } from '../policy/profile';

/** Names of the values that standing predicates need; bound by the statement that uses them. */
export interface StandingValues {
  /** SQL of the requester's (or represented) organisation id, unit id and authority id. */
  readonly organisation: string;
  readonly unit: string;
  readonly area: string;
  /** SQL of the authority that runs this hub. */
  readonly home: string;
  /** SQL of the injected clock's now, timestamptz. */
  readonly now: string;
  /** SQL of the day that it is in London by that clock, date. */
  readonly today: string;
}

/** A fact that gives a standing: a row `f` of this table about the child, of which `where` holds. */
export interface Fact {
  readonly table: 'registration' | 'circumstance' | 'child_address';
  readonly where: string;
  /** Only what somebody else stands behind counts. */
  readonly confirmed: boolean;
}

/** How a standing is looked for: any of these facts, or a boolean SQL expression of its own. */
export type Ground = readonly Fact[] | string;

/** A notification or its acknowledgement stays a ground this long. */
export const CURRENT = "interval '28 days'";

interface Question extends StandingValues {
  readonly child: string;
  readonly sure: boolean;
  /** `and <column> is not null` when only confirmed facts count, else nothing. */
  readonly confirmed: (alias: string) => string;
  /** `and <since> >= now - for`, when the ground carries `for`. */
  readonly began: (since: string) => string;
  /** Interval of `within`, or the kind's own default. */
  readonly within: (otherwise: string) => string;
}

/** A notification of these kinds that the home authority sent to the asker, and that is still a ground. */
const toldUs = (q: Question, kinds: string): string =>
  `exists (select 1 from notification f where f.child_id = ${q.child} and f.to_organisation in (${q.organisation}, ${q.unit})
      and f.from_organisation = ${q.home} and f.from_unit <> ${q.unit} and f.to_organisation <> ${q.home}
      and ${kinds}
      and (f.acknowledged_at is null or f.acknowledged_at >= ${q.now} - ${CURRENT}) ${q.began('f.sent_at')})`;

/** Notices that are a ground for nothing but reading them. */
export const ALONE: readonly string[] = ['LOST_PUPIL_WITHDRAWN', 'FOUND_MATCH', 'ADDRESS_CHANGED'];
/** The same as a list of SQL. */
export const ALONE_SQL = ALONE.map((type) => `'${type}'`).join(', ');

/** Whether the lost-pupil message that a notification is about still stands. */
export const stillSaid = (notice: string, now: string): string =>
  `exists (select 1 from circumstance m where m.id = ${notice}.message_id and (m.ends_at is null or m.ends_at > ${now}))`;

const circumstance = (kind: string, more: (q: Question) => string) => (q: Question) => [
  {
    table: 'circumstance' as const,
    where: `f.kind = '${kind}' and f.begins_at <= ${q.now} and (f.ends_at is null or f.ends_at > ${q.now}) ${more(q)} ${q.began('f.begins_at')}`,
    confirmed: q.sure,
  },
];
const onRoll = (q: Question, where: string): readonly Fact[] => [
  { table: 'registration', where: `f.organisation_id = ${q.organisation} and ${where}`, confirmed: q.sure },
];
const atAddress = (where: string, confirmed: boolean): Fact => ({ table: 'child_address', where, confirmed });

const nobody = (): string => '';
/** An area is an authority's. A school or a service lies in one, but the children who live there are not its own. */
const ourArea = (q: Question): string => `${q.area} = ${q.organisation}`;
const currentRoll = (q: Question, alias: string): string =>
  `${alias}.begins_on <= ${q.today} and (${alias}.ends_on is null or ${alias}.ends_on > ${q.today})`;
const currentAddress = (q: Question, alias: string): string =>
  `(${alias}.begins_on is null or ${alias}.begins_on <= ${q.today}) and (${alias}.ends_on is null or ${alias}.ends_on > ${q.today})`;

/** One predicate a kind, about one child. The only place that knows what a standing is. */
const PREDICATES: Record<StandingKind, (q: Question) => Ground> = {
  ANY_CHILD: () => 'true',
  ON_OUR_ROLL: (q) => onRoll(q, `${currentRoll(q, 'f')} ${q.began('f.begins_on')}`),
  LEFT_OUR_ROLL: (q) =>
    onRoll(
      q,
      `f.ends_on <= ${q.today} and f.ends_on >= ${q.today} - ${q.within("interval '1 year'")} ${q.began('f.ends_on')}`,
    ),
  OFFERED_OUR_PLACE: circumstance('PLACE_OFFER', (q) => `and f.organisation_id = ${q.organisation}`),
  OPEN_CASE_WITH_US: circumstance('OPEN_CASE', (q) => `and f.unit_id = ${q.unit}`),
  ENQUIRY_OPEN_TO_US: (q) =>
    `exists (select 1 from enquiry f join enquiry_recipient r on r.enquiry_id = f.id
      where f.child_id = ${q.child} and r.organisation_id in (${q.organisation}, ${q.unit}) and r.state in ('WAITING', 'REMINDED', 'ESCALATED')
      and f.state = 'OPEN' and (f.from_organisation = ${q.home} or f.accepted_at is not null or ${q.organisation} = ${q.home})
      ${q.began('f.sent_at')})`,
  ENQUIRY_FROM_US: (q) =>
    `exists (select 1 from enquiry f where f.child_id = ${q.child} and f.from_organisation = ${q.organisation}
      and f.from_unit = ${q.unit} and f.state <> 'WITHDRAWN' and (f.state = 'OPEN' or exists (select 1 from enquiry_recipient r
        where r.enquiry_id = f.id and r.answered_at >= ${q.now} - ${CURRENT}))
      ${q.confirmed('f').replaceAll('confirmed_at', 'accepted_at')} ${q.began('f.sent_at')})`,
  ALERT_RAISED_BY_US: (q) =>
    `exists (select 1 from alert f where f.child_id = ${q.child} and f.raised_by_organisation = ${q.organisation}
      and f.raised_by_unit = ${q.unit} and f.withdrawn_reason is null and (f.state in ('RECEIVED', 'RETURNED', 'ACCEPTED', 'IN_CASE')
        or (f.state in ('DEALT_WITH', 'ROUTED') and f.closed_at >= ${q.now} - ${CURRENT}))
      ${q.confirmed('f') === '' ? '' : "and f.state not in ('RECEIVED', 'RETURNED')"} ${q.began('f.raised_at')})`,
  REPORTED_MISSING: circumstance('MISSING_EPISODE', nobody),
  LIVES_IN_OUR_AREA: (q) => [
    atAddress(
      `f.authority_id = ${q.area} and ${ourArea(q)} and f.kind <> 'believed' and ${currentAddress(q, 'f')} ${q.began('f.begins_on')}`,
      q.sure,
    ),
  ],
  MOVING_TO_OUR_AREA: (q) =>
    `exists (select 1 from notification f where f.child_id = ${q.child} and f.to_organisation = ${q.area}
      and ${ourArea(q)} and f.type = 'MOVED_OUT' and f.from_organisation = ${q.home}
      and (f.acknowledged_at is null or f.acknowledged_at >= ${q.now} - ${CURRENT}) ${q.began('f.sent_at')})`,
  CHILD_PROTECTION: circumstance('CHILD_PROTECTION', nobody),
  OPEN_CME_CASE: (q) =>
    `exists (select 1 from cme_case f where f.child_id = ${q.child} and f.state <> 'CLOSED' ${q.began('f.opened_at')})`,
  // Whoever says so is believed: nobody need confirm it.
  LOCATION_PROTECTED: (q) => [
    ...circumstance('LOCATION_PROTECTION', nobody)({ ...q, sure: false }),
    atAddress(
      `f.protected and ${currentAddress(q, 'f')} ${q.began(`coalesce(f.begins_on, ${q.today})`)}`,
      false,
    ),
  ],
  // That something was wrong is no reason to see more: a correction is a standing of its own, which opens the notice. What
  // a message about a lost pupil opened is shut when it ends.
  NOTIFIED_TO_US: (q) =>
    toldUs(
      q,
      q.confirmed('f') === ''
        ? `f.type not in ('EMERGENCY_USED', 'CORRECTION', 'LOOKUP_DECIDED', ${ALONE_SQL}) and (f.type <> 'LOST_PUPIL' or ${stillSaid('f', q.now)})`
        : `f.type not in ('EMERGENCY_USED', 'CORRECTION', 'LOOKUP_DECIDED', ${ALONE_SQL}, 'LOST_PUPIL') and f.type not like 'TRANSFER\\_%'`,
    ),
  CORRECTED_TO_US: (q) => toldUs(q, `f.type = 'CORRECTION'`),
  // Of the notice alone (`notification.shape.ts`), never of the child: what else the asker has said of that child would
  // show by it, and so tell that it is the one.
  LOOKUP_DECIDED_FOR_US: () => 'false',
  // Of the notice alone, as above.
  NOTICE_TO_US: () => 'false',
  // Somebody else's fact has met the message, so it rests on more than the asker's word; while the asker looks, and never
  // of a child in hiding.
  FOUND_FOR_US: (q) =>
    `(${toldUs(q, `f.type = 'FOUND_MATCH' and ${stillSaid('f', q.now)}`)} and not ${holdsSql(PREDICATES.LOCATION_PROTECTED({ ...q, began: nobody }), q.child)})`,
  // Of the referral alone (`alert.shape.ts`), while it is open: what it says is not what is held of the child.
  REFERRED_TO_US: () => 'false',
  TRANSFER_TO_US: circumstance('TRANSFER', (q) => `and f.organisation_id = ${q.organisation}`),
  LEFT_OUR_AREA: (q) =>
    `(${ourArea(q)} and exists (select 1 from child_address f where f.child_id = ${q.child} and f.authority_id = ${q.area}
        and f.ends_on <= ${q.today} and f.ends_on >= ${q.today} - ${q.within("interval '1 year'")} ${q.confirmed('f')} ${q.began('f.ends_on')})
      and not exists (select 1 from child_address f where f.child_id = ${q.child} and f.authority_id = ${q.area}
        and ${currentAddress(q, 'f')})
      and (exists (select 1 from cme_case k where k.child_id = ${q.child} and k.state <> 'CLOSED')
        or exists (select 1 from registration k join organisation o on o.id = k.organisation_id
          where k.child_id = ${q.child} and o.local_authority_id = ${q.area} and k.destination_confirmed_on is null)))`,
  ON_ROLL_IN_OUR_AREA: (q) =>
    `exists (select 1 from registration f join organisation o on o.id = f.organisation_id
      where f.child_id = ${q.child} and o.local_authority_id = ${q.area} and ${ourArea(q)}
      and ${currentRoll(q, 'f')} ${q.confirmed('f')} ${q.began('f.begins_on')})`,
  IN_OUR_CARE: circumstance('LOOKED_AFTER', (q) => `and f.organisation_id = ${q.area} and ${ourArea(q)}`),
  LOST_PUPIL: circumstance('LOST_PUPIL_MESSAGE', nobody),
  OUR_RISK_GROUP: circumstance(
    'RISK_GROUP',
    (q) =>
      `and exists (select 1 from risk_group_service g where g.risk_group = f.detail and g.unit_id = ${q.unit})`,
  ),
  // Declaring it is the deed: nobody confirms it, so both levels are one.
  EMERGENCY_DECLARED: (q) =>
    `exists (select 1 from emergency_use f where f.child_id = ${q.child} and f.unit_id = ${q.unit}
      and f.expires_at > ${q.now} and f.ended_at is null ${q.began('f.declared_at')})`,
};

/** What has to be so of a child for an atom to hold. Of a kind or a period that cannot be read, nothing: `false`. */
export function groundOf(atom: Atom, child: string, values: StandingValues): Ground {
  const predicate = (PREDICATES as Record<string, ((q: Question) => Ground) | undefined>)[atom.kind];
  const period = (text: string | null): string | null => {
    if (text === null) return null;
    const parsed = parsePeriod(text);
    return parsed.ok ? `interval '${toPostgresInterval(parsed.value)}'` : 'unreadable';
  };
  const within = period(atom.within);
  const since = period(atom.for);
  if (!predicate || within === 'unreadable' || since === 'unreadable') return 'false';
  const sure = atom.level === 'confirmed';
  return predicate({
    ...values,
    child,
    sure,
    confirmed: (alias) => (sure ? `and ${alias}.confirmed_at is not null` : ''),
    began: (column) => (since === null ? '' : `and ${column} >= ${values.now} - ${since}`),
    within: (otherwise) => within ?? otherwise,
  });
}

/** The predicate of one atom for the child named by the SQL expression `child`, as a boolean expression. */
export function standingSql(atom: Atom, child: string, values: StandingValues): string {
  return holdsSql(groundOf(atom, child, values), child);
}

/** A ground as a boolean expression. */
function holdsSql(ground: Ground, child: string): string {
  if (typeof ground === 'string') return ground;
  const rows = ground.map(
    (fact) => `exists (select 1 from ${fact.table} f where f.child_id = ${child} and ${whereOf(fact)})`,
  );
  return `(${rows.join(' or ')})`;
}

/** Of a row `f`: that somebody else stands behind it. */
export const CONFIRMED = 'f.confirmed_at is not null';

/** The condition on a row `f`, with its confirmation. */
export const whereOf = ({ where, confirmed }: Fact): string =>
  confirmed ? `${where} and ${CONFIRMED}` : where;
