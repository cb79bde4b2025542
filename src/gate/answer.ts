import {
  execute,
  getOperationAST,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { JsonValue } from '../kernel/canonical-json';
import { sha256Hex } from '../kernel/digest';
import { HubError, badInput } from '../kernel/errors';
import { newPublicId } from '../kernel/id';
import { profileFor, type Asker, type Profile } from '../policy/profile';
import type { Ruleset } from '../policy/ruleset';
import type { Asking } from './asking';
import type { GateContext } from './context';
import type { Coverage } from './coverage';
import { criteriaDays } from './criteria-days';
import { Concealed } from './field-rule';
import { visibleSchema } from './introspection';
import { ledgerRecord } from './ledger-record';
import { digestOf, withDefaults, type Operation } from './operation';
import { planFor, type Plan } from './plan';
import type { GatePorts, LedgerRecord } from './ports';
import { AnswerRecord, type RecordedPart } from './record';
import { leavesAt } from './quantum';
import { RefusedRequest, refusalOf, wholeCells } from './refuse';

export interface Answer {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly GraphQLFormattedError[];
  readonly sharing: {
    readonly rulesetVersion: string;
    readonly disclosureId: string;
    readonly promise: string;
  };
}

/** An operation that was let in: all that its answer needs. */
export interface Admitted {
  readonly asking: Asking;
  readonly ruleset: Ruleset;
  readonly head: string;
  readonly profile: Profile;
  readonly plan: Plan;
  readonly bodyDigest: Buffer;
  readonly record: AnswerRecord;
  readonly disclosureId: string;
}

/** Codes that stand beside data; any other that leaves no root a value is the failure of the whole. */
const PART_OF_AN_ANSWER: ReadonlySet<string> = new Set(['WITHHELD', 'NOT_PERMITTED', 'CONFLICT']);
/** Codes by which an answer is less than what was asked for: with `strict` there is none. */
const NOT_ALL: ReadonlySet<string> = new Set(['WITHHELD', 'PARTNER_UNAVAILABLE']);
const PLANS_KEPT = 2000;
const PROFILES_KEPT = 5000;
const SCHEMAS_KEPT = 200;

/**
 * The one door inside: the only caller of graphql-js `execute` in the product. A question comes in with a
 * purpose; the agreements decide field by field; what was said is in the ledger before it is said.
 */
export class Gate {
  private readonly profiles = new LRUCache<string, Profile>({ max: PROFILES_KEPT });
  private readonly plans = new LRUCache<string, Plan>({ max: PLANS_KEPT });
  private readonly schemas = new LRUCache<string, GraphQLSchema>({ max: SCHEMAS_KEPT });
  private readonly profileKeys = new WeakMap<Profile, string>();
  private readonly documentKeys = new WeakMap<DocumentNode, string>();
  private serial = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    readonly coverage: Coverage,
    private readonly ports: GatePorts,
  ) {}

  /**
   * Whether the operation may be asked at all by this requester now; refusals are in the ledger before they are
   * told. Throws HubError where the whole request is refused (PURPOSE_REQUIRED, BAD_USER_INPUT,
   * PURPOSE_NOT_AGREED, UNAVAILABLE, LEDGER_UNAVAILABLE).
   */
  async admit(asking: Asking, operation: Operation): Promise<Admitted> {
    const { ruleset, head } = this.ports.rulesets.current();
    const node = getOperationAST(operation.document, operation.operationName);
    if (!node) throw badInput('operationName', 'name one of the operations in the document.');
    const profile = this.profile(ruleset, asking);
    const plan = this.plan(operation, node, profile);
    const bodyDigest = digestOf(operation, node.name?.value ?? '');
    const record = new AnswerRecord(profile);
    const admitted = {
      asking,
      ruleset,
      head,
      profile,
      plan,
      bodyDigest,
      record,
      disclosureId: newPublicId(),
    };
    const refusal = plan.purposeless
      ? null
      : refusalOf(asking, profile, plan, wholeCells(plan, operation, this.coverage, profile));
    if (!refusal) return admitted;
    const [nothing] = record.parts();
    const refused = { refused: [refusal.code] };
    const entries = nothing ? [this.entry('REFUSAL', admitted, nothing, refused)] : [];
    const promise = await this.append(entries, false);
    throw new RefusedRequest(refusal, {
      rulesetVersion: ruleset.version,
      disclosureId: admitted.disclosureId,
      promise,
    });
  }

  /**
   * Answers one operation, or one event of a stream, for one requester. Throws what `admit` throws.
   * INVARIANT: where a look met nobody, the answer leaves at a multiple of the quantum from its arrival, whatever it says
   * and whether or not it is an error, with nothing of the database held meanwhile.
   */
  async answer(asking: Asking, operation: Operation): Promise<Answer> {
    const { stopwatch, looking } = this.ports;
    const arrived = operation.arrived ?? stopwatch.now();
    const admitted = await this.admit(asking, operation);
    const { record } = admitted;
    try {
      return await this.answerAdmitted(admitted, operation);
    } finally {
      if (record.inVain || record.slowedBy > 0)
        await stopwatch.until(leavesAt(arrived, stopwatch.now(), record.slowedBy));
      looking.left(asking, record.looks);
    }
  }

  private async answerAdmitted(admitted: Admitted, operation: Operation): Promise<Answer> {
    const { asking, profile, plan, record, bodyDigest, disclosureId, ruleset } = admitted;
    if ((plan.operation.operation === 'subscription') !== (operation.event !== undefined)) {
      throw badInput('query', 'a subscription is opened as a stream: send `Accept: text/event-stream`.');
    }
    const context: GateContext = {
      asking, profile, plan, record, bodyDigest, disclosureId,
      coverage: this.coverage,
      ports: this.ports,
      idempotencyKey: operation.idempotencyKey,
      rulesetHead: admitted.head,
      acted: false,
    }; // prettier-ignore
    const result = (await execute({
      schema: plan.introspection ? this.visible(profile, asking) : this.schema,
      document: operation.document,
      operationName: operation.operationName,
      variableValues: operation.variables,
      contextValue: context,
      rootValue: operation.event,
    })) as ExecutionResult<Record<string, unknown>>;
    const answer = this.shape(result, operation.mode);
    const kind = answer.data === null ? 'REFUSAL' : 'DISCLOSURE';
    const said = {
      responseDigest: sha256Hex(JSON.stringify(answer.data)),
      refused: [...new Set(answer.errors.map(codeOf))],
    };
    if (answer.data === null) record.holdBack();
    const [whole, ...lookups] = record.parts();
    const entries = [whole, ...lookups].flatMap((part, i) =>
      part
        ? this.entry(kind, admitted, part, i === 0 ? said : { ...said, answer: disclosureId, lookup: i - 1 })
        : [],
    );
    const promise = await this.append(entries, context.acted);
    return { ...answer, sharing: { rulesetVersion: ruleset.version, disclosureId, promise } };
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

  /** What introspection shows: the schema under the purpose that was sent, or under any purpose when none was. */
  private visible(profile: Profile, asking: Asking): GraphQLSchema {
    const key = this.profileKeys.get(profile) ?? '';
    const known = this.schemas.get(key);
    if (known) return known;
    const purposes =
      asking.purpose === '' ? [...profile.ruleset.catalogues.purposes.keys()] : [asking.purpose];
    const profiles = purposes.map((purpose) => this.profile(profile.ruleset, { ...asking, purpose }));
    const schema = visibleSchema(this.schema, this.coverage, profiles);
    this.schemas.set(key, schema);
    return schema;
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
    const notAll = errors.some((e) => NOT_ALL.has(codeOf(e)));
    const roots = Object.values(result.data ?? {});
    const failed =
      roots.every((value) => value === null) && errors.some((e) => !PART_OF_AN_ANSWER.has(codeOf(e)));
    const data = failed || (mode === 'strict' && notAll) ? null : (result.data ?? null);
    return { data, errors };
  }

  private entry(
    kind: LedgerRecord['kind'],
    base: Admitted,
    part: RecordedPart,
    said: Readonly<Record<string, JsonValue>>,
  ): LedgerRecord {
    const id = 'lookup' in said ? newPublicId() : base.disclosureId;
    const { gateway } = base.asking;
    const through = gateway === undefined ? {} : { gateway };
    const more = { ...said, ...through, operation: base.bodyDigest.toString('hex') };
    return ledgerRecord(kind, id, base.asking, base.ruleset.version, this.ports.clock.now(), {
      children: part.children,
      agreements: kind === 'DISCLOSURE' ? part.agreements : [],
      lookBacks: part.lookBacks,
      body: { ...part.body, ...more },
      told: { ...more, items: part.told },
      criteria: part.criteria === null ? null : { given: part.criteria, days: criteriaDays(base.profile) },
      unsure: part.unsure,
    });
  }

  /** Returns when every entry is durable, with the promise about the first. */
  private async append(records: readonly LedgerRecord[], done: boolean): Promise<string> {
    try {
      const [first] = await Promise.all(records.map((record) => this.ports.ledger.append(record)));
      return first?.promise ?? '';
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

const codeOf = ({ extensions: { code } = {} }: GraphQLFormattedError): string =>
  typeof code === 'string' ? code : '';
