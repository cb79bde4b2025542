import type { DirectoryUnit } from '../identity/directory';
import { clauseText, type ReportEntry, type ReportItem } from './ledger-questions-data';
import type { Asker } from './ledger-questions-asker';

/** One line of an answer: each cell is one or more lines of text, as they stand, unescaped. */
export interface ReportRow {
  readonly cells: readonly (readonly string[])[];
  /** Why a person must decide before the row is handed over. */
  readonly marks: readonly string[];
}

export interface ReportSection {
  readonly heading: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly ReportRow[];
  /** What stands in place of rows where there are none. */
  readonly empty: string;
}

/** An answer of the ledger with what is needed to rely on it: who asked, why, when, by which rules, at which head. */
export interface Report {
  readonly title: string;
  /** The question in words. */
  readonly question: string;
  readonly asked: {
    readonly at: Date;
    readonly by: string;
    readonly as: string;
    readonly purpose: string;
    readonly reference: string;
  };
  readonly rulesetVersion: string;
  readonly head: Asker['head'];
  readonly looks: readonly string[];
  readonly notes: readonly string[];
  readonly sections: readonly ReportSection[];
  /** Codes that occur, and what they mean. */
  readonly words: readonly (readonly [code: string, words: string])[];
}

type Body = Pick<Report, 'title' | 'question' | 'notes' | 'sections'> & { readonly codes: Iterable<string> };

/** The report of what an asker was answered. */
export function reportOf(asker: Asker, { codes, ...body }: Body): Report {
  const { asking, unit, at, head, looks, rulesetVersion, catalogues } = asker;
  const { items, actions, purposes } = catalogues;
  const words = [...new Set([...codes, asking.purpose])].sort().flatMap((code): [string, string][] => {
    const found = items.get(code) ?? actions.get(code) ?? purposes.get(code);
    return found ? [[code, found.words]] : [];
  });
  return {
    ...body, words, head, looks, rulesetVersion,
    asked: {
      at,
      by: `${asking.user} (${asking.job})`,
      as: nameOf(unit),
      purpose: `${asking.purpose}, ${purposes.get(asking.purpose)?.words ?? 'unknown'}`,
      reference: asking.reference,
    },
  }; // prettier-ignore
}

export const nameOf = ({ unit, name, organisationName }: DirectoryUnit): string =>
  `${name === organisationName ? name : `${organisationName}, ${name}`} (${unit})`;

const OUTCOMES: Readonly<Record<string, string>> = {
  DISCLOSED: 'given',
  WITHHELD: 'held back',
  DONE: 'done',
  CONSIDERED: 'looked for, not told',
};

/** An entry as a row: when, who, why, what. `about`: the child whose id need not be said again. */
export function entryRow(entry: ReportEntry, asker: Asker, about: string | null): ReportRow {
  const known = asker.units.get(entry.unit);
  const person = [entry.user, entry.job].filter((word) => word !== null && word !== '').join(', ');
  const kind = entry.kind === 'REFUSAL' ? ['the request was refused'] : [];
  const items = entry.items.map((item) => itemLine(item, about, entry.kind === 'REFUSAL'));
  return {
    cells: [
      [whenWords(entry.at), entry.id],
      [known ? nameOf(known) : entry.unit, ...(person === '' ? [] : [person])],
      [entry.purpose, ...(entry.reference !== '' ? [`reference ${entry.reference}`] : [])],
      [
        ...kind,
        ...(items.length === 0 && kind.length === 0 ? ['what it was is not on record any more'] : items),
      ],
    ],
    marks: entry.review ?? [],
  };
}

export const ENTRY_COLUMNS = ['When', 'Who', 'Why', 'What'] as const;

function itemLine(
  { child, item, form, outcome, under }: ReportItem,
  about: string | null,
  refused: boolean,
): string {
  const what = form === 'full' ? item : `${item} (${form})`;
  const clauses = under.length === 0 ? '' : `, under ${under.map(clauseText).join('; ')}`;
  const other = about === null ? 'child' : 'as the joined record';
  const whom = child === null || child === about ? '' : `${other} ${child}: `;
  // An answer that was refused as a whole gave nothing, whatever was decided of each item.
  const became = refused && outcome === 'DISCLOSED' ? 'not given' : (OUTCOMES[outcome] ?? outcome);
  return `${whom}${became}: ${what}${clauses}`;
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London', day: 'numeric', month: 'short', year: 'numeric',
  hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short',
}); // prettier-ignore

/** An instant as clocks in London show it: `18 Nov 2026, 09:30:00 GMT`. */
export const whenWords = (instant: string | Date): string => clock.format(new Date(instant));

/** Control characters, and those that turn the direction of writing, are shown as what they are: nothing readable. */
export const plain = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g, '\ufffd');
