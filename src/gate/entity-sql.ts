import type { Atom, Cell, Profile } from '../policy/profile';
import type { PlannedField, Selection } from './plan';
import { maskSql } from './mask-sql';
import { atomsOf, scopeSql } from './scope-sql';
import { groundOf, type StandingValues } from './standing-sql';

/** Names of bound values → `$1`, `$2` … in the order of first use. */
export class Parameters {
  readonly names: string[] = [];
  of(name: string, type = 'text'): string {
    let index = this.names.indexOf(name);
    if (index < 0) index = this.names.push(name) - 1;
    return `$${index + 1}::${type}`;
  }

  /** The statement with only the values that its text uses, numbered from 1. */
  bound(text: string): { readonly text: string; readonly names: readonly string[] } {
    const used: string[] = [];
    const renumbered = text.replace(/\$(\d+)::/g, (_match, number: string) => {
      const name = this.names[Number(number) - 1] ?? '';
      if (!used.includes(name)) used.push(name);
      return `$${used.indexOf(name) + 1}::`;
    });
    return { text: renumbered, names: used };
  }
}

/** How one field of an entity or value object is read. `alias` is the row it belongs to. */
export type FieldSql =
  | { readonly kind: 'value'; readonly sql: (alias: string, p: Parameters) => string }
  /** A value object or list of them; only the fields asked for and open are put into the statement. */
  | {
      readonly kind: 'object';
      readonly type: string;
      readonly list: boolean;
      readonly of: Readonly<Record<string, FieldSql>>;
      /** `from … where …` giving rows named `row`; or null when it is made of the parent's own columns. */
      readonly from: ((alias: string, row: string, p: Parameters) => string) | null;
      readonly order?: (row: string) => string;
      /** Boolean: without it the object is null. Only for objects of the parent's own columns. */
      readonly when?: (alias: string) => string;
    }
  /** Another entity, with its own subject and its own decision. */
  | {
      readonly kind: 'entity';
      readonly shape: () => EntityShape;
      readonly list: boolean;
      readonly from: (alias: string, row: string, p: Parameters) => string;
      readonly order?: (row: string) => string;
    };

/** In the place of what an agency holds: the statement works out its standing, and says that it is open. */
const ELSEWHERE: FieldSql = { kind: 'value', sql: () => 'true' };

/** A governed type as rows of a table. */
export interface EntityShape {
  readonly type: string;
  /** SQL of the id of the child that a row is about. */
  readonly child: (alias: string) => string;
  /** SQL of that child's public id, where the row has it at hand. */
  readonly publicId?: (alias: string) => string;
  readonly fields: Readonly<Record<string, FieldSql>>;
  /** The item without which the row itself is not to be seen. */
  readonly existence: { readonly item: string; readonly form: string } | null;
  /** Standings that hold of a row and not of its child, as SQL: nothing else about the child opens by them. */
  readonly standing?: RowStanding;
}

type RowStanding = Readonly<Record<string, (alias: string, values: StandingValues) => string>>;

/** What was built for one entity: enough to check every row of the answer against the engine. */
export interface BuiltEntity {
  readonly json: string;
  readonly lateral: string;
  /** `true`, or the condition under which the row may be known at all. */
  readonly existence: string;
  readonly existenceCell: Cell | null;
  readonly groups: readonly Cell[];
  /** Bits of the mask that the statement works out. */
  readonly worked: bigint;
  readonly nested: ReadonlyMap<string, BuiltEntity>;
  readonly objects: ReadonlySet<string>;
}

/** The cells' decisions about one row: each once, a column beside its mask, however many fields hang on it. */
class Decisions {
  private readonly scopes: string[] = [];
  constructor(private readonly mask: string) {}

  of(cell: Cell): string {
    const scope = scopeSql(cell, 'b.bits');
    if (scope === 'true' || scope === 'false') return scope;
    if (!this.scopes.includes(scope)) this.scopes.push(scope);
    return `${this.mask}.o${this.scopes.indexOf(scope)}`;
  }

  columns(): string {
    return this.scopes.map((scope, i) => `, ${scope} as o${i}`).join('');
  }
}

interface Into {
  readonly decisions: Decisions;
  readonly groups: Cell[];
  readonly nested: Map<string, BuiltEntity>;
  readonly objects: Set<string>;
}

/** Builds the SQL of entities for one plan and profile. */
export class EntitySql {
  private serial = 0;
  constructor(
    private readonly profile: Profile,
    readonly parameters: Parameters,
  ) {}

  /**
   * One entity as a JSON expression over `alias`. INVARIANT: the columns of a *never* field do not occur in it,
   * and those of a *depends* field stand behind `case when` of the row's own mask.
   */
  entity(
    shape: EntityShape,
    selection: Selection,
    alias: string,
    requireExistence = true,
    alsoDecided: readonly Cell[] = [],
  ): BuiltEntity {
    const mask = `m${++this.serial}`;
    const decisions = new Decisions(mask);
    const groups: Cell[] = [];
    const nested = new Map<string, BuiltEntity>();
    const objects = new Set<string>();
    const existenceCell = shape.existence
      ? this.profile.cell(shape.existence.item, shape.existence.form)
      : null;
    const parts = this.fields(shape.fields, selection, alias, {
      decisions,
      groups,
      nested,
      objects,
    });
    const used = [...groups, ...(existenceCell ? [existenceCell] : []), ...alsoDecided].reduce(
      (bits, c) => bits | atomsOf(c),
      0n,
    );
    const opens = groups.map(
      (cell, i) => `case when ${decisions.of(cell)} then ${1n << BigInt(i)} else 0 end`,
    );
    const existence = existenceCell ? decisions.of(existenceCell) : 'true';
    const bits = `select (${this.maskSql(used, shape.child(alias), alias, shape.standing)})::bigint as bits`;
    const head = [
      `'__c', ${shape.child(alias)}`,
      `'__m', ${mask}.bits::text`,
      `'__o', (${opens.join(' + ') || '0'})::text`,
      ...(existenceCell ? [`'__p', ${publicIdSql(shape, alias)}`] : []),
    ];
    const object = jsonObject([...head, ...parts]);
    return {
      json:
        requireExistence || existence === 'true'
          ? object
          : `case when ${existence} then ${object} else json_build_object(${head.slice(0, 2).join(', ')}) end`,
      lateral: `cross join lateral (select b.bits${decisions.columns()} from (${bits} offset 0) b offset 0) ${mask}`,
      existence,
      existenceCell,
      groups,
      worked: used,
      nested,
      objects,
    };
  }

  /** The bits of those atoms that hold for the child. */
  maskSql(used: bigint, child: string, alias = '', ofRow: RowStanding = {}): string {
    const asked = this.profile.atoms.flatMap((atom, i) => {
      const bit = 1n << BigInt(i);
      return (used & bit) === 0n ? [] : [{ atom, bit }];
    });
    // A period that a row's own standing would not look at is none that it could hold to.
    return maskSql(
      asked,
      child,
      (atom) =>
        (atom.within === null && atom.for === null && ofRow[atom.kind]?.(alias, this.values(atom))) ||
        groundOf(atom, child, this.values(atom)),
    );
  }

  private values(atom: Atom): StandingValues {
    const p = this.parameters;
    const who = atom.as;
    return {
      organisation: p.of(`${who}.organisation`),
      unit: p.of(`${who}.unit`),
      area: p.of(`${who}.area`),
      home: p.of('home'),
      now: p.of('now', 'timestamptz'),
      today: p.of('today', 'date'),
    };
  }

  private fields(
    available: Readonly<Record<string, FieldSql>>,
    selection: Selection,
    alias: string,
    into: Into,
    governedBy: Cell | null = null,
  ): string[] {
    return [...selection.values()].flatMap((field) => {
      const how = available[field.name] ?? (field.elsewhere ? ELSEWHERE : undefined);
      if (!how || field.cell?.verdict === 'never') return [];
      const value = this.value(how, field, alias, into);
      if (!field.cell || field.cell.verdict === 'always' || field.cell.id === governedBy?.id)
        return [`'${field.name}', ${value}`];
      if (!into.groups.includes(field.cell)) into.groups.push(field.cell);
      return [`'${field.name}', case when ${into.decisions.of(field.cell)} then ${value} end`];
    });
  }

  private value(how: FieldSql, field: PlannedField, alias: string, into: Into): string {
    if (how.kind === 'value') return how.sql(alias, this.parameters);
    const row = `r${++this.serial}`;
    if (how.kind === 'entity') {
      const shape = how.shape();
      const built = this.entity(shape, field.below.get(shape.type) ?? new Map(), row);
      // What its field notes when it is asked for is not noted for the row: another alias may have left the field out.
      const noted = field.cell !== null && field.cell.id === built.existenceCell?.id;
      into.nested.set(field.name, noted ? { ...built, existenceCell: null } : built);
      const from = how
        .from(alias, row, this.parameters)
        .replace(/ where /, ` ${built.lateral} where ${built.existence} and `);
      return list(how.list, built.json, from, how.order?.(row));
    }
    into.objects.add(field.name);
    const selection = field.below.get(how.type) ?? new Map();
    const source = how.from ? row : alias;
    const parts = this.fields(how.of, selection, source, into, field.cell);
    const object = jsonObject(["'__v', 1", ...parts]);
    if (!how.from) return how.when ? `case when ${how.when(alias)} then ${object} end` : object;
    return list(how.list, object, how.from(alias, row, this.parameters), how.order?.(row));
  }
}

/** For the ledger: a child whose existence is disclosed is named there as the recipient knows it. */
const publicIdSql = (shape: EntityShape, alias: string): string =>
  shape.publicId?.(alias) ??
  `(select named.public_id from child named where named.id = ${shape.child(alias)})`;

/** PostgreSQL takes a hundred arguments, a name and a value each: whoever may see everything may ask for more. */
const MOST_PAIRS = 50;

function jsonObject(pairs: readonly string[]): string {
  if (pairs.length <= MOST_PAIRS) return `json_build_object(${pairs.join(', ')})`;
  const parts: string[] = [];
  for (let at = 0; at < pairs.length; at += MOST_PAIRS)
    parts.push(`jsonb_build_object(${pairs.slice(at, at + MOST_PAIRS).join(', ')})`);
  return `(${parts.join(' || ')})::json`;
}

const list = (many: boolean, json: string, from: string, order: string | undefined): string =>
  many
    ? `coalesce((select json_agg(${json}${order ? ` order by ${order}` : ''}) ${from}), '[]'::json)`
    : `(select ${json} ${from}${order ? ` order by ${order}` : ''} limit 1)`;
