import type { Asker } from './ledger-questions-asker';
import type { ReportCount, ReportEntry, ReportSummary, ReportUse } from './ledger-questions-data';
import {
  ENTRY_COLUMNS,
  entryRow,
  nameOf,
  reportOf,
  whenWords,
  type Report,
  type ReportRow,
  type ReportSection,
} from './ledger-questions-report';

/** Everything about one child, other children left out by the hub itself. */
export function subjectReport(asker: Asker, child: string, entries: readonly ReportEntry[]): Report {
  return reportOf(asker, {
    title: 'What was disclosed about a child',
    question: `Everything on record that was disclosed, held back, looked for or done about the child ${child}, and about records joined with it (UK GDPR, Article 15).`,
    notes: [],
    codes: codesOf(entries),
    sections: [listOf(entries, asker, child, 'Nothing is on record about this child.')],
  });
}

export function toldReport(
  asker: Asker,
  { who, by, childId }: { readonly who: string; readonly by: string; readonly childId: string | null },
  entries: readonly ReportEntry[],
): Report {
  const told = givenAlone(entries);
  const whom = childId === null ? '' : ` about the child ${childId}`;
  return reportOf(asker, {
    title: 'What an organisation had been told',
    question: `What ${who} had been told${whom} before ${by}.`,
    notes: [leftOut(entries, told)],
    codes: codesOf(told),
    sections: [listOf(told, asker, childId, `By then ${who} had been told nothing${whom}.`)],
  });
}

export function receivedReport(
  asker: Asker,
  { client, since }: { readonly client: string; readonly since: string },
  entries: readonly ReportEntry[],
): Report {
  const told = givenAlone(entries);
  const children = new Set(told.flatMap(({ items }) => items.flatMap(({ child }) => child ?? [])));
  return reportOf(asker, {
    title: 'What a client system received',
    question: `Everything that the client ${client} received from ${since} on.`,
    notes: [`Children about whom it received something: ${children.size}.`, leftOut(entries, told)],
    codes: codesOf(told),
    sections: [listOf(told, asker, null, 'It has received nothing since.')],
  });
}

export function activityReport(
  asker: Asker,
  { who, user, during }: { readonly who: string; readonly user: string; readonly during: string },
  entries: readonly ReportEntry[],
): Report {
  return reportOf(asker, {
    title: 'What one person asked and did',
    question: `What ${user} asked and did for ${who}, ${during}.`,
    notes: [],
    codes: codesOf(entries),
    sections: [listOf(entries, asker, null, 'Nothing is on record of this person in that time.')],
  });
}

export function emergenciesReport(asker: Asker, during: string, uses: readonly ReportUse[]): Report {
  const waiting = uses.filter(({ outcome }) => outcome === null).length;
  const rows = uses.map((use): ReportRow => {
    const unit = asker.units.get(use.unit);
    const review = use.outcome === null ? ['not reviewed yet'] : [use.outcome, use.review ?? ''];
    return {
      marks: [],
      cells: [
        [whenWords(use.declaredAt), `until ${whenWords(use.endedAt ?? use.expiresAt)}`],
        [unit ? nameOf(unit) : use.unit, `${use.user}, ${use.job}`, `reference ${use.reference}`],
        [use.risk, use.text],
        [use.childId ?? ''],
        [...review, ...(use.reviewedAt === null ? [] : [whenWords(use.reviewedAt)])],
      ],
    };
  });
  const columns = ['When', 'Who', 'Why', 'Child', 'Review'];
  return reportOf(asker, {
    title: 'Uses of emergency access',
    question: `Uses of emergency access declared ${during}, and what their review found.`,
    notes: [`Uses: ${uses.length}. Not reviewed yet: ${waiting}.`],
    codes: [],
    sections: [{ heading: null, columns, rows, empty: 'Nobody used emergency access in that time.' }],
  });
}

export function agreementReport(asker: Asker, during: string, summary: ReportSummary): Report {
  const { agreement, all, parties, purposes, items } = summary;
  const columns = ['', 'Entries', 'Children', 'Items given', 'Held back', 'Acts', 'Refusals'];
  const section = (heading: string, counts: readonly ReportCount[]): ReportSection => ({
    heading,
    columns,
    rows: counts.map((count) => countRow(count, asker)),
    empty: 'Nothing.',
  });
  const nothing = [all.entries, all.refusals].every((n) => n === 0)
    ? ['Nothing happened under it in that time.']
    : [];
  return reportOf(asker, {
    title: 'What happened under an agreement',
    question: `What happened under the agreement ${agreement} ${during}.`,
    notes: [
      ...nothing,
      'A child counts once in each number. “Held back” are items of which a clause of this agreement speaks, and that stayed shut. Refusals are whole requests of its parties for its purposes; “–” is a number too small to tell, or one that cannot be known.',
    ],
    codes: [...purposes, ...items].map(({ of }) => (of ?? '').split('/')[0] ?? ''),
    sections: [
      section('In all', [all]),
      section('By party', parties),
      section('By purpose', purposes),
      section('By item and act', items),
    ],
  });
}

function countRow(count: ReportCount, asker: Asker): ReportRow {
  const { of, entries, children, disclosed, withheld, done, refusals } = count;
  const unit = asker.units.get(of ?? '');
  const name = unit ? nameOf(unit) : (of ?? 'all').replace(/\/full$/, '');
  const numbers = [entries, children, disclosed, withheld, done, refusals];
  return { marks: [], cells: [[name], ...numbers.map((n) => [n === null ? '–' : String(n)])] };
}

const listOf = (
  entries: readonly ReportEntry[],
  asker: Asker,
  about: string | null,
  empty: string,
): ReportSection => ({
  heading: null,
  columns: ENTRY_COLUMNS,
  rows: entries.map((entry) => entryRow(entry, asker, about)),
  empty,
});

/** What was given alone: whoever was told nothing by an answer was not told of it. */
const givenAlone = (entries: readonly ReportEntry[]): ReportEntry[] =>
  entries
    .map((entry) => ({ ...entry, items: entry.items.filter(({ outcome }) => outcome === 'DISCLOSED') }))
    .filter(({ items }) => items.length > 0);

const leftOut = (all: readonly ReportEntry[], told: readonly ReportEntry[]): string =>
  `Answers: ${told.length}. Left out are those that gave nothing (${all.length - told.length}), and what was held back.`;

const codesOf = (entries: readonly ReportEntry[]): string[] =>
  entries.flatMap(({ items, purpose }) => [purpose, ...items.map(({ item }) => item)]);
