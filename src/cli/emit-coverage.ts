import type { Coverage, Declared } from '../gate/coverage';
import type { Catalogues } from '../policy/catalogue';
import type { AgreementText } from '../policy/check-agreements';
import { parseAgreement } from '../policy/parse';

/** Word and form (empty for an action) → clauses that may open it, `agreement 5.1`. */
type Openings = ReadonlyMap<string, readonly string[]>;

const HEADING = `# What every field holds, and who can ever see it

Emitted from the schema and the agreement files: change those and run \`rollcall emit\`, never this file.
A field under no agreement is closed to everybody. An agreement opens one for its parties, purposes and children alone.

| field | holds | form | agreements |
| --- | --- | --- | --- |`;

const CLAUSES = `
# Which clauses open what

| item or action | form | clauses |
| --- | --- | --- |`;

/** The graph, coordinate by coordinate, with its data item or action; then every clause of every file that permits it. */
export function printCoverage(
  coverage: Coverage,
  catalogues: Catalogues,
  files: readonly AgreementText[],
): string {
  const openings = openingsOf(files, catalogues);
  const fields = [...coverage]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([coordinate, declared]) => `| \`${coordinate}\` | ${cellsOf(declared, openings).join(' | ')} |`);
  const clauses = [...openings]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, under]) => `| ${key.replace(' ', ' | ')} | ${[...new Set(under)].sort().join(', ')} |`);
  return `${[HEADING, ...fields, CLAUSES, ...clauses].join('\n')}\n`;
}

function cellsOf(declared: Declared, openings: Openings): readonly [string, string, string] {
  switch (declared.kind) {
    case 'item':
      return [declared.item, declared.form, agreements(openings, declared.item, declared.form)];
    case 'action':
      return [`${declared.action} (action)`, '', agreements(openings, declared.action, '')];
    case 'inherits':
      return ['as the field by which it is reached', '', ''];
    case 'open':
      return [`nothing: ${declared.reason}`, '', ''];
  }
}

/** A permit for the item in full opens every lesser form. */
function agreements(openings: Openings, word: string, form: string): string {
  const under = [`${word} ${form}`, `${word} full`].flatMap((key) => openings.get(key) ?? []);
  const names = new Set(under.map((clause) => clause.slice(0, clause.lastIndexOf(' '))));
  return [...names].sort().join(', ') || 'none';
}

function openingsOf(files: readonly AgreementText[], catalogues: Catalogues): Openings {
  const openings = new Map<string, string[]>();
  for (const { text, file } of files) {
    const { agreement } = parseAgreement(text, file);
    for (const clause of agreement?.clauses ?? []) {
      for (const { word, form } of clause.permit) {
        const key = `${word} ${catalogues.actions.has(word) ? '' : form || 'full'}`;
        openings.set(key, [...(openings.get(key) ?? []), `${agreement?.agreement} ${clause.clause}`]);
      }
    }
  }
  return openings;
}
