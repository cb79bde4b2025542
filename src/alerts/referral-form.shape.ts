import { HOME_VISIT_RISK } from '../children/home-visit-risk.shape';
import type { FieldSql } from '../gate/entity-sql';

const text = (name: string): FieldSql => ({ kind: 'value', sql: (a) => `${a}.fields ->> '${name}'` });
const plain = (name: string): FieldSql => ({ kind: 'value', sql: (a) => `${a}.fields -> '${name}'` });
const texts = (...names: readonly string[]): Record<string, FieldSql> =>
  Object.fromEntries(names.map((name) => [name, text(name)]));

/** A part of a form: rows named with a column `fields` of their own. */
const part = (name: string, type: string, of: Record<string, FieldSql>): FieldSql => ({
  kind: 'object',
  type,
  list: false,
  of,
  from: (a, r) =>
    `from (select ${a}.fields -> '${name}' as fields) ${r} where jsonb_typeof(${r}.fields) = 'object'`,
});
const form = (kind: string, type: string, of: Record<string, FieldSql>): FieldSql => ({
  kind: 'object',
  type,
  list: false,
  of,
  from: (a, r) => `from alert_form ${r} where ${r}.alert_id = ${a}.id and ${r}.kind = '${kind}'`,
});

const days = (name: string): Record<string, FieldSql> => ({
  [name]: plain(name),
  [`${name}On`]: plain(`${name}On`),
});
const tried = part('tried', 'TriedBySchool', {
  ...days('parentsContacted'),
  ...days('otherContactsPhoned'),
  ...days('professionalsAsked'),
  ...texts('additionalInformation'),
});
const livesWith: FieldSql = {
  kind: 'object',
  type: 'ReferralPerson',
  list: true,
  of: {
    ...texts(
      'title',
      'surname',
      'forename',
      'addressIfDifferent',
      'postcode',
      'homePhone',
      'mobile',
      'relationship',
    ),
    parentalResponsibility: plain('parentalResponsibility'),
  },
  from: (a, r) =>
    `from jsonb_array_elements(coalesce(${a}.fields -> 'livesWith', '[]')) with ordinality as ${r}(fields, n)`,
  order: (r) => `${r}.n`,
};

/** How the forms of an alert are read. */
export const formFields: Readonly<Record<string, FieldSql>> = {
  memo: form('MEMO', 'MissingChildrenMemo', {
    ...texts(
      'enquirerName', 'enquirerAddress', 'enquirerTelephone', 'enquirerFax', 'enquirerEmail', 'dateOfEnquiry', 'surname',
      'firstName', 'dateOfBirth', 'schoolLastAttended', 'upn', 'parentOrCarer', 'lastKnownAddress', 'addressBelievedMovedTo',
      'localAuthority', 'lastDateOfAttendance', 'otherInformation',
    ), // prettier-ignore
    sen: plain('sen'),
  }),
  hubReferral: form('HUB_REFERRAL', 'HubReferral', {
    ...texts(
      'surname', 'yearGroup', 'upn', 'otherSurnames', 'dateOfBirth', 'forenames', 'gender', 'address', 'postcode',
      'currentSchool', 'previousSchool', 'referralDate', 'referrerName', 'referrerPhone', 'referrerEmail', 'familyInformation',
    ), // prettier-ignore
    livesWith,
    tried,
    homeVisitRisk: HOME_VISIT_RISK,
  }),
  completions: {
    kind: 'object',
    type: 'ReferralCompletion',
    list: true,
    of: { tried, at: { kind: 'value', sql: (a) => `${a}.given_at` } },
    from: (a, r) => `from alert_form ${r} where ${r}.alert_id = ${a}.id and ${r}.kind = 'COMPLETION'`,
    order: (r) => `${r}.given_at, ${r}.id`,
  },
};
