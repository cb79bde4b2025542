import type { GraphQLFieldResolver } from 'graphql';
import type { GateContext } from '../../gate/context';
import { decisionFor } from '../../gate/field-rule';
import { subjectOf, type Subject } from '../../gate/subject';
import { HubError } from '../../kernel/errors';
import type { Cell } from '../../policy/profile';
import { ENTITY, type Agency } from './agency';
import { askAgency, type AgencyRow } from './ask-agency';
import { mergeTree, selectionTree, type SelectionTree } from './selection-tree';

/**
 * What the hub says to an agency, signed: for whom, for what, and exactly which fields of which children its agreements
 * open. INVARIANT: every field of it is open to the caller for every child of it, by the engine, at this moment.
 */
export interface Grant {
  readonly organisation: string;
  readonly unit: string;
  readonly onBehalfOf: string | null;
  readonly purpose: string;
  readonly request: string;
  readonly ruleset: string;
  readonly children: readonly string[];
  readonly fields: readonly string[];
  /** Clauses that open something of it. */
  readonly under: readonly string[];
}

/** Signs a grant for one agency; it lives half a minute. */
export type GrantSigner = (agency: Agency, grant: Grant) => string;

interface Wanted {
  readonly subject: Subject;
  readonly publicId: string;
  readonly fields: Map<string, Field>;
}
interface Field {
  readonly below: SelectionTree;
  readonly cell: Cell;
  readonly under: Set<string>;
  readonly waiting: { readonly give: (value: unknown) => void; readonly fail: (error: Error) => void }[];
}

/** As many children as one question is about: a grant travels in a header. */
const AT_ONCE = 50;

/** Asks agencies for what the gate has opened, in as few questions as there are kinds of them in one answer. */
export class AgencyDesk {
  private readonly open = new WeakMap<GateContext, Map<string, Map<string, Wanted>>>();
  private readonly budgets = new WeakMap<GateContext, Map<string, AbortSignal>>();

  constructor(private readonly sign: GrantSigner) {}

  /** The resolver of every field of one agency. It runs after the field rule, and decides again what it asks for. */
  readonly resolver =
    (agency: Agency): GraphQLFieldResolver<unknown, GateContext> =>
    (source, _arguments, context, info) => {
      const declared = context.coverage.get(`${ENTITY.type}.${info.fieldName}`);
      const subject = subjectOf(source);
      if (declared?.kind !== 'item' || typeof subject?.publicId !== 'string') throw notDecided();
      const cell = context.profile.cell(declared.item, declared.form);
      const decision = decisionFor(context.profile, cell, subject);
      if (decision.effect !== 'disclose') throw notDecided();
      const under = decision.under.map((r) => `${r.agreement}@${r.version} ${r.clause ?? ''}`.trim());
      const wanted = this.wanted(agency, context, subject, subject.publicId);
      const field: Field = wanted.fields.get(info.fieldName) ?? {
        below: new Map<string, SelectionTree>(),
        cell,
        under: new Set(),
        waiting: [],
      };
      wanted.fields.set(info.fieldName, field);
      mergeTree(field.below, selectionTree(info));
      for (const each of under) field.under.add(each);
      return new Promise((give, fail) => field.waiting.push({ give, fail }));
    };

  private wanted(agency: Agency, context: GateContext, subject: Subject, publicId: string): Wanted {
    const agencies = this.open.get(context) ?? new Map<string, Map<string, Wanted>>();
    this.open.set(context, agencies);
    let batch = agencies.get(agency.name);
    if (!batch) {
      const begun = (batch = new Map<string, Wanted>());
      agencies.set(agency.name, begun);
      // Whatever the gate opens in this turn goes in one question: the field rule answers in promises, which all come first.
      setImmediate(() => {
        agencies.delete(agency.name);
        void this.send(agency, context, [...begun.values()]);
      });
    }
    const known = batch.get(publicId) ?? { subject, publicId, fields: new Map<string, Field>() };
    batch.set(publicId, known);
    return known;
  }

  private async send(agency: Agency, context: GateContext, all: readonly Wanted[]): Promise<void> {
    const alike = new Map<string, Wanted[]>();
    for (const one of all) {
      const fields = [...one.fields.keys()].sort().join();
      alike.set(fields, [...(alike.get(fields) ?? []), one]);
    }
    const questions = [...alike.values()].flatMap((some) =>
      Array.from({ length: Math.ceil(some.length / AT_ONCE) }, (_, i) =>
        some.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
      ),
    );
    await Promise.all(questions.map((some) => this.ask(agency, context, some)));
  }

  /** Total: whatever goes wrong is an error of the fields that were asked for, and of nothing else. */
  private async ask(agency: Agency, context: GateContext, some: readonly Wanted[]): Promise<void> {
    try {
      const rows = await askAgency(agency, {
        children: some.map(({ publicId }) => publicId),
        fields: fieldsOf(some),
        grant: this.sign(agency, grantFor(context, some)),
        request: context.asking.requestId,
        signal: this.budget(agency, context),
      });
      some.forEach((one, i) => give(one, rows[i] ?? null));
    } catch {
      for (const { subject, fields } of some) {
        for (const { cell, waiting } of fields.values()) {
          context.record.notGiven(subject, cell);
          for (const { fail } of waiting) fail(away(agency));
        }
      }
    }
  }

  /** One budget for all questions of one request: an agency that is asked in three places is not waited for three times. */
  private budget({ name, patience }: Agency, context: GateContext): AbortSignal {
    const budgets = this.budgets.get(context) ?? new Map<string, AbortSignal>();
    this.budgets.set(context, budgets);
    const signal = budgets.get(name) ?? AbortSignal.timeout(patience);
    budgets.set(name, signal);
    return signal;
  }
}

function give({ fields }: Wanted, row: AgencyRow): void {
  for (const [name, { waiting }] of fields) for (const one of waiting) one.give(row?.[name] ?? null);
}

function fieldsOf(some: readonly Wanted[]): SelectionTree {
  const tree: SelectionTree = new Map();
  for (const { fields } of some)
    for (const [name, { below }] of fields) mergeTree(tree, new Map([[name, below]]));
  return tree;
}

function grantFor({ asking, profile }: GateContext, some: readonly Wanted[]): Grant {
  const fields = some.flatMap((one) => [...one.fields]);
  return {
    organisation: asking.organisation,
    unit: asking.unit,
    onBehalfOf: asking.onBehalfOf?.organisation ?? null,
    purpose: asking.purpose,
    request: asking.requestId,
    ruleset: profile.ruleset.version,
    children: some.map(({ publicId }) => publicId),
    fields: [...new Set(fields.map(([name]) => `${ENTITY.type}.${name}`))].sort(),
    under: [...new Set(fields.flatMap(([, { under }]) => [...under]))].sort(),
  };
}

const notDecided = (): HubError =>
  new HubError('NOT_PERMITTED', 'This field could not be decided, so it is not shared.');

const away = ({ name, words }: Agency): HubError =>
  new HubError(
    'PARTNER_UNAVAILABLE',
    `${words} does not answer at the moment, and nobody else holds this. Ask again later.`,
    { missing: name },
  );
