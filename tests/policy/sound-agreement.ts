import type { Catalogues } from '../../src/policy/catalogue';
import type { DirectoryWords } from '../../src/policy/checks/check';
import { parseCatalogues } from '../../src/policy/parse-catalogues';

/** An agreement without a problem or a warning, with the small vocabulary that it uses: each test spoils one place. */

export const TODAY = '2027-01-15';

export const CATALOGUE_TEXTS = {
  items: `items:
  EXISTENCE: { words: whether the hub knows the child, onAssertion: [full] }
  NAME: { words: a name, forms: [full, initials] }
  HOME: { words: a home address, category: LOC, forms: [full, outwardPostcode] }
  HEALTH: { words: a health need, category: SC, specialCategory: true }
  UPN: { words: the pupil number, needsPower: { unlessRole: [SCHOOL], powers: [act/identifiers] } }
  CENTRAL_RECORD: { words: what the register holds, controller: national/register }
  REFUGE: { words: a protected address, silent: true }
`,
  actions: `actions:
  TELL: { words: tell the council }
  ANSWER: { words: answer an enquiry }
`,
  purposes: `purposes:
  TRACE: { words: find a child }
  PROTECT: { words: keep a child safe }
  TEACH: { words: run a school }
`,
  powers: `powers:
  act/basis: { words: public task, inForceFrom: 2018-05-25 }
  act/special: { words: safeguarding of children, inForceFrom: 2018-05-25 }
  act/tracing: { words: tracing, inForceFrom: 2007-02-27 }
  act/identifiers: { words: one identifier, inForceFrom: 2010-01-01 }
  act/coming: { words: what is coming, inForceFrom: 2027-04-01 }
  act/uncommenced: { words: what never came }
`,
  roles: `roles:
  POLICE: { words: a police force, authorityFor: [REPORTED_MISSING] }
  SCHOOL: { words: a school }
  HEALTH: { words: a health service }
selfMade: [ON_OUR_ROLL, OPEN_CASE_WITH_US]
`,
};

const read = parseCatalogues(CATALOGUE_TEXTS);
if (read.problems.length > 0) throw new Error(JSON.stringify(read.problems));
export const CATALOGUES: Catalogues = read.catalogues;

export const DIRECTORY: DirectoryWords = {
  organisations: new Set(['la/900', 'la/901', 'police/E23000001', 'nhs/RAA', 'national/register']),
  units: new Map([
    ['la/900/cme', 'SCHOOL'],
    ['police/E23000001/main', 'POLICE'],
    ['nhs/RAA/main', 'HEALTH'],
  ]),
  homeAuthorities: new Set(['la/900']),
};

export const AGREEMENT = `agreement: police
title: The police force
version: 3
supersedes: 2
parties:
  - { organisation: la/900, capacity: controller }
  - { organisation: national/register, capacity: controller }
  - { organisation: police/E23000001, capacity: recipient, role: POLICE }
term: { from: 2026-09-01, review: 2027-08-31, until: 2028-08-31 }
contacts: { dataProtection: information desk, rights: customer desk }
purposes:
  TRACE:
    lawfulBasis: { controller: [act/basis], recipient: [act/basis] }
    specialCategoryCondition: [act/special]
    powers: [act/tracing, act/identifiers]
  PROTECT:
    lawfulBasis: { controller: [act/basis], recipient: [act/basis] }
    powers: [act/tracing]
retention: P6Y
clauses:
  - clause: "1"
    says: The force may know that the hub holds a child.
    permit: [EXISTENCE]
    children: [ANY_CHILD]
    purposes: [TRACE, PROTECT]
  - clause: "2"
    says: While a child is missing the force may see who and where the child is.
    permit: [NAME, HOME, HEALTH, UPN, CENTRAL_RECORD, REFUGE]
    children: [REPORTED_MISSING]
    purposes: [TRACE]
  - clause: "3"
    says: The force may tell the council of a child.
    permit: [TELL]
    children: [ANY_CHILD]
    purposes: [PROTECT]
  - clause: "4"
    says: A refuge is not told, but to those who work with the child.
    forbid: [REFUGE]
    children: [LOCATION_PROTECTED]
    except: [{ role: POLICE, children: [OPEN_CASE_WITH_US] }]
`;
