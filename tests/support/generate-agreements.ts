import type {
  Agreement,
  Alternative,
  Clause,
  Exception,
  Ground,
  Party,
  Permission,
  Position,
  PurposeTerms,
} from '../../src/policy/agreement';
import { STANDING_KINDS, type Catalogues, type DataItem } from '../../src/policy/catalogue';
import type { Fact, Person, World } from './reference-engine';

/**
 * Worlds in which anything that an agreement can say is said often, around few days, few organisations and few words,
 * so that edges meet. The same seed makes the same world on every machine.
 */

export interface GeneratedWorld extends World {
  readonly seed: number;
  readonly persons: readonly Person[];
  readonly days: readonly string[];
  /** Every cell there is, and some that there are not. */
  readonly cells: readonly (readonly [word: string, form: string])[];
  readonly purposes: readonly string[];
}

/** Who asks for what on which day, and what is on record: all of a question but its cell. */
export interface Situation {
  readonly askers: readonly Person[];
  readonly purpose: string;
  readonly day: string;
  readonly facts: readonly Fact[];
}

const AT: Position = { line: 1, column: 1 };
const KINDS = ['ON_OUR_ROLL', 'OPEN_CASE_WITH_US', 'CHILD_PROTECTION', 'LOCATION_PROTECTED', 'LEFT_OUR_ROLL'];
const UNKNOWN_KIND = 'ON_THE_MOON';
const ITEMS = ['NAME', 'HOME', 'FLAG', 'SECRET'];
const LESSER_FORMS = ['yesNo', 'yearOnly'];
/** Cells that no catalogue of these worlds has. */
const NO_CELLS = [
  ['NAME', 'initials'],
  ['TELL', 'yesNo'],
  ['NOBODY_KNOWS', 'full'],
] as const;
const ACTIONS = ['TELL', 'ANSWER'];
const PURPOSES = ['TRACE', 'PROTECT', 'TEACH'];
const UNKNOWN_PURPOSE = 'CURIOSITY';
const ROLES = ['POLICE', 'HEALTH', 'SCHOOL'];
const ORGANISATIONS = ['la/900', 'la/901', 'police/E23000001', 'nhs/RAA', 'school/900-4001'];
const JOBS = ['Officer', 'CLERK'];
const PERIODS = ['P7D', 'P4W', 'P3M', 'P1Y'];
const DAYS = Array.from({ length: 10 }, (_, i) => `2027-02-${String(i + 21).padStart(2, '0')}`).map((day) =>
  day > '2027-02-28' ? `2027-03-0${Number(day.slice(8)) - 28}` : day,
);

/** Numbers that look like chance and are not: 32-bit state, the same for the same seed. */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** At least 0 and less than 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  from(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  one<T>(of: readonly T[]): T {
    const found = of[Math.floor(this.next() * of.length)];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  }

  some<T>(of: readonly T[], share: number): T[] {
    return of.filter(() => this.chance(share));
  }

  many<T>(least: number, most: number, make: (index: number) => T): T[] {
    return Array.from({ length: this.from(least, most) }, (_, i) => make(i));
  }
}

export function generateWorld(seed: number): GeneratedWorld {
  const r = new Chance(seed);
  const catalogues = generateCatalogues(r);
  const persons = ORGANISATIONS.flatMap((organisation) =>
    ['main', 'desk'].map((unit) => ({
      organisation,
      unit: `${organisation}/${unit}`,
      role: r.one(ROLES),
      job: r.one(['officer', 'Officer', 'clerk', 'visitor']),
    })),
  );
  const cells = [
    ...[...catalogues.items.values()].flatMap((item) => item.forms.map((form) => [item.code, form] as const)),
    ...ACTIONS.map((action) => [action, 'full'] as const),
    ...(r.chance(0.3) ? NO_CELLS : []),
  ];
  return {
    seed,
    catalogues,
    homeAuthorities: new Set(r.chance(0.2) ? ['la/900', 'la/901'] : ['la/900']),
    standings: STANDING_KINDS,
    agreements: r.many(2, 5, (i) => generateAgreement(r, `agreement-${'abcde'[i]}`, catalogues)),
    persons,
    days: DAYS,
    cells,
    purposes: [...PURPOSES, UNKNOWN_PURPOSE],
  };
}

export function generateSituation(r: Chance, world: GeneratedWorld, day: string): Situation {
  const first = r.one(world.persons);
  const second = { ...r.one(world.persons), job: first.job };
  const askers = r.chance(0.3) ? [first, second] : [first];
  const purpose = r.chance(0.95) ? r.one(PURPOSES) : UNKNOWN_PURPOSE;
  return { askers, purpose, day, facts: askers.flatMap((_, whose) => generateFacts(r, whose)) };
}

function generateFacts(r: Chance, whose: number): Fact[] {
  return KINDS.flatMap((kind) =>
    r.chance(0.6)
      ? r.many(1, 2, () => {
          const endedDaysAgo = r.chance(0.5) ? r.from(0, 200) : null;
          const level = r.chance(0.6) ? ('confirmed' as const) : ('asserted' as const);
          const beganDaysAgo = (endedDaysAgo ?? 0) + r.one([0, 1, 7, 8, 28, 29, 90, 91, 400]);
          return { kind, whose, level, beganDaysAgo, endedDaysAgo };
        })
      : [],
  );
}

function generateCatalogues(r: Chance): Catalogues {
  const item = (code: string): DataItem => {
    const forms = ['full', ...r.some(LESSER_FORMS, 0.6)];
    return {
      code,
      words: `the ${code.toLowerCase()}`,
      specialCategory: r.chance(0.2),
      category: 'P',
      forms,
      controller: 'home-authority',
      onwardSharing: '',
      onAssertion: r.some(forms, 0.3),
      silent: r.chance(0.25),
      needsPower: null,
    };
  };
  const named = <T extends { readonly code: string }>(entries: readonly T[]) =>
    new Map(entries.map((entry) => [entry.code, entry]));
  const inWords = (code: string) => ({ code, words: code.toLowerCase() });
  const powers = [
    ['act/old', '1996-01-01'],
    ['act/other', '2004-01-01'],
    ['act/soon', r.one(DAYS)],
    ['act/never', null],
  ] as const;
  return {
    items: named(ITEMS.map(item)),
    actions: named(ACTIONS.map((code) => ({ ...inWords(code), alwaysTaken: false }))),
    purposes: named(PURPOSES.map(inWords)),
    powers: new Map(powers.map(([id, inForceFrom]) => [id, { id, words: id, inForceFrom }])),
    roles: named(ROLES.map((code) => ({ ...inWords(code), authorityFor: [] }))),
    selfMade: new Set(['ON_OUR_ROLL']),
  };
}

function generateAgreement(r: Chance, name: string, catalogues: Catalogues): Agreement {
  const actionsOnly = r.chance(0.12);
  const declared = r.some(PURPOSES, 0.9);
  if (r.chance(0.05)) declared.push(UNKNOWN_PURPOSE);
  const [from, review, until] = [r.from(0, 4), r.from(3, 9), r.from(4, 9)].sort((a, b) => a - b);
  const day = (index: number | undefined): string => DAYS[index ?? 0] ?? '';
  return {
    agreement: name,
    title: `Agreement ${name}`,
    version: r.from(1, 3),
    supersedes: null,
    parties: generateParties(r),
    term: {
      from: r.chance(0.7) ? '2026-09-01' : day(from),
      review: r.chance(0.7) ? '2027-09-01' : day(review),
      until: r.chance(0.5) ? null : r.chance(0.4) ? '2028-09-01' : day(until),
      whenReviewPasses: actionsOnly && r.chance(0.7) ? 'warn' : 'stop',
      at: AT,
    },
    contacts: { dataProtection: 'information desk', rights: 'rights desk' },
    purposes: declared.map((code) => generatePurpose(r, code)),
    lookupRetention: 'P90D',
    retention: 'P6Y',
    clauses: r.many(2, 5, (i) => generateClause(r, `${i + 1}.10`, catalogues, declared, actionsOnly)),
    at: AT,
  };
}

function generateParties(r: Chance): Party[] {
  const controller: Party = {
    organisation: r.chance(0.85) ? 'la/900' : 'la/901',
    unit: null,
    role: null,
    capacity: r.chance(0.85) ? 'controller' : 'joint-controller',
    at: AT,
  };
  const byUnit: Party = { ...controller, organisation: null, unit: `${controller.organisation ?? ''}/main` };
  const recipients = r.many(1, 3, (): Party => {
    const organisation = r.one(['every', 'every', 'every', 'every', 'every', ...ORGANISATIONS]);
    const unit =
      organisation !== 'every' && r.chance(0.4) ? `${organisation}/${r.one(['main', 'desk'])}` : null;
    return {
      organisation: unit !== null && r.chance(0.5) ? null : organisation,
      unit,
      role: r.chance(0.25) ? r.one(ROLES) : null,
      capacity: r.chance(0.9) ? 'recipient' : 'processor',
      at: AT,
    };
  });
  return [r.chance(0.9) ? controller : byUnit, ...recipients];
}

function generatePurpose(r: Chance, code: string): PurposeTerms {
  const power = () =>
    r.chance(0.98)
      ? r.one(['act/old', 'act/other'])
      : r.one(['act/soon', 'act/soon', 'act/never', 'act/of-none']);
  return {
    code,
    lawfulBasis: { controller: [power()], recipient: [power()] },
    specialCategoryCondition: r.chance(0.4) ? [power()] : [],
    powers: r.many(1, 2, power),
    at: AT,
  };
}

function generateClause(
  r: Chance,
  clause: string,
  catalogues: Catalogues,
  declared: readonly string[],
  actionsOnly: boolean,
): Clause {
  const permission = (): Permission => {
    const word = r.chance(actionsOnly ? 1 : 0.2) ? r.one(ACTIONS) : r.one(ITEMS);
    const forms = catalogues.items.get(word)?.forms ?? ['full'];
    return { word, form: r.chance(0.4) ? 'full' : r.one(forms), at: AT };
  };
  const forbids = r.chance(0.28);
  const words = r.many(2, 6, permission);
  const purposes = r.some(declared, 0.8);
  return {
    clause,
    says: `What clause ${clause} says.`,
    permit: forbids ? [] : words,
    forbid: forbids ? words.slice(0, 2) : [],
    children: generateChildren(r),
    purposes: forbids && r.chance(0.6) ? [] : purposes,
    jobs: !forbids && r.chance(0.2) ? r.some(JOBS, 0.7) : [],
    except: forbids && r.chance(0.5) ? r.many(1, 2, () => generateException(r)) : [],
    from: r.chance(0.1) ? r.one(DAYS) : null,
    until: r.chance(0.1) ? r.one(DAYS) : null,
    at: AT,
  };
}

function generateChildren(r: Chance): Alternative[] {
  return r.many(1, 2, () => (r.chance(0.3) ? [ground(r, 'ANY_CHILD')] : r.many(1, 2, () => ground(r))));
}

function ground(r: Chance, only?: string): Ground {
  const kind = only ?? (r.chance(0.97) ? r.one(KINDS) : UNKNOWN_KIND);
  const period = (share: number) => (r.chance(share) ? (r.chance(0.95) ? r.one(PERIODS) : 'a while') : null);
  const timed = kind !== 'ANY_CHILD';
  return {
    kind,
    within: timed && kind === 'LEFT_OUR_ROLL' ? period(0.5) : null,
    for: timed ? period(0.15) : null,
    at: AT,
  };
}

function generateException(r: Chance): Exception {
  const organisation = r.chance(0.3) ? r.one(['every', ...ORGANISATIONS]) : null;
  const unit = r.chance(0.2) ? `${r.one(ORGANISATIONS)}/main` : null;
  const role = r.chance(0.5) ? r.one(ROLES) : null;
  const children = r.chance(0.5) ? generateChildren(r) : [];
  const nothing = organisation === null && unit === null && role === null && children.length === 0;
  return { organisation: nothing ? 'every' : organisation, unit, role, children, at: AT };
}

/** The agreement as its authors would write it. */
export function agreementYaml(a: Agreement): string {
  return `${JSON.stringify(plain(a), (_key, value: unknown) => (value === null ? undefined : value), 1)}\n`;
}

const permissions = (list: readonly Permission[]) =>
  list.map(({ word, form }) => (form === 'full' ? word : { item: word, form }));

const grounds = (list: readonly Alternative[]) =>
  list.map((alternative) => {
    const written = alternative.map((g) =>
      g.within === null && g.for === null ? g.kind : { [g.kind]: { within: g.within, for: g.for } },
    );
    return written.length === 1 ? written[0] : { all: written };
  });

const party = ({ organisation, unit, role }: Party | Exception) => ({ organisation, unit, role });

function plain(a: Agreement): object {
  const { from, review, until, whenReviewPasses } = a.term;
  return {
    agreement: a.agreement,
    title: a.title,
    version: a.version,
    supersedes: a.supersedes,
    parties: a.parties.map((p) => ({ ...party(p), capacity: p.capacity })),
    term: { from, review, until, whenReviewPasses },
    contacts: a.contacts,
    retention: a.retention,
    purposes: Object.fromEntries(
      a.purposes.map(({ code, lawfulBasis, specialCategoryCondition, powers }) => [
        code,
        { lawfulBasis, specialCategoryCondition, powers },
      ]),
    ),
    clauses: a.clauses.map((c) => ({
      clause: c.clause,
      says: c.says,
      permit: permissions(c.permit),
      forbid: permissions(c.forbid),
      children: grounds(c.children),
      purposes: c.purposes,
      jobs: c.jobs,
      except: c.except.map((e) => ({ ...party(e), children: grounds(e.children) })),
      from: c.from,
      until: c.until,
    })),
  };
}
