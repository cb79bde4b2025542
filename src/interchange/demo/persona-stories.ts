import { type LocalDate, parseLocalDate } from '../../kernel/local-date';
import type { CtfAddress, CtfContact } from '../ctf';
import { ChildStory } from './child-story';
import type { DemoChild } from './demo-child';
import { demoMail } from './demo-identifiers';
import type { DemoLists, DemoSchool } from './demo-lists';
import { ordinaryStays } from './demo-stays';
import * as personas from './personas';
import {
  HOME,
  homeEducatedSince,
  housingCase,
  inRefuge,
  leftRoll,
  openCase,
  reportedMissing,
  socialCareCase,
} from './situations';

interface PersonaHome {
  readonly street: string;
  readonly town: string;
  readonly postcode: string;
  readonly mother: string;
}

/** The named children, whatever the seed. */
export function personaChildren(today: LocalDate, lists: DemoLists): DemoChild[] {
  const twinsHome = {
    street: '27 Pipistrelle Close',
    town: 'Wychleigh',
    postcode: 'OX99 4TW',
    mother: 'Nusrat',
  };
  const tell = (persona: personas.Persona, home: PersonaHome): ChildStory =>
    begin(persona, home, today, lists);

  const onRoll = tell(personas.PERSONA_ON_ROLL, {
    ...{ street: '14 Goldcrest Avenue', town: 'Candlemere', postcode: 'OX99 1AB', mother: 'Hannah' },
  }).onRoll();

  const cme = tell(personas.PERSONA_CME, {
    ...{ street: 'Flat 3, 88 Teasel Road', town: 'Fallowbridge', postcode: 'OX99 2AD', mother: 'Katarzyna' },
  });
  leftRoll(cme, cme.ago(32));
  openCase(cme, { state: 'OPEN', classification: 'AT_RISK', rag: 'RED', opened: cme.ago(22) });
  socialCareCase(cme.fact({ source: HOME, fact: 'home address over', day: cme.ago(22) }), 40);

  const missing = tell(personas.PERSONA_MISSING, {
    ...{ street: '5 Nightjar Court', town: 'Thornabbot', postcode: 'OX99 3EF', mother: 'Adaeze' },
  }).onRoll();
  openCase(missing, { state: 'OPEN', classification: 'AT_RISK', rag: 'RED', opened: missing.ago(2) });
  reportedMissing(missing, 3, false);

  const inHiding = tell(personas.PERSONA_PROTECTED, {
    ...{ street: '61 Medlar Lane', town: 'Nether Larkspinney', postcode: 'OX99 5GH', mother: 'Imogen' },
  });
  inRefuge(inHiding, 45);

  const ehe = tell(personas.PERSONA_EHE, {
    ...{ street: '2 Kingcup Way', town: 'Candlemere', postcode: 'OX99 6JN', mother: 'Niamh' },
  });
  homeEducatedSince(ehe, ehe.ago(48), 'suitable');

  const moved = tell(personas.PERSONA_MOVED, {
    ...{ street: '33 Saffron Street', town: 'Thornabbot', postcode: 'OX99 7LN', mother: 'Shirin' },
  });
  moved.leave(moved.ago(21), { laestab: personas.PERSONA_MOVED.school });
  moved.address = { lines: ['9 Whimbrel Gardens'], town: 'Sallowport', postcode: 'SO96 1NW', uprn: null };
  moved.join(schoolOf(personas.PERSONA_MOVED.school, lists), moved.ago(18)).onRoll();

  const housed = tell(personas.PERSONA_HOUSING, {
    ...{ street: '40 Juniper Drive', town: 'Fallowbridge', postcode: 'OX99 8PQ', mother: 'Abena' },
  });
  leftRoll(housed, housed.ago(28));
  openCase(housed, {
    state: 'OPEN',
    classification: 'IDENTIFIED_NOT_LOCATED',
    rag: 'AMBER',
    opened: housed.ago(18),
  });
  housingCase(housed, 12);

  const twins = [personas.PERSONA_TWIN_A, personas.PERSONA_TWIN_B].map((twin) =>
    tell(twin, twinsHome).onRoll(),
  );
  return [onRoll, cme, missing, inHiding, ...twins, ehe, moved, housed].map((story) => story.done());
}

function begin(persona: personas.Persona, home: PersonaHome, today: LocalDate, lists: DemoLists): ChildStory {
  const born = parseLocalDate(persona.dateOfBirth);
  if (!born.ok) throw new Error(born.problem);
  const isLast = persona.school.startsWith('931');
  const last = schoolOf(isLast ? persona.school : '9314149', lists);
  const first = schoolOf(`931${persona.upn.slice(4, 8)}`, lists);
  const schools =
    last.type === 'primary' ? { primary: last, secondary: last } : { primary: first, secondary: last };
  const { upn, forename, surname, sex } = persona;
  const names = { forename, surname, sex, dateOfBirth: born.value };
  const others = { middleNames: null, preferredForename: null, preferredSurname: null, formerSurname: null };
  const address: CtfAddress = { lines: [home.street], town: home.town, postcode: home.postcode, uprn: null };
  const story = new ChildStory({
    person: { ...names, ...others },
    upn,
    address,
    contacts: [mother(home.mother, surname)],
    authority: HOME,
    stays: ordinaryStays(born.value, schools, null, today),
    today,
  });
  return story.fact({ source: 'nhs/RTH', fact: 'nhs number', value: persona.nhsNumber });
}

function mother(forename: string, surname: string): CtfContact {
  return {
    order: 1,
    title: 'Ms',
    surname,
    forename,
    relationship: 'PAM',
    responsibility: true,
    address: null,
    addressAsPupil: true,
    phones: ['07700 900461'],
    emails: [demoMail(forename, surname)],
  };
}

function schoolOf(laestab: string, { schools }: DemoLists): DemoSchool {
  const school = schools.find((known) => known.laestab === laestab);
  if (school === undefined)
    throw new Error('A named child goes to a school that data/demo/schools.json lacks.');
  return school;
}
