import { createReadStream } from 'node:fs';

/** The rows of a CSV file with a heading line (RFC 4180), one at a time; spaces around a value do not count. */
export async function* readCsv(path: string): AsyncGenerator<Readonly<Record<string, string>>> {
  let heading: string[] | null = null;
  for await (const cells of rowsOf(path)) {
    if (heading === null) {
      heading = cells.map((cell) => cell.trim());
      continue;
    }
    if (cells.length === 1 && cells[0]?.trim() === '') continue;
    yield Object.fromEntries(heading.map((name, i) => [name, (cells[i] ?? '').trim()]));
  }
}

async function* rowsOf(path: string): AsyncGenerator<string[]> {
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let wasQuote = false;
  const stream = createReadStream(path, { encoding: 'utf8' });
  let isFirst = true;
  for await (const chunk of stream) {
    const text = isFirst ? (chunk as string).replace(/^\uFEFF/, '') : (chunk as string);
    isFirst = false;
    for (const letter of text) {
      if (quoted && letter === '"') {
        quoted = false;
        wasQuote = true;
      } else if (!quoted && letter === '"' && (wasQuote || cell.trim() === '')) {
        if (wasQuote) cell += '"';
        quoted = true;
        wasQuote = false;
      } else if (!quoted && letter === ',') {
        cells.push(cell);
        cell = '';
        wasQuote = false;
      } else if (!quoted && letter === '\n') {
        yield [...cells, cell.replace(/\r$/, '')];
        cells = [];
        cell = '';
        wasQuote = false;
      } else {
        cell += letter;
        wasQuote = false;
      }
    }
  }
  if (cell !== '' || cells.length > 0) yield [...cells, cell];
}
