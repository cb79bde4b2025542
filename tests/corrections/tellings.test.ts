import { readCatalogues } from '../../src/agreements/catalogue-files';
import { childShape } from '../../src/children/child.shape';
import { TELLINGS } from '../../src/corrections/correction';
import { coverageOf } from '../../src/gate/coverage';
import { Parameters, type FieldSql } from '../../src/gate/entity-sql';
import { buildHubSchema } from '../../src/schema';

const { catalogues } = readCatalogues();
const coverage = coverageOf(buildHubSchema(), catalogues);
const told = (...keys: (keyof typeof TELLINGS)[]): Set<string> =>
  new Set(keys.flatMap((key) => TELLINGS[key].map(({ cell }) => cell)));
const ALL = told(...(Object.keys(TELLINGS) as (keyof typeof TELLINGS)[]));

/** The facts that a correction can put right, by what a statement reads them from. */
const READ_FROM: readonly (readonly [RegExp, Set<string>])[] = [
  [/\bchild_name\b/, told('NAME legal', 'NAME known_as', 'NAME former', 'NAME transliteration')],
  [/\bdate_of_birth\b/, told('DATE_OF_BIRTH')],
  [/\bchild_address\b/, told('ADDRESS', 'ADDRESS protected')],
  [/\bchild_identifier\b/, told('IDENTIFIER upn', 'IDENTIFIER uln', 'IDENTIFIER nhs_number')],
  [/\beducation_status\(/, told('DATE_OF_BIRTH')],
];

/** Fields that read such a table, and tell nothing of it that a correction changes. */
const TELLS_NOTHING_OF_IT: Readonly<Record<string, string>> = {
  locationProtected: 'whether an address is protected, which a correction leaves as it is',
};

const sqlOf = (field: FieldSql): string => {
  const p = new Parameters();
  if (field.kind === 'value') return field.sql('c', p);
  if (field.kind === 'entity') return field.from('c', 'r', p);
  return `${field.from?.('c', 'r', p) ?? ''} ${Object.values(field.of).map(sqlOf).join(' ')}`;
};

/** Each field with what it is read from; those of an object that has no item of its own, one by one. */
const fieldsOf = (type: string, fields: Readonly<Record<string, FieldSql>>): [string, string][] =>
  Object.entries(fields).flatMap(([name, field]): [string, string][] => {
    const coordinate = `${type}.${name}`;
    return field.kind === 'object' && coverage.get(coordinate)?.kind !== 'item'
      ? fieldsOf(field.type, field.of)
      : [[coordinate, sqlOf(field)]];
  });

test.each(fieldsOf('Child', childShape.fields))(
  'whoever was told %s is found where what it tells was wrong',
  (coordinate, sql) => {
    const declared = coverage.get(coordinate);
    const name = coordinate.split('.')[1] ?? '';
    const cell = declared?.kind === 'item' ? `${declared.item}/${declared.form}` : '';
    expect(cell).not.toBe('');
    for (const [table, cells] of READ_FROM)
      if (table.test(sql) && !(name in TELLS_NOTHING_OF_IT))
        expect([name, [...cells]]).toEqual([name, expect.arrayContaining([cell])]);
  },
);

test('every cell is one of the catalogue, and each form of an item that holds a fact is among them', () => {
  for (const cell of ALL) {
    const [item = '', form = ''] = cell.split('/');
    expect([cell, catalogues.items.get(item)?.forms.includes(form)]).toEqual([cell, true]);
  }
  const direct = new Set(
    Object.values(TELLINGS).flatMap((all) =>
      all.filter(({ part }) => part !== 'schoolAge').map(({ cell }) => cell.split('/')[0] ?? ''),
    ),
  );
  const missing = [...direct].flatMap((item) =>
    (catalogues.items.get(item)?.forms ?? [])
      .map((form) => `${item}/${form}`)
      .filter((cell) => !ALL.has(cell)),
  );
  expect(missing).toEqual([]);
});

test('this test reads the shape: names, birth, addresses and numbers are each read by some field', () => {
  for (const [table] of READ_FROM)
    expect(
      Object.values(childShape.fields).filter((field) => table.test(sqlOf(field))).length,
    ).toBeGreaterThan(0);
});
