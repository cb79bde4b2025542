import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { DECLARATION_DIRECTIVES } from '../../src/gate/declare';
import { unsaid } from './said-in-changelog';

const read = (file: string): string => readFileSync(resolve(__dirname, '../..', file), 'utf8');

test('whatever breaks or widens since the last release is said in the changelog, by its coordinate', () => {
  const [before, now] = ['schema/released/schema.graphql', 'schema/schema.graphql'].map((file) =>
    buildSchema(read(file)),
  );
  if (!before || !now) throw new Error('no graph');
  expect(unsaid(before, now, read('CHANGELOG.md'))).toEqual([]);
});

describe('what counts as said', () => {
  const graph = (child: string, more = ''): GraphQLSchema =>
    buildSchema(
      `${DECLARATION_DIRECTIVES} type Query { child: Child @dataItem(item: "EXISTENCE") } type Child { ${child} } ${more}`,
    );
  const OLD =
    'upn: String @dataItem(item: "UPN") flagged: Boolean @dataItem(item: "CME_FLAG", form: "yesNo")';
  const SEEN = 'seen(on: String @open(reason: "r")): Seen @dataItem(item: "HEALTH_LAST_SEEN")';
  const TYPES = 'type Seen { by: Nurse @inherits } type Nurse { name: String @inherits }';
  const before = graph(OLD);
  const changelog = (...lines: string[]): string => ['# Changelog', '## Unreleased', ...lines, ''].join('\n');
  const seen = (...lines: string[]): string[] =>
    unsaid(before, graph(`${OLD} ${SEEN}`, TYPES), changelog(...lines));

  test('nothing under no heading', () => {
    expect(seen()).toEqual([
      'Disclosure-widening: Child.seen is new: under HEALTH_LAST_SEEN',
      'Disclosure-widening: Child.seen(on:) is new: open to everybody',
      'Disclosure-widening: Nurse.name is new: under whatever led to it',
      'Disclosure-widening: Seen.by is new: under whatever led to it',
    ]);
  });

  test('a new field, with its arguments and the new types behind it', () => {
    expect(seen('### Disclosure-widening', '- `Child.seen`: when health last saw the child.')).toEqual([]);
  });

  test.each([
    ['under another heading', ['### Added', '- `Child.seen`']],
    ['without backticks', ['### Disclosure-widening', '- Child.seen']],
    ['in the section of an older release', ['## 0.1.0', '### Disclosure-widening', '- `Child.seen`']],
    ['by the name of its type alone', ['### Disclosure-widening', '- `Child`']],
  ])('not %s', (_where, lines) => expect(seen(...lines)).toHaveLength(4));

  test('an old field under a lesser form by its own coordinate, and not by what is said beside it', () => {
    const now = graph(OLD.replace('"UPN"', '"UPN", form: "yesNo"'));
    const said = (word: string): string[] =>
      unsaid(before, now, changelog('### Disclosure-widening', `- \`${word}\``));
    expect(said('Query.child')).toEqual([
      'Disclosure-widening: Child.upn was under UPN and is under UPN (yesNo)',
    ]);
    expect(said('Child.upn')).toEqual([]);
  });

  test('a new argument of an old field by its own coordinate', () => {
    const now = graph(OLD.replace('upn:', 'upn(of: String @dataItem(item: "UPN")):'));
    const said = (word: string): number =>
      unsaid(before, now, changelog('### Disclosure-widening', `- \`${word}\``)).length;
    expect([said('Child.upn'), said('Child.upn(of:)')]).toEqual([1, 0]);
  });

  test('what breaks under its heading alone; what narrows need not be said', () => {
    const now = graph('upn: String @dataItem(item: "UPN") ');
    const under = (heading: string): string[] => unsaid(before, now, changelog(heading, '- `Child.flagged`'));
    expect(under('### Disclosure-widening')).toEqual(['Breaking: Child.flagged was removed']);
    expect(under('### Breaking')).toEqual([]);
    const stricter = graph(OLD.replace(', form: "yesNo"', ''));
    expect(unsaid(before, stricter, changelog())).toEqual([]);
  });
});
