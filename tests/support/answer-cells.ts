import {
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isObjectType,
  Kind,
  parse,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type SelectionSetNode,
} from 'graphql';
import { SDL, type Question, type Value } from './write-queries';
import type { TestAnswer, TestError } from './hub';

/** What a root came to, row by row: the children whom the row tells of, and the one that it is about. */
export interface Row {
  readonly told: readonly string[];
  /** Weighed by a lookup and not told of. */
  readonly weighed: readonly string[];
  /** So like the one asked for that it may have been weighed beside it. */
  readonly alike?: readonly string[];
  readonly type: string | null;
}
export type RowsOf = (root: string, args: Readonly<Record<string, Value>>) => Promise<readonly Row[]>;

/** One place of an answer at which a cell is given, refused, or reads as none held. */
export interface Spot {
  readonly child: string;
  readonly cell: string;
  readonly told: 'shown' | 'withheld' | 'null';
  readonly place: string;
}

/** One value of an answer, by the names of its fields: the same however it was asked for. */
export interface Said {
  readonly child: string;
  /** From the root's row on; `below` from the child on, null when it is no part of a child's record. */
  readonly place: string;
  readonly below: string | null;
  /** The cell by which it was reached: its own, or that of the object it is part of. */
  readonly cell: string;
  readonly value: Value;
}

/** All that an answer says, read from the answer and the emitted graph alone. */
export interface Told {
  readonly spots: Spot[];
  readonly said: Said[];
  readonly weighed: Set<string>;
  readonly alike: Set<string>;
  /** Cells of roots: those that were answered, and those that were refused as a whole. */
  readonly answeredRoots: Set<string>;
  readonly refusedRoots: Set<string>;
  /** Errors for which no field stands. */
  readonly stray: TestError[];
}

type Json = Readonly<Record<string, unknown>>;

/** The item and form that a field holds by its `@dataItem`, as `ITEM/form`; null when it has none of its own. */
export function cellOfField(type: GraphQLObjectType, name: string): string | null {
  const directives = type.getFields()[name]?.astNode?.directives ?? [];
  const declared = directives.find((d) => d.name.value === 'dataItem');
  const of = (argument: string): string => {
    const value = declared?.arguments?.find((a) => a.name.value === argument)?.value;
    return value?.kind === Kind.STRING ? value.value : 'full';
  };
  return declared ? `${of('item')}/${of('form')}` : null;
}

/** Reads an answer field by field. `rowsOf` says which child each row of a root is about. */
export async function told(question: Question, answer: TestAnswer, rowsOf: RowsOf): Promise<Told> {
  return new Reading(question, answer).read(rowsOf);
}

/** Where a walk is: the row's child, and the names of the fields by which it came. */
interface At {
  readonly child: string;
  readonly type: string | null;
  readonly path: readonly (string | number)[];
  readonly names: readonly (string | number)[];
  readonly below: readonly (string | number)[] | null;
  readonly cell: string;
}

class Reading {
  private readonly told: Told = {
    spots: [],
    said: [],
    weighed: new Set(),
    alike: new Set(),
    answeredRoots: new Set(),
    refusedRoots: new Set(),
    stray: [],
  };
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly operation: SelectionSetNode;
  private readonly errors: Map<string, TestError>;

  constructor(
    private readonly question: Question,
    private readonly answer: TestAnswer,
  ) {
    const document = parse(question.query);
    let operation: SelectionSetNode | undefined;
    for (const d of document.definitions) {
      if (d.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(d.name.value, d);
      if (d.kind === Kind.OPERATION_DEFINITION) operation = d.selectionSet;
    }
    if (!operation) throw new Error('no operation');
    this.operation = operation;
    this.errors = new Map(answer.errors.map((e) => [JSON.stringify(e.path), e]));
  }

  async read(rowsOf: RowsOf): Promise<Told> {
    const query = SDL.getQueryType();
    if (!query) throw new Error('no Query');
    for (const [key, nodes] of this.fieldsOf(query, [this.operation])) {
      const [node] = nodes;
      const name = node?.name.value ?? '';
      const cell = cellOfField(query, name) ?? '';
      const refused = this.withheldAt([key]) !== null;
      (refused ? this.told.refusedRoots : this.told.answeredRoots).add(cell);
      const value = this.answer.data?.[key];
      const rows = refused || !node ? [] : await rowsOf(name, this.argumentsOf(node));
      rows.forEach((row, i) => {
        for (const child of row.told) this.spot(child, cell, 'shown', `${name}.${i}`);
        for (const child of row.weighed) this.told.weighed.add(child);
        for (const child of row.alike ?? []) this.told.alike.add(child);
      });
      const named = getNamedType(query.getFields()[name]?.type);
      this.root(value, nodes, { rows, name, type: named?.name ?? '', key, cell });
    }
    this.told.stray.push(...this.errors.values());
    return this.told;
  }

  /** A root is a row, a list of rows, or a connection, whose fields are all those of the root itself. */
  private root(
    value: unknown,
    nodes: readonly FieldNode[],
    root: { rows: readonly Row[]; name: string; type: string; key: string; cell: string },
  ): void {
    const at = (i: number, path: At['path'], names: At['names']): At => ({
      child: root.rows[i]?.told[0] ?? '',
      type: root.rows[i]?.type ?? root.type,
      path: [root.key, ...path],
      names,
      below: null,
      cell: root.cell,
    });
    if (Array.isArray(value)) {
      value.forEach((row, i) => {
        this.value(row, nodes, root.type, at(i, [i], [i]));
      });
    } else if (isObject(value) && root.type.endsWith('Connection')) {
      const type = SDL.getType(root.type);
      for (const [key, under] of this.fieldsOf(type, sets(nodes))) {
        const name = under[0]?.name.value ?? '';
        const field = isObjectType(type) ? type.getFields()[name] : undefined;
        const list = value[key];
        // What a page says of itself (`pageInfo`, `__typename`) is about nobody.
        if (!field || !Array.isArray(list)) continue;
        const rowType = getNamedType(field.type).name;
        list.forEach((row, i) => {
          this.value(row, under, rowType, { ...at(i, [key, i], [i, name]), type: null });
        });
        if (list.length !== root.rows.length)
          throw new Error(`${root.name} has ${list.length} rows, and ${root.rows.length} when asked for their ids`);
      }
    } else this.value(value, nodes, root.type, at(0, [], [0]));
  } // prettier-ignore

  private value(value: unknown, nodes: readonly FieldNode[], declared: string, at: At): void {
    if (Array.isArray(value)) {
      this.say(at, `[${value.length}]`);
      value.forEach((each, i) => {
        this.value(each, nodes, declared, this.into(at, i));
      });
      return;
    }
    const type = SDL.getType(at.type ?? declared);
    const abstract = isAbstractType(SDL.getType(declared));
    const object = abstract ? type : SDL.getType(declared);
    if (!isObject(value) || !isObjectType(object)) {
      this.say(at, value as Value);
      return;
    }
    this.say(at, object.name);
    const here = object.name === 'Child' ? { ...at, below: [] } : at;
    for (const [key, under] of this.fieldsOf(object, sets(nodes))) {
      const name = under[0]?.name.value ?? '';
      if (name !== '__typename') this.field(value[key], under, object, key, name, here);
    }
  }

  private field(
    value: unknown,
    nodes: readonly FieldNode[],
    type: GraphQLObjectType,
    key: string,
    name: string,
    from: At,
  ): void {
    const own = cellOfField(type, name);
    const at = { ...this.into(from, key, name), type: null, cell: own ?? from.cell };
    const error = this.withheldAt(at.path);
    if (own) {
      const how = error ? 'withheld' : value === null ? 'null' : 'shown';
      this.spot(at.child, own, how, `${type.name}.${name} at ${at.path.join('.')}`);
    }
    if (error) this.say(at, ['WITHHELD', JSON.stringify(error.extensions), value as Value]);
    else this.value(value, nodes, getNamedType(type.getFields()[name]?.type)?.name ?? '', at);
  }

  private spot(child: string, cell: string, how: Spot['told'], place: string): void {
    this.told.spots.push({ child, cell, told: how, place });
  }

  private say(at: At, value: Value): void {
    this.told.said.push({
      child: at.child,
      place: at.names.join('.'),
      below: at.below && at.below.length > 0 ? at.below.join('.') : null,
      cell: at.cell,
      value,
    });
  }

  private into(at: At, key: string | number, name: string | number = key): At {
    return {
      ...at,
      path: [...at.path, key],
      names: [...at.names, name],
      below: at.below && [...at.below, name],
    };
  }

  /** The error at a path, once: an error that no field asks for stays behind. */
  private withheldAt(path: readonly (string | number)[]): TestError | null {
    const key = JSON.stringify(path);
    const error = this.errors.get(key);
    if (error?.extensions.code !== 'WITHHELD') return null;
    this.errors.delete(key);
    return error;
  }

  private argumentsOf(node: FieldNode): Record<string, Value> {
    return Object.fromEntries(
      (node.arguments ?? []).map(({ name, value }) => [
        name.value,
        value.kind === Kind.VARIABLE ? (this.question.variables[value.name.value] ?? null) : null,
      ]),
    );
  }

  /** What is asked of a type by these selections, by the key of the answer: each fragment and switch worked out. */
  private fieldsOf(type: unknown, selections: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
    const found = new Map<string, FieldNode[]>();
    const add = (set: SelectionSetNode): void => {
      for (const node of set.selections) {
        const skip = getDirectiveValues(GraphQLSkipDirective, node, this.question.variables);
        const include = getDirectiveValues(GraphQLIncludeDirective, node, this.question.variables);
        if (skip?.['if'] === true || include?.['if'] === false) continue;
        if (node.kind === Kind.FIELD) {
          const key = node.alias?.value ?? node.name.value;
          found.set(key, [...(found.get(key) ?? []), node]);
          continue;
        }
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : node;
        const on = fragment?.typeCondition?.name.value;
        const condition = on === undefined ? type : SDL.getType(on);
        const applies =
          condition === type ||
          (isAbstractType(condition) && isObjectType(type) && SDL.isSubType(condition, type));
        if (fragment && applies) add(fragment.selectionSet);
      }
    };
    selections.forEach(add);
    return found;
  }
}

const sets = (nodes: readonly FieldNode[]): SelectionSetNode[] => nodes.flatMap((n) => n.selectionSet ?? []);
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
