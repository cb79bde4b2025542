import { AgreementRepository, type VersionRow } from '../agreements/agreement.repository';
import { readAgreementFiles, readCatalogues } from '../agreements/catalogue-files';
import { directoryWords } from '../agreements/directory-words';
import type { Config } from '../config';
import type { Sql } from '../gate/ports';
import { sha256Hex } from '../kernel/digest';
import { systemClock } from '../kernel/clock';
import { londonDate } from '../kernel/london-time';
import { checkAgreements } from '../policy/check-agreements';
import { problemLine } from '../policy/problem';
import type { Finding } from './finding';

/** Who takes part, and whether the agreement files are sound and the same as what is in force. */
export async function agreementFindings({ homeAuthority }: Config, sql: Sql): Promise<Finding[]> {
  const words = await directoryWords(sql, new Set([homeAuthority]));
  const files = readAgreementFiles();
  const today = londonDate(systemClock.now());
  const { sound, problems } = checkAgreements(files, readCatalogues().catalogues, words, today);
  const versions = await new AgreementRepository(sql).versions();
  const differing = sound.flatMap(({ file, text, agreement }) => {
    const of = versions.filter((version) => version.agreement === agreement.agreement);
    const difference = differenceOf(of, sha256Hex(text));
    return difference === null ? [] : [`${file}: ${difference}`];
  });
  const named = new Set(sound.map(({ agreement }) => agreement.agreement));
  const lost = versions.filter(({ state, agreement }) => state === 'APPROVED' && !named.has(agreement));
  return [
    {
      name: 'directory',
      problems: words.organisations.has(homeAuthority)
        ? []
        : ['it is empty: run rollcall serve or rollcall start --no-demo once.'],
      found: `${words.organisations.size} organisations, ${words.units.size} units`,
    },
    {
      name: 'agreement files',
      problems: problems.filter(({ severity }) => severity === 'error').map(problemLine),
      found: `${sound.length} sound`,
    },
    {
      name: 'agreements in force',
      problems: [
        ...differing,
        ...lost.map(
          (v) => `${v.agreement}@${v.version} is in force and has no sound file: put its file back.`,
        ),
      ],
      found: `${versions.filter(({ state }) => state === 'APPROVED').length} approved`,
    },
  ];
}

/** A file that waits as a draft for its approval differs from nothing. */
function differenceOf(versions: readonly VersionRow[], digest: string): string | null {
  const last = versions.reduce<VersionRow | null>(
    (a, b) => (a === null || b.version > a.version ? b : a),
    null,
  );
  if (last === null) return 'nobody has offered it yet: run rollcall agreements apply.';
  if (last.digest === digest) return null;
  return `it differs from version ${last.version} in the database, which is what counts: run rollcall agreements apply.`;
}
