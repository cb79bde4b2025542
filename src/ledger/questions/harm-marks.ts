import type { Catalogues } from '../../policy/catalogue';
import type { Ruleset } from '../../policy/ruleset';
import type { LedgerEntry, Use } from '../disclosure';

/** Why a person must decide before an entry is handed to whom it is about, or to a parent. */
export type HarmMark =
  | 'PROTECTED_CHILD'
  | 'SIGNAL'
  | 'SHUT'
  | 'SENSITIVE'
  | 'RECIPIENT'
  | 'PURPOSE'
  | 'ACT'
  | 'ERASED'
  | 'UNKNOWN';

/** What the marks are worked out from. */
export interface MarkedEntry extends Pick<
  LedgerEntry,
  'kind' | 'organisation' | 'unit' | 'purpose' | 'role' | 'protects' | 'controller'
> {
  /** Items of the entry that are shown. */
  readonly uses: readonly Use[];
}

/** Roles by which an entry tells of an investigation, of social work, or of a refuge: refuges are voluntary bodies. */
const ROLES: ReadonlySet<string> = new Set(['POLICE', 'SOCIAL_CARE', 'YOUTH_JUSTICE', 'VOLUNTARY']);
/** The same by the kind of organisation, where the entry names no unit of the directory. */
const KINDS: Readonly<Record<string, string>> = { police: 'POLICE', voluntary: 'VOLUNTARY' };
const PURPOSES: ReadonlySet<string> = new Set(['SAFEGUARD', 'EMERGENCY', 'RAISE_CONCERN']);
/** Tell of social work or of a missing child, and stand under no special category. */
const SOCIAL_WORK: ReadonlySet<string> = new Set(['SOCIAL_CARE_STATUS', 'INVOLVEMENTS', 'MISSING_EPISODE']);
/** Acts that tell who raised a concern, that a child is protected or at risk, or what is held against somebody. */
const ACTS: ReadonlySet<string> = new Set([
  'RAISE_ALERT', 'ADD_TO_ALERT', 'WITHDRAW_ALERT', 'ASK_LOCATION_PROTECTION', 'LIFT_LOCATION_PROTECTION',
  'WITHHOLD_ANSWER', 'REPORT_MISSING', 'REPORT_RETURN', 'REPORT_INCIDENT', 'RECORD_CHILD_PROTECTION',
  'END_CHILD_PROTECTION', 'RECORD_CARE', 'END_CARE', 'RECORD_RISK_GROUP', 'END_RISK_GROUP',
  'RECORD_RETURN_INTERVIEW', 'RECORD_ALLEGATION', 'REPLY_TO_ALLEGATION', 'SET_STANDING_ALERT',
  'LIFT_STANDING_ALERT', 'SEND_CONDITIONAL_ENQUIRY', 'ISSUE_NOTICE', 'RECORD_ORDER', 'USE_EMERGENCY', 'REVIEW_EMERGENCY', 'END_EMERGENCY',
]); // prettier-ignore

/**
 * What of an entry might do serious harm if it were handed over (Data Protection Act 2018, Schedule 3: health data
 * paragraph 2, social work paragraph 7, education paragraph 17, child abuse paragraph 21; for investigations Schedule 2
 * paragraph 2, for who raised a concern Schedule 2 paragraph 16), as sentences that begin with a `HarmMark`. An entry is
 * marked when any of these is so:
 *
 * - PROTECTED_CHILD: a child of it is under protection now (location or child protection, or a protected address);
 * - SIGNAL: an item is silent in the catalogue, or an agreement that binds everybody forbids it of any child;
 * - SHUT: something was held back by a clause that protects this very child;
 * - SENSITIVE: an item is about health, social work, offences or abuse (category SC or CO, or of social work);
 * - RECIPIENT: the police, social care, youth justice or a voluntary body (a refuge is one) asked, or was asked for;
 * - PURPOSE: it was for safeguarding, in an emergency, or to raise a concern;
 * - ACT: the act tells who raised a concern, of a protection, a risk or an enforcement;
 * - ERASED: its content is gone, so nobody can tell; UNKNOWN: it names a word or a unit that is not known any more.
 *
 * INVARIANT: pure; it only marks. A mark decides nothing and leaves nothing out: what is handed over, a person decides,
 * and an entry without a mark may still do harm.
 */
export function harmMarks(entry: MarkedEntry, ruleset: Ruleset): string[] {
  const { items, actions, purposes } = ruleset.catalogues;
  const words = [...new Set(entry.uses.map(({ item }) => item))];
  const said = (code: string): string => `${code} (${wordsOf(code, ruleset.catalogues)})`;
  const forbidden = forbiddenOfAnybody(ruleset);
  const marks: string[] = [];
  const mark = (kind: HarmMark, text: string): number => marks.push(`${kind}: ${text}`);

  if (entry.protects === true) mark('PROTECTED_CHILD', 'the child is under protection now');
  for (const { item, shut } of entry.uses)
    if (shut) mark('SHUT', `${said(item)} was held back by a clause that protects this child`);
  for (const word of words) {
    const item = items.get(word);
    if (item && (item.silent || forbidden.has(word)))
      mark('SIGNAL', `${said(word)}: that it is named is itself a signal`);
    else if (item && (/\b(SC|CO)\b/.test(item.category) || SOCIAL_WORK.has(word)))
      mark('SENSITIVE', `${said(word)} is about health, social work, offences or abuse`);
    else if (ACTS.has(word)) mark('ACT', `${said(word)} may tell of a concern, its source, or a protection`);
    if (!item && !actions.has(word)) mark('UNKNOWN', 'it names an item or act that is not known any more');
  }
  const role = entry.role ?? roleOfKind(entry.organisation);
  if (role === null) mark('UNKNOWN', 'the unit that asked is not known any more');
  for (const each of new Set([role, roleOfKind(entry.controller?.onBehalfOf ?? '')]))
    if (each !== null && ROLES.has(each))
      mark('RECIPIENT', `asked by or for ${ruleset.catalogues.roles.get(each)?.words ?? each}`);
  if (PURPOSES.has(entry.purpose))
    mark('PURPOSE', `it was for ${purposes.get(entry.purpose)?.words ?? entry.purpose}`);
  else if (!purposes.has(entry.purpose)) mark('UNKNOWN', 'its purpose is not known any more');
  if (entry.controller === null)
    mark('ERASED', 'its content was erased, so it cannot be told what it was about');
  return [...new Set(marks)];
}

/** Every word by which the rule is not about the catalogue, so that a test can hold it to the catalogues. */
export const HARM_WORDS = { roles: ROLES, purposes: PURPOSES, items: SOCIAL_WORK, actions: ACTS } as const;

const known = new WeakMap<Ruleset, ReadonlySet<string>>();

/** Items that an agreement forbids of any child to every organisation: protected addresses, who raised a concern … */
function forbiddenOfAnybody(ruleset: Ruleset): ReadonlySet<string> {
  let found = known.get(ruleset);
  if (!found) {
    const rules = [...ruleset.rules.values()]
      .flat()
      .filter(
        ({ effect, children, agreement }) =>
          effect === 'forbid' &&
          children.some((grounds) => grounds.every(({ kind }) => kind === 'ANY_CHILD')) &&
          agreement.parties.some((p) => p.organisation === 'every' && p.role === null && p.unit === null),
      );
    known.set(ruleset, (found = new Set(rules.map(({ word }) => word))));
  }
  return found;
}

const roleOfKind = (organisation: string): string | null => KINDS[organisation.split('/')[0] ?? ''] ?? null;

const wordsOf = (code: string, { items, actions }: Catalogues): string =>
  items.get(code)?.words ?? actions.get(code)?.words ?? 'not in the catalogue';
