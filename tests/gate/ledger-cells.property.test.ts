import fc from 'fast-check';
import { rootsOfAQuestion } from '../support/generate-queries';
import { written, type Value } from '../support/write-queries';
import { SCHOOL } from './six-partners';
import { CellsDesk, isConcealed, type Answered, type Asker, type Cells, type Entry } from './cells-desk';

/**
 * Ledger cells = disclosed cells, in both directions. A cell is a child and an item in a form.
 *
 * - A value that is not null was disclosed: its cell stands under `disclosed`, with the clauses that opened it.
 * - A null with a WITHHELD error was withheld: its cell stands under `withheld`.
 * - A null without a word reads as "none held", and is one of two. Either the cell stands under `disclosed`: that
 *   nothing is held was told, truly, and rests on a clause like any other fact (a child without a carer). Or it stands
 *   under `withheld`, because a clause forbids it of this child (`forbidden`, with what it `opened` otherwise), or the
 *   item is one that is refused without a word (`silent` in the catalogue).
 * - A row tells that it is there: every child of an answer has the cell of its root, whatever was asked of it. Who
 *   was only weighed, by a lookup or by an id, or lies beyond the page, has none.
 * - An empty answer tells of nobody and has no child's cell; the cell of a root itself may stand under `other`.
 *
 * And nothing else stands there. `CELLS_QUERIES=5000 CELLS_SEED=… npx jest tests/gate/ledger-cells` asks for more, or
 * for the same again; a failure prints its seed.
 */
const QUERIES = Number(process.env['CELLS_QUERIES'] ?? 300);
const SEED = process.env['CELLS_SEED'];
const RUNS = { numRuns: QUERIES, ...(SEED === undefined ? {} : { seed: Number(SEED) }) };

let desk: CellsDesk;
beforeAll(async () => {
  desk = await CellsDesk.open();
});
afterAll(() => desk.close());

const tally = { shown: 0, withheld: 0, none: 0, concealed: 0, refused: 0, weighed: 0 };
/** What a child's record holds at a place, from whoever was told: one child, one truth. */
const record = new Map<string, { value: Value; who: Asker }>();

const TEAM: Asker = { as: 'la/931/cme', job: 'officer', purpose: 'LOCATE_CHILD' };
const PUPILS: Asker = { as: SCHOOL, job: 'officer', purpose: 'LOCATE_CHILD' };

/** What the property has found: asked again on every run, each with what makes it more than an empty answer. */
it.each<[what: string, who: Asker, query: string, tells: string]>([
  [
    'a question of which nothing is left asks about nobody',
    { ...PUPILS, purpose: 'VERIFY_EDUCATION' },
    `query ($batch: [ChildLookupInput!]!, $yes: Boolean!) {
       lookupChildren(criteria: $batch) @skip(if: $yes) { __typename } }`,
    '"data":{}',
  ],
  [
    'a row beyond the page is not told of',
    PUPILS,
    'query ($one: Int) { alerts(first: $one) { nodes { id } pageInfo { hasNextPage } } }',
    '"hasNextPage":true',
  ],
  [
    'a child that only another alias asks for is not told of',
    TEAM,
    `query ($one: Int, $none: EnquiryFilter) { enquiries(first: $one) { nodes { id } }
       none: enquiries(filter: $none) { nodes { child { id } } } }`,
    '"none":{"nodes":[]}',
  ],
  [
    'what is refused to everybody is not told as none held',
    PUPILS,
    'query { alerts { nodes { text } } }',
    '"text":null',
  ],
  [
    'whom a lookup weighed stands in the ledger for an alert all the same',
    PUPILS,
    `query ($batch: [ChildLookupInput!]!) { alerts { nodes { id } }
       lookupChildren(criteria: $batch) { __typename } }`,
    'NoInformation',
  ],
])('%s', async (_what, who, query, tells) => {
  const childId = desk.askable.ids.at(-1) ?? '';
  const every: Record<string, Value> = { yes: true, one: 1, none: { childId }, batch: desk.askable.criteria };
  const variables = Object.fromEntries(Object.entries(every).filter(([name]) => query.includes(`$${name}:`)));
  const answered = await desk.ask(who, { query, variables });
  expect(answered.answer.text).toContain(tells);
  expect([...wrong(answered), ...untold(answered)]).toEqual([]);
});

it(
  `has a cell for whatever is told and nothing else, in ${QUERIES} questions`,
  async () => {
    for (const child of desk.children) hold(child.id, heldBy(child));
    await fc.assert(
      fc.asyncProperty(desk.askers(), rootsOfAQuestion(desk.askable), async (who, asked) => {
        const question = written(asked);
        const answered = await desk.ask(who, question);
        const problems =
          answered.answer.data === undefined ? refused(answered) : [...wrong(answered), ...untold(answered), ...untrue(answered, who)];
        if (problems.length > 0) throw new Error(described(who, question, answered, problems));
      }),
      RUNS,
    );
    // Nothing was shown for want of trying.
    expect(Object.entries(tally).filter(([, count]) => count < QUERIES / 60)).toEqual([]);
  },
  30_000 + QUERIES * 200,
); // prettier-ignore

/** A question that was refused as a whole told of nobody. */
function refused({ answer, entry }: Answered): string[] {
  tally.refused += 1;
  return [
    ...(answer.codes.join() === 'PURPOSE_NOT_AGREED' ? [] : [`refused with ${answer.codes.join()}`]),
    ...(entry.kind === 'REFUSAL' ? [] : [`a refusal stands in the ledger as ${entry.kind}`]),
    ...[...entry.children.keys()].map((child) => `a refusal has cells of ${child}`),
  ];
}

function wrong({ entry, told }: Answered): string[] {
  const problems: string[] = [];
  const said = new Map<string, Set<string>>();
  for (const { child, cell, told: how, place } of told.spots) {
    const { disclosed = {}, withheld = {} } = entry.children.get(child) ?? {};
    said.set(child, (said.get(child) ?? new Set()).add(cell));
    const open = (disclosed[cell]?.length ?? 0) > 0;
    const shut = withheld[cell];
    const concealed = shut !== undefined && isConcealed(cell, shut);
    tally[how === 'null' ? (shut ? 'concealed' : 'none') : how] += 1;
    if (open && shut) problems.push(`${cell} both disclosed and withheld (${place})`);
    else if (how === 'shown' && !open) problems.push(`${cell} shown and not in the ledger (${place})`);
    else if (how === 'withheld' && !shut) problems.push(`${cell} withheld and not in the ledger (${place})`);
    else if (how === 'null' && !open && !concealed) problems.push(`${cell} null for no reason (${place})`);
    if (how === 'withheld' && concealed) problems.push(`${cell} refused with a word (${place})`);
    if (shut?.because === 'error') problems.push(`${cell} could not be decided (${place})`);
  }
  for (const [child, cells] of entry.children) {
    for (const cell of cellsOf(cells)) {
      if (!said.get(child)?.has(cell)) problems.push(`${cell} of ${child} in the ledger and not in the answer`);
    }
  }
  for (const [cell, under] of Object.entries(entry.other.disclosed)) {
    if (!told.answeredRoots.has(cell) || under.length === 0) problems.push(`${cell} of nobody in the ledger`);
  }
  const refusedRoots = Object.entries(entry.other.withheld).filter(([cell, shut]) => !isConcealed(cell, shut));
  if (!same(refusedRoots.map(([cell]) => cell), told.refusedRoots)) problems.push(`roots refused: ${[...told.refusedRoots].join()}`);
  const weighed = [...told.weighed].filter((child) => !isKnown(entry, child));
  const missed = weighed.filter((child) => !entry.weighed.includes(child));
  const unlike = entry.weighed.filter((child) => !told.weighed.has(child) && !told.alike.has(child));
  if (missed.length + unlike.length > 0) problems.push(`weighed: ${entry.weighed.join()}`);
  tally.weighed += entry.weighed.length;
  return [...problems, ...told.stray.map((e) => `an error for no field: ${JSON.stringify(e)}`)];
} // prettier-ignore

/**
 * The part of the entry that its asker may open says what the asker was told: what read as "none held" was told as
 * such. A child of whom it was told nothing but refusals is not named there.
 */
function untold({ entry, told }: Answered): string[] {
  const expected = new Set<string>();
  for (const { child, cell, told: how } of told.spots)
    expected.add(
      [
        isKnown(entry, child) ? desk.publicId(child) : '',
        how === 'withheld' ? 'withheld' : 'disclosed',
        cell,
      ].join(' '),
    );
  for (const cell of told.refusedRoots) expected.add(` withheld ${cell}`);
  const { disclosed, withheld } = entry.other;
  for (const cell of Object.keys(disclosed)) expected.add(` disclosed ${cell}`);
  for (const [cell, shut] of Object.entries(withheld))
    if (isConcealed(cell, shut)) expected.add(` disclosed ${cell}`);
  const found = [...entry.askers].flatMap(([child, cells]) => [
    ...Object.keys(cells.disclosed).map((cell) => `${child} disclosed ${cell}`),
    ...cells.withheld.map((cell) => `${child} withheld ${cell}`),
  ]);
  return [
    ...found.filter((each) => !expected.has(each)).map((each) => `in the asker’s part and not told: ${each}`),
    ...[...expected]
      .filter((each) => !found.includes(each))
      .map((each) => `told and not in the asker’s part: ${each}`),
  ];
}

/** What was disclosed is what is held: nobody is told "none held" of what somebody else, or the database, has. */
function untrue({ entry, told }: Answered, who: Asker): string[] {
  return told.said.flatMap(({ child, below, cell, value }) => {
    const open = (entry.children.get(child)?.disclosed[cell]?.length ?? 0) > 0;
    if (below === null || !open || OF_THE_ASKER.test(below)) return [];
    const known = record.get(`${child} ${below}`);
    if (!known) hold(child, { [below]: value }, who);
    return known && JSON.stringify(known.value) !== JSON.stringify(value)
      ? [`${below} is told as ${JSON.stringify(value)}; ${known.who.as} was told ${JSON.stringify(known.value)}`]
      : [];
  });
} // prettier-ignore

/** What of a child is not the same for everybody: whose area it is, and whose word (`Provenance`). */
const OF_THE_ASKER = /^livesInOurArea$|(^|\.)provenance\.(source|enteredBy)$/;
const DATABASE: Asker = { as: 'the database', job: '', purpose: '' };

function hold(child: string, values: Readonly<Record<string, Value>>, who = DATABASE): void {
  for (const [place, value] of Object.entries(values)) record.set(`${child} ${place}`, { value, who });
}

/** What was written about a child, by the place at which it is to be read. */
const heldBy = (child: CellsDesk['children'][number]): Record<string, Value> => ({
  id: child.publicId,
  upn: child.upn,
  nhsNumber: child.nhsNumber,
  dateOfBirth: child.dateOfBirth,
  sex: 'F',
  'name.forename': child.forename,
  'name.surname': child.surname,
});

/** It was told that the hub knows the child, which rests on a cell like any other. */
const isKnown = (entry: Entry, child: string): boolean =>
  'EXISTENCE/full' in (entry.children.get(child)?.disclosed ?? {});
const cellsOf = ({ disclosed, withheld }: Cells): string[] => [
  ...Object.keys(disclosed),
  ...Object.keys(withheld),
];
const same = (some: Iterable<string>, others: Iterable<string>): boolean =>
  [...new Set(some)].sort().join() === [...new Set(others)].sort().join();

function described(who: Asker, question: object, { answer, entry }: Answered, problems: string[]): string {
  return [
    ...problems,
    `asked by ${JSON.stringify(who)}: ${JSON.stringify(question)}`,
    `answered: ${answer.text}`,
    `in the ledger: ${JSON.stringify({ ...entry, children: [...entry.children] })}`,
  ].join('\n');
}
