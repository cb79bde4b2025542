import type { JsonValue } from '../kernel/canonical-json';
import { badInput } from '../kernel/errors';
import { FormLines, type Fields, type Given } from './form-lines';

/** What has to come before a referral is accepted (S1 App 2, S3 App 1). */
export const LACKS = [
  'PARENTS_NOT_CONTACTED',
  'OTHER_CONTACTS_NOT_PHONED',
  'PROFESSIONALS_NOT_ASKED',
  'HOME_NOT_VISITED',
] as const;
export type Lack = (typeof LACKS)[number];

/** One of the paper forms after its checks: empty lines are left out. */
export interface FilledForm {
  readonly kind: 'MEMO' | 'HUB_REFERRAL' | 'COMPLETION';
  readonly fields: Readonly<Record<string, JsonValue>>;
}

const MOST_PEOPLE = 6;

/** The missing-children memo. Throws BAD_USER_INPUT that names the line. */
export function filledMemo(given: object, today: string, at: string): FilledForm {
  const lines = new FormLines(given as Given, at, today);
  lines.starred('enquirerName', 'say who asks.');
  lines.texts(['enquirerAddress', 'enquirerTelephone', 'enquirerFax', 'enquirerEmail']);
  lines.day('dateOfEnquiry', true);
  lines.name('surname');
  lines.name('firstName');
  lines.born('dateOfBirth');
  lines.upn();
  lines.flag('sen');
  lines.texts([
    'schoolLastAttended',
    'parentOrCarer',
    'lastKnownAddress',
    'addressBelievedMovedTo',
    'localAuthority',
  ]);
  lines.day('lastDateOfAttendance');
  lines.long('otherInformation');
  return { kind: 'MEMO', fields: lines.fields };
}

/** The referral of a suspected missing pupil. Throws BAD_USER_INPUT that names the line. */
export function filledReferral(given: object, today: string, at: string): FilledForm {
  const of = given as Given;
  const lines = new FormLines(of, at, today);
  lines.name('surname');
  lines.name('forenames');
  lines.born('dateOfBirth', true);
  lines.upn();
  lines.texts(['yearGroup', 'otherSurnames', 'address', 'previousSchool']);
  lines.texts(['gender']);
  if (typeof lines.fields['gender'] === 'string' && !/^[FMU]$/i.test(lines.fields['gender']))
    throw badInput(lines.field('gender'), 'write F, M or U.');
  lines.postcode();
  lines.starred('currentSchool', 'say on whose roll the pupil is.');
  lines.day('referralDate', true);
  lines.starred('referrerName', 'say who refers.');
  lines.texts(['referrerPhone', 'referrerEmail']);
  lines.put('livesWith', people(of['livesWith'], `${at}.livesWith`, today));
  lines.long('familyInformation');
  const { tried, homeVisitRisk } = of;
  if (!isObject(tried)) throw badInput(`${at}.tried`, 'is missing: say what the school has tried.');
  lines.put('tried', filledTried(tried, today, `${at}.tried`));
  if (isObject(homeVisitRisk)) lines.put('homeVisitRisk', risk(homeVisitRisk, `${at}.homeVisitRisk`, today));
  return { kind: 'HUB_REFERRAL', fields: lines.fields };
}

/** What the school has tried: each yes or no, with yes the days. */
export function filledTried(given: object, today: string, at: string): Fields {
  const lines = new FormLines(given as Given, at, today);
  for (const name of ['parentsContacted', 'otherContactsPhoned', 'professionalsAsked']) lines.tried(name);
  lines.long('additionalInformation');
  return lines.fields;
}

/** What a referral lacks by its own lines; one that was completed, by what came last. Null: it was no referral. */
export function lackingIn(tried: Given | null): readonly Lack[] {
  if (tried === null) return [];
  const lines = [
    ['parentsContacted', 'PARENTS_NOT_CONTACTED'],
    ['otherContactsPhoned', 'OTHER_CONTACTS_NOT_PHONED'],
    ['professionalsAsked', 'PROFESSIONALS_NOT_ASKED'],
  ] as const;
  return lines.flatMap(([name, lack]) => (tried[name] === true ? [] : [lack]));
}

function people(given: unknown, at: string, today: string): JsonValue {
  const all: readonly unknown[] = Array.isArray(given) ? given : [];
  if (all.length > MOST_PEOPLE) throw badInput(at, `takes up to ${MOST_PEOPLE} people.`);
  const filled = all.filter(isObject).map((person, i) => {
    const lines = new FormLines(person as Given, `${at}.${i}`, today);
    lines.texts([
      'title',
      'surname',
      'forename',
      'addressIfDifferent',
      'homePhone',
      'mobile',
      'relationship',
    ]);
    lines.postcode();
    lines.flag('parentalResponsibility');
    return lines.fields;
  });
  return filled.length === 0 ? null : filled;
}

function risk(given: object, at: string, today: string): JsonValue {
  const lines = new FormLines(given as Given, at, today);
  for (const line of RISK_LINES) lines.texts([line]);
  lines.texts(['other']);
  const { fields } = lines;
  if ((fields['other'] === undefined) !== (fields['otherLevel'] === undefined))
    throw badInput(`${at}.other`, 'goes with `otherLevel`: name the risk, and say how high it is.');
  return fields;
}

const RISK_LINES = [
  'aggressivePupil',
  'aggressiveParent',
  'historyOfAggression',
  'threateningEnvironment',
  'knownDrugOrDrinkAbuse',
  'possibleDrugOrDrinkAbuse',
  'otherLevel',
] as const;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
