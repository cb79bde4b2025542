import type { Agreement, Clause } from '../policy/agreement';
import type { Catalogues } from '../policy/catalogue';
import { dayWords, formWords, list, periodWords, wordsOf } from '../policy/sentence';
import type { VersionRow } from './agreement.repository';

/**
 * One agreement as the register keeps it. The columns are what the ICO's data sharing code of practice (Data
 * Protection Act 2018 s121) says a data sharing agreement should cover.
 */
export interface RegisterEntry {
  readonly agreement: string;
  readonly title: string;
  readonly version: number;
  readonly parties: readonly { readonly who: string; readonly capacity: string }[];
  readonly purposes: readonly {
    readonly code: string;
    readonly words: string;
    readonly lawfulBasis: Readonly<Record<string, readonly string[]>>;
    readonly specialCategoryConditions: readonly string[];
    readonly powers: readonly string[];
  }[];
  readonly clauses: readonly {
    readonly clause: string;
    readonly says: string;
    readonly shared: readonly string[];
    readonly actions: readonly string[];
    readonly neverShared: readonly string[];
    readonly purposes: readonly string[];
    readonly jobs: readonly string[];
  }[];
  readonly specialCategories: readonly string[];
  readonly onwardSharing: readonly string[];
  readonly retention: string;
  readonly dataProtectionContact: string;
  readonly rightsContact: string;
  /** Clauses by which people learn what was looked at. */
  readonly transparency: readonly string[];
  readonly security: string;
  readonly from: string;
  readonly review: string;
  readonly until: string | null;
  readonly whenReviewPasses: string;
  /** Null where the files alone were read: only the database knows. */
  readonly approvers: readonly string[] | null;
  readonly state: string | null;
}

export interface RegisterInput {
  readonly agreements: readonly Agreement[];
  readonly catalogues: Catalogues;
  readonly names: ReadonlyMap<string, string>;
  /** Versions as the database holds them, where it was read. */
  readonly versions: readonly VersionRow[] | null;
}

const RECORDS = 'RECORDS_OF_USE';
const SECURITY =
  'Only through the hub: short-lived signed tokens of registered systems, a purpose and reference with every request, each field decided by clause, every disclosure and refusal in an append-only record before it is sent; one person of any party can suspend at once.';

/** The register of agreements, sorted by name. */
export function registerOf({ agreements, catalogues, names, versions }: RegisterInput): RegisterEntry[] {
  return [...agreements]
    .sort((a, b) => (a.agreement < b.agreement ? -1 : 1))
    .map((a) => {
      const version = versions?.find((v) => v.agreement === a.agreement && v.version === a.version);
      const items = [...new Set(a.clauses.flatMap((c) => c.permit.map((p) => p.word)))].flatMap(
        (word) => catalogues.items.get(word) ?? [],
      );
      return {
        agreement: a.agreement,
        title: a.title,
        version: a.version,
        parties: a.parties.map((p) => ({ who: partyWords(p, names, catalogues), capacity: p.capacity })),
        purposes: a.purposes.map((p) => ({
          code: p.code,
          words: catalogues.purposes.get(p.code)?.words ?? p.code,
          lawfulBasis: Object.fromEntries(
            Object.entries(p.lawfulBasis).map(([who, ids]) => [
              who,
              ids.map((id) => powerWords(id, catalogues)),
            ]),
          ),
          specialCategoryConditions: p.specialCategoryCondition.map((id) => powerWords(id, catalogues)),
          powers: p.powers.map((id) => powerWords(id, catalogues)),
        })),
        clauses: a.clauses.map((c) => clauseEntry(c, catalogues)),
        specialCategories: items.filter((i) => i.specialCategory).map((i) => i.words),
        onwardSharing: [...new Set(items.map((i) => i.onwardSharing))],
        retention: periodWords(a.retention),
        dataProtectionContact: a.contacts.dataProtection,
        rightsContact: a.contacts.rights,
        transparency: transparencyOf(a, agreements),
        security: SECURITY,
        from: a.term.from,
        review: a.term.review,
        until: a.term.until,
        whenReviewPasses:
          a.term.whenReviewPasses === 'stop' ? 'sharing stops' : 'a warning is given; it permits no data',
        approvers: versions === null ? null : (version?.approvedBy ?? []),
        state:
          version === undefined ? null : version.suspended ? `${version.state}, suspended` : version.state,
      };
    });
}

/** The register as a table for a spreadsheet (RFC 4180): one agreement a row. */
export function registerCsv(entries: readonly RegisterEntry[]): string {
  const columns: Readonly<Record<string, (e: RegisterEntry) => string>> = {
    Agreement: (e) => e.agreement,
    Title: (e) => e.title,
    Version: (e) => String(e.version),
    State: (e) => e.state ?? '',
    'Parties and capacities': (e) => e.parties.map((p) => `${p.who}: ${p.capacity}`).join('; '),
    Purposes: (e) => e.purposes.map((p) => `${p.code}: ${p.words}`).join('; '),
    'Lawful basis': (e) =>
      byPurpose(e, (p) => Object.entries(p.lawfulBasis).map(([who, ids]) => `${who}: ${ids.join(', ')}`)),
    'Special-category conditions': (e) => byPurpose(e, (p) => p.specialCategoryConditions),
    'Legal powers': (e) => byPurpose(e, (p) => p.powers),
    'Data items shared, by clause': (e) => byClause(e, (c) => c.shared),
    'Actions, by clause': (e) => byClause(e, (c) => c.actions),
    'Never shared, by clause': (e) => byClause(e, (c) => c.neverShared),
    'Special-category and offence data': (e) => e.specialCategories.join('; '),
    'Passing on': (e) => e.onwardSharing.join(' '),
    Retention: (e) => e.retention,
    'Data-protection contact': (e) => e.dataProtectionContact,
    'Rights contact': (e) => e.rightsContact,
    Transparency: (e) => e.transparency.join('; '),
    Security: (e) => e.security,
    From: (e) => e.from,
    Review: (e) => e.review,
    Until: (e) => e.until ?? '',
    'When the review passes': (e) => e.whenReviewPasses,
    'Approved by': (e) => (e.approvers === null ? 'not read from the database' : e.approvers.join('; ')),
  };
  const rows = entries.map((e) =>
    Object.values(columns)
      .map((cell) => quoted(cell(e)))
      .join(','),
  );
  return `${[Object.keys(columns).map(quoted).join(','), ...rows].join('\r\n')}\r\n`;
}

/** The register for reading, one agreement after the other. */
export function registerText(entries: readonly RegisterEntry[]): string {
  return entries
    .map((e) =>
      [
        `${e.title} (${e.agreement}, version ${e.version}${e.state === null ? '' : `, ${e.state}`})`,
        `  In force from ${dayWords(e.from)}${e.until === null ? '' : ` until ${dayWords(e.until)}`}; review by ${dayWords(e.review)}: ${e.whenReviewPasses} when it passes`,
        `  Parties: ${e.parties.map((p) => `${p.who} as ${p.capacity}`).join('; ')}`,
        ...e.purposes.flatMap((p) => [
          `  Purpose ${p.code}, ${p.words}`,
          ...Object.entries(p.lawfulBasis).map(
            ([who, ids]) => `    lawful basis of the ${who}: ${ids.join('; ')}`,
          ),
          ...(p.specialCategoryConditions.length === 0
            ? []
            : [`    condition for special-category data: ${p.specialCategoryConditions.join('; ')}`]),
          `    powers: ${p.powers.join('; ')}`,
        ]),
        ...e.clauses.map((c) => {
          const what = [...c.shared, ...c.actions, ...c.neverShared.map((w) => `never ${w}`)];
          return `  Clause ${c.clause}: ${c.says}\n    ${what.join('; ')}`;
        }),
        `  Retention: ${e.retention}. Passing on: ${e.onwardSharing.join(' ') || 'nothing is shared.'}`,
        `  Contacts: data protection, ${e.dataProtectionContact}; people's rights, ${e.rightsContact}`,
        `  Transparency: ${e.transparency.join('; ') || 'no clause'}`,
        `  Security: ${e.security}`,
        `  Approved by: ${e.approvers === null ? 'not read from the database' : list(e.approvers, 'and') || 'nobody yet'}`,
      ].join('\n'),
    )
    .join('\n\n');
}

function clauseEntry(c: Clause, catalogues: Catalogues): RegisterEntry['clauses'][number] {
  const words = (p: Clause['permit'][number]): string =>
    `${wordsOf(catalogues, p.word)}${p.form === 'full' ? '' : ` (${formWords(p.form)})`}`;
  return {
    clause: c.clause,
    says: c.says,
    shared: c.permit.filter((p) => catalogues.items.has(p.word)).map(words),
    actions: c.permit.filter((p) => catalogues.actions.has(p.word)).map(words),
    neverShared: c.forbid.map(words),
    purposes: c.purposes,
    jobs: c.jobs,
  };
}

/** Its own clauses about the records of use, and those of agreements of everybody. */
function transparencyOf(a: Agreement, all: readonly Agreement[]): string[] {
  const everybody = all.filter((b) =>
    b.parties.some((p) => p.organisation === 'every' && p.role === null && p.capacity !== 'controller'),
  );
  return [...new Set([a, ...everybody])].flatMap((b) =>
    b.clauses
      .filter((c) => c.permit.some((p) => p.word === RECORDS))
      .map((c) => `${b.agreement} ${c.clause}: ${c.says}`),
  );
}

function partyWords(
  p: Agreement['parties'][number],
  names: ReadonlyMap<string, string>,
  catalogues: Catalogues,
): string {
  const role = p.role === null ? null : (catalogues.roles.get(p.role)?.words ?? p.role);
  if (p.unit !== null) return `${names.get(p.unit) ?? p.unit} (${p.unit})`;
  if (p.organisation === 'every' || p.organisation === null)
    return role === null ? 'every organisation' : `every organisation that is ${role}`;
  const name = `${names.get(p.organisation) ?? p.organisation} (${p.organisation})`;
  return role === null ? name : `${name}, as ${role}`;
}

const powerWords = (id: string, { powers }: Catalogues): string =>
  `${id} (${powers.get(id)?.words ?? 'unknown'})`;

const byPurpose = (
  e: RegisterEntry,
  of: (p: RegisterEntry['purposes'][number]) => readonly string[],
): string =>
  e.purposes
    .filter((p) => of(p).length > 0)
    .map((p) => `${p.code}: ${of(p).join('; ')}`)
    .join(' | ');

const byClause = (e: RegisterEntry, of: (c: RegisterEntry['clauses'][number]) => readonly string[]): string =>
  e.clauses
    .filter((c) => of(c).length > 0)
    .map((c) => `${c.clause}: ${of(c).join('; ')}`)
    .join(' | ');

/** A cell that begins like a formula is made text, so that a spreadsheet runs nothing. */
const quoted = (text: string): string =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
