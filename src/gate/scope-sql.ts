import type { Cell } from '../policy/profile';

/** `mask & need = need`, or `true` for any child. */
const holds = (mask: string, need: bigint): string => (need === 0n ? 'true' : `${mask} & ${need} = ${need}`);

/**
 * A cell's decision as a boolean SQL expression over the column that holds the row's mask: the same function of
 * the same bits as `policy/decide`. The gate compares the two for every row and throws if they differ.
 */
export function scopeSql(cell: Cell, mask: string): string {
  if (cell.verdict === 'never') return 'false';
  if (cell.verdict === 'always') return 'true';
  const parties = cell.parties.map((party) => {
    const needed = new Set(party.permits.map((p) => `(${holds(mask, p.need)})`));
    const permits = [...needed].join(' or ') || 'false';
    const forbids = party.forbids.map((f) => {
      const unless = f.unless.map((u) => ` and not (${holds(mask, u)})`).join('');
      return ` and not (${holds(mask, f.when)}${unless})`;
    });
    return `((${permits})${forbids.join('')})`;
  });
  return `(${parties.join(' and ')})`;
}

const atoms = new WeakMap<Cell, bigint>();

/** Bits of atoms that a cell looks at: only these need working out. */
export function atomsOf(cell: Cell): bigint {
  let known = atoms.get(cell);
  if (known === undefined) atoms.set(cell, (known = lookedAt(cell)));
  return known;
}

function lookedAt(cell: Cell): bigint {
  if (cell.verdict !== 'depends') return 0n;
  return cell.parties
    .flatMap((p) => [
      ...p.permits.flatMap(({ need, sure }) => [need, sure ?? 0n]),
      ...p.forbids.flatMap((f) => [f.when, ...f.unless]),
    ])
    .reduce((all, bits) => all | bits, 0n);
}
