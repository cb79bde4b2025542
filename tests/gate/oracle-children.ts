import { newPublicId } from '../../src/kernel/id';
import type { ChildMaker, MadeChild } from '../support/child-maker';

const DETAILS = { surname: 'Oraclewren', forename: 'Adaline', dateOfBirth: '2014-03-14' };

export interface Whom {
  readonly publicId: string;
  readonly surname: string;
  readonly forename: string;
  readonly dateOfBirth: string;
  readonly upn: string;
  readonly nhsNumber: string;
}

/** Who asks: one whose agreement opens some children by a standing, one whose opens every child but those forbidden. */
export const ASKERS = {
  'the police about a missing child': { as: 'police/E23000029', purpose: 'LOCATE_CHILD', job: 'constable' },
  'the front door about a contact': {
    as: 'la/931/front-door',
    purpose: 'VERIFY_EDUCATION',
    job: 'front door',
  },
} as const;
export type AskerName = keyof typeof ASKERS;
export const ASKER_NAMES = Object.keys(ASKERS) as AskerName[];

const MATCH = `__typename ... on ChildMatch { confidence matchedOn child { id name { surname } flagged } }
  ... on PossibleMatches { advice } ... on NoInformation { advice }`;
const lookup = (c: object) => ({
  query: `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { ${MATCH} } }`,
  variables: { c },
});
export const QUESTIONS = {
  'by name': ({ surname, forename, dateOfBirth }) => lookup({ surname, forename, dateOfBirth }),
  'by name, with a postcode and a former name': ({ surname, forename, dateOfBirth }) =>
    lookup({ surname, forename, dateOfBirth, postcode: 'OX99 1AB', formerSurname: 'Nothing', gender: 'F' }),
  'by UPN': ({ upn, dateOfBirth }) => lookup({ upn, dateOfBirth }),
  'by NHS number and name': ({ nhsNumber, surname, forename }) => lookup({ nhsNumber, surname, forename }),
  'by id': ({ publicId }) => ({ query: 'query ($id: ID!) { child(id: $id) { id name { surname } flagged } }', variables: { id: publicId } }),
  'several at once': ({ surname, forename, dateOfBirth, upn }) => ({
    query: `query ($c: [ChildLookupInput!]!) { lookupChildren(criteria: $c) { ${MATCH} } }`,
    variables: { c: [{ surname, forename, dateOfBirth }, { upn, dateOfBirth }] },
  }),
} as const satisfies Readonly<Record<string, (whom: Whom) => { query: string; variables: object }>>; // prettier-ignore
export type QuestionName = keyof typeof QUESTIONS;
export const QUESTION_NAMES = Object.keys(QUESTIONS) as QuestionName[];

/** Opens a child to both askers, were it not what it is; and it is flagged, so that somebody is told of the look. */
async function opened(maker: ChildMaker, child: MadeChild): Promise<MadeChild> {
  await maker.fact(child, 'MISSING_EPISODE', { unit: 'police/E23000029/main' });
  return child;
}

let serial = 0;
const another = (): { surname: string; forename: string; dateOfBirth: string } => {
  const letters = (n: number): string => ['bakodu', 'fimeso', 'gurato', 'henilo', 'jupawe', 'kyroza', 'lydemi', 'mawoti', 'nochifa', 'pesuga', 'quibero', 'ruvonta'][n] ?? 'sazeku';
  serial += 1;
  return { ...DETAILS, surname: `Or${letters(serial % 12)}`, forename: `Ad${letters(Math.floor(serial / 12))}` };
}; // prettier-ignore

export const nobodyLike = (details = another()): Whom => ({
  ...details,
  publicId: newPublicId(),
  upn: 'B801200005001',
  nhsNumber: '9999000010',
});

export interface Classes {
  /** All of them answers of nothing. */
  readonly nothing: Readonly<Record<string, Whom>>;
  readonly match: Whom;
  /** Two whom the asker knows and cannot tell apart. */
  readonly possible: Whom;
}

export async function classesFor(maker: ChildMaker, asker: AskerName): Promise<Classes> {
  const made = async (details: object = {}): Promise<MadeChild> =>
    opened(maker, await maker.child({ ...another(), ...details }));
  const guarded = async (child: MadeChild): Promise<MadeChild> => {
    await maker.fact(child, 'LOCATION_PROTECTION', { unit: 'la/931/cme' });
    return child;
  };
  const flagged = async (child: MadeChild): Promise<MadeChild> => {
    await maker.cmeCase(child);
    return child;
  };
  const sealed = await made();
  await maker.sql(`update child set state = 'sealed' where id = $1`, [sealed.id]);
  const merged = await made();
  const kept = await guarded(await made());
  await maker.sql(`update child set state = 'merged', merged_into = $2 where id = $1`, [merged.id, kept.id]);
  const one = await made();
  await guarded(await made({ ...details(one) }));
  const two = await made();
  await made({ ...details(two) });
  const standing = asker === 'the police about a missing child';
  return {
    match: await flagged(await made()),
    possible: two,
    nothing: {
      'nobody at all': nobodyLike(),
      'withheld, because a clause forbids what another opens': await guarded(await made()),
      'withheld, and flagged: somebody is told of the look': await guarded(await flagged(await made())),
      'sealed': sealed,
      'merged into one who is withheld': merged,
      'not sure between one whom the asker may know and one whom it may not': nobodyLike(details(one)),
      ...(standing
        ? {
            'not yours': await maker.child(another()),
            'not yours, and known to others': await withOthers(maker, await maker.child(another())),
            'not sure between two of others': await twins(maker),
          }
        : {}),
    },
  }; // prettier-ignore
}

const details = ({ surname, forename, dateOfBirth }: Whom): typeof DETAILS => ({
  surname,
  forename,
  dateOfBirth,
});

async function withOthers(maker: ChildMaker, child: MadeChild): Promise<MadeChild> {
  await maker.roll(child, 'school/931-4107');
  await maker.fact(child, 'OPEN_CASE', { unit: 'nhs/RNU/main' });
  return child;
}

async function twins(maker: ChildMaker): Promise<Whom> {
  const one = await maker.child(another());
  await maker.child(details(one));
  return nobodyLike(details(one));
}
