import type { Sql } from '../gate/ports';
import { AgreementSetProblem, type AgreementSet, type SetOptions } from './agreement-set';
import { AgreementRepository, type VersionRow } from './agreement.repository';
import { readCatalogues } from './catalogue-files';
import { directoryWords } from './directory-words';
import { textsInForce } from './texts-in-force';

export interface SetInForce extends AgreementSet {
  /** The versions behind it, with those who approved them. */
  readonly versions: readonly VersionRow[];
}

/**
 * What the hub enforces now, from its database; `instead` puts one version, a draft even, in the place of the
 * one in force, so that people see what it would change before they approve it. @throws AgreementSetProblem
 */
export async function agreementSetInForce(
  database: Sql,
  { homeAuthority, day }: SetOptions,
  instead: { readonly agreement: string; readonly version: number } | null = null,
): Promise<SetInForce> {
  const { catalogues, digest } = readCatalogues();
  const homeAuthorities = new Set([homeAuthority]);
  const directory = await directoryWords(database, homeAuthorities);
  const all = await new AgreementRepository(database).versions();
  const draft =
    instead && all.find((v) => v.agreement === instead.agreement && v.version === instead.version);
  if (instead && !draft) {
    throw new AgreementSetProblem(
      `There is no version ${instead.version} of ${instead.agreement} in the database.`,
    );
  }
  const versions = [
    ...all.filter((v) => v.state === 'APPROVED' && v.agreement !== draft?.agreement),
    ...(draft ? [draft] : []),
  ];
  const { texts, problems } = textsInForce(versions, catalogues, directory, day);
  if (draft && problems.length > 0) throw new AgreementSetProblem(problems.join('\n'));
  const rows = await database.query<{ id: string; name: string }>(
    'select id, name from organisation union all select id, name from unit',
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return {
    agreements: texts,
    catalogues,
    cataloguesDigest: digest,
    homeAuthorities,
    directory,
    names,
    versions,
  };
}
