import { referenceWords } from '../agreements/directory-words';
import { partyNames } from '../agreements/party-names';
import type { Coverage } from '../gate/coverage';
import type { Ruleset } from '../policy/ruleset';
import { askersWords, cellWords, formWords, idOf, purposesWords, type Vocabulary } from '../policy/sentence';
import { openings, spaceOf, type Opening, type SpaceCell } from '../policy/space';

const HEADING = `# What every field holds, and who can ever see it

Emitted from the schema and the agreement files: change those and run \`rollcall emit\`, never this file.
Who can ever see a field: read on the day on which every agreement has begun, over every asker, job, purpose and child.
A field that nobody can ever see is closed. For which children, and under which clause: \`rollcall agreements who-can-see FIELD\`.
`;

/** The authority whose hub the shipped agreements are for. */
const HOME = 'la/931';

/**
 * The graph, coordinate by coordinate: its data item and form, or its action, and every role and party to which it is
 * ever open, with the purposes; then the fields that hold nothing, with the reason. The same input gives the same bytes.
 */
export function coverageDocument(coverage: Coverage, ruleset: Ruleset, homeAuthority = HOME): string {
  const { catalogues } = ruleset;
  const space = spaceOf([ruleset], referenceWords(homeAuthority));
  const vocabulary: Vocabulary = { catalogues, space, names: partyNames(homeAuthority) };
  const real = openings(ruleset, space).filter((o) => space.isSomebody(o.asker));
  const fields = [...coverage].sort(([a], [b]) => (a < b ? -1 : 1));
  const who = (cell: SpaceCell): string =>
    whoEver(
      real.filter((o) => o.word === cell.word && o.form === cell.form),
      vocabulary,
    );
  const told = new Map<string, string>();
  const governed = fields.flatMap(([coordinate, declared]) => {
    if (declared.kind !== 'item' && declared.kind !== 'action') return [];
    const cell =
      declared.kind === 'item'
        ? { word: declared.item, form: declared.form }
        : { word: declared.action, form: 'full' };
    const key = `${cell.word}/${cell.form}`;
    told.set(
      key,
      told.get(key) ??
        `| \`${cell.word}\` | ${declared.kind === 'item' ? formWords(cell.form) : 'action'} | ${cellWords(catalogues, cell)} | ${who(cell)} |`,
    );
    return [
      `| \`${coordinate}\` | \`${cell.word}\` | ${declared.kind === 'item' ? formWords(cell.form) : 'action'} |`,
    ];
  });
  const inherits = fields.flatMap(([coordinate, { kind }]) =>
    kind === 'inherits' ? [`- \`${coordinate}\``] : [],
  );
  const open = fields.flatMap(([coordinate, declared]) =>
    declared.kind === 'open' ? [`| \`${coordinate}\` | ${declared.reason} |`] : [],
  );
  return [
    HEADING,
    '## Who can ever see what the fields hold\n',
    '| item or action | form | in words | who can ever see or do it, and for what |\n| --- | --- | --- | --- |',
    ...[...told].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
    '\n## Fields, arguments and inputs\n',
    '| coordinate | holds | form |\n| --- | --- | --- |',
    ...governed,
    '\n## Fields governed by the field through which they are reached\n',
    ...inherits,
    '\n## Fields that hold nothing about anybody\n',
    '| coordinate | why |\n| --- | --- |',
    ...open,
    '',
  ].join('\n');
}

/** Purposes of each asker, then askers that have the same purposes together. */
function whoEver(found: readonly Opening[], vocabulary: Vocabulary): string {
  const purposes = new Map<string, { asker: Opening['asker']; codes: Set<string> }>();
  for (const { asker, purpose } of found) {
    const known = purposes.get(idOf(asker)) ?? { asker, codes: new Set() };
    known.codes.add(purpose);
    purposes.set(idOf(asker), known);
  }
  const alike = new Map<string, Opening['asker'][]>();
  for (const { asker, codes } of purposes.values()) {
    const words = purposesWords([...codes], vocabulary);
    alike.set(words, [...(alike.get(words) ?? []), asker]);
  }
  const parts = [...alike].map(([words, askers]) => `${askersWords(askers, vocabulary)} (${words})`);
  return parts.join('; ') || 'nobody';
}
