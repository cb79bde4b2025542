import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { parse } from 'yaml';
import { GENERAL_GROUPS, HARM_GROUPS, REVEALING_GROUPS } from '../../src/children/risk-group';
import { STEP_DONE } from '../../src/procedures/instances';
import { calendarSchema, procedureSchema } from '../../src/procedures/procedure-schema';
import { BOOK, WORDS } from './shipped';

const SCHEMA = join(__dirname, '../../schema');
const text = (...path: string[]): string => readFileSync(join(SCHEMA, ...path), 'utf8');
const compiled = (name: string) =>
  new Ajv2020({ allErrors: true }).compile(JSON.parse(text(`${name}.schema.json`)) as object);
const files = (folder: string): string[] =>
  readdirSync(join(SCHEMA, folder)).filter((name) => name.endsWith('.yaml'));

describe.each([
  ['procedures', 'procedure'],
  ['calendars', 'calendar'],
])('%s', (folder, name) => {
  const accepts = compiled(name);
  it.each(files(folder))(
    '%s is what the published schema says, points editors to it, and is named after its file',
    (file) => {
      expect([accepts(parse(text(folder, file))), accepts.errors]).toEqual([true, null]);
      expect(text(folder, file).split('\n')[0]).toBe(
        `# yaml-language-server: $schema=../${name}.schema.json`,
      );
      if (folder === 'procedures')
        expect(text(folder, file)).toContain(`\nprocedure: ${file.replace('.yaml', '')}\n`);
    },
  );
});

it('is what the program would emit now', () => {
  expect(JSON.parse(text('procedure.schema.json'))).toEqual(
    JSON.parse(JSON.stringify(procedureSchema(WORDS))),
  );
  expect(JSON.parse(text('calendar.schema.json'))).toEqual(JSON.parse(JSON.stringify(calendarSchema())));
});

it.each([
  ['a misspelt key', '    part: alert', '    prat: alert'],
  ['an unknown event', 'on: [ALERT_RECEIVED]', 'on: [ALERT_RECIEVED]'],
  ['an unknown party', 'tells: [enquirer]', 'tells: [enqirer]'],
  ['a unit that is none', '{ day: 1, unit: workingDay', '{ day: 1, unit: workDay'],
  ['two verbs', '{ day: 1, unit: workingDay', '{ day: 1, within: 1, unit: workingDay'],
  ['our reading without the words of the policy', 'words: addressed daily, ', ''],
])('refuses %s', (_what, from, to) => {
  const before = text('procedures', 'oxfordshire.yaml');
  expect(before).toContain(from);
  expect(compiled('procedure')(parse(before.replace(from, to)))).toBe(false);
});

it('speaks of the same groups as the room that keeps them', () => {
  expect([...WORDS.groups.keys()].sort()).toEqual(
    [...GENERAL_GROUPS, ...HARM_GROUPS, ...REVEALING_GROUPS].sort(),
  );
  expect(WORDS.events.has(STEP_DONE)).toBe(false);
});

it('has no word that no procedure uses', () => {
  const all = [...BOOK.procedures.values()].flatMap(({ rows }) => rows);
  const events = new Set(all.flatMap(({ on, until, ends, sooner }) => [...on, ...until, ...ends, ...sooner]));
  expect([...WORDS.events.keys()].filter((event) => !events.has(event))).toEqual([]);
});
