import type { GraphQLResolveInfo } from 'graphql';
import { londonDate } from '../kernel/london-time';
import type { Cell } from '../policy/profile';
import type { GateContext } from './context';
import { adopt } from './adopt-row';
import { EntitySql, Parameters, type BuiltEntity, type EntityShape } from './entity-sql';
import { decisionFor } from './field-rule';
import { isHomeTeam } from './home-team';
import type { PlannedField, Selection } from './plan';
import { scopeSql } from './scope-sql';
import { subjectOf, type Subject } from './subject';

/** A statement ready to run: text, and the names of its values in order. */
interface Statement {
  readonly text: string;
  readonly names: readonly string[];
  readonly built: BuiltEntity;
}

export interface ReadOptions {
  /** A name unique among the reads of one root field, for the plan's memory. */
  readonly name: string;
  readonly shape: EntityShape;
  readonly selection: Selection;
  /** The whole statement around the entity's JSON; `alias` is the row's. */
  readonly statement: (parts: {
    readonly json: string;
    readonly lateral: string;
    readonly existence: string;
    readonly alias: string;
    readonly p: Parameters;
    /** A filter by an item: `visible(item, row) and …`, so that nobody filters by what it may not see. */
    readonly visible: (item: string, form: string) => string;
  }) => string;
  readonly values: Readonly<Record<string, unknown>>;
  /** False: a row that may not be known comes back with its subject alone (a lookup decides about it). */
  readonly requireExistence?: boolean;
  /** Else every row that comes back without existence is noted as considered; here the caller says which were. */
  readonly considered?: 'by the caller';
  /** How many rows leave: one beyond is read only to know that there are more, and is told of to nobody. */
  readonly page?: number;
  /** Asked with others who want the same at the same moment. Not where rows have an order. */
  readonly together?: boolean;
  /** Items that the caller decides about besides those selected. */
  readonly alsoDecided?: readonly string[];
}

/** Values that every statement may use by name. */
function standardValues(context: GateContext): Record<string, unknown> {
  const { asking, ports } = context;
  const now = ports.clock.now();
  return {
    ...ports.values,
    'self.organisation': asking.organisation,
    'self.unit': asking.unit,
    'self.area': asking.authorityId ?? '',
    'represented.organisation': asking.onBehalfOf?.organisation ?? '',
    'represented.unit': asking.onBehalfOf?.unit ?? '',
    'represented.area': asking.onBehalfOf?.authorityId ?? '',
    'self.team': isHomeTeam(context),
    home: ports.home,
    now,
    today: londonDate(now),
  };
}

/**
 * Reads rows of one governed entity in one statement, worked out once a plan. Each row comes back with its
 * subject attached, after SQL and engine agreed on every one of its cells.
 */
export async function readEntities(
  context: GateContext,
  options: ReadOptions,
): Promise<{ row: Record<string, unknown>; extra: Record<string, unknown> }[]> {
  const statement = context.plan.memo(`read ${options.name}`, () => build(context, options));
  const values = { ...standardValues(context), ...options.values };
  const bound = statement.names.map((name) => {
    if (!(name in values)) throw new Error(`no value for ${name}`);
    return (values as Record<string, unknown>)[name];
  });
  const { database, together } = context.ports;
  const sql = options.together === true ? together : database;
  const rows = await sql.query<{ row: Record<string, unknown> }>(statement.text, bound);
  return rows.map(({ row, ...extra }, i) => {
    const leaves = i < (options.page ?? rows.length);
    if (options.requireExistence !== false)
      return { row: adopt(row, statement.built, leaves ? seen(context) : () => {}), extra };
    const met: Met[] = [];
    const adopted = adopt(row, statement.built, (...one) => met.push(one));
    weighed.set(adopted, met);
    if (options.considered !== 'by the caller') considered(context, adopted);
    return { row: adopted, extra };
  });
}

type Met = readonly [subject: Subject, existence: Cell | null];
const weighed = new WeakMap<object, readonly Met[]>();

/** Logs the children of a row as considered: whom a lookup had in view, whether or not it returns them. */
export function considered(context: GateContext, row: object): void {
  for (const [{ child }] of weighed.get(row) ?? []) context.record.candidate(child);
}

/** Logs the children of a row that a lookup weighed, and now returns: until then they are candidates. */
export function returned(context: GateContext, row: object): void {
  for (const one of weighed.get(row) ?? []) seen(context)(...one);
}

/** Every child that an answer holds is logged once, whether or not a field of it was asked for. */
function seen(context: GateContext): (subject: Subject, existence: Cell | null) => void {
  return (subject, existence) => {
    if (!existence) return;
    const decision = decisionFor(context.profile, existence, subject);
    if (decision.effect === 'disclose') context.record.note(subject, existence, decision);
    else context.record.candidate(subject.child);
  };
}

function build(context: GateContext, options: ReadOptions): Statement {
  const p = new Parameters();
  const sql = new EntitySql(context.profile, p);
  const alias = 'e';
  const also = (options.alsoDecided ?? []).map((item) => context.profile.cell(item, 'full'));
  const built = sql.entity(options.shape, options.selection, alias, options.requireExistence ?? true, also);
  const visible = (item: string, form: string): string => {
    const cell = context.profile.cell(item, form);
    const scope = scopeSql(cell, 'v.bits');
    if (cell.verdict !== 'depends') return scope;
    // The mask is worked out once, however many permits look at it.
    return `(select ${scope} from (select (${sql.maskSql(bitsOf(cell), options.shape.child(alias))})::bigint as bits offset 0) v)`;
  };
  const text = options.statement({
    json: built.json,
    lateral: built.lateral,
    existence: built.existence,
    alias,
    p,
    visible,
  });
  return { ...p.bound(text), built };
}

const bitsOf = (cell: Cell): bigint =>
  cell.parties
    .flatMap((party) => [
      ...party.permits.map((x) => x.need),
      ...party.forbids.flatMap((f) => [f.when, ...f.unless]),
    ])
    .reduce((all, bits) => all | bits, 0n);

/** The planned field of a root resolver. */
export function plannedRoot(context: GateContext, info: GraphQLResolveInfo): PlannedField {
  const field = context.plan.root.get(info.fieldName);
  if (!field) throw new Error('a root field that the plan does not hold');
  return field;
}

/** Whether a row read without `requireExistence` may be known to the requester. */
export function mayKnow(context: GateContext, row: object, item = 'EXISTENCE'): boolean {
  const subject = subjectOf(row);
  if (!subject) return false;
  return decisionFor(context.profile, context.profile.cell(item, 'full'), subject).effect === 'disclose';
}

/** What lies below a planned field by type, or nothing. */
export const below = (field: PlannedField | undefined, type: string): Selection =>
  field?.below.get(type) ?? new Map();
