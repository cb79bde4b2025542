import type { ProcedureBook } from './check-procedures';
import type { LeadServices } from './procedure';
import { procedureOf } from './rows-in-force';

export interface Services {
  readonly lead: readonly string[];
  readonly support: readonly string[];
}

/**
 * Lead and support services of a child in those at-risk groups (S4 table 3, or the table of the authority): assigns
 * work, not sight. Where the table names nobody for any of them, the procedure's own word leads (the front door).
 * A service that leads for one group is not listed again as support for another.
 */
export function leadAndSupport(book: ProcedureBook, authority: string, groups: readonly string[]): Services {
  const { lead: own } = procedureOf(book, authority);
  const table = tableOf(book, own);
  const lines = groups.map((group) => table.groups.find((line) => line.groups.includes(group)) ?? null);
  const lead = new Set(lines.flatMap((line) => line?.lead ?? [own.otherwise]));
  if (groups.length === 0) lead.add(own.otherwise);
  const support = new Set(lines.flatMap((line) => line?.support ?? []));
  return { lead: [...lead], support: [...support].filter((party) => !lead.has(party)) };
}

function tableOf(book: ProcedureBook, lead: LeadServices): LeadServices {
  if (lead.like === null) return lead;
  return book.procedures.get(lead.like)?.lead ?? lead;
}
