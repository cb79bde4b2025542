import { resolve } from 'node:path';
import type { DataSource } from 'typeorm';
import { AgreementStore } from '../../src/agreements/agreement-store';
import { readAgreementFiles, readCatalogues } from '../../src/agreements/catalogue-files';
import { applyForDemo } from '../../src/agreements/demo-agreements';
import { sqlOf } from '../../src/database/sql';
import { seedDirectory } from '../../src/identity/directory-seed';
import type { AgreementText } from '../../src/policy/check-agreements';
import { ManualClock } from './manual-clock';
import { digestOfFiles } from './template';

export const HOME = 'la/931';

/** A Wednesday in term, on which every agreement of `schema/agreements` is in force. */
export const TEST_DAY = '2026-11-18T09:30:00Z';

/** What fills the template: when any of it changes, another template is made. */
const MADE_FROM = ['migrations', 'schema', 'data', 'src/agreements', 'src/identity', 'src/policy'];

/** The directory of the demonstration region and every agreement of `schema/agreements`, approved. */
export const seeded = (home = HOME): { name: string; fill: (owner: DataSource) => Promise<void> } => ({
  name: `rollcall_template_${digestOfFiles(MADE_FROM.map((place) => resolve(__dirname, '../..', place)))}${
    home === HOME ? '' : home.replace('la/', '_')
  }`,
  fill: (owner) => seed(owner, agreementsOf(home), home),
});

/** The agreements of `schema/agreements` as another authority would have them for itself. */
export const agreementsOf = (home: string): AgreementText[] =>
  readAgreementFiles().map(({ file, text }) => ({ file, text: text.replaceAll(HOME, home) }));

/** The directory, and these agreements in force. Throws when one of them does not come into force. */
export async function seed(owner: DataSource, files: readonly AgreementText[], home = HOME): Promise<void> {
  await seedDirectory(owner, { homeAuthority: home, demo: true });
  const told: string[] = [];
  const store = new AgreementStore({
    database: sqlOf(owner),
    transaction: (work) => owner.transaction((tx) => work(sqlOf(tx))),
    catalogues: readCatalogues().catalogues,
    homeAuthorities: new Set([home]),
    clock: new ManualClock(TEST_DAY),
  });
  await applyForDemo(store, files, home, (line) => told.push(line));
  const wrong = told.filter(
    (line) => !line.includes('brought into force') && !line.includes('la/852 decides'),
  );
  if (wrong.length > 0) throw new Error(`These agreements cannot be tested with:\n${wrong.join('\n')}`);
}
