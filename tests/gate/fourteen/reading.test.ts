import { isObjectType } from 'graphql';
import { EVERYTHING, schema, streamOf, type About } from './doors-in-use';
import type { HiddenField } from './fourteen';
import {
  at,
  bytesOf,
  expectTold,
  expectUntold,
  normalised,
  textOf,
  type Asker,
  type Question,
  type Said,
} from './question';
import { atEveryDoor } from './table';
import { CANARY, HOUSING, ask, done, openWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.hub.stop());

atEveryDoor('nobody', async (probe, door) => {
  if (probe.pairs) {
    for (const pair of probe.pairs) expect(new Set(bytesOf(await ask(world, probe, pair))).size).toBe(1);
    return;
  }
  const everything = async (about: About): Promise<Said[]> => ask(world, probe, EVERYTHING[door](about));
  const hidden = await everything(world.aboutHidden);
  expect(bytesOf(hidden)).toEqual(bytesOf(await everything(world.aboutNobody)));
  expectUntold(textOf(hidden), world.hidden.publicId);
  const { rows } = probe;
  if (!rows) return;
  // What the asker said of both, listed or streamed: two rows, and no difference between them.
  const lists = hidden.flatMap(({ text, data }): unknown[][] => {
    const list = at(data, rows);
    return text.includes('event: next') ? [eventsIn(text)] : Array.isArray(list) ? [list as unknown[]] : [];
  });
  expect(lists.length).toBeGreaterThan(0);
  for (const both of lists) {
    expect(both).toHaveLength(2);
    expect(new Set(both.map((row) => normalised(JSON.stringify(row)))).size).toBe(1);
  }
});

const eventsIn = (text: string): string[] =>
  [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json = '']) => json);

atEveryDoor('anotherPartner', async (probe, door) => {
  const { other, told, page, root } = probe;
  const questions = probe.questions ?? EVERYTHING[door];
  const asked = async (asker: Asker, about: About): Promise<Said[]> => ask(world, asker, questions(about));
  const theirs = await asked(other, world.about);
  expect(bytesOf(theirs)).toEqual(bytesOf(await asked(other, { ...world.aboutNobody, child: world.child })));
  expectUntold(textOf(theirs), told(world));
  expectTold(textOf(await asked(probe, world.about)), told(world));
  if (!page || root === undefined) return;

  const cursorOf = (all: readonly Said[]): string =>
    String(at(all[0]?.data, [root, 'pageInfo', 'endCursor']));
  const first = await ask(world, probe, [{ query: page(null) }]);
  const second = await ask(world, probe, [{ query: page(cursorOf(first)) }]);
  expect(bytesOf(second)).not.toEqual(bytesOf(first));
  expectTold(textOf([...first, ...second]), told(world));
  const own = new Set(
    idsIn(textOf(await ask(world, other, [{ query: page(null).replace(/first: \d+/, 'first: 50') }]))),
  );
  const taken = textOf(
    await ask(world, other, [{ query: page(cursorOf(first)).replace(/first: \d+/, 'first: 50') }]),
  );
  expectUntold(taken, told(world));
  expect(idsIn(taken).filter((id) => !own.has(id))).toEqual([]);
});

const idsIn = (text: string): string[] => [...text.matchAll(/"id":"([^"]+)"/g)].map(([, id = '']) => id);

/** What is shut, asked for in each way that GraphQL offers. */
function writings({ shut }: HiddenField): Question[] {
  if (!shut) return [];
  const { fields, on, open, wrap, stream } = shut;
  const all = fields.join(' ');
  const written = [
    [all, ''],
    [fields.map((field, i) => `alias${i}: ${field}`).join(' '), ''],
    [`${open}: ${fields[0] ?? ''}`, ''],
    ['...Shut', ` fragment Shut on ${on} { ...Inner } fragment Inner on ${on} { ${all} }`],
    [`... on ${on} { ... { ${all} } }`, ''],
    [`... @include(if: true) { ${all} } ... @skip(if: false) { ${all} }`, ''],
  ];
  return written.map(([selection = '', rest = '']) => {
    const text = `${wrap(world.about, selection)}${rest}`;
    return stream === 'socket' ? { socket: text } : stream ? { stream: text } : { query: text };
  });
}

/** What stands in the cursors of an answer. */
const cursorsIn = (text: string): string =>
  [...text.matchAll(/"(?:endCursor|cursor)":"([^"]+)"/g)]
    .map(([, cursor = '']) => Buffer.from(cursor, 'base64url').toString())
    .join('\n');

atEveryDoor('hiddenField', async (probe, door) => {
  const { told, shut, alike } = probe;
  const secrets = probe.secrets(world);
  const questions = shut ? writings(probe) : (probe.questions ?? EVERYTHING[door])(world.about);
  const all = await ask(world, probe, questions);
  for (const secret of secrets) expectUntold(textOf(all), secret);
  for (const { text, codes } of shut ? all : []) {
    expectTold(text, told(world));
    expect(new Set(codes)).toEqual(new Set(['WITHHELD']));
  }
  expectTold(textOf(all), told(world));
  if (alike) expect(new Set(bytesOf(await ask(world, probe, alike(world)))).size).toBe(1);
  const cursors = cursorsIn(textOf(await ask(world, probe, EVERYTHING[door](world.about))));
  for (const secret of [world.child.id, ...secrets]) expectUntold(cursors, secret);
});

test('no page says how many rows there are', () => {
  const pages = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && (type.name.endsWith('Connection') || type.name === 'PageInfo'),
  );
  expect(pages.length).toBeGreaterThan(4);
  for (const page of pages)
    expect(isObjectType(page) && Object.keys(page.getFields()).filter((f) => /count|total/i.test(f))).toEqual(
      [],
    );
});

test('a stream sends what was raised in that order, the tenth after the ninth and once', async () => {
  const raise =
    'raiseAlert(input: { child: { surname: "A", forename: "B", dateOfBirth: "2014-01-01" }, reason: NO_CONTACT })';
  for (let n = 0; n < 12; n += 1) await done(world.hub, HOUSING, 'RAISE_CONCERN', raise);
  const asker = { as: HOUSING, purpose: 'RAISE_CONCERN' };
  const [said] = await ask(world, asker, [{ stream: streamOf('id') }]);
  const positions = [...(said?.text ?? '').matchAll(/^id: (\d+)$/gm)].map(([, position]) => Number(position));
  expect(positions.length).toBeGreaterThanOrEqual(12);
  expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
});

atEveryDoor('twoClauses', async (probe, door) => {
  const questions = probe.questions?.(world.about, world.leaver) ?? [
    ...EVERYTHING[door](world.about),
    ...EVERYTHING[door](world.aboutSecond),
  ];
  const text = textOf(await ask(world, probe, questions));
  for (const word of probe.told(world)) expectTold(text, word);
  for (const word of probe.shut(world)) expectUntold(text, word);
});

atEveryDoor('nullsNothing', async (probe, door) => {
  const all = await ask(world, probe, (probe.questions ?? EVERYTHING[door])(world.about));
  expectTold(textOf(all), probe.told(world));
  if (probe.inPart) {
    const shut = await ask(world, probe.inPart, EVERYTHING[door](world.about));
    expect(shut.map(({ codes, data }) => [codes, data])).toEqual([[['WITHHELD'], null]]);
    expectUntold(textOf(shut), CANARY);
    return;
  }
  const refused = all.flatMap(({ errors, data }) =>
    errors.flatMap(({ path }) => (path ? [{ path, data }] : [])),
  );
  expect(refused.length).toBeGreaterThan(0);
  let beside = 0;
  for (const { path, data } of refused) {
    const parent = at(data, path.slice(0, -1));
    expect([path, at(data, path), typeof parent]).toEqual([path, null, 'object']);
    expect([path, parent]).not.toEqual([path, null]);
    beside += Object.values(parent as object).filter((value) => value !== null).length;
  }
  expect(beside).toBeGreaterThan(0);
});

/** A question in a document that no cache has seen. */
let serial = 0;
const coldly = (question: Question): Question => {
  const mark = `\n# ${++serial}`;
  if ('stream' in question) return { ...question, stream: question.stream + mark };
  if ('socket' in question) return { ...question, socket: question.socket + mark };
  return 'query' in question ? { ...question, query: question.query + mark } : question;
};

atEveryDoor('warmCache', async ({ askers, questions }, door) => {
  // Four documents of a door say as much of caches as all of them, and each costs as much as any.
  const all = (questions ?? EVERYTHING[door])(world.about);
  const asked = all.filter((_question, i) => i % Math.ceil(all.length / 4) === 0);
  const inTurn = async (order: readonly Asker[], those: readonly Question[]): Promise<string[][]> => {
    const answers: string[][] = [];
    for (const asker of order) answers.push(bytesOf(await ask(world, asker, those)));
    return answers;
  };
  const cold = await inTurn(askers, asked.map(coldly));
  expect(new Set(cold.map((each) => each.join('\n'))).size).toBe(askers.length);
  // The first once more at the end: what the others left behind is not for it either.
  expect(await inTurn([...askers, ...askers.slice(0, 1)], asked)).toEqual([...cold, ...cold.slice(0, 1)]);
});
