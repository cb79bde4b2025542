import type { CellChange, RulesDiff } from './diff';
import {
  askersWords,
  cellWords,
  childrenWords,
  clauseWords,
  daysWords,
  idOf,
  jobWords,
  list,
  purposesWords,
  type Vocabulary,
} from './sentence';
import type { SpaceAsker, SpaceCell } from './space';

/** Cells that change alike, told in one sentence. */
interface Group {
  readonly like: CellChange;
  readonly cells: readonly SpaceCell[];
  readonly purposes: readonly string[];
  readonly askers: readonly SpaceAsker[];
  readonly jobs: readonly string[];
}

/** Every change of a comparison in plain English; what opens comes first. */
export function diffSentences({ changes }: RulesDiff, vocabulary: Vocabulary): string[] {
  const sorted = (effect: CellChange['effect']): string[] =>
    groupsOf(
      changes.filter((c) => c.effect === effect),
      vocabulary,
    )
      .map((g) => sentenceOf(g, vocabulary))
      .sort();
  return [...sorted('opens'), ...sorted('closes')];
}

function sentenceOf({ like, cells, purposes, askers, jobs }: Group, vocabulary: Vocabulary): string {
  const { catalogues } = vocabulary;
  const opens = like.effect === 'opens';
  const acts = cells.filter(({ word }) => catalogues.actions.has(word));
  const seen = cells.filter((cell) => !acts.includes(cell));
  const now = opens ? 'may' : 'may no longer';
  const verbs = [
    ...(seen.length > 0 ? [`see ${itemsWords(seen, cells, vocabulary)}`] : []),
    ...(acts.length > 0 ? [`do this: ${acts.map((cell) => cellWords(catalogues, cell)).join('; ')}`] : []),
  ];
  const job =
    like.job !== ''
      ? ` in the job of ${list(
          jobs.map((j) => jobWords(j, vocabulary)),
          'or',
        )}`
      : like.butNot.length > 0
        ? ` in any job but ${list(
            like.butNot.map((j) => jobWords(j, vocabulary)),
            'or',
          )}`
        : '';
  const days = like.throughout ? '' : `, ${daysWords(like.days)}`;
  const shut =
    like.shutBy.length === 0
      ? ''
      : opens
        ? `; no longer forbidden by ${clauseWords(like.shutBy)}`
        : `; forbidden by ${clauseWords(like.shutBy)}`;
  const who = askersWords(askers, vocabulary);
  return `${opens ? 'Opens' : 'Closes'}: ${who}${job} for ${purposesWords(purposes, vocabulary)} ${now} ${list(verbs, 'and')}, for ${childrenWords(like.children, vocabulary)}${days} (${clauseWords(like.under)}${shut}).`;
}

/** A form that goes with the full item is not told apart; an item of which a form stays as it was says "in full". */
function itemsWords(
  items: readonly SpaceCell[],
  cells: readonly SpaceCell[],
  { catalogues }: Vocabulary,
): string {
  const whole = (word: string): boolean => items.some((i) => i.word === word && i.form === 'full');
  return items
    .filter(({ word, form }) => form === 'full' || !whole(word))
    .map((cell) => {
      const forms = catalogues.items.get(cell.word)?.forms ?? [];
      const all = forms.every((form) => cells.some((c) => c.word === cell.word && c.form === form));
      return cellWords(catalogues, cell) + (cell.form === 'full' && !all ? ' (in full)' : '');
    })
    .join('; ');
}

/** Cells of one asker and purpose first; then purposes, askers and jobs that have all the rest in common. */
function groupsOf(changes: readonly CellChange[], vocabulary: Vocabulary): Group[] {
  const alike = ({ effect, butNot, children, under, shutBy, days, throughout }: CellChange): unknown[] => [
    effect, butNot, childrenWords(children, vocabulary), clauseWords(under), clauseWords(shutBy), throughout ? [] : days,
  ]; // prettier-ignore
  const byCell = gathered(changes, (c) => [alike(c), idOf(c.asker), c.job, c.purpose]).map((same) => ({
    like: first(same),
    cells: same.map(({ word, form }) => ({ word, form })),
    purposes: [first(same).purpose],
    askers: [first(same).asker],
    jobs: [first(same).job],
  }));
  const byPurpose = gathered(byCell, (g) => [alike(g.like), g.askers, g.jobs, g.cells]).map((same) => ({
    ...first(same),
    purposes: same.flatMap((g) => g.purposes),
  }));
  const byAsker = gathered(byPurpose, (g) => [alike(g.like), g.jobs, g.purposes, g.cells]).map((same) => ({
    ...first(same),
    askers: same.flatMap((g) => g.askers),
  }));
  return gathered(byAsker, (g) => [alike(g.like), g.like.job === '', g.askers, g.purposes, g.cells]).map(
    (same) => ({
      ...first(same),
      jobs: same.flatMap((g) => g.jobs),
    }),
  );
}

function gathered<T>(all: readonly T[], key: (one: T) => unknown): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const text = JSON.stringify(key(one));
    const group = groups.get(text);
    if (group) group.push(one);
    else groups.set(text, [one]);
  }
  return [...groups.values()];
}

function first<T>(all: readonly T[]): T {
  const [one] = all;
  if (one === undefined) throw new RangeError('a group holds at least one');
  return one;
}
