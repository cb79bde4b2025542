import type { Sql } from '../gate/ports';
import { demoDirectory } from '../identity/demo-directory';
import { homeUnits } from '../identity/home-units';
import { nationalDirectory } from '../identity/national-directory';
import type { DirectoryWords } from '../policy/checks/check';

/** What the hub's directory says now. */
export async function directoryWords(
  database: Sql,
  homeAuthorities: ReadonlySet<string>,
): Promise<DirectoryWords> {
  const [row] = await database.query<{ organisations: string[]; units: Record<string, string> }>(
    `select (select coalesce(json_agg(id), '[]') from organisation) as organisations,
       (select coalesce(json_object_agg(id, role), '{}') from unit) as units`,
  );
  return {
    organisations: new Set(row?.organisations ?? []),
    units: new Map(Object.entries(row?.units ?? {})),
    homeAuthorities,
  };
}

/** What a directory just filled would say: for checking agreements where there is no database. */
export function referenceWords(homeAuthority: string): DirectoryWords {
  const parts = [...nationalDirectory(homeAuthority), ...demoDirectory()];
  const units = [...parts.flatMap((part) => part.units), ...homeUnits(homeAuthority, true)];
  return {
    organisations: new Set(parts.flatMap((part) => part.organisations.map(({ id }): string => id))),
    units: new Map(units.map(({ id, role }) => [id, role])),
    homeAuthorities: new Set([homeAuthority]),
  };
}
