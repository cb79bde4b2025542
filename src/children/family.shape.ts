import type { EntityShape, FieldSql, Parameters } from '../gate/entity-sql';
import { byTheTeam, column, PROVENANCE, value } from './field-sql';

/** A row of the same person of the same child that carries a mark: a file that brings the person again lifts nothing. */
const marked = (r: string, mark: string): string =>
  `exists (select 1 from carer k where k.child_id = ${r}.child_id and ${mark}
    and name_key(coalesce(k.surname, '')) = name_key(coalesce(${r}.surname, ''))
    and name_key(coalesce(k.forename, '')) = name_key(coalesce(${r}.forename, '')))`;
const NOT_TOLD = (r: string): string => marked(r, 'k.do_not_tell');
/** INVARIANT: whoever must not be told is given to nobody outside the team, by any field. */
const tellable = (r: string, p: Parameters): string => `(${byTheTeam(p)} or not ${NOT_TOLD(r)})`;
/** Where there is one safe way to reach somebody, every other is kept from everybody but the team. */
const unlessUnsafe = (name: string): FieldSql =>
  value(
    (r, p) =>
      `case when ${byTheTeam(p)} or not ${marked(r, 'k.safe_contact is not null')} then ${r}.${name} else '{}' end`,
  );
const people = (type: string, kinds: string, of: Record<string, FieldSql>): FieldSql => ({
  kind: 'object',
  type,
  list: true,
  of,
  from: (a, r, p) =>
    `from carer ${r} where ${r}.child_id = ${a}.id and ${r}.ends_on is null and ${r}.kind in (${kinds}) and ${tellable(r, p)}`,
  order: (r) => `${r}.id`,
});

const PERSON: Record<string, FieldSql> = {
  id: column('public_id'),
  title: column('title'),
  forename: column('forename'),
  surname: column('surname'),
  relationship: column('relationship'),
  livesWithChild: column('lives_with_child'),
  phones: unlessUnsafe('phones'),
  doNotTell: value((r, p) => `case when ${byTheTeam(p)} then ${NOT_TOLD(r)} end`),
  from: column('begins_on'),
  provenance: PROVENANCE,
};

const legalName = (a: string, pick: string): string =>
  `(select ${pick} from child_name n where n.child_id = ${a}.id and n.kind = 'legal' order by n.ends_on desc nulls first, n.id desc limit 1)`;
const INITIALS = value((a) =>
  legalName(
    a,
    `left(n.forename, 1) || '.' || left(n.surname, 1) || '. ' || coalesce(extract(year from ${a}.date_of_birth)::text, '')`,
  ),
);

/** A brother or sister is a child of its own, with a standing and an existence of its own. */
const siblingShape = (type: string, fields: Readonly<Record<string, FieldSql>>): EntityShape => ({
  type,
  child: (a) => `${a}.id`,
  publicId: (a) => `${a}.public_id`,
  existence: { item: 'EXISTENCE', form: 'full' },
  fields,
});
const siblings = (shape: EntityShape): FieldSql => ({
  kind: 'entity',
  shape: () => shape,
  list: true,
  from: (a, r) => `from child ${r} where ${r}.state = 'known' and ${r}.id <> ${a}.id and ${r}.id in (
    select s.sibling_id from sibling s where s.child_id = ${a}.id and s.ends_on is null
    union select s.child_id from sibling s where s.sibling_id = ${a}.id and s.ends_on is null)`,
  order: (r) => `${r}.date_of_birth, ${r}.id`,
});
const SIBLING = siblingShape('Sibling', {
  id: column('public_id'),
  name: {
    kind: 'object',
    type: 'PersonName',
    list: false,
    of: {
      kind: column('kind'),
      forename: column('forename'),
      middleNames: column('middle_names'),
      surname: column('surname'),
      from: column('begins_on'),
      until: column('ends_on'),
      provenance: PROVENANCE,
    },
    from: (a, r) => `from child_name ${r} where ${r}.child_id = ${a}.id and ${r}.kind = 'legal'`,
    order: (r) => `${r}.ends_on desc nulls first, ${r}.id desc`,
  },
  initials: INITIALS,
});

/** With whom the child lives, and who else belongs to it. */
export const familyFields: Readonly<Record<string, FieldSql>> = {
  carers: people('Carer', "'carer'", {
    ...PERSON,
    parentalResponsibility: column('parental_responsibility'),
    emails: unlessUnsafe('emails'),
    language: column('language'),
    interpreterNeeded: column('interpreter_needed'),
    safeContact: value(
      (
        r,
      ) => `(select k.safe_contact from carer k where k.child_id = ${r}.child_id and k.safe_contact is not null
        and name_key(coalesce(k.surname, '')) = name_key(coalesce(${r}.surname, ''))
        and name_key(coalesce(k.forename, '')) = name_key(coalesce(${r}.forename, '')) order by k.recorded_at desc, k.id desc limit 1)`,
    ),
  }),
  carerNames: people('CarerName', "'carer'", { forename: column('forename'), surname: column('surname') }),
  family: people('FamilyMember', "'household', 'family', 'associate'", {
    ...PERSON,
    kind: column('kind'),
  }),
  siblings: siblings(SIBLING),
  siblingInitials: siblings(siblingShape('SiblingInitials', { initials: INITIALS })),
};
