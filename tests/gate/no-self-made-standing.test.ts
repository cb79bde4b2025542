import { readCatalogues } from '../../src/agreements/catalogue-files';
import { coverageOf } from '../../src/gate/coverage';
import { buildHubSchema } from '../../src/schema';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';
import { MUTATIONS, workOf, type MutationCase } from './every-mutation';
import { everythingOf } from './everything';

const schema = buildHubSchema();
const { catalogues } = readCatalogues();
const coverage = coverageOf(schema, catalogues);
const EVERYTHING = everythingOf(schema);

/** One organisation of each role, and a second of one that has many faces, with the jobs that any clause names. */
const ASKERS: Readonly<Record<string, readonly [as: string, ...jobs: string[]][]>> = {
  SCHOOL: [['school/931-4115', 'designated safeguarding lead', 'head']],
  EARLY_YEARS: [['early-years/meadow-nursery', 'manager']],
  SOCIAL_CARE: [['la/931/front-door', 'social worker', 'front door']],
  YOUTH_JUSTICE: [['la/931/youth-justice', 'officer']],
  POLICE: [['police/E23000029', 'constable']],
  HEALTH: [['nhs/RTH', 'nurse']],
  HOUSING: [['housing/E07000178', 'officer']],
  OTHER_AUTHORITY: [['la/852', 'CME case officer', 'virtual school']],
  NATIONAL_BODY: [['national/dwp', 'officer']],
  VOLUNTARY: [['voluntary/young-carers', 'worker']],
  CME_TEAM: [['la/931/cme', 'case holder']],
  HOME_SERVICE: [
    ['la/931/admissions', 'officer'],
    ['la/931/virtual-school', 'virtual school'],
  ],
};

let hub: TestHub;
let maker: ChildMaker;
beforeAll(async () => {
  hub = await startTestHub();
  maker = new ChildMaker(hub.database.owner, hub.clock);
});
afterAll(() => hub.stop());

interface Asker {
  readonly as: string;
  readonly job: string;
  /** Whom it may ask and tell: the council, or the council's own teams somebody else. */
  readonly asks: string;
  readonly tells: string;
}
/** One child, and what was done about it: all that says one kind of fact, or all that says none. */
interface Tried {
  readonly fact: string;
  readonly names: string[];
  readonly about: Foreign;
}
interface Foreign {
  readonly child: MadeChild;
  readonly ids: Readonly<Record<NonNullable<MutationCase['foreign']>, string>>;
}

/** A child on somebody else's roll, with records that are other people's business. */
async function childOfOthers(): Promise<Foreign> {
  const child = await maker.child();
  await maker.roll(child, 'school/931-4107');
  await maker.notified(child, 'la/850');
  await maker.notified(child, 'la/850', 'TRANSFER_PROPOSED');
  await maker.asked(child, 'nhs/RNU');
  const circumstance = await maker.fact(child, 'OPEN_CASE', { unit: 'nhs/RNU/main' });
  const [ids] = await maker.sql<Record<'notification' | 'proposal' | 'enquiry', string>>(
    `select (select public_id from notification where child_id = $1 and type = 'MOVED_OUT') as notification,
       (select public_id from notification where child_id = $1 and type = 'TRANSFER_PROPOSED') as proposal,
       (select public_id from enquiry where child_id = $1) as enquiry`,
    [child.id],
  );
  const alert = await foreignAlert(child);
  if (!ids) throw new Error('no records');
  return { child, ids: { ...ids, alert, circumstance, case: circumstance } };
}

async function foreignAlert(child: MadeChild): Promise<string> {
  const [row] = await maker.sql<{ id: string }>(
    `insert into alert (id, authority_id, child_id, raised_by_organisation, raised_by_unit, raised_by_user, raised_by_job,
       reference, reason, state, raised_at)
     values (gen_random_uuid(), 'la/931', $1, 'voluntary/refuge-network', 'voluntary/refuge-network/main', 'x', 'x', 'X', 'NO_CONTACT',
       'RECEIVED', $2) returning public_id as id`,
    [child.id, hub.clock.now()],
  );
  return row?.id ?? '';
}

/** What an asker may do, and for which purposes it could see anything of any child. */
async function agreedWith(
  as: string,
  job: string,
): Promise<{ actions: Map<string, string>; purposes: string[] }> {
  const codes = [...catalogues.purposes.keys()];
  const parts = codes.map(
    (code, i) =>
      `a${i}: actions(purpose: "${code}") { action verdict } i${i}: items(purpose: "${code}") { item verdict }`,
  );
  const answer = await hub.query(as, {
    query: `{ sharing { ${parts.join('\n')} } }`,
    job,
    purpose: null,
    reference: null,
  });
  const sharing = answer.data?.['sharing'] as Record<
    string,
    { action?: string; item?: string; verdict: string }[]
  >;
  const actions = new Map<string, string>();
  const purposes: string[] = [];
  codes.forEach((code, i) => {
    for (const { action = '', verdict } of sharing[`a${i}`] ?? [])
      if (verdict !== 'NEVER') actions.set(action, code);
    if ((sharing[`i${i}`] ?? []).some(({ item, verdict }) => item === 'EXISTENCE' && verdict !== 'NEVER'))
      purposes.push(code);
  });
  return { actions, purposes };
}

const actionOf = (name: string): string => {
  const declared = coverage.get(`Mutation.${name}`);
  return declared?.kind === 'action' ? declared.action : '';
};

type Way = 'by details' | 'by id' | 'with a foreign id';
const REFUSALS: ReadonlySet<string> = new Set(['NOT_PERMITTED', 'CONFLICT', 'RATE_LIMITED']);

/** One mutation on one child in every way there is: by details, by its id, and with an id of somebody else's. */
async function perform(
  asker: Asker,
  purpose: string,
  name: string,
  made: Foreign,
  ways: readonly Way[] = ['by details', 'by id', 'with a foreign id'],
): Promise<boolean> {
  const { child, ids } = made;
  const act = MUTATIONS[name];
  if (!act) throw new Error(`no case for ${name}`);
  const { forename, surname, dateOfBirth, upn, publicId } = child;
  const foreign = act.foreign ? ids[act.foreign] : publicId;
  let done = false;
  for (const how of ways) {
    const reference = how === 'by id' ? { id: publicId } : { forename, surname, dateOfBirth, upn };
    const run = async (mutation: string, id: string): Promise<TestAnswer> => {
      const text = mutation.replace('"to us"', asker.tells).replace('"of us"', asker.asks);
      const values = { child: reference, id, foreign, public: publicId, work: workOf(publicId) };
      const used = Object.entries(values).filter(([key]) => new RegExp(`\\$${key}\\b`).test(text));
      const declared = used.map(([key]) => `$${key}: ${key === 'child' ? 'ChildReferenceInput!' : 'ID!'}`);
      const query = `mutation (${declared.join(', ')}) { ${text} { id } }`;
      return hub.query(asker.as, { query, variables: Object.fromEntries(used), purpose, job: asker.job });
    };
    if (how === 'with a foreign id' && act.foreign === undefined) continue;
    const before = act.after && how !== 'with a foreign id' ? idIn(await run(act.after, foreign)) : null;
    const answer = await run(act.text, before ?? foreign);
    // Anything but a receipt, nothing, a refusal or a conflict would be a mistake of this test.
    const others = answer.codes.filter((code) => !REFUSALS.has(code));
    if (others.length > 0) throw new Error(`${name} ${how} by ${asker.as}: ${answer.text}`);
    done ||= idIn(answer) !== null;
  }
  return done;
}

function idIn(answer: TestAnswer): string | null {
  const [receipt] = Object.values(answer.data ?? {}) as ({ id?: string } | null)[];
  return receipt?.id ?? null;
}

/** `field` or `field.inner` for everything that an answer gives of a child; nothing for one who is not there. */
function openCells(answer: TestAnswer, alias: string): Set<string> {
  const child = answer.data?.[alias] as Record<string, unknown> | null | undefined;
  if (!child) return new Set();
  const shut = new Set(
    answer.errors
      .filter(({ path }) => path?.[0] === alias)
      .map(({ extensions }) => String(extensions['coordinate'])),
  );
  const cells = new Set<string>();
  for (const [coordinate, declared] of coverage) {
    const [type = '', field = ''] = coordinate.split('.');
    if (declared.kind !== 'item' || coordinate.includes('(')) continue;
    const silent = catalogues.items.get(declared.item)?.silent === true;
    const reached = type === 'Child' ? !silent || child[field] !== null : isReached(child, type, field);
    if (reached && !shut.has(coordinate)) cells.add(`${declared.item}/${declared.form}`);
  }
  return cells;
}

/** A field of another item below a value object counts when it came with a value. */
function isReached(value: unknown, type: string, field: string): boolean {
  if (type !== 'Carer' && type !== 'Removal') return false;
  const list = (value as Record<string, unknown>)[type === 'Carer' ? 'carers' : 'removals'];
  return Array.isArray(list) && list.some((row: Record<string, unknown>) => row[field] != null);
}

async function readAll(
  as: string,
  job: string,
  purpose: string,
  children: readonly MadeChild[],
): Promise<Set<string>[]> {
  const found: Set<string>[] = [];
  for (let at = 0; at < children.length; at += 5) {
    const some = children.slice(at, at + 5);
    const roots = some.map(({ publicId }, i) => `c${i}: child(id: "${publicId}") { ...Everything }`);
    const answer = await hub.query(as, { query: `{ ${roots.join(' ')} } ${EVERYTHING}`, purpose, job });
    // Another job of the same unit may have nothing agreed for it.
    if (answer.status === 403) return children.map(() => new Set());
    if (answer.codes.some((code) => code !== 'WITHHELD')) throw new Error(answer.text.slice(0, 500));
    found.push(...some.map((_child, i) => openCells(answer, `c${i}`)));
  }
  return found;
}

test('there is a case for every mutation of the graph, and an asker of every role', () => {
  const names = Object.keys(schema.getMutationType()?.getFields() ?? {});
  expect(Object.keys(MUTATIONS).sort()).toEqual(names.sort());
  expect(Object.keys(ASKERS).sort()).toEqual([...catalogues.roles.keys()].sort());
});

describe.each(
  Object.entries(ASKERS).flatMap(([role, askers]) => askers.map((asker) => [role, ...asker] as const)),
)('%s, %s', (role, as, ...jobs) => {
  const [job = ''] = jobs;

  test('does whatever it may, and no cell opens by its own word but those of the catalogue', async () => {
    const asker = {
      ...{ as, job, asks: as === 'la/931/cme' ? '"police/E23000029"' : '"la/931/cme"' },
      tells: as.startsWith('la/931') ? '"la/852"' : '"la/931"',
    };
    const { actions, purposes } = await agreedWith(as, job);
    const untouched = await childOfOthers();
    const refused: Tried = { fact: 'refused', names: ['whatever is refused'], about: await childOfOthers() };
    const byFact = new Map<string, Tried>();
    const done: string[] = [];
    for (const [name, { fact = 'none', foreign }] of Object.entries(MUTATIONS)) {
      const purpose = actions.get(actionOf(name));
      if (purpose === undefined) {
        const ways = [foreign ? 'with a foreign id' : 'by id'] as const;
        const did = await perform(asker, 'RAISE_CONCERN', name, refused.about, ways);
        expect([name, did]).toEqual([name, false]);
        continue;
      }
      const tried = byFact.get(fact) ?? { fact, names: [], about: await childOfOthers() };
      byFact.set(fact, tried);
      tried.names.push(name);
      if (await perform(asker, purpose, name, tried.about)) done.push(name);
    }
    // What it may do, it did: else all that follows would prove nothing.
    expect(done).toEqual(expect.arrayContaining(['raiseAlert', 'addToAlert', 'askLocationProtection']));
    const all = [...byFact.values(), refused];

    const wrong: string[] = [];
    const openedTo = new Map<Tried, Set<string>>();
    const children = [untouched, ...all.map(({ about }) => about)].map(({ child }) => child);
    for (const readJob of jobs) {
      for (const purpose of purposes) {
        const [before, ...after] = await readAll(as, readJob, purpose, children);
        for (const [i, cells] of after.entries()) {
          const one = all[i];
          const opened = [...cells].filter((cell) => !before?.has(cell));
          if (!one || opened.length === 0) continue;
          openedTo.set(one, new Set([...(openedTo.get(one) ?? []), ...opened]));
          const bad = opened.filter((cell) => !mayOpen(role, one.fact, purpose, cell));
          if (bad.length > 0)
            wrong.push(`${one.names.join()}, for ${purpose} as ${readJob}: ${bad.join(' ')}`);
        }
      }
    }
    expect(wrong).toEqual([]);

    // It is the team that is told, of everybody but itself.
    if (role === 'CME_TEAM') return;
    const unit = as.split('/').length === 3 ? as : `${as}/main`;
    const told = await maker.sql<{ child: string }>(
      `select distinct child_id as child from look_back where unit_id = $1`,
      [unit],
    );
    const toldOf = new Set(told.map((row) => row.child));
    const untold = [...openedTo].filter(([{ about }]) => !toldOf.has(about.child.id));
    expect(untold.map(([{ names }, cells]) => `${names.join()}: ${[...cells].join(' ')}`)).toEqual([]);
  });
});

/** What emergency access opens at its own declaration, with a bill: these, for its own purpose alone. */
const IN_AN_EMERGENCY: ReadonlySet<string> = new Set([
  ...['EXISTENCE', 'IDENTITY', 'LAST_KNOWN_ADDRESS', 'CURRENT_ADDRESS', 'CARERS', 'CARER_CONTACT'],
  ...['SIBLINGS', 'CURRENT_PROVISION', 'HEALTH', 'SEN'],
]);

/** Cells that the catalogues let somebody's own act open. */
function mayOpen(role: string, fact: string, purpose: string, cell: string): boolean {
  const [item = '', form = ''] = cell.split('/');
  if (catalogues.items.get(item)?.onAssertion.includes(form)) return true;
  if (fact === 'EMERGENCY_DECLARED') return purpose === 'EMERGENCY' && IN_AN_EMERGENCY.has(item);
  // Its own record as it wrote it: the team that asked for a protection sees that it stands.
  if (fact === 'LOCATION_PROTECTED') return role === 'CME_TEAM' && item === 'LOCATION_MARKER';
  // The child is on another school's roll, so a school's own word about its roll is contradicted: no authority here.
  if (fact === 'ON_OUR_ROLL' || fact === 'LEFT_OUR_ROLL') return false;
  return catalogues.roles.get(role)?.authorityFor.includes(fact) ?? false;
}
