import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root';

export type ReferenceRow = Readonly<Record<string, string>>;

/** The rows of a file of `data/reference`, by the names in its first line. Quoted fields stay on one line there. */
export function readReference(file: string): readonly ReferenceRow[] {
  const text = readFileSync(join(packageRoot(), 'data', 'reference', file), 'utf8').replace(/^\ufeff/, '');
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const names = fields(header);
  return lines.map((line) => {
    const values = fields(line);
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  });
}

function fields(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
