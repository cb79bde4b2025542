import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root';
import { problemLine } from '../policy/problem';
import { checkProcedures, type ProcedureBook, type ProcedureText } from './check-procedures';
import { parseProcedureWords, type ProcedureWords } from './procedure-words';

const WORDS = 'procedure-words.yaml';

/** The vocabulary of the procedure files. Throws one error that lists every problem. */
export function readProcedureWords(
  roles: ReadonlySet<string>,
  folder = join(packageRoot(), 'schema'),
): ProcedureWords {
  const text = readFileSync(join(folder, WORDS), 'utf8');
  const { words, problems } = parseProcedureWords(WORDS, text, roles);
  if (problems.length > 0)
    throw new Error(
      `The words of procedures are not usable:\n${problems.map((p) => `  ${problemLine(p)}`).join('\n')}`,
    );
  return words;
}

/** Where the procedures of this installation lie. */
export const proceduresFolder = (): string => join(packageRoot(), 'schema', 'procedures');

/** Every procedure file of a folder, by name; `shown` is what stands before the file's name in messages. */
export function readProcedureFiles(
  folder = proceduresFolder(),
  shown = 'schema/procedures',
): ProcedureText[] {
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({ file: join(shown, name), text: readFileSync(join(folder, name), 'utf8') }));
}

/**
 * The procedures that come with the hub. Throws one error that lists every error of the files; warnings are for
 * `rollcall procedures check`.
 */
export function readProcedures(roles: ReadonlySet<string>, authorities: ReadonlySet<string>): ProcedureBook {
  const { book, problems } = checkProcedures(readProcedureFiles(), readProcedureWords(roles), authorities);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (book === null)
    throw new Error(`The procedures are not usable:\n${errors.map((p) => `  ${problemLine(p)}`).join('\n')}`);
  return book;
}
