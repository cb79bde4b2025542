import type { Atom } from '../policy/profile';
import { CONFIRMED, whereOf, type Fact, type Ground } from './standing-sql';

/** An atom that is asked about, and the bit that says that it holds. */
export interface AskedAtom {
  readonly atom: Atom;
  readonly bit: bigint;
}

/**
 * The bits of those atoms that hold of a child, as an integer expression. The rows of one table are looked at once,
 * however many atoms they may answer: to begin a look costs the database more than to make it.
 */
export function maskSql(
  asked: readonly AskedAtom[],
  child: string,
  groundOf: (atom: Atom) => Ground,
): string {
  const byTable = new Map<Fact['table'], string[]>();
  const terms: string[] = [];
  for (const { atom, bit } of asked) {
    // What is confirmed is asserted too: it is looked for only where that holds.
    if (asked.some((other) => isAsserted(other.atom) && !isAsserted(atom) && sameGround(other.atom, atom)))
      continue;
    const sure = asked.find((other) => other.atom !== atom && sameGround(other.atom, atom));
    const ground = groundOf(atom);
    if (typeof ground === 'string') {
      const also = sure === undefined ? '' : ` | ${expressionSql(groundOf(sure.atom), sure.bit)}`;
      terms.push(`case when ${ground} then ${bit}${also} else 0 end`);
      continue;
    }
    for (const fact of ground) {
      const known = byTable.get(fact.table) ?? [];
      byTable.set(fact.table, known);
      const also = sure === undefined ? '' : ` | ${sureSql(groundOf(sure.atom), fact, sure.bit)}`;
      known.push(`case when ${whereOf(fact)} then ${bit}${also} else 0 end`);
    }
  }
  for (const [table, bits] of byTable)
    terms.push(
      `coalesce((select bit_or((${bits.join(' | ')})::bigint) from ${table} f where f.child_id = ${child}), 0)`,
    );
  return terms.join(' | ') || '0';
}

const ELSEWHERE = 'a confirmed standing is looked for elsewhere than the asserted one';

const isAsserted = ({ level }: Atom): boolean => level === 'asserted';

const sameGround = (a: Atom, b: Atom): boolean =>
  a.kind === b.kind && a.within === b.within && a.for === b.for && a.as === b.as;

const whenSql = (condition: string, bit: bigint): string => `case when ${condition} then ${bit} else 0 end`;

function expressionSql(ground: Ground, bit: bigint): string {
  if (typeof ground !== 'string') throw new Error(ELSEWHERE);
  return whenSql(ground, bit);
}

/** The bit of the confirmed atom, of a row of which the asserted one holds. */
function sureSql(ground: Ground, { table, where }: Fact, bit: bigint): string {
  const same =
    typeof ground === 'string' ? undefined : ground.find((f) => f.table === table && f.where === where);
  if (same === undefined) throw new Error(ELSEWHERE);
  return same.confirmed ? whenSql(CONFIRMED, bit) : String(bit);
}
