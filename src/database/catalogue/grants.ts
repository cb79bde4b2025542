/** One grant as `aclexplode` tells it. */
export interface Grant {
  readonly grantee: string;
  readonly privilege: string;
  readonly grantable: boolean;
}

/**
 * A column for a printer's query: who may do what, but for the owner, who may do everything.
 * @param acl the access list; @param kind its letter for `acldefault`, @param owner the owner's column
 */
export function grantsColumn(acl: string, kind: string, owner: string): string {
  return `(SELECT coalesce(json_agg(json_build_object('privilege', privilege_type, 'grantable', is_grantable,
      'grantee', CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)), '[]')
    FROM aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner}))) WHERE grantee <> ${owner})`;
}

/** One line for each grantee, in a fixed order. @param columns narrows a privilege to columns of the table */
export function printGrants(what: string, grants: readonly Grant[], columns?: string): string[] {
  const lines = new Map<string, string[]>();
  for (const { grantee, privilege, grantable } of grants) {
    const to = `TO ${grantee}${grantable ? ' WITH GRANT OPTION' : ''}`;
    lines.set(to, [...(lines.get(to) ?? []), privilege]);
  }
  const suffix = columns === undefined ? '' : ` (${columns})`;
  return [...lines]
    .map(
      ([to, privileges]) =>
        `GRANT ${privileges
          .sort()
          .map((word) => word + suffix)
          .join(', ')} ON ${what} ${to};`,
    )
    .sort();
}
