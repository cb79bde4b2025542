import { DAY_UNITS, TERM_UNITS, UNITS } from './clock';
import { PROVENANCES } from './parse-calendar';
import { PROCEDURE_KEYS } from './parse-procedure';
import { ROW_KEYS } from './parse-row';
import { BASES, CASE_OUTCOMES, CASE_STATES, PARTS } from './procedure';
import type { ProcedureWords } from './procedure-words';

type Schema = Readonly<Record<string, unknown>>;

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';
const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const list = (items: Schema): Schema => ({ type: 'array', items, uniqueItems: true });
const text: Schema = { type: 'string', minLength: 1 };
const flag: Schema = { type: 'boolean' };
const count: Schema = { type: 'integer', minimum: 1, maximum: 1000 };
const day: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
const oneOf = (words: readonly string[]): Schema => ({ enum: [...words] });
const words = (of: ReadonlyMap<string, unknown>): Schema => oneOf([...of.keys()].sort());
const map = (
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = [],
  more: Schema = {},
): Schema => ({ type: 'object', additionalProperties: false, required: [...required], properties, ...more });

const reading: Readonly<Record<string, Schema>> = { words: text, reading: oneOf(['policy', 'ours']) };
const verb = (
  name: string,
  value: Schema,
  beside: Readonly<Record<string, Schema>> = {},
  also: readonly string[] = [],
): Schema =>
  map({ [name]: value, ...beside, ...reading }, [name, ...also], {
    if: { properties: { reading: { const: 'ours' } }, required: ['reading'] },
    then: { required: ['words'] },
  });

const clock: Schema = {
  description: 'How long a step has. What each verb means is written in src/procedures/clock.ts.',
  oneOf: [
    verb('day', count, { unit: oneOf(DAY_UNITS) }, ['unit']),
    verb('within', count, { unit: oneOf(UNITS) }, ['unit']),
    verb('after', count, { unit: oneOf(DAY_UNITS), dayOne: oneOf(['same', 'next']) }, ['unit']),
    verb('before', count, { unit: oneOf(DAY_UNITS) }, ['unit']),
    verb('every', count, { unit: oneOf(UNITS), notIn: list({ type: 'integer', minimum: 1, maximum: 12 }) }, [
      'unit',
    ]),
    verb('next', oneOf(TERM_UNITS)),
    verb('on', { type: 'string', pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' }),
    verb('age', oneOf(['begins', 'ends'])),
    verb('atOnce', { const: true }),
    verb('as', ref('rowId')),
    verb('unknown', text),
  ],
};

const source: Schema = {
  description: 'Policy → paragraphs; the policy is one that the file names.',
  type: 'object',
  minProperties: 1,
  additionalProperties: { type: 'array', minItems: 1, items: text },
};

function row(): Schema {
  const properties: Readonly<Record<(typeof ROW_KEYS)[number], Schema>> = {
    row: ref('rowId'),
    part: oneOf(PARTS),
    when: text,
    step: text,
    on: list(ref('event')),
    after: list(ref('rowId')),
    sooner: list(ref('event')),
    until: list(ref('event')),
    ends: list(ref('event')),
    who: { ...list(ref('party')), minItems: 1 },
    asks: list(ref('party')),
    tells: list(ref('party')),
    clock: ref('clock'),
    aim: ref('clock'),
    notBefore: ref('clock'),
    minimum: flag,
    careful: flag,
    needs: list(ref('mark')),
    notCme: flag,
    escalate: { type: 'array', items: map({ to: ref('party'), after: ref('clock'), words: text }, ['to']) },
    refines: ref('rowId'),
    overruled: map({ says: text, by: ref('rowId'), clock: ref('clock') }, ['says', 'by']),
    inForceFrom: { oneOf: [day, { type: 'null' }] },
    basis: oneOf(BASES),
    lawyer: flag,
    source: ref('source'),
  };
  return map(properties, ['row', 'part', 'when', 'step', 'who', 'source']);
}

function closing(): Schema {
  return map(
    {
      outcome: oneOf(CASE_OUTCOMES),
      state: oneOf(CASE_STATES),
      row: ref('rowId'),
      evidence: list(ref('evidence')),
      signedBy: list(ref('party')),
      checks: text,
      notBefore: ref('clock'),
      barredBy: list(ref('mark')),
      reading: oneOf(['policy', 'ours']),
      source: ref('source'),
    },
    ['outcome', 'state', 'row', 'source'],
  );
}

function top(): Readonly<Record<(typeof PROCEDURE_KEYS)[number], Schema>> {
  const check = map({ check: ref('check'), needs: ref('mark'), restricted: flag }, ['check']);
  const change = {
    oneOf: [
      map({ by: { const: 'secondPerson' } }, ['by']),
      map(
        {
          by: { const: 'group' },
          group: ref('party'),
          quorum: { ...count, maximum: 100 },
          row: ref('rowId'),
        },
        ['by', 'group', 'quorum', 'row'],
      ),
    ],
  };
  const line = map({ groups: list(ref('group')), lead: list(ref('party')), support: list(ref('party')) }, [
    'groups',
    'lead',
  ]);
  return {
    procedure: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
    title: text,
    version: { type: 'integer', minimum: 1 },
    authorities: list({ type: 'string', pattern: '^la/([1-9]\\d{2}|E\\d{8})$' }),
    under: { type: ['string', 'null'] },
    policies: {
      type: 'object',
      minProperties: 1,
      additionalProperties: map({ title: text, dated: text }, ['title', 'dated']),
    },
    readings: map({ decidedBy: text, confirmed: { type: ['string', 'null'] } }, ['decidedBy', 'confirmed']),
    escalate: map({ to: ref('party'), words: text }, ['to']),
    definition: map(
      {
        words: text,
        rollOnly: flag,
        hours: { oneOf: [{ type: 'integer', minimum: 1, maximum: 40 }, { type: 'null' }] },
        source: ref('source'),
      },
      ['words', 'source'],
    ),
    register: map({ change, source: ref('source') }, ['change', 'source']),
    closing: { type: 'array', items: closing() },
    checks: {
      type: 'array',
      items: map(
        {
          list: text,
          entries: { type: 'array', minItems: 1, items: check },
          reading: oneOf(['policy', 'ours']),
          source: ref('source'),
        },
        ['list', 'entries', 'source'],
      ),
    },
    meetings: {
      type: 'array',
      items: map(
        { group: ref('party'), every: ref('clock'), takes: text, feeds: text, source: ref('source') },
        ['group', 'every', 'source'],
      ),
    },
    lead: map(
      {
        otherwise: ref('party'),
        like: { type: ['string', 'null'] },
        source: ref('source'),
        groups: { type: 'array', items: line },
      },
      ['otherwise'],
    ),
    rows: { type: 'array', minItems: 1, items: row() },
  };
}

/** What a procedure file may say, with the vocabulary of `procedure-words.yaml`, for editors. Draft 2020-12. */
export function procedureSchema(vocabulary: ProcedureWords): Schema {
  const required = [
    'procedure',
    'title',
    'version',
    'policies',
    'readings',
    'escalate',
    'definition',
    'register',
    'lead',
    'rows',
  ];
  return {
    $schema: DRAFT,
    $id: 'procedure.schema.json',
    title: 'Procedure of an authority for children missing education',
    description:
      'What a procedure file may say. That names of rows lead somewhere, and that nothing is looser than the statute, is checked by `rollcall procedures check`.',
    ...map(top(), required),
    $defs: {
      rowId: { type: 'string', pattern: '^[A-Z]{2,4}-\\d{2}[a-z]?$' },
      clock,
      source,
      event: words(vocabulary.events),
      party: words(vocabulary.parties),
      mark: words(vocabulary.marks),
      check: words(vocabulary.checks),
      evidence: words(vocabulary.evidence),
      group: words(vocabulary.groups),
    },
  };
}

/** What a calendar file may say, for editors. */
export function calendarSchema(): Schema {
  const half = map({ term: text, from: day, to: day }, ['term', 'from', 'to']);
  const year = map(
    {
      year: text,
      from: day,
      to: day,
      halfTerms: { type: 'array', minItems: 1, items: half },
      inset: list(day),
    },
    ['year', 'from', 'to', 'halfTerms'],
  );
  return {
    $schema: DRAFT,
    $id: 'calendar.schema.json',
    title: 'Term dates of an authority or a school',
    ...map(
      {
        calendar: { type: 'string', pattern: '^(la/([1-9]\\d{2}|E\\d{8})|school/[1-9]\\d{2}-\\d{4})$' },
        title: text,
        provenance: oneOf(PROVENANCES),
        years: { type: 'array', items: year },
      },
      ['calendar', 'title', 'provenance', 'years'],
    ),
  };
}
