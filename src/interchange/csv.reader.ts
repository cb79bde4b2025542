import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { CsvError, parse } from 'csv-parse';
import { CsvFileError } from './csv.errors';

export interface CsvLine {
  /** On which line of the file the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const LONGEST_ROW = 100_000;
const SEPARATORS = [',', ';', '\t'];
const MOST_HEADING = 100_000;

/**
 * The rows of a CSV file (RFC 4180) as it streams in, quoted line breaks and all; the separator may be a comma, a
 * semicolon or a tab. Throws CsvFileError, with its line, when the file cannot be read any further.
 */
export async function* readCsvLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<CsvLine> {
  const at = { line: 1 };
  const decoded = decode(stream, at);
  const start: string[] = [];
  let heading = '';
  for (let next = await decoded.next(); next.done !== true; next = await decoded.next()) {
    start.push(next.value);
    heading += next.value;
    if (/[\r\n]/.test(heading.trimStart()) || heading.length > MOST_HEADING) break;
  }
  if (heading.trim() === '') throw new CsvFileError(1, 'the file is empty.');
  async function* whole(): AsyncGenerator<string> {
    yield* start;
    yield* decoded;
  }
  const begins = new WeakMap<readonly string[], number>();
  const parser = parse({
    delimiter: separatorOf(heading),
    on_record: (cells: string[], { lines }) => {
      begins.set(cells, at.line);
      at.line = lines + 1;
      return cells;
    },
    relax_column_count: true,
    max_record_size: LONGEST_ROW,
    skip_empty_lines: false,
  });
  const source = Readable.from(whole());
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (cells.length > 1 || cells[0] !== '') yield { line: begins.get(cells) ?? at.line, cells };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CsvFileError(at.line, REASONS[error.code] ?? 'from here on this is not CSV.');
  } finally {
    source.destroy();
  }
}

/** What the library says may quote what stands in the file; this does not. */
const REASONS: Readonly<Record<string, string>> = {
  CSV_MAX_RECORD_SIZE:
    'there is no end to this row: look for a quotation mark that is opened and never closed.',
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened and never closed.',
  INVALID_OPENING_QUOTE:
    'a quotation mark stands in the middle of a cell: put the cell in quotation marks and double it.',
  CSV_INVALID_CLOSING_QUOTE:
    'after a closing quotation mark there is neither a separator nor the end of the row.',
};

function separatorOf(heading: string): string {
  const [first = ''] = heading.trimStart().split(/[\r\n]/);
  const counts = SEPARATORS.map((separator) => first.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** UTF-8 alone: a guess at another encoding would put wrong letters into names without a word. */
async function* decode(
  stream: AsyncIterable<Uint8Array>,
  at: { readonly line: number },
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const text = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw new CsvFileError(
        at.line,
        'at or after this line are bytes that are not UTF-8 (Windows-1252, perhaps): save the file as “CSV UTF-8” and bring that.',
      );
    }
  };
  let isFirst = true;
  for await (const bytes of stream) {
    if (isFirst) refuseForeign(bytes);
    isFirst = false;
    const piece = text(bytes);
    if (piece.includes('\0'))
      throw new CsvFileError(at.line, 'the file holds NUL characters: it is not a text file.');
    if (piece !== '') yield piece;
  }
  yield text();
}

function refuseForeign(bytes: Uint8Array): void {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff'))
    throw new CsvFileError(
      1,
      'this is UTF-16 (“Unicode text”): save the file as “CSV UTF-8” and bring that.',
    );
  if (start.startsWith('PK'))
    throw new CsvFileError(1, 'this is a workbook or a zip archive: save it as “CSV UTF-8”.');
}
