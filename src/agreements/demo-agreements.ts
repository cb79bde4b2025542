import type { AgreementText } from '../policy/check-agreements';
import { problemLine } from '../policy/problem';
import { AgreementRefused } from './agreement-refused';
import type { AgreementStore } from './agreement-store';
import { decidersOf } from './deciding-bodies';
import type { Approver, VersionRow } from './agreement.repository';

const AUTHOR = 'demonstration/author';
/** Invented people of the home authority: two, for what takes two. */
export const DEMO_APPROVERS = ['demonstration/approver-1', 'demonstration/approver-2'] as const;
const OF_ANOTHER = 'demonstration/approver-of/';

/**
 * Offers every file and approves it by two invented people, one of each other controller of what it opens in the place of
 * the second, and says so: for the demonstration alone. An agreement about which a person has done anything since is left
 * as it is. Doing it again changes nothing.
 */
export async function applyForDemo(
  store: AgreementStore,
  files: readonly AgreementText[],
  homeAuthority: string,
  log: (line: string) => void,
): Promise<void> {
  for (const [index, subject] of DEMO_APPROVERS.entries()) {
    await store.addApprover({ subject, organisation: homeAuthority }, `Demonstration approver ${index + 1}`);
  }
  const touched = new Set<string>();
  for (const { agreement } of await latest(store))
    if (!(await isOurs(store, agreement))) touched.add(agreement);
  for (const agreement of touched) log(`agreements: ${agreement} is left as people decided`);
  const { offered, problems } = await store.offer(files, AUTHOR, touched);
  for (const problem of problems.filter((p) => p.severity === 'error'))
    log(`agreements: ${problemLine(problem)}`);
  const isNew = (name: string): boolean => offered.some(({ agreement }) => agreement === name);
  const approved: string[] = [];
  for (const { agreement, version, offeredBy, state, text, awaits } of await latest(store)) {
    if (state !== 'DRAFT' || offeredBy !== AUTHOR || touched.has(agreement)) continue;
    const deciders = decidersOf(text, new Set([homeAuthority]));
    if (!deciders.has(homeAuthority)) {
      if (isNew(agreement))
        log(
          `agreements: ${agreement}@${version} stays a draft: ${[...deciders].join(', ')} decides about it`,
        );
      continue;
    }
    try {
      const others = (awaits ?? []).filter((id) => id !== homeAuthority).map(inventedFor);
      for (const one of others) await store.addApprover(one, `Demonstration approver of ${one.organisation}`);
      const ours = DEMO_APPROVERS.map((subject) => ({ subject, organisation: homeAuthority }));
      for (const by of [...others, ...ours]) if ((await store.approve(agreement, version, by)).done) break;
      const names = others.map(({ organisation }) => organisation);
      approved.push(`${agreement}@${version}${names.length > 0 ? ` (one of ${names.join(', ')})` : ''}`);
    } catch (error) {
      if (!(error instanceof AgreementRefused)) throw error;
      log(`agreements: ${agreement}@${version} stays a draft: ${error.message}`);
    }
  }
  if (approved.length > 0) {
    log(
      `agreements: FOR THE DEMONSTRATION, two invented approvers brought into force: ${approved.join(', ')}`,
    );
  }
}

const inventedFor = (organisation: string): Approver => ({
  subject: `${OF_ANOTHER}${organisation}`,
  organisation,
});

async function isOurs(store: AgreementStore, agreement: string): Promise<boolean> {
  const ours: readonly string[] = [AUTHOR, ...DEMO_APPROVERS];
  return (await store.actors(agreement)).every((by) => ours.includes(by) || by.startsWith(OF_ANOTHER));
}

async function latest(store: AgreementStore): Promise<VersionRow[]> {
  const versions = await store.versions();
  return versions.filter((v) => !versions.some((w) => w.agreement === v.agreement && w.version > v.version));
}
