import fc from 'fast-check';
import { LISTS, roots } from '../support/generate-queries';
import { halves, plainly, reworded, WAYS } from '../support/rewrite-queries';
import { fits, written, type Part, type Root, type Value } from '../support/write-queries';
import { CellsDesk, type Answered, type Asker, type Cells } from './cells-desk';

/**
 * The same cells, whichever way it is asked: under aliases, in fragments, in another order, twice over, in two
 * questions for one, child by child or all at once, page by page or all on one. Nothing is opened, and nothing stays
 * out of the ledger, by the way in which a question is written.
 *
 * `CELLS_QUERIES=5000 CELLS_SEED=… npx jest tests/gate/same-cells` asks for more, or for the same again; a failure
 * prints its seed.
 */
const QUERIES = Number(process.env['CELLS_QUERIES'] ?? 300);
const SEED = process.env['CELLS_SEED'];
const runs = (share: number) => ({
  numRuns: Math.ceil(QUERIES * share),
  ...(SEED === undefined ? {} : { seed: Number(SEED) }),
});
const TIMEOUT = 30_000 + QUERIES * 300;

let desk: CellsDesk;
beforeAll(async () => {
  desk = await CellsDesk.open();
});
afterAll(() => desk.close());

/** What came of asking: values by the names of their fields, and cells of the ledger. */
interface Heard {
  readonly values: readonly string[];
  readonly cells: readonly string[];
  readonly refused: readonly string[];
}

/** Everything that some answers say together. `from`: the number of the row with which each of them begins. */
function heard(answers: readonly Answered[], from: readonly number[] = []): Heard {
  const values = answers.flatMap(({ told }, i) =>
    told.said.map(({ child, place, value }) => {
      const shifted = place.replace(/^\d+/, (row) => String(Number(row) + (from[i] ?? 0)));
      return `${child} ${shifted} ${JSON.stringify(value)}`;
    }),
  );
  const cells = answers.flatMap(({ entry }) => [
    ...[...entry.children].flatMap(([child, of]) => cellsOf(child, of)),
    ...cellsOf('nobody', entry.other),
    ...entry.weighed.map((child) => `${child} weighed`),
  ]);
  const refused = answers.flatMap(({ answer, told }) => [
    ...(answer.data ? [] : answer.codes),
    ...[...told.refusedRoots].map((cell) => `root ${cell}`),
    ...told.stray.map(({ message }) => message),
  ]);
  return { values: sorted(values), cells: sorted(cells), refused: sorted(refused) };
}

const sorted = (all: readonly string[]): string[] => [...new Set(all)].sort();
const cellsOf = (child: string, { disclosed, withheld }: Cells): string[] => [
  ...Object.entries(disclosed).map(([cell, under]) => `${child} ${cell} disclosed ${[...under].sort().join()}`),
  ...Object.entries(withheld).map(([cell, w]) => `${child} ${cell} withheld ${JSON.stringify(w)}`),
]; // prettier-ignore

const ask = (who: Asker, root: Root): Promise<Answered> => desk.ask(who, written([root]));
const root = (names?: readonly string[]): fc.Arbitrary<Root> => roots(desk.askable, names);

/** Of an answer that tells of nobody there is little to compare. */
async function tells(who: Asker, { name, args }: Root): Promise<boolean> {
  const given = Object.fromEntries(Object.entries(args).map(([arg, [, value]]) => [arg, value]));
  return (await desk.rowsOf(who, name, given)).some((row) => row.told.length > 0);
}

let told = 0;
function expectSame(one: Heard, other: Heard): void {
  expect(other).toEqual(one);
  told += one.cells.length;
}
beforeEach(() => {
  told = 0;
});
/** A property of empty answers shows nothing. */
afterEach(() => expect(told).toBeGreaterThan(QUERIES / 6));

it('in any words', async () => {
  await fc.assert(
    fc.asyncProperty(desk.askers(), root(), fc.constantFrom(...Object.keys(WAYS)), async (who, asked, way) => {
      const other = reworded(asked, WAYS[way] ?? plainly);
      fc.pre((await tells(who, asked)) && fits([other]) && fits([asked]));
      const plain = heard([await ask(who, reworded(asked, plainly))]);
      expectSame(plain, heard([await ask(who, other)]));
      // As it was generated: all ways at once.
      expectSame(plain, heard([await ask(who, { ...asked, only: '' })]));
    }),
    runs(0.15),
  );
}, TIMEOUT); // prettier-ignore

it('in two questions for one', async () => {
  await fc.assert(
    fc.asyncProperty(desk.askers(), root(), async (who, asked) => {
      fc.pre((await tells(who, asked)) && fits([reworded(asked, plainly)]));
      const [one, other] = [0, 1].map((half) =>
        reworded(asked, (parts) => halves(parts)[half === 0 ? 0 : 1]),
      );
      const whole = heard([await ask(who, reworded(asked, plainly))]);
      expectSame(whole, heard([await ask(who, one ?? asked), await ask(who, other ?? asked)]));
    }),
    runs(0.1),
  );
}, TIMEOUT); // prettier-ignore

it('of children one by one, or all at once', async () => {
  await fc.assert(
    fc.asyncProperty(desk.askers(), root(['lookupChildren']), async (who, asked) => {
      fc.pre((await tells(who, asked)) && fits([asked]));
      const criteria = asked.args['criteria']?.[1] as readonly Value[];
      const alone = criteria.map(
        (given): Root => ({
          ...asked,
          only: '',
          name: 'lookupChild',
          args: { criteria: ['ChildLookupInput!', given] },
        }),
      );
      const answers: Answered[] = [];
      for (const one of alone) answers.push(await ask(who, one));
      const together = heard([await ask(who, { ...asked, only: '' })]);
      // Who is met by one of the lookups is not among those weighed by another.
      const met = together.cells.filter((cell) => cell.includes(' EXISTENCE/full disclosed ')).map((c) => c.split(' ')[0]);
      const apart = heard(answers, criteria.map((_, i) => i));
      const cells = apart.cells.filter((cell) => !cell.endsWith(' weighed') || !met.includes(cell.split(' ')[0]));
      expectSame(together, { ...apart, cells });
    }),
    runs(0.1),
  );
}, TIMEOUT); // prettier-ignore

it('page by page, or all on one', async () => {
  const pages = { askers: desk.askers(), lists: root(LISTS), size: fc.integer({ min: 1, max: 3 }) };
  await fc.assert(
    fc.asyncProperty(pages.askers, pages.lists, pages.size, async (who, asked, size) => {
      const info: Part[] = ['hasNextPage', 'endCursor'].map((name) => plain(name));
      const below = [...asked.below, plain('pageInfo', info, 'page')];
      const page = (first: number, after: string | null): Root => ({
        ...asked,
        only: '',
        alias: false,
        below,
        args: { ...asked.args, first: ['Int', first], ...(after === null ? {} : { after: ['String', after] }) },
      });
      fc.pre((await tells(who, asked)) && fits([page(1, null)]));
      const answers: Answered[] = [];
      const from: number[] = [];
      for (let after: string | null = null, more = true; more && answers.length < 100; ) {
        from.push(answers.length * size);
        const answered = await ask(who, page(size, after));
        answers.push(answered);
        const { hasNextPage, endCursor } = pageInfo(answered, asked.name);
        [after, more] = [endCursor, hasNextPage && endCursor !== null];
      }
      expectSame(heard([await ask(who, page(100, null))]), heard(answers, from));
    }),
    runs(0.06),
  );
}, TIMEOUT); // prettier-ignore

const plain = (name: string, below: readonly Part[] | null = null, spread?: 'page'): Part => {
  const field: Part = { kind: 'field', name, alias: 'none', only: '', below };
  // The page is asked for as well in whatever way the question does.
  return spread ? { kind: 'fragment', on: null, spread: 'inline', only: '', below: [field] } : field;
};

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}
const pageInfo = ({ answer }: Answered, name: string): PageInfo =>
  (answer.data?.[name] as { pageInfo: PageInfo } | null | undefined)?.pageInfo ?? {
    hasNextPage: false,
    endCursor: null,
  };
