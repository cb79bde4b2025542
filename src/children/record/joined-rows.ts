/** A row that a joining moved, what stood in the columns that it changed, and what it put there. */
export interface MovedRow {
  readonly table: string;
  readonly id: string;
  readonly was: Readonly<Record<string, unknown>>;
  readonly became: Readonly<Record<string, unknown>>;
}

/** How the rows of a table that are about the one record come to be about the other. */
export interface Joining {
  readonly table: string;
  readonly column: string;
  /** SQL over row `t`, `$1` the joined and `$2` the kept record: rows that stay, because the kept one has the like. */
  readonly stays?: string;
  /** SQL of what columns become, over `t`; `$3` = a protection is in force. */
  readonly becomes?: Readonly<Record<string, string>>;
}

const key = (column: string): string =>
  `name_key(coalesce(t.${column}, '')) = name_key(coalesce(k.${column}, ''))`;
const like = (table: string, where: string): string =>
  `exists (select 1 from ${table} k where k.child_id = $2 and ${where})`;
/** Which records are one child says nothing about what is true of it: beside a protection nothing stays confirmed. */
const unconfirmed = (when: string): Record<string, string> => ({
  confirmed_at: `case when ${when} then null else t.confirmed_at end`,
  confirmed_by: `case when ${when} then null else t.confirmed_by end`,
});
const guarded = unconfirmed('$3::boolean');
const claimed = like('registration', 'k.ends_on is null and k.organisation_id <> t.organisation_id');

/** Every table with rows about a child that go with it. A test holds this list against the database. */
export const JOININGS: readonly Joining[] = [
  {
    table: 'child_name',
    column: 'child_id',
    stays: like('child_name', `${key('surname')} and ${key('forename')} and ${key('middle_names')}`),
    // The kept record says what the child is called; what the other said is a name that it goes or went by too.
    becomes: { kind: `case when t.kind in ('legal', 'known_as') and ${like('child_name', 'k.kind = t.kind')} then 'former' else t.kind end` },
  },
  {
    table: 'child_identifier',
    column: 'child_id',
    stays: like('child_identifier', "k.kind = t.kind and k.value = t.value and k.state <> 'claimed'"),
    becomes: { state: `case when t.state = 'current' and ${like('child_identifier', "k.kind = t.kind and k.state = 'current'")} then 'former' else t.state end` },
  },
  { table: 'child_address', column: 'child_id', becomes: guarded },
  {
    table: 'carer',
    column: 'child_id',
    // A mark is never left behind.
    stays: like('carer', `${key('surname')} and ${key('forename')} and k.kind = t.kind and k.phones = t.phones and k.emails = t.emails
      and k.ends_on is not distinct from t.ends_on and k.do_not_tell = t.do_not_tell and k.safe_contact is not distinct from t.safe_contact`),
  },
  {
    table: 'registration',
    column: 'child_id',
    stays: `t.ends_on is null and ${like('registration', 'k.ends_on is null and k.organisation_id = t.organisation_id')}`,
    becomes: unconfirmed(`($3::boolean or (t.ends_on is null and ${claimed}))`),
  },
  { table: 'home_education', column: 'child_id', becomes: guarded },
  { table: 'arranged_education', column: 'child_id', becomes: guarded },
  { table: 'special_needs', column: 'child_id' },
  { table: 'sibling', column: 'child_id', stays: 't.sibling_id = $2' },
  { table: 'sibling', column: 'sibling_id', stays: 't.child_id = $2' },
  { table: 'circumstance', column: 'child_id', becomes: guarded },
  { table: 'cme_case', column: 'child_id' },
  { table: 'watch', column: 'child_id' },
  { table: 'alert', column: 'child_id' },
  { table: 'enquiry', column: 'child_id' },
  { table: 'notification', column: 'child_id' },
  { table: 'transfer', column: 'child_id' },
  { table: 'emergency_use', column: 'child_id' },
  { table: 'identity_seal', column: 'present' },
  { table: 'lookup_review', column: 'child_id' },
  { table: 'case_event', column: 'child_id' },
  { table: 'reconciliation', column: 'child_id', stays: like('reconciliation', 'k.entry_id = t.entry_id and k.fact = t.fact') },
  {
    table: 'flag_placement',
    column: 'child_id',
    stays: like('flag_placement', "t.state <> 'LIFTED' and k.state <> 'LIFTED' and k.holder_id = t.holder_id"),
  },
  {
    table: 'case_escalation',
    column: 'child_id',
    stays: like('case_escalation', 'k.step = t.step and k.about is not distinct from t.about and k.since = t.since and k.party = t.party'),
  },
]; // prettier-ignore

/** References to a child that stay with the record that they name: `child_family` leads to them. */
export const STAYING: readonly string[] = [
  'child.merged_into', 'child_merge.kept', 'child_merge.merged', 'correction.child_id', 'identity_seal.former', 'look_back.child_id',
]; // prettier-ignore
