import { execute, parse } from 'graphql';
import { readCatalogues } from '../src/agreements/catalogue-files';
import { referenceWords } from '../src/agreements/directory-words';
import { createRulesetSource } from '../src/agreements/ruleset-source';
import { sqlOf } from '../src/database/sql';
import { Gate } from '../src/gate/answer';
import type { GateContext } from '../src/gate/context';
import { coverageOf } from '../src/gate/coverage';
import { cachedDecision } from '../src/gate/field-rule';
import type { GatePorts } from '../src/gate/ports';
import { systemStopwatch } from '../src/gate/quantum';
import { unlimitedLooking } from '../src/looking/looking.service';
import { AnswerRecord } from '../src/gate/record';
import { governed } from '../src/gate/shield-map';
import { compile } from '../src/policy/compile';
import { decide } from '../src/policy/decide';
import { parseAgreement } from '../src/policy/parse';
import { profileFor, type Asker } from '../src/policy/profile';
import { readCaseRules } from '../src/procedures/case-rules';
import { buildHubSchema } from '../src/schema';
import { startTestHub } from '../tests/support/hub';
import { inTurn, median, nanosecondsEach, type Figure } from './measure';

const AGREEMENTS = 1000;
const CLAUSES = 20;
const KINDS = [
  'ANY_CHILD',
  'ON_OUR_ROLL',
  'OPEN_CASE_WITH_US',
  'REPORTED_MISSING',
  'OPEN_CME_CASE',
  'ENQUIRY_OPEN_TO_US',
  'CHILD_PROTECTION',
];
const ROUNDS = 7;

/** The cost of deciding, with a thousand agreements of twenty clauses in force, and of the whole gate. */
export async function policy(): Promise<Figure[]> {
  const { catalogues } = readCatalogues();
  const items = [...catalogues.items.keys()];
  const texts = Array.from({ length: AGREEMENTS }, (_, n) => agreementText(n, items));
  const parsed = texts.map((text, n) => {
    const { agreement, problems } = parseAgreement(text, `generated-${n}.yaml`);
    if (!agreement || problems.length > 0) throw new Error('the generated agreement does not parse');
    return { agreement, text };
  });
  const input = {
    agreements: parsed,
    catalogues,
    cataloguesDigest: 'bench',
    homeAuthorities: new Set(['la/931']),
    day: '2026-11-18',
  };
  const compiles = Array.from({ length: ROUNDS }, () => {
    const begin = performance.now();
    compile(input);
    return performance.now() - begin;
  });
  const ruleset = compile(input);
  const asker: Asker = {
    organisation: 'police/E23000029',
    unit: 'police/E23000029/main',
    role: 'POLICE',
    job: '',
  };
  const begin = performance.now();
  const profile = profileFor(ruleset, 'SAFEGUARD', [asker]);
  const cells = items.map((item) => profile.cell(item, 'full'));
  const profileTook = performance.now() - begin;
  const masks = Array.from({ length: 64 }, (_, i) => BigInt(i) & ((1n << BigInt(profile.atoms.length)) - 1n));
  const question = (i: number) => [cells[i % cells.length], masks[(i * 7) % masks.length]] as const;
  const perDecision: number[] = [];
  const perEvaluation: number[] = [];
  const perLoop: number[] = [];
  let disclosed = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const decided = nanosecondsEach(2_000_000, (i) => {
      const [cell, mask] = question(i);
      return cell && mask !== undefined && cachedDecision(profile, cell, mask).effect === 'disclose' ? 1 : 0;
    });
    perDecision.push(decided.each);
    disclosed = decided.consumed / 2_000_000;
    perEvaluation.push(
      nanosecondsEach(50_000, (i) => {
        const [cell, mask] = question(i);
        return cell && mask !== undefined && decide(cell, mask, false).effect === 'disclose' ? 1 : 0;
      }).each,
    );
    perLoop.push(nanosecondsEach(2_000_000, (i) => (question(i)[0]?.id.length ?? 0) & 1).each);
  }
  const gate = await gateCost();
  const figure = (
    name: string,
    unit: string,
    value: number,
    ratio: number | null = null,
    against: string | null = null,
  ): Figure => ({ name, unit, value, ratio, against });
  return [
    figure('policy.compile', 'ms', median(compiles)),
    figure('policy.profile', 'ms', profileTook),
    figure(
      'policy.decision',
      'ns',
      median(perDecision),
      median(perDecision.map((d, i) => d / (perLoop[i] ?? NaN))),
      'the same loop without a decision',
    ),
    figure('policy.decision-first', 'ns', median(perEvaluation)),
    figure('policy.disclosed-share', 'share', disclosed),
    gate,
  ];
}

function agreementText(n: number, items: readonly string[]): string {
  const clauses = Array.from({ length: CLAUSES }, (_, c) => {
    const effect = (n + c) % 10 === 9 ? 'forbid' : 'permit';
    const words = [items[(n * 7 + c) % items.length], items[(n * 3 + c * 5) % items.length]];
    const kinds = [
      KINDS[(n + c) % KINDS.length],
      `{ all: [${KINDS[1 + (c % 6)] ?? ''}, ${KINDS[1 + ((n + c) % 6)] ?? ''}] }`,
    ];
    const shown = effect === 'forbid' ? kinds.slice(1) : n % 3 === 0 ? kinds : kinds.slice(1);
    return `  - { clause: "${c + 1}", says: Generated., ${effect}: [${words.join(', ')}], children: [${shown.join(', ')}], purposes: [SAFEGUARD] }`;
  });
  return `agreement: generated-${n}
version: 1
parties:
  - { organisation: la/931, capacity: controller }
  - { organisation: every, role: ${n % 4 === 0 ? 'POLICE' : 'HEALTH'}, capacity: recipient }
term: { from: 2026-09-01, review: 2027-08-31, until: 2028-08-31 }
contacts: { dataProtection: desk, rights: desk }
retention: P1Y
purposes:
  SAFEGUARD: { lawfulBasis: { controller: [uk-gdpr/6-1-e], recipient: [uk-gdpr/6-1-e] }, powers: [education-act-1996/s436A] }
clauses:
${clauses.join('\n')}
`;
}

const QUERY = `{ lookupChild(criteria: { upn: "B801200005001", dateOfBirth: "2015-01-01" }) { __typename ... on ChildMatch { matchedOn child { id flagged inEducation { value asOf } educationStatus { status since } cmeOfficer { team phone } dateOfBirth } } } }`;

/** A lookup inside the process through the gate, and the same resolvers and statement without it. */
async function gateCost(): Promise<Figure> {
  const hub = await startTestHub();
  try {
    await hub.database.owner.query(
      `insert into child (id, home_authority, date_of_birth, source) values (gen_random_uuid(), 'la/931', '2015-01-01', 'bench')`,
    );
    await hub.database.owner.query(
      `insert into child_identifier (id, child_id, kind, value, source) select gen_random_uuid(), id, 'upn', 'B801200005001', 'bench' from child limit 1`,
    );
    const asking = {
      organisation: 'la/931', unit: 'la/931/front-door', role: 'SOCIAL_CARE', clientId: 'bench', subject: 'bench', user: 'bench', job: 'front door',
      purpose: 'VERIFY_EDUCATION', reference: 'BENCH', onBehalfOf: null, requestId: '00000000-0000-4000-8000-000000000000', authorityId: 'la/931',
    }; // prettier-ignore
    const document = parse(QUERY);
    const operation = {
      document,
      operationName: null,
      variables: {},
      mode: 'partial' as const,
      idempotencyKey: null,
    };
    const { catalogues, digest } = readCatalogues();
    const schema = buildHubSchema();
    const coverage = coverageOf(schema, catalogues);
    const database = sqlOf(hub.database.app);
    const rulesets = createRulesetSource({
      database,
      catalogues,
      cataloguesDigest: digest,
      homeAuthorities: new Set(['la/931']),
      clock: hub.clock,
      log: () => undefined,
    });
    await rulesets.start();
    const ports: GatePorts = {
      rulesets, database,
      together: database,
      clock: hub.clock,
      home: 'la/931',
      ledger: { append: () => Promise.resolve({ promise: '' }), act: () => Promise.resolve() },
      transaction: () => Promise.reject(new Error('nothing is written here')),
      mapError: (error) => error.toJSON(),
      stopwatch: systemStopwatch,
      looking: unlimitedLooking,
      held: { of: () => Promise.resolve([]), forUs: () => Promise.resolve([]) },
      rules: readCaseRules(new Set(catalogues.roles.keys()), referenceWords('la/931').organisations),
      values: {},
    }; // prettier-ignore
    const gate = new Gate(governed(schema), coverage, ports);
    const admitted = await gate.admit(asking, operation);
    const context = (): GateContext => ({
      asking, ports, coverage,
      profile: admitted.profile,
      plan: admitted.plan,
      record: new AnswerRecord(admitted.profile),
      bodyDigest: admitted.bodyDigest,
      idempotencyKey: null,
      disclosureId: admitted.disclosureId,
      rulesetHead: admitted.head,
      acted: false,
    }); // prettier-ignore
    const run = async (work: () => Promise<unknown>): Promise<number> => {
      const begin = performance.now();
      for (let i = 0; i < 300; i += 1) await work();
      return (performance.now() - begin) / 300;
    };
    const bare = (): Promise<unknown> =>
      Promise.resolve(execute({ schema, document, contextValue: context() }));
    const whole = (): Promise<unknown> => gate.answer(asking, operation);
    await run(bare);
    await run(whole);
    const { a, b } = await inTurn(
      ROUNDS,
      () => run(whole),
      () => run(bare),
    );
    await rulesets.stop();
    return {
      name: 'policy.gate',
      unit: 'ms',
      value: median(a),
      ratio: median(a.map((value, i) => value / (b[i] ?? NaN))),
      against: 'the same resolvers and statement without plan, shield, record and ledger',
    };
  } finally {
    await hub.stop();
  }
}
