import { nearWord } from '../kernel/near-word';
import { AgreementRefused } from './agreement-refused';
import type { AgreementRepository, VersionRow } from './agreement.repository';

/** The version that somebody named. @throws AgreementRefused with the near name, or the versions that there are */
export async function wantedVersion(
  rows: AgreementRepository,
  agreement: string,
  version: number,
): Promise<VersionRow> {
  const row = await rows.version(agreement, version);
  if (row) return row;
  const all = await rows.versions();
  const near = nearWord(
    agreement,
    all.map((v) => v.agreement),
  );
  const numbers = all.filter((v) => v.agreement === agreement).map((v) => v.version);
  const hint =
    numbers.length > 0 ? `; versions: ${numbers.join(', ')}` : near ? `; did you mean \`${near}\`?` : '';
  throw new AgreementRefused(`There is no version ${version} of \`${agreement}\`${hint}`);
}

/** The version in force of the agreement that somebody named. @throws AgreementRefused with the near name */
export async function versionInForce(rows: AgreementRepository, agreement: string): Promise<VersionRow> {
  const row = await rows.inForce(agreement);
  if (row) return row;
  const near = nearWord(
    agreement,
    (await rows.versions()).map((v) => v.agreement),
  );
  throw new AgreementRefused(
    `No version of \`${agreement}\` is in force${near ? `; did you mean \`${near}\`?` : '.'}`,
  );
}
