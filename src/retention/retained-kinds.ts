/** One kind of record that is kept for a time: what of it is due, and how it is destroyed. */
export interface RetainedKind {
  /** What the period is counted from, and what becomes of it, as `schema/retention.yaml` must say. */
  readonly from: string;
  readonly then: 'anonymise' | 'erase';
  /** Ids due before the day `$1`, at most `$2`, beyond the id `$3`; run as the application. */
  readonly due: string;
  /** A function of the retention role that takes the ids as `$1`. */
  readonly destroy: string;
}

const due = (table: string, child: string, where: string): string =>
  `select t.id from ${table} t where ${where} and t.id > $3::uuid and not has_open_case(${child}) order by t.id limit $2`;
const ended = (table: string, column: string, more = 'true'): RetainedKind => ({
  from: 'day of ending',
  then: 'erase',
  due: due(table, 't.child_id', `t.${column} < $1::date and ${more}`),
  destroy: `select erase_facts('${table}', $1::uuid[])`,
});
const exchange = (table: string, from: string, where: string): RetainedKind => ({
  from,
  then: 'anonymise',
  due: due(table, 't.child_id', where),
  destroy: `select erase_exchanges('${table}', $1::uuid[])`,
});
const children = (from: string, where: string): RetainedKind => ({
  from,
  then: 'anonymise',
  due: due('child', 't.id', where),
  destroy: 'select erase_children($1::uuid[])',
});

/** Kinds in the order in which a run takes them. INVARIANT: nothing of a child with an open case is ever due. */
export const RETAINED_KINDS = {
  CHILD_RECORD: children(
    'date of birth',
    `t.state in ('known', 'merged', 'sealed') and t.date_of_birth < $1::date`,
  ),
  // A concern, a question or an offer that is still open keeps its subject, and so does another authority that looks for it.
  UNRESOLVED_SUBJECT: children(
    'day of recording',
    `t.state = 'unresolved' and t.recorded_at < $1::date
       and not exists (select 1 from alert a where a.child_id = t.id and a.state in ('RECEIVED', 'RETURNED', 'ACCEPTED', 'IN_CASE'))
       and not exists (select 1 from enquiry q where q.child_id = t.id and q.state = 'OPEN')
       and not exists (select 1 from circumstance m where m.child_id = t.id and m.kind = 'LOST_ELSEWHERE' and m.ends_at > now())
       and not exists (select 1 from transfer o where o.child_id = t.id and o.state in ('PROPOSED', 'ACCEPTING', 'ACCEPTED'))`,
  ),
  CONCERN: exchange(
    'alert',
    'day of closing',
    `t.state in ('ROUTED', 'DEALT_WITH', 'WITHDRAWN') and coalesce(t.closed_at, t.reviewed_at, t.raised_at) < $1::date and t.raised_by_user <> ''`,
  ),
  ENQUIRY: exchange(
    'enquiry',
    'day of sending',
    `t.state <> 'OPEN' and t.sent_at < $1::date and t.question <> ''`,
  ),
  NOTIFICATION: exchange(
    'notification',
    'day of sending',
    `t.sent_at < $1::date and (t.text is not null or t.reference <> '')`,
  ),
  PAST_ADDRESS: ended('child_address', 'ends_on'),
  // A mark outlives the entry: it goes with the whole record alone.
  PAST_PERSON: ended('carer', 'ends_on', 'not t.do_not_tell and t.safe_contact is null'),
  PAST_CIRCUMSTANCE: ended('circumstance', 'ends_at'),
  LOOKUP_REVIEW: {
    from: 'day of asking',
    then: 'erase',
    due: due('lookup_review', 't.child_id', 't.at < $1::date'),
    destroy: 'select erase_reviews($1::uuid[])',
  },
  PAST_WATCH: ended('watch', 'ends_at'),
} as const satisfies Readonly<Record<string, RetainedKind>>;

export type RetainedName = keyof typeof RETAINED_KINDS;
export const RETAINED_NAMES = Object.keys(RETAINED_KINDS) as RetainedName[];
