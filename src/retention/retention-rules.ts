import { nearWord } from '../kernel/near-word';
import { parsePeriod, type Period } from '../kernel/period';
import type { Problem } from '../policy/problem';
import { YamlReader } from '../policy/yaml-reader';
import { RETAINED_KINDS, RETAINED_NAMES, type RetainedName } from './retained-kinds';

/** How long one kind is kept, and on what that rests. */
export interface RetentionRule {
  readonly kind: RetainedName;
  readonly words: string;
  readonly keep: Period;
  readonly source: string;
}

const KEYS = ['words', 'keep', 'from', 'then', 'source'] as const;

/** Reads `schema/retention.yaml`. Total; a text with problems must not be used: nothing would be destroyed by guess. */
export function parseRetention(
  text: string,
  file = 'retention.yaml',
): { readonly rules: readonly RetentionRule[]; readonly problems: readonly Problem[] } {
  const y = new YamlReader(file, text);
  const rules = new Map<RetainedName, RetentionRule>();
  const body = y.root === null ? null : y.map(y.root, file, ['retention']).get('retention')?.value;
  if (!body) {
    if (y.problems.length === 0) y.fail(y.root, '`retention` is missing', 'required');
    return { rules: [], problems: y.problems };
  }
  for (const [word, { key, value }] of y.map(body, '`retention`', null)) {
    const kind = RETAINED_NAMES.find((name) => name === word);
    if (kind === undefined) {
      const near = nearWord(word, RETAINED_NAMES);
      y.fail(
        key,
        `\`${word}\` is no kind of record${near === null ? '' : `; did you mean \`${near}\`?`}`,
        'kind',
      );
      continue;
    }
    const fields = y.map(value, `\`${word}\``, KEYS);
    const said = Object.fromEntries(
      KEYS.map((name) => [name, y.text(fields.get(name)?.value, `\`${name}\` of \`${word}\``)]),
    );
    for (const name of ['from', 'then'] as const)
      if (said[name] != null && said[name] !== RETAINED_KINDS[kind][name])
        y.fail(
          fields.get(name)?.value,
          `\`${name}\` of \`${word}\` is \`${RETAINED_KINDS[kind][name]}\``,
          name,
        );
    const keep = said['keep'] == null ? null : parsePeriod(said['keep']);
    if (keep?.ok === false) y.fail(fields.get('keep')?.value, keep.problem, 'period');
    if (keep?.ok === true && keep.value.hours > 0)
      y.fail(fields.get('keep')?.value, 'a period of retention is counted in days', 'period');
    if (keep?.ok === true)
      rules.set(kind, { kind, words: said['words'] ?? '', keep: keep.value, source: said['source'] ?? '' });
  }
  for (const name of RETAINED_NAMES)
    if (!rules.has(name) && y.problems.length === 0) y.fail(body, `\`${name}\` is missing`, 'required');
  return { rules: RETAINED_NAMES.flatMap((name) => rules.get(name) ?? []), problems: y.problems };
}
