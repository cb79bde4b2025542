import type { Node } from 'yaml';
import { isMap, isScalar } from 'yaml';
import type {
  Agreement,
  Alternative,
  Capacity,
  Clause,
  Exception,
  Ground,
  Party,
  Permission,
  PurposeTerms,
  Term,
} from './agreement';
import type { Problem } from './problem';
import { YamlReader } from './yaml-reader';

export interface Parsed {
  /** Null when the text cannot be read as an agreement at all. */
  readonly agreement: Agreement | null;
  readonly problems: readonly Problem[];
}

const CAPACITIES: readonly Capacity[] = ['controller', 'recipient', 'joint-controller', 'processor'];
const TOP = [
  'agreement', 'title', 'version', 'supersedes', 'parties', 'term', 'contacts', 'purposes', 'retention',
  'lookupRetention', 'clauses',
] as const; // prettier-ignore
const CLAUSE = [
  'clause',
  'says',
  'permit',
  'forbid',
  'children',
  'purposes',
  'jobs',
  'except',
  'from',
  'until',
];

/**
 * Text → agreement. Total: never throws; whatever is missing or misspelt becomes a problem with its line.
 * Vocabulary (items, purposes, powers …) is not judged here but by `checks/`.
 */
export function parseAgreement(text: string, file: string): Parsed {
  const y = new YamlReader(file, text);
  if (!y.root) {
    if (y.problems.length === 0) y.fail(null, 'the file is empty', 'yaml');
    return { agreement: null, problems: y.problems };
  }
  const top = y.map(y.root, 'the agreement', TOP);
  const need = (key: (typeof TOP)[number]): Node | null => {
    const entry = top.get(key);
    if (!entry) y.fail(y.root, `\`${key}\` is missing`, 'required');
    return entry?.value ?? null;
  };
  const name = need('agreement');
  const version = need('version');
  const parties = need('parties');
  const term = need('term');
  const contacts = need('contacts');
  const purposes = need('purposes');
  const retention = need('retention');
  const clauses = need('clauses');
  const supersedes = top.get('supersedes')?.value;
  const nameText = name ? y.text(name, '`agreement`') : null;
  const agreement: Agreement = {
    agreement: nameText ?? '',
    title: y.optionalText(top.get('title')?.value, '`title`') ?? nameText ?? '',
    version: version ? wholeNumber(y, version, '`version`') : 0,
    supersedes: supersedes && !y.isNull(supersedes) ? wholeNumber(y, supersedes, '`supersedes`') : null,
    parties: parties ? y.list(parties, '`parties`').flatMap((node) => parseParty(y, node)) : [],
    term: parseTerm(y, term),
    contacts: parseContacts(y, contacts),
    purposes: purposes ? parsePurposes(y, purposes) : [],
    lookupRetention: y.optionalText(top.get('lookupRetention')?.value, '`lookupRetention`') ?? 'P90D',
    retention: retention ? (y.text(retention, '`retention`') ?? '') : '',
    clauses: clauses ? y.list(clauses, '`clauses`').flatMap((node) => parseClause(y, node)) : [],
    at: y.at(y.root),
  };
  return { agreement, problems: y.problems };
}

function wholeNumber(y: YamlReader, node: Node, what: string): number {
  const value = Number(y.text(node, what) ?? NaN);
  if (!Number.isInteger(value) || value < 1) y.fail(node, `${what} must be a whole number from 1`);
  return Number.isInteger(value) ? value : 0;
}

function parseParty(y: YamlReader, node: Node): Party[] {
  const map = y.map(node, 'a party', ['organisation', 'unit', 'role', 'capacity']);
  const organisation = y.optionalText(map.get('organisation')?.value, '`organisation`');
  const unit = y.optionalText(map.get('unit')?.value, '`unit`');
  const role = y.optionalText(map.get('role')?.value, '`role`');
  const capacityNode = map.get('capacity')?.value;
  const capacity = capacityNode ? y.text(capacityNode, '`capacity`') : null;
  if (!organisation && !unit) {
    y.fail(node, 'a party names an `organisation` (or `every`) or a `unit`', 'required');
    return [];
  }
  if (!capacity || !CAPACITIES.includes(capacity as Capacity)) {
    y.fail(capacityNode ?? node, `a party's \`capacity\` is one of ${CAPACITIES.join(', ')}`, 'required');
    return [];
  }
  return [{ organisation, unit, role, capacity: capacity as Capacity, at: y.at(node) }];
}

function parseTerm(y: YamlReader, node: Node | null): Term {
  const fallback: Term = { from: '', review: '', until: null, whenReviewPasses: 'stop', at: y.at(node) };
  if (!node) return fallback;
  const map = y.map(node, '`term`', ['from', 'review', 'until', 'whenReviewPasses']);
  const when = y.optionalText(map.get('whenReviewPasses')?.value, '`whenReviewPasses`') ?? 'stop';
  if (when !== 'stop' && when !== 'warn')
    y.fail(map.get('whenReviewPasses')?.value, '`whenReviewPasses` is `stop` or `warn`');
  return {
    from: y.optionalText(map.get('from')?.value, '`from`') ?? '',
    review: y.optionalText(map.get('review')?.value, '`review`') ?? '',
    until: y.optionalText(map.get('until')?.value, '`until`'),
    whenReviewPasses: when === 'warn' ? 'warn' : 'stop',
    at: y.at(node),
  };
}

function parseContacts(y: YamlReader, node: Node | null): Agreement['contacts'] {
  if (!node) return { dataProtection: '', rights: '' };
  const map = y.map(node, '`contacts`', ['dataProtection', 'rights']);
  return {
    dataProtection: y.optionalText(map.get('dataProtection')?.value, '`dataProtection`') ?? '',
    rights: y.optionalText(map.get('rights')?.value, '`rights`') ?? '',
  };
}

function parsePurposes(y: YamlReader, node: Node): PurposeTerms[] {
  return [...y.map(node, '`purposes`', null)].map(([code, { key, value }]) => {
    const map = y.map(value, `purpose \`${code}\``, ['lawfulBasis', 'specialCategoryCondition', 'powers']);
    const basis = map.get('lawfulBasis')?.value;
    const lawfulBasis: Record<string, string[]> = {};
    if (basis && isMap(basis)) {
      for (const [capacity, entry] of y.map(basis, '`lawfulBasis`', CAPACITIES)) {
        lawfulBasis[capacity] = y.words(entry.value, `the lawful basis of the ${capacity}`);
      }
    } else if (basis) y.fail(basis, '`lawfulBasis` is a map from capacity to a list of powers');
    return {
      code,
      lawfulBasis,
      specialCategoryCondition: y.words(
        map.get('specialCategoryCondition')?.value,
        '`specialCategoryCondition`',
      ),
      powers: y.words(map.get('powers')?.value, '`powers`'),
      at: y.at(key),
    };
  });
}

function parseClause(y: YamlReader, node: Node): Clause[] {
  const map = y.map(node, 'a clause', CLAUSE);
  const number = map.get('clause')?.value;
  if (!number) {
    y.fail(node, 'a clause needs its number: `clause: "5.1"`', 'required');
    return [];
  }
  return [
    {
      clause: y.text(number, '`clause`') ?? '',
      says: y.optionalText(map.get('says')?.value, '`says`') ?? '',
      permit: y.list(map.get('permit')?.value, '`permit`').flatMap((n) => parsePermission(y, n)),
      forbid: y.list(map.get('forbid')?.value, '`forbid`').flatMap((n) => parsePermission(y, n)),
      children: y.list(map.get('children')?.value, '`children`').flatMap((n) => parseAlternative(y, n)),
      purposes: y.words(map.get('purposes')?.value, '`purposes`'),
      jobs: y.words(map.get('jobs')?.value, '`jobs`'),
      except: y.list(map.get('except')?.value, '`except`').map((n) => parseException(y, n)),
      from: y.optionalText(map.get('from')?.value, '`from`'),
      until: y.optionalText(map.get('until')?.value, '`until`'),
      at: y.at(number),
    },
  ];
}

function parsePermission(y: YamlReader, node: Node): Permission[] {
  if (isScalar(node)) {
    const word = y.text(node, 'an item or action');
    return word ? [{ word, form: 'full', at: y.at(node) }] : [];
  }
  const map = y.map(node, 'an item with its form', ['item', 'form']);
  const item = map.get('item')?.value;
  const word = item ? y.text(item, '`item`') : null;
  if (!word) {
    y.fail(node, 'write `ITEM`, or `{ item: ITEM, form: yesNo }`', 'required');
    return [];
  }
  return [{ word, form: y.optionalText(map.get('form')?.value, '`form`') ?? 'full', at: y.at(node) }];
}

function parseAlternative(y: YamlReader, node: Node): Alternative[] {
  if (isMap(node) && node.has('all')) {
    const map = y.map(node, 'an entry of `children`', ['all']);
    const grounds = y.list(map.get('all')?.value, '`all`').flatMap((n) => parseGround(y, n));
    if (grounds.length === 0) y.fail(node, '`all` needs at least one standing');
    return grounds.length > 0 ? [grounds] : [];
  }
  const grounds = parseGround(y, node);
  return grounds.length > 0 ? [grounds] : [];
}

function parseGround(y: YamlReader, node: Node): Ground[] {
  if (isScalar(node)) {
    const kind = y.text(node, 'a standing');
    return kind ? [{ kind, within: null, for: null, at: y.at(node) }] : [];
  }
  const entries = [...y.map(node, 'a standing', null)];
  if (entries.length !== 1) {
    y.fail(node, 'write one standing: `KIND`, or `{ KIND: { within: P1Y } }`, or `{ all: [A, B] }`');
    return [];
  }
  return entries.map(([kind, { value }]) => {
    const map = y.map(value, `the parameters of \`${kind}\``, ['within', 'for']);
    return {
      kind,
      within: y.optionalText(map.get('within')?.value, '`within`'),
      for: y.optionalText(map.get('for')?.value, '`for`'),
      at: y.at(node),
    };
  });
}

function parseException(y: YamlReader, node: Node): Exception {
  const map = y.map(node, 'an exception', ['organisation', 'unit', 'role', 'children']);
  if (map.size === 0)
    y.fail(node, 'an exception names an `organisation`, a `unit`, a `role` or `children`', 'required');
  return {
    organisation: y.optionalText(map.get('organisation')?.value, '`organisation`'),
    unit: y.optionalText(map.get('unit')?.value, '`unit`'),
    role: y.optionalText(map.get('role')?.value, '`role`'),
    children: y.list(map.get('children')?.value, '`children`').flatMap((n) => parseAlternative(y, n)),
    at: y.at(node),
  };
}
