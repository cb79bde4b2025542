import { parseLaestab } from '../kernel/laestab';
import type { CtfContact, CtfPupil, CtfSchoolStay } from './ctf';
import { RELATIONSHIPS } from './relationships';

/** What is asked of the gate for each pupil of a file; what it withholds is not in the file. */
export const PUPIL_QUERY = `query ($id: ID!) { child(id: $id) {
  upn formerUpns uln dateOfBirth sex
  name { forename middleNames surname } knownAs { forename surname } formerNames { surname }
  provision { yearGroup establishment { laestab } from } removals { establishment { laestab } on }
  currentAddress { line1 line2 town postcode uprn }
  carers { title forename surname relationship parentalResponsibility phones emails livesWithChild doNotTell safeContact }
  registrations { establishment { laestab } from until }
} }`;

type Maybe<T> = T | null | undefined;
type Words<Name extends string> = { readonly [name in Name]?: Maybe<string> };

interface At {
  readonly establishment?: Maybe<Words<'laestab'>>;
}
type Stay = Words<'from' | 'until'> & At;

/** The answer of the gate about one child. */
export interface ToldChild extends Words<'upn' | 'uln' | 'dateOfBirth' | 'sex'> {
  readonly formerUpns?: Maybe<readonly string[]>;
  readonly name?: Maybe<Words<'forename' | 'middleNames' | 'surname'>>;
  readonly knownAs?: Maybe<Words<'forename' | 'surname'>>;
  readonly formerNames?: Maybe<readonly Words<'surname'>[]>;
  readonly provision?: Maybe<Words<'yearGroup' | 'from'> & At>;
  readonly removals?: Maybe<readonly (Words<'on'> & At)[]>;
  readonly currentAddress?: Maybe<Words<'line1' | 'line2' | 'town' | 'postcode' | 'uprn'>>;
  readonly carers?: Maybe<readonly ToldCarer[]>;
  readonly registrations?: Maybe<readonly Stay[]>;
}

interface ToldCarer extends Words<'title' | 'forename' | 'surname' | 'relationship' | 'safeContact'> {
  readonly parentalResponsibility?: Maybe<boolean>;
  readonly livesWithChild?: Maybe<boolean>;
  readonly doNotTell?: Maybe<boolean>;
  readonly phones?: Maybe<readonly string[]>;
  readonly emails?: Maybe<readonly string[]>;
}

/** A pupil of a common transfer file, on the roll of the school that sends it or gone; null without UPN, name or date of birth. */
export function pupilOf(child: ToldChild, isOnRoll: boolean): CtfPupil | null {
  const { upn, name, knownAs, dateOfBirth, currentAddress: home } = child;
  if (!upn || !name?.forename || !name.surname || !dateOfBirth) return null;
  const stays = staysOf(child).map(stayOf).sort(byBeginning);
  const lines = [home?.line1, home?.line2].filter((line) => typeof line === 'string');
  return {
    upn,
    formerUpn: child.formerUpns?.[0] ?? null,
    uln: child.uln ?? null,
    surname: name.surname,
    forename: name.forename,
    middleNames: name.middleNames ?? null,
    preferredSurname: other(knownAs?.surname, name.surname),
    preferredForename: other(knownAs?.forename, name.forename),
    formerSurname: child.formerNames?.[0]?.surname ?? null,
    dateOfBirth,
    sex: child.sex ?? null,
    ncYear: child.provision?.yearGroup ?? null,
    enrolStatus: isOnRoll ? 'C' : 'P',
    lookedAfter: null,
    sen: null,
    address: home
      ? { lines, town: home.town ?? null, postcode: home.postcode ?? null, uprn: home.uprn ?? null }
      : null,
    phones: [],
    // A person who is never to be told is not named to another school, which cannot know that.
    contacts: (child.carers ?? []).filter(({ doNotTell }) => doNotTell !== true).map(contactOf),
    schoolHistory: stays.filter(({ la }) => la !== null),
  };
}

const other = (known: Maybe<string>, legal: string): string | null =>
  typeof known === 'string' && known !== legal ? known : null;

const CODES = new Map(Object.entries(RELATIONSHIPS).map(([code, words]) => [words, code]));

function contactOf(carer: ToldCarer, at: number): CtfContact {
  // Where one way alone is safe, the file has no place to say so.
  const isOpen = !carer.safeContact;
  const { relationship = null } = carer;
  return {
    order: at + 1,
    title: carer.title ?? null,
    surname: carer.surname ?? null,
    forename: carer.forename ?? null,
    relationship: relationship === null ? null : (CODES.get(relationship) ?? relationship),
    responsibility: carer.parentalResponsibility ?? null,
    address: null,
    addressAsPupil: carer.livesWithChild ?? null,
    phones: isOpen ? (carer.phones ?? []) : [],
    emails: isOpen ? (carer.emails ?? []) : [],
  };
}

/** Where the history is withheld, where the child is taught now and which roll it has left may be told. */
function staysOf({ registrations, provision, removals }: ToldChild): readonly Stay[] {
  if (registrations) return registrations;
  return [
    ...(removals ?? []).map(({ on, ...at }) => ({ ...at, until: on })),
    ...(provision ? [provision] : []),
  ];
}

const beginningOf = ({ entryDate, leavingDate }: CtfSchoolStay): string => entryDate ?? leavingDate ?? '';
const byBeginning = (a: CtfSchoolStay, b: CtfSchoolStay): number =>
  beginningOf(a) < beginningOf(b) ? -1 : 1;

function stayOf({ establishment, from, until }: Stay): CtfSchoolStay {
  const laestab = parseLaestab(establishment?.laestab ?? '');
  const [la, estab] = laestab.ok ? [laestab.value.slice(0, 3), laestab.value.slice(3)] : [null, null];
  return { la, estab, entryDate: from ?? null, leavingDate: until ?? null };
}
