import { nearWord } from '../kernel/near-word';
import type { Position } from '../policy/agreement';
import type { Problem } from '../policy/problem';
import { checkReferences } from './check-references';
import { checkStrictness } from './check-strictness';
import { rowsById, withRows } from './look-up';
import { parseProcedure } from './parse-procedure';
import type { Procedure } from './procedure';
import type { ProcedureWords } from './procedure-words';

export interface ProcedureText {
  readonly file: string;
  readonly text: string;
}

/** The procedure of the law, and those of the authorities under it. Clocks are looked up. */
export interface ProcedureBook {
  readonly statute: Procedure;
  /** `la/…` → the procedure that its council follows. */
  readonly authorities: ReadonlyMap<string, Procedure>;
  readonly procedures: ReadonlyMap<string, Procedure>;
  readonly words: ProcedureWords;
}

export interface CheckedProcedures {
  /** Null when any file has an error, or the statute is missing. */
  readonly book: ProcedureBook | null;
  /** Errors and warnings of all files, in file and line order. */
  readonly problems: readonly Problem[];
}

/**
 * Parses and checks a set of procedure files together; reports everything at once. Never throws. `authorities` are
 * the ids that the directory knows.
 */
export function checkProcedures(
  texts: readonly ProcedureText[],
  words: ProcedureWords,
  authorities: ReadonlySet<string>,
): CheckedProcedures {
  const problems: Problem[] = [];
  const parsed = texts.flatMap(({ file, text }) => {
    const read = parseProcedure(text, file, words);
    problems.push(...read.problems);
    return read.procedure === null ? [] : [{ file, procedure: read.procedure }];
  });
  const teller =
    (file: string, check: string) =>
    (at: Position, message: string, severity: Problem['severity'] = 'error'): void => {
      problems.push({ file, at, severity, check, message });
    };
  const procedures = new Map<string, Procedure>();
  const holders = new Map<string, Procedure>();
  for (const { file, procedure } of parsed) {
    const tell = teller(file, 'names');
    if (procedures.has(procedure.procedure))
      tell(procedure.at, `the name \`${procedure.procedure}\` is taken`);
    procedures.set(procedure.procedure, procedure);
    for (const authority of procedure.authorities) {
      if (!authorities.has(authority)) {
        const near = nearWord(authority, authorities);
        tell(procedure.at, `unknown authority \`${authority}\`${near ? `; did you mean \`${near}\`?` : ''}`);
      }
      const other = holders.get(authority);
      if (other !== undefined)
        tell(
          procedure.at,
          `\`${authority}\` follows ${other.procedure} already: one procedure for each authority`,
        );
      holders.set(authority, procedure);
    }
  }
  for (const { file, procedure } of parsed) {
    const law = procedure.under === null ? procedure : (procedures.get(procedure.under) ?? null);
    const tell = teller(file, 'references');
    if (law === null)
      tell(procedure.at, `there is no procedure \`${String(procedure.under)}\` to stand under`);
    if (procedure.under === null && procedure.authorities.length > 0)
      tell(procedure.at, 'an authority stands under the statute: name it with `under`');
    checkReferences(procedure, law, procedures, tell);
    if (law === null || law === procedure) continue;
    const statute = rowsById(withRows(law, null).rows);
    for (const row of withRows(procedure, law).rows)
      checkStrictness(row, statute, teller(file, 'never-looser'));
  }
  const laws = parsed.filter(({ procedure }) => procedure.under === null);
  const [statute, second] = laws;
  if (second !== undefined)
    teller(second.file, 'names')(
      second.procedure.at,
      'one procedure alone stands under no other: the statute',
    );
  const order = (p: Problem): number => texts.findIndex((t) => t.file === p.file) * 1e6 + p.at.line;
  const told = [...problems].sort((a, b) => order(a) - order(b));
  if (statute === undefined || told.some(({ severity }) => severity === 'error'))
    return { book: null, problems: told };
  const law = withRows(statute.procedure, null);
  const ready = new Map(
    [...procedures].map(([name, p]) => [name, p.under === null ? law : withRows(p, law)]),
  );
  return {
    book: {
      statute: law,
      procedures: ready,
      authorities: new Map(
        [...ready.values()].flatMap((procedure) =>
          procedure.authorities.map((id) => [id, procedure] as const),
        ),
      ),
      words,
    },
    problems: told,
  };
}
