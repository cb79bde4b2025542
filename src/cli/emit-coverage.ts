import { agreementSet, firstCommonDay, rulesetOn } from '../agreements/agreement-set';
import { referenceWords } from '../agreements/directory-words';
import type { Coverage } from '../gate/coverage';
import type { Catalogues } from '../policy/catalogue';
import type { AgreementText } from '../policy/check-agreements';
import type { Ruleset } from '../policy/ruleset';
import { idOf, isWholeRole } from '../policy/sentence';
import { openings, spaceOf, type Opening, type Space, type SpaceAsker } from '../policy/space';

const HEADING = `# What every field holds, and who can ever see it

Emitted from the schema and the agreement files: change those and run \`rollcall emit\`, never this file.
Who can ever see a field is read over every asker, job, purpose and child, on the day on which every agreement has
begun; an organisation or unit stands by itself where not everybody of its role has the same. For which children, and
under which clause, says \`rollcall agreements who-can-see FIELD\`.
`;

/** The authority whose hub the shipped agreements are for. */
const HOME = 'la/931';
/** The checks look at the day for warnings alone, which nobody sees here. */
const NO_DAY = '2000-01-01';

/** What is emitted: read from the files, on a day that lies in them, so that it does not change with the calendar. */
export function printCoverage(
  coverage: Coverage,
  catalogues: Catalogues,
  files: readonly AgreementText[],
): string {
  const set = agreementSet(files, { catalogues, digest: '' }, { homeAuthority: HOME, day: NO_DAY });
  return coverageDocument(coverage, rulesetOn(set, firstCommonDay(set)));
}

/**
 * The graph, coordinate by coordinate: its data item and form, or its action, and every role and party to which it is
 * ever open, with the purposes; then the fields that hold nothing, with the reason. The same input gives the same bytes.
 */
export function coverageDocument(coverage: Coverage, ruleset: Ruleset, homeAuthority = HOME): string {
  const space = spaceOf([ruleset], referenceWords(homeAuthority));
  const all = openings(ruleset, space);
  const who = (word: string, form: string): string =>
    whoEver(
      all.filter((o) => o.word === word && o.form === form),
      space,
    );
  const fields = [...coverage].sort(([a], [b]) => (a < b ? -1 : 1));
  const governed = fields.flatMap(([coordinate, declared]) => {
    if (declared.kind === 'item')
      return `| \`${coordinate}\` | ${declared.item} | ${declared.form} | ${who(declared.item, declared.form)} |`;
    if (declared.kind === 'action')
      return `| \`${coordinate}\` | ${declared.action} | action | ${who(declared.action, 'full')} |`;
    return [];
  });
  const inherits = fields.flatMap(([coordinate, { kind }]) =>
    kind === 'inherits' ? `- \`${coordinate}\`` : [],
  );
  const open = fields.flatMap(([coordinate, declared]) =>
    declared.kind === 'open' ? `| \`${coordinate}\` | ${declared.reason} |` : [],
  );
  return [
    HEADING,
    '| field, argument or input | holds | form | who can ever see or do it, and for what |\n| --- | --- | --- | --- |',
    ...governed,
    '\n## Governed by the field through which they are reached\n',
    ...inherits,
    '\n## Holding nothing about anybody\n',
    '| field, argument or input | why |\n| --- | --- |',
    ...open,
    '',
  ].join('\n');
}

/** Askers with the same purposes together: `HEALTH (EMERGENCY); police/E23000029 (LOCATE_CHILD, SAFEGUARD)`. */
function whoEver(found: readonly Opening[], space: Space): string {
  const purposes = new Map<string, { asker: SpaceAsker; codes: Set<string> }>();
  for (const { asker, purpose } of found) {
    const known = purposes.get(idOf(asker)) ?? { asker, codes: new Set() };
    purposes.set(idOf(asker), { asker, codes: known.codes.add(purpose) });
  }
  const alike = new Map<string, SpaceAsker[]>();
  for (const { asker, codes } of purposes.values()) {
    const words = [...codes].join(', ');
    alike.set(words, [...(alike.get(words) ?? []), asker]);
  }
  const parts = [...alike]
    .filter(([, askers]) => askers.some((a) => space.isSomebody(a)))
    .map(([words, askers]) => `${codesOf(askers, space).join(', ')} (${words})`);
  return parts.join('; ') || 'nobody';
}

function codesOf(askers: readonly SpaceAsker[], space: Space): string[] {
  const everybody = (role: string): boolean => isWholeRole(role, askers, space);
  const roles = [...new Set(space.askers.map((a) => a.role))];
  if (roles.every(everybody)) return ['everybody'];
  const named = askers.filter((a) => space.isSomebody(a) && !everybody(a.role));
  return [
    ...roles.filter(everybody),
    ...named.map(({ unit, organisation, role }) => {
      if (unit !== null) return unit;
      return organisation === null ? `other ${role}` : `${role} of ${organisation}`;
    }),
  ];
}
