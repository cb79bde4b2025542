import {
  execute,
  getOperationAST,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { canonicalJson, type JsonValue } from '../kernel/canonical-json';
import { sha256 } from '../kernel/digest';
import { HubError } from '../kernel/errors';
import { newPublicId } from '../kernel/id';
import { nearWord } from '../kernel/near-word';
import { profileFor, type Asker, type Profile } from '../policy/profile';
import type { Ruleset } from '../policy/ruleset';
import type { Asking } from './asking';
import type { GateContext } from './context';
import type { Coverage } from './coverage';
import { Concealed } from './field-rule';
import { planFor, type Plan } from './plan';
import type { GatePorts, LedgerRecord } from './ports';
import { AnswerRecord } from './record';

export interface Operation {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly mode: 'partial' | 'strict';
  readonly idempotencyKey: string | null;
}

export interface Answer {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly GraphQLFormattedError[];
  readonly sharing: { readonly rulesetVersion: string; readonly disclosureId: string };
}

const PLANS_KEPT = 2000;
const PROFILES_KEPT = 5000;

/**
 * The one door inside: the only caller of graphql-js `execute` in the product. A question comes in with a
 * purpose; the agreements decide field by field; what was said is in the ledger before it is said.
 */
export class Gate {
  private readonly profiles = new LRUCache<string, Profile>({ max: PROFILES_KEPT });
  private readonly plans = new LRUCache<string, Plan>({ max: PLANS_KEPT });
  private readonly profileKeys = new WeakMap<Profile, string>();
  private readonly documentKeys = new WeakMap<DocumentNode, string>();
  private serial = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    readonly coverage: Coverage,
    private readonly ports: GatePorts,
  ) {}

  /**
   * Answers one operation for one requester. Throws HubError where the whole request is refused
   * (PURPOSE_REQUIRED, BAD_USER_INPUT, PURPOSE_NOT_AGREED, UNAVAILABLE, LEDGER_UNAVAILABLE).
   */
  async answer(asking: Asking, operation: Operation): Promise<Answer> {
    const { ruleset, head } = this.ports.rulesets.current();
    const node = getOperationAST(operation.document, operation.operationName);
    if (!node)
      throw new HubError('BAD_USER_INPUT', 'operationName: name one of the operations in the document');
    if (node.operation === 'subscription')
      throw new HubError('BAD_USER_INPUT', 'query: subscriptions are opened as a stream');
    const profile = this.profile(ruleset, asking);
    const plan = this.plan(operation, node, profile);
    const disclosureId = newPublicId();
    const bodyDigest = digestOf(operation, node.name?.value ?? '');
    const record = new AnswerRecord(profile);
    const base = { disclosureId, asking, ruleset, bodyDigest, record };
    if (!plan.purposeless) {
      const refusal = this.refusal(asking, profile, plan);
      if (refusal) {
        if (refusal.code !== 'PURPOSE_REQUIRED')
          await this.append(this.entry('REFUSAL', base, { refused: refusal.code }), false);
        throw refusal;
      }
    }
    const context: GateContext = {
      asking, profile, plan, record, bodyDigest, disclosureId,
      coverage: this.coverage,
      ports: this.ports,
      idempotencyKey: operation.idempotencyKey,
      rulesetHead: head,
      acted: false,
    }; // prettier-ignore
    const result = (await execute({
      schema: this.schema,
      document: operation.document,
      operationName: operation.operationName,
      variableValues: operation.variables,
      contextValue: context,
    })) as ExecutionResult<Record<string, unknown>>;
    const answer = this.shape(result, operation.mode);
    const kind = answer.data === null ? 'REFUSAL' : 'DISCLOSURE';
    await this.append(
      this.entry(kind, base, {
        ...record.toJson(),
        responseDigest: sha256(JSON.stringify(answer.data)).toString('hex'),
        refused: answer.errors
          .map((e) => codeOf(e))
          .filter((code, i, all) => all.indexOf(code) === i),
      }),
      context.acted,
    );
    return { ...answer, sharing: { rulesetVersion: ruleset.version, disclosureId } };
  }

  /** The ruleset as this requester sees it, for its purpose; kept while the ruleset lasts. */
  profile(ruleset: Ruleset, asking: Asking): Profile {
    const job = ruleset.jobs.has(asking.job.toLowerCase()) ? asking.job.toLowerCase() : '';
    const askers: Asker[] = [
      { organisation: asking.organisation, unit: asking.unit, role: asking.role, job },
    ];
    const other = asking.onBehalfOf;
    if (other) askers.push({ organisation: other.organisation, unit: other.unit, role: other.role, job });
    const key = JSON.stringify([ruleset.version, ruleset.day, asking.purpose, askers]);
    let profile = this.profiles.get(key);
    if (!profile) {
      profile = profileFor(ruleset, asking.purpose, askers);
      this.profiles.set(key, profile);
      this.profileKeys.set(profile, String(++this.serial));
    }
    return profile;
  }

  /** Refusals of the whole request: the same for every child, because no child was looked at. */
  private refusal(asking: Asking, profile: Profile, plan: Plan): HubError | null {
    if (asking.purpose === '' || asking.reference === '') {
      const missing = asking.purpose === '' ? 'Sharing-Purpose' : 'Sharing-Reference';
      return new HubError(
        'PURPOSE_REQUIRED',
        `${missing}: send this header with every request; \`{ sharing { purposes { code words agreed } } }\` lists the purposes agreed with you.`,
        { field: missing },
      );
    }
    const known = profile.ruleset.catalogues.purposes;
    if (!known.has(asking.purpose)) {
      const near = nearWord(asking.purpose, known.keys());
      const hint = near ? `; did you mean \`${near}\`?` : '';
      return new HubError('BAD_USER_INPUT', `Sharing-Purpose: there is no such purpose${hint}`, {
        field: 'Sharing-Purpose',
      });
    }
    const cells = [...plan.root.values()].flatMap((field) => field.cell ?? []);
    const nothing = !plan.mutation && cells.length > 0 && cells.every((cell) => cell.verdict === 'never');
    if (!profile.agreed || nothing) {
      return new HubError(
        'PURPOSE_NOT_AGREED',
        `No agreement in force with your organisation opens what you ask for \`${asking.purpose}\`. Ask \`{ sharing { purposes { code agreed } } }\` what is agreed.`,
      );
    }
    return null;
  }

  private plan(operation: Operation, node: Plan['operation'], profile: Profile): Plan {
    let document = this.documentKeys.get(operation.document);
    if (document === undefined) {
      document = String(++this.serial);
      this.documentKeys.set(operation.document, document);
    }
    const variables = withDefaults(node, operation.variables);
    const switches = (node.variableDefinitions ?? []).map((v) => {
      const value = variables[v.variable.name.value];
      return typeof value === 'boolean' ? value : '-';
    });
    const key = `${document}|${node.name?.value ?? ''}|${this.profileKeys.get(profile) ?? ''}|${switches.join()}`;
    const known = this.plans.get(key);
    if (known) return known;
    const plan = planFor(this.schema, operation.document, node, variables, this.coverage, profile);
    this.plans.set(key, plan);
    return plan;
  }

  private shape(
    result: ExecutionResult<Record<string, unknown>>,
    mode: Operation['mode'],
  ): Omit<Answer, 'sharing'> {
    const told = (result.errors ?? []).filter((e) => !(e.originalError instanceof Concealed));
    const errors = told.map((e) => this.ports.mapError(e));
    const withheld = errors.some((e) => e.extensions?.['code'] === 'WITHHELD');
    const data = mode === 'strict' && withheld ? null : (result.data ?? null);
    return { data, errors };
  }

  private entry(
    kind: LedgerRecord['kind'],
    base: {
      disclosureId: string;
      asking: Asking;
      ruleset: Ruleset;
      bodyDigest: Buffer;
      record: AnswerRecord;
    },
    body: Record<string, JsonValue>,
  ): LedgerRecord {
    return ledgerRecord(kind, base.disclosureId, base.asking, base.ruleset.version, this.ports.clock.now(), {
      children: base.record.children,
      agreements: kind === 'DISCLOSURE' ? base.record.agreements : [],
      lookBacks: base.record.lookBacks,
      body: { ...body, operation: base.bodyDigest.toString('hex') },
    });
  }

  private async append(record: LedgerRecord, done: boolean): Promise<void> {
    try {
      await this.ports.ledger.append(record);
    } catch (error) {
      if (error instanceof HubError)
        throw done ? new HubError(error.code, error.message, { ...error.details, done }) : error;
      throw new HubError(
        'LEDGER_UNAVAILABLE',
        'The record of disclosures cannot be written, so nothing is disclosed. Try again.',
        done ? { done } : {},
      );
    }
  }
}

/** A ledger record with who asked, for what, and as whom. */
export function ledgerRecord(
  kind: LedgerRecord['kind'],
  id: string,
  asking: Asking,
  rulesetVersion: string,
  at: Date,
  more: Pick<LedgerRecord, 'children' | 'agreements' | 'lookBacks' | 'body'>,
): LedgerRecord {
  return {
    id, kind, at, rulesetVersion,
    organisation: asking.organisation,
    unit: asking.unit,
    user: asking.user,
    job: asking.job,
    purpose: asking.purpose,
    reference: asking.reference,
    requestId: asking.requestId,
    ...more,
    body: { ...more.body, v: 1, client: asking.clientId, subject: asking.subject, onBehalfOf: asking.onBehalfOf?.organisation ?? null },
  }; // prettier-ignore
}

function digestOf(operation: Operation, name: string): Buffer {
  const text = operation.document.loc?.source.body ?? '';
  return sha256(canonicalJson([text, name, JSON.parse(JSON.stringify(operation.variables)) as JsonValue]));
}

function withDefaults(
  node: Plan['operation'],
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = { ...variables };
  for (const definition of node.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    if (values[name] === undefined && definition.defaultValue?.kind === 'BooleanValue')
      values[name] = definition.defaultValue.value;
  }
  return values;
}

function codeOf(error: GraphQLFormattedError): string {
  const code = error.extensions?.['code'];
  return typeof code === 'string' ? code : '';
}
