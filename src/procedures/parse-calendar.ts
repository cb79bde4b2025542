import type { Node } from 'yaml';
import { isLocalDate, type LocalDate } from '../kernel/local-date';
import type { Problem } from '../policy/problem';
import { YamlReader } from '../policy/yaml-reader';
import type { AcademicYear, HalfTerm } from './calendar';
import { type Entries, known, required, valueOf } from './word-reader';

export const PROVENANCES = ['invented', 'authority', 'school'] as const;
export type Provenance = (typeof PROVENANCES)[number];

/** A file of term dates, as read. */
export interface CalendarDates {
  /** `la/…`, or `school/…` for a school with dates of its own. */
  readonly calendar: string;
  readonly title: string;
  /** Who published the dates; `invented` ones are for demonstration and tests alone. */
  readonly provenance: Provenance;
  readonly years: readonly AcademicYear[];
}

const SHAPE = /^(la\/([1-9]\d{2}|E\d{8})|school\/[1-9]\d{2}-\d{4})$/;

/** Text → term dates. Total: whatever is missing, misspelt or out of order becomes a problem with its line. */
export function parseCalendar(
  text: string,
  file: string,
): { dates: CalendarDates | null; problems: readonly Problem[] } {
  const y = new YamlReader(file, text);
  if (!y.root) {
    if (y.problems.length === 0) y.fail(null, 'the file is empty', 'yaml');
    return { dates: null, problems: y.problems };
  }
  const root = y.root;
  const top = y.map(root, 'the calendar', ['calendar', 'title', 'provenance', 'years']);
  const need = (key: string): Node | null => required(y, top, key, root, 'the calendar');
  const [name, title, from] = [need('calendar'), need('title'), need('provenance')];
  const calendar = name === null ? '' : (y.text(name, '`calendar`') ?? '');
  if (name !== null && !SHAPE.test(calendar))
    y.fail(name, '`calendar` is an authority or a school by its id, as the directory writes it');
  const dates: CalendarDates = {
    calendar,
    title: title === null ? '' : (y.text(title, '`title`') ?? ''),
    provenance:
      (from === null ? null : (known(y, from, '`provenance`', PROVENANCES) as Provenance | null)) ??
      'invented',
    years: y.list(need('years'), '`years`').flatMap((node) => parseYear(y, node)),
  };
  inOrder(y, root, 'the years', dates.years);
  return { dates, problems: y.problems };
}

function parseYear(y: YamlReader, node: Node): AcademicYear[] {
  const of = y.map(node, 'a year', ['year', 'from', 'to', 'halfTerms', 'inset']);
  const name = required(y, of, 'year', node, 'a year');
  const [from, to] = span(y, of, node, 'a year');
  if (name === null || from === null || to === null) return [];
  const halfTerms = y
    .list(required(y, of, 'halfTerms', node, 'a year'), '`halfTerms`')
    .flatMap((entry) => parseHalfTerm(y, entry, from, to));
  if (halfTerms.length === 0) y.fail(node, 'a year has one half-term at least', 'required');
  inOrder(y, node, 'the half-terms', halfTerms);
  const inset = y.list(valueOf(of, 'inset'), '`inset`').flatMap((entry) => {
    const day = dayOf(y, entry, 'a day of `inset`');
    if (day !== null && (day < from || day > to)) y.fail(entry, 'a day of `inset` lies within its year');
    return day ?? [];
  });
  return [{ name: y.text(name, '`year`') ?? '', from, to, halfTerms, inset }];
}

function parseHalfTerm(y: YamlReader, node: Node, first: LocalDate, last: LocalDate): HalfTerm[] {
  const of = y.map(node, 'a half-term', ['term', 'from', 'to']);
  const term = required(y, of, 'term', node, 'a half-term');
  const [from, to] = span(y, of, node, 'a half-term');
  if (term === null || from === null || to === null) return [];
  if (from < first || to > last) y.fail(node, 'a half-term lies within its year');
  return [{ term: y.text(term, '`term`') ?? '', from, to }];
}

function span(y: YamlReader, of: Entries, node: Node, what: string): [LocalDate | null, LocalDate | null] {
  const day = (key: string): LocalDate | null => {
    const at = required(y, of, key, node, what);
    return at === null ? null : dayOf(y, at, `\`${key}\` of ${what}`);
  };
  const [from, to] = [day('from'), day('to')];
  if (from !== null && to !== null && to < from) y.fail(node, `${what} ends before it begins`);
  return [from, to];
}

function dayOf(y: YamlReader, node: Node, what: string): LocalDate | null {
  const text = y.text(node, what);
  if (text === null || isLocalDate(text)) return text;
  y.fail(node, `${what} is a day, as in 2026-09-01`);
  return null;
}

function inOrder(
  y: YamlReader,
  node: Node,
  what: string,
  spans: readonly { readonly from: LocalDate; readonly to: LocalDate }[],
): void {
  spans.forEach(({ from }, index) => {
    const before = spans[index - 1];
    if (before !== undefined && from <= before.to) y.fail(node, `${what} stand in order and do not overlap`);
  });
}
