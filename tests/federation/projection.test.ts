import { parse, visit } from 'graphql';
import { compose } from '../../src/federation/compose';
import { projected, projectionOf } from '../../src/federation/projection';
import { parseRooms, readRooms, type Rooms } from '../../src/federation/rooms';
import { subgraphTexts } from '../../src/federation/sdl';
import { buildHubSchema } from '../../src/schema';

const schema = buildHubSchema();
const rooms = readRooms();
const names = [...rooms.subgraphs.keys()];

/** The rooms with one thing changed, to see the build fail. */
function changed(change: (subgraphs: Map<string, never>, entities: Map<string, string>) => void): Rooms {
  const copy = { entities: new Map(rooms.entities), subgraphs: new Map(rooms.subgraphs) };
  change(copy.subgraphs as unknown as Map<string, never>, copy.entities);
  return copy;
}
const room = (name: string, more: object): never => ({ ...rooms.subgraphs.get(name), ...more }) as never;
const problemsOf = (changedRooms: Rooms): string => {
  try {
    projectionOf(schema, changedRooms, 'children');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('every part of the graph is in one subgraph, or the build fails', () => {
  test('a root field in none, and a name that the graph does not have', () => {
    const message = problemsOf(
      changed((all) => {
        const query = new Set(['allerts']);
        all.set('alerts', room('alerts', { roots: { ...rooms.subgraphs.get('alerts')?.roots, query } }));
      }),
    );
    expect(message).toContain('Query.alerts is in no subgraph: put it under `query` of the one');
    expect(message).toContain('alerts: the graph has no query `allerts`; did you mean `alerts`?');
  });

  test('a root field in two', () => {
    const query = new Set([...(rooms.subgraphs.get('looking')?.roots.query ?? []), 'child']);
    const roots = { ...rooms.subgraphs.get('looking')?.roots, query };
    expect(problemsOf(changed((all) => all.set('looking', room('looking', { roots }))))).toContain(
      'Query.child is in children and looking: leave it in one',
    );
  });

  test('an entity without an owner, one that is no type, and a field that two rooms add', () => {
    const message = problemsOf(
      changed((all, entities) => {
        entities.set('Cild', 'id');
        all.set('corrections', room('corrections', { owns: new Set() }));
        all.set('looking', room('looking', { adds: new Map([['Child', new Set(['case', 'shoe'])]]) }));
      }),
    );
    expect(message).toContain('the graph has no type `Cild`; did you mean `Child`?');
    expect(message).toContain('Correction is owned by no subgraph: exactly one owns it');
    expect(message).toContain('Child.case is added by alerts and looking: leave it in one');
    expect(message).toContain('looking: Child has no field `shoe`');
  });

  test('a word that the file may not have', () => {
    const { problems } = parseRooms(
      'subgraphs.yaml',
      'entities: { Child: id }\nsubgraphs:\n  a: { querys: [] }\n',
    );
    expect(problems.map(({ message }) => message)).toContain(
      'unknown word `querys` in `a`; did you mean `query`?',
    );
  });

  test('an unknown subgraph is named with those that there are', () => {
    expect(() => projectionOf(schema, rooms, 'schooling')).toThrow(
      /no subgraph `schooling`: children, alerts/,
    );
  });
});

describe('a subgraph', () => {
  test.each(names)('%s has its own root fields and no other', (name) => {
    const part = projected(schema, projectionOf(schema, rooms, name));
    const { query, mutation, subscription } = rooms.subgraphs.get(name)?.roots ?? {};
    expect(part.getSubscriptionType() == null).toBe((subscription ?? new Set()).size === 0);
    expect(part.getMutationType() == null).toBe((mutation ?? new Set()).size === 0);
    const fields = (type: { getFields(): object } | null | undefined): string[] =>
      Object.keys(type?.getFields() ?? {});
    expect(fields(part.getQueryType()).sort()).toEqual([...(query ?? [])].sort());
    expect(fields(part.getMutationType()).sort()).toEqual([...(mutation ?? [])].sort());
    expect(fields(part.getSubscriptionType()).sort()).toEqual([...(subscription ?? [])].sort());
  });

  test('has of an entity that it does not own the key, and what it adds', () => {
    const child = (name: string): string[] => [
      ...(projectionOf(schema, rooms, name).fields.get('Child') ?? []),
    ];
    expect(child('enquiries')).toEqual(['id']);
    expect(child('alerts').sort()).toEqual(['case', 'cmeFlag', 'flagged', 'id']);
    expect(child('children')).not.toEqual(expect.arrayContaining(['case']));
    const whole = Object.keys((schema.getType('Child') as unknown as { getFields(): object }).getFields());
    expect([...new Set([...child('children'), ...child('alerts')])].sort()).toEqual(whole.sort());
  });
});

describe('composed', () => {
  const texts = subgraphTexts(schema, rooms);
  const composed = compose(texts);

  test('they are one graph again: every field with the declaration that it has in the whole', () => {
    if (!composed.ok) throw new Error(composed.problems.join('\n'));
    const declared = (name: string): boolean => ['dataItem', 'action', 'open', 'inherits'].includes(name);
    const found = new Map<string, string>();
    visit(parse(composed.supergraph), {
      ObjectTypeDefinition(type) {
        for (const field of type.fields ?? [])
          found.set(
            `${type.name.value}.${field.name.value}`,
            (field.directives ?? [])
              .filter((d) => declared(d.name.value))
              .map((d) => d.name.value)
              .join(),
          );
      },
    });
    const whole = Object.values(schema.getTypeMap()).flatMap((type) =>
      type.astNode?.kind === 'ObjectTypeDefinition' || 'getInterfaces' in type
        ? Object.values(
            (type as unknown as { getFields(): Record<string, { name: string }> }).getFields(),
          ).map(({ name }) => `${type.name}.${name}`)
        : [],
    );
    const graph = whole.filter((coordinate) => !coordinate.startsWith('__'));
    expect(graph.length).toBeGreaterThan(400);
    expect(graph.filter((coordinate) => (found.get(coordinate) ?? '') === '')).toEqual([]);
  });

  test('one that does not fit is refused, with the reason', () => {
    const odd = new Map(texts);
    odd.set('alerts', (odd.get('alerts') ?? '').replace('flagged: Boolean', 'flagged: Nonsense'));
    const refused = compose(odd);
    expect(refused).toMatchObject({ ok: false });
    expect(refused.ok ? '' : refused.problems.join()).toContain('Nonsense');
    const broken = compose(new Map([['mine', 'type Query {']]));
    expect(broken.ok ? '' : broken.problems.join()).toMatch(/^mine:1:13 Syntax Error/);
  });
});
