import { sha256Hex } from '../kernel/digest';
import type { AgreementText } from '../policy/check-agreements';
import { parseAgreement } from '../policy/parse';
import type { VersionRow } from './agreement.repository';

export type DifferenceKind = 'NOT_OFFERED' | 'CHANGED' | 'WAITS' | 'SUSPENDED' | 'ENDED' | 'NO_FILE';

/** Where the files and what the hub enforces are not the same. What is in the database counts. */
export interface Difference {
  readonly agreement: string;
  readonly kind: DifferenceKind;
  /** What is so, and what to do. */
  readonly message: string;
}

/** Compares the files on disk with the versions in the database, by the names of the agreements. */
export function differences(files: readonly AgreementText[], versions: readonly VersionRow[]): Difference[] {
  const onDisk = new Map(
    files.map(({ file, text }) => [parseAgreement(text, file).agreement?.agreement ?? file, text]),
  );
  const names = new Set([...onDisk.keys(), ...versions.map((v) => v.agreement)]);
  return [...names].sort().flatMap((agreement) => {
    const found = differenceOf(
      onDisk.get(agreement),
      versions.filter((v) => v.agreement === agreement),
    );
    return found ? [{ agreement, ...found }] : [];
  });
}

/** How many people are still wanted, and of whom one must be. */
function wantedBy({ approvedBy, awaits }: VersionRow): string {
  const bodies = awaits ?? [];
  const more = Math.max(2 - approvedBy.length, bodies.length);
  return `${more} approval${more === 1 ? '' : 's'}${bodies.length > 0 ? ` (${bodies.join(', ')})` : ''}`;
}

function differenceOf(
  text: string | undefined,
  versions: readonly VersionRow[],
): Omit<Difference, 'agreement'> | null {
  const last = versions.at(-1);
  const inForce = versions.find((v) => v.state === 'APPROVED');
  if (!last)
    return { kind: 'NOT_OFFERED', message: 'nobody has offered it: run `rollcall agreements apply`' };
  if (text === undefined) {
    const state = inForce
      ? `version ${inForce.version} is in force`
      : `version ${last.version} is ${last.state}`;
    return { kind: 'NO_FILE', message: `${state}, and there is no file of it: put the file back` };
  }
  if (sha256Hex(text) !== last.digest) {
    const message = `the file is not version ${last.version}, which counts: give it a higher version and run \`rollcall agreements apply\``;
    return { kind: 'CHANGED', message };
  }
  if (last.suspended) return { kind: 'SUSPENDED', message: 'it is suspended: it opens nothing' };
  if (last.state === 'DRAFT') {
    return { kind: 'WAITS', message: `version ${last.version} waits for ${wantedBy(last)}` };
  }
  return last.state === 'ENDED' ? { kind: 'ENDED', message: `version ${last.version} was ended` } : null;
}
