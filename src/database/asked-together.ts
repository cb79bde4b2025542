import type { Sql } from '../gate/ports';

/** Of one statement so many run at once; whoever comes then waits, and is answered with the others who wait. */
const AT_ONCE = 2;
/** Milliseconds after which one that hangs no longer holds up those who wait: they ask on another connection. */
const PATIENCE = 1000;
/** How many are answered by one statement: of few sizes, as each has a plan of its own. */
const SIZES = [8, 4, 2, 1] as const;
/** The row of values of one asker, and its place among those asked together. */
const ASKER = 'asked_together';
const PLACE = 'place_together';

interface Ask {
  readonly values: readonly unknown[];
  readonly answered: (rows: Row[]) => void;
  readonly failed: (why: unknown) => void;
}

type Row = Record<string, unknown>;

/**
 * Asks a statement once for several who want it at the same moment, each with values of its own. Most of what the
 * reading of a child costs is to begin it: eight together cost less than three alone. Nobody waits who comes alone, and
 * the statement of one alone is the very text that was given.
 *
 * INVARIANT: a row goes to whoever's values it was read by. The statement is run once for each row of values, by
 * itself, and sees no other's; its rows come back under that row's place.
 *
 * The text names each value with its type at each place (`$1::date`, as `Parameters` writes it), has no order of rows
 * to keep, and changes nothing.
 */
export function askedTogether(sql: Sql): Sql {
  const lines = new Map<string, Line>();
  return {
    async query<T>(text: string, values: readonly unknown[] = []): Promise<T[]> {
      const line = lines.get(text) ?? new Line(sql, text, lines);
      return line.ask(values) as Promise<T[]>;
    },
  };
}

/** Those who want one statement. It is kept as long as anybody waits. */
class Line {
  private readonly texts: readonly string[];
  private readonly waiting: Ask[] = [];
  private running = 0;

  constructor(
    private readonly sql: Sql,
    private readonly text: string,
    private readonly lines: Map<string, Line>,
  ) {
    this.texts = textsOf(text);
  }

  ask(values: readonly unknown[]): Promise<Row[]> {
    return new Promise((answered, failed) => {
      this.lines.set(this.text, this);
      this.waiting.push({ values, answered, failed });
      // After this turn: requests that came together ask together.
      if (this.waiting.length === 1) setImmediate(() => this.next());
    });
  }

  private next(): void {
    while (this.running < AT_ONCE && this.waiting.length > 0) {
      this.running += 1;
      let counted = true;
      const free = (): void => {
        if (!counted) return;
        counted = false;
        this.running -= 1;
        this.next();
      };
      const hangs = setTimeout(free, PATIENCE);
      void this.run(this.waiting.splice(0, sizeOf(this.waiting.length))).finally(() => {
        clearTimeout(hangs);
        free();
      });
    }
    if (this.running === 0) this.lines.delete(this.text);
  }

  private async run(asks: readonly Ask[]): Promise<void> {
    try {
      const answers = await this.answers(asks);
      asks.forEach(({ answered }, i) => answered(answers[i] ?? []));
    } catch (error) {
      if (asks.length === 1 || !isOfItsValues(error)) for (const { failed } of asks) failed(error);
      // What one's values cannot be read as is no other's fault.
      else for (const one of asks) await this.run([one]);
    }
  }

  private async answers(asks: readonly Ask[]): Promise<Row[][]> {
    const text = this.texts[SIZES.indexOf(sizeOf(asks.length))] ?? '';
    const rows = await this.sql.query<Row>(
      text,
      asks.flatMap(({ values }) => values),
    );
    if (asks.length === 1) return [rows];
    const answers: Row[][] = asks.map(() => []);
    for (const { [PLACE]: place, ...row } of rows) {
      const answer = answers[Number(place)];
      if (!answer) throw new Error('a row that nobody asked for');
      answer.push(row);
    }
    return answers;
  }
}

const sizeOf = (waiting: number): (typeof SIZES)[number] => SIZES.find((size) => size <= waiting) ?? 1;

/** Data that cannot be read as what it should be (class 22), or more of it than there may be (21). */
const isOfItsValues = (error: unknown): boolean =>
  /^2[12]/.test(String((error as { readonly code?: unknown } | null)?.code));

/** The texts of every size of a statement; begun anew when they are of too many. */
const MOST_STATEMENTS = 300;
const known = new Map<string, readonly string[]>();

/** Throws when a value is not named with its type: before it is ever asked together. */
function textsOf(text: string): readonly string[] {
  let texts = known.get(text);
  if (!texts) {
    texts = SIZES.map((size) => (size === 1 ? text : worked(text, size)));
    if (known.size >= MOST_STATEMENTS) known.clear();
    known.set(text, texts);
  }
  return texts;
}

function worked(text: string, size: number): string {
  const types: string[] = [];
  const body = text.replace(/\$(\d+)(?:::([a-z]\w*(?:\[\])?))?/g, (value, number: string, type?: string) => {
    if (type === undefined) throw new Error(`${value} is a value without its type`);
    types[Number(number) - 1] = type;
    return `${ASKER}.v${number}`;
  });
  const asker = (_: unknown, place: number): string =>
    `(${[place, ...types.map((type, i) => `$${place * types.length + i + 1}::${type}`)].join(', ')})`;
  const names = [PLACE, ...types.map((_type, i) => `v${i + 1}`)].join(', ');
  return `select ${ASKER}.${PLACE}, answer_together.*
    from (values ${Array.from({ length: size }, asker).join(', ')}) as ${ASKER}(${names})
    cross join lateral (${body}) answer_together`;
}
