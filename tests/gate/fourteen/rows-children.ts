import type { Row } from './fourteen';
import { EVERYTHING, type About } from './doors-in-use';
import type { Question } from './question';
import { CANARY, HOUSING, OTHER_SCHOOL, POLICE, READERS, SCHOOL, TEAM, type World } from './world';

const police = {
  ...{ as: POLICE, purpose: 'LOCATE_CHILD', job: 'constable' },
  told: ({ child: { surname } }: World) => surname,
};
const school = { as: SCHOOL, purpose: 'ROLL_MANAGEMENT', job: 'attendance officer' };
const team = { as: TEAM, purpose: 'LOCATE_CHILD', told: police.told };
/** Shut to the police whatever the child, with what would show if it were not. */
const shut = {
  on: 'Child',
  fields: ['upn', 'nhsNumber', 'carers { phones }', 'currentAddress { postcode }', 'case { rag }'],
  open: 'sex',
};
const secrets = ({ child }: World): readonly string[] => [
  child.upn,
  child.nhsNumber,
  child.postcode,
  '07700',
];
const warm = [police, school, team, { as: HOUSING, purpose: 'SAFEGUARD' }];
const byName = ({ child }: About): string =>
  `surname: "${child.surname}", forename: "${child.forename}", dateOfBirth: "${child.dateOfBirth}"`;
const match = (about: About, more: string): Question => ({
  query: `{ lookupChild(criteria: { ${byName(about)} ${more} }) { __typename ... on ChildMatch { matchedOn child { id } } } }`,
});

export const lookup: Row = {
  hiddenField: {
    ...{ ...police, secrets },
    shut: {
      ...shut,
      wrap: (about, selection) =>
        `{ lookupChild(criteria: { ${byName(about)} }) { ... on ChildMatch { child { name { surname } ${selection} } } } }`,
    },
    // What decides between namesakes is no way to try out what one may not see.
    alike: ({ about, child }) =>
      ['', `postcode: "${child.postcode}"`, 'postcode: "SO99 9ZZ"', `addressLine: "${CANARY} street"`].map(
        (more) => match(about, more),
      ),
  },
  overlap: {
    forbidden: 'of the child',
    told: ({ second }) => second.surname,
    shut: ({ child }) => child.surname,
  },
  unknownWord: police,
  expiry: police,
  nobody: police,
  anotherPartner: { ...school, told: police.told, other: { ...school, as: OTHER_SCHOOL } },
  partialUpdate: team,
  twoClauses: {
    ...school,
    told: ({ child, leaver }) => [child.surname, child.upn, leaver.publicId, '9314107'],
    shut: ({ leaver }) => [leaver.surname, leaver.upn],
    questions: ({ child }, { upn, dateOfBirth }) => [
      {
        query: `{ lookupChildren(criteria: [{ upn: "${child.upn}", dateOfBirth: "${child.dateOfBirth}" }, { upn: "${upn}", dateOfBirth: "${dateOfBirth}" }]) {
          ... on ChildMatch { child { id name { surname } upn provisionName { laestab } } } } }`,
      },
    ],
  },
  nullsNothing: police,
  ledgerDown: police,
  staleRules: police,
  unanswered: { ...team, afterwards: false },
  ownWord: { readers: READERS },
  warmCache: { askers: warm },
};

export const child: Row = {
  ...lookup,
  hiddenField: {
    ...{ ...police, secrets },
    shut: {
      ...shut,
      wrap: ({ child: { publicId } }, selection) =>
        `{ child(id: "${publicId}") { name { surname } ${selection} } }`,
    },
  },
  twoClauses: {
    ...school,
    told: ({ child: pupil, leaver }) => [pupil.surname, pupil.upn, leaver.publicId, '9314107'],
    shut: ({ leaver }) => [leaver.surname, leaver.upn],
    questions: ({ child: pupil, ...about }, leaver) => [
      ...EVERYTHING.child({ ...about, child: leaver }),
      {
        query: `query { one: child(id: "${pupil.publicId}") { ...F } two: child(id: "${leaver.publicId}") { ...F } }
          fragment F on Child { id name { surname } upn provisionName { laestab } }`,
      },
    ],
  },
};
