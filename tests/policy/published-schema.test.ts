import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { parse } from 'yaml';
import { FORMS, STANDING_KINDS } from '../../src/policy/catalogue';

const SCHEMA = join(__dirname, '../../schema');
const AGREEMENTS = join(SCHEMA, 'agreements');

interface Published {
  readonly $defs: {
    readonly form: { readonly enum: readonly string[] };
    readonly standing: { readonly oneOf: readonly { readonly const: string }[] };
  };
}

const schema = JSON.parse(readFileSync(join(SCHEMA, 'agreement.schema.json'), 'utf8')) as Published;
const accepts = new Ajv2020({ allErrors: true }).compile(schema);
const files = readdirSync(AGREEMENTS).filter((name) => name.endsWith('.yaml'));
const textOf = (file: string): string => readFileSync(join(AGREEMENTS, file), 'utf8');

function problemsOf(text: string): string[] {
  const sound = accepts(parse(text));
  return sound ? [] : (accepts.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

/** The police agreement with one piece of its text replaced; fails when the piece is not there. */
function changed(from: string, to: string): string {
  const text = textOf('thames-valley-police.yaml');
  expect(text).toContain(from);
  return text.replace(from, to);
}

it('ships agreements', () => {
  expect(files).toContain('protections.yaml');
  expect(files).toContain('thames-valley-police.yaml');
});

describe.each(files)('%s', (file) => {
  it('is what the published schema says an agreement may be', () => {
    expect(problemsOf(textOf(file))).toEqual([]);
  });

  it('points editors to the schema and bears the name of its file', () => {
    const text = textOf(file);
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../agreement.schema.json');
    expect((parse(text) as { agreement: string }).agreement).toBe(file.replace(/\.yaml$/, ''));
  });
});

it.each([
  ['a misspelt key of the agreement', 'retention: P6Y', 'retension: P6Y'],
  ['a misspelt key of the term', 'whenReviewPasses:', 'whenReviewPassed:'],
  ['a misspelt key of a clause', '    purposes: [SAFEGUARD]', '    purpose: [SAFEGUARD]'],
  ['a misspelt key of a permission', '{ item: CME_FLAG, form: yesNo }', '{ item: CME_FLAG, forms: yesNo }'],
  ['a form that does not exist', 'form: nameOnly', 'form: namesOnly'],
  ['a standing that does not exist', 'children: [REPORTED_MISSING]', 'children: [REPORTED_MISING]'],
  ['a capacity that does not exist', 'capacity: recipient', 'capacity: receiver'],
  ['a party that is nobody', 'organisation: police/E23000029, role: POLICE', 'role: POLICE'],
  ['a period that is not one', 'retention: P6Y', 'retention: six years'],
  ['a clause number without quotation marks', 'clause: "6.1"', 'clause: 6.1'],
  ['a clause for no children', '    children: [REPORTED_MISSING]\n', ''],
  ['an item in lower case', '- FORMER_NAMES', '- formerNames'],
  [
    'a permit with exceptions',
    'children: [REPORTED_MISSING]',
    'children: [REPORTED_MISSING]\n    except: [{ role: SCHOOL }]',
  ],
  [
    'a clause that both permits and forbids',
    'children: [REPORTED_MISSING]',
    'children: [REPORTED_MISSING]\n    forbid: [SEN]',
  ],
])('refuses %s', (_what, from, to) => {
  expect(problemsOf(changed(from, to))).not.toEqual([]);
});

it.each([
  ['within a year', 'children: [{ LEFT_OUR_ROLL: { within: P1Y } }]'],
  [
    'two at once, one of them for a time',
    'children: [{ all: [CHILD_PROTECTION, { ENQUIRY_OPEN_TO_US: { for: P28D } }] }]',
  ],
])('accepts children %s', (_what, children) => {
  expect(problemsOf(changed('children: [REPORTED_MISSING]', children))).toEqual([]);
});

it('completes the forms and standings that the engine knows, and no others', () => {
  expect(schema.$defs.form.enum).toEqual([...FORMS]);
  expect(schema.$defs.standing.oneOf.map((kind) => kind.const)).toEqual([...STANDING_KINDS]);
});
