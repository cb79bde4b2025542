import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../kernel/canonical-json';
import { sha256Hex } from '../kernel/digest';
import { packageRoot } from '../package-root';
import type { Catalogues } from '../policy/catalogue';
import type { AgreementText } from '../policy/check-agreements';
import { parseCatalogues, type CatalogueTexts } from '../policy/parse-catalogues';
import { problemLine } from '../policy/problem';

const FILES: Readonly<Record<keyof CatalogueTexts, string>> = {
  items: 'data-items.yaml',
  actions: 'actions.yaml',
  purposes: 'purposes.yaml',
  powers: 'legal-powers.yaml',
  roles: 'roles.yaml',
};

export interface CatalogueFiles {
  readonly catalogues: Catalogues;
  /** SHA-256 of the five texts, hexadecimal: part of every ruleset's version. */
  readonly digest: string;
}

/** The catalogues that come with the hub, or those of another folder. Throws one error that lists every problem. */
export function readCatalogues(folder = join(packageRoot(), 'schema')): CatalogueFiles {
  const read = (name: keyof CatalogueTexts): string => readFileSync(join(folder, FILES[name]), 'utf8');
  const texts: CatalogueTexts = {
    items: read('items'),
    actions: read('actions'),
    purposes: read('purposes'),
    powers: read('powers'),
    roles: read('roles'),
  };
  const { catalogues, problems } = parseCatalogues(texts);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new Error(`The catalogues are not usable:\n${errors.map((p) => `  ${problemLine(p)}`).join('\n')}`);
  }
  return { catalogues, digest: sha256Hex(canonicalJson({ ...texts })) };
}

/** Where the agreements of this installation lie. */
export const agreementsFolder = (): string => join(packageRoot(), 'schema', 'agreements');

/** Every agreement file of a folder, by name; `shown` is what stands before the file's name in messages. */
export function readAgreementFiles(
  folder = agreementsFolder(),
  shown = 'schema/agreements',
): AgreementText[] {
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({ file: join(shown, name), text: readFileSync(join(folder, name), 'utf8') }));
}
