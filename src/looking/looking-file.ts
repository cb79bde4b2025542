import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root';
import type { Catalogues } from '../policy/catalogue';
import { problemLine } from '../policy/problem';
import { parseLooking, type LookingRules } from './looking-rules';

const FILE = 'looking.yaml';

/** The limits on looking of this installation. Throws one error that lists every problem. */
export function readLooking(catalogues: Catalogues, folder = join(packageRoot(), 'schema')): LookingRules {
  const { rules, problems } = parseLooking(FILE, readFileSync(join(folder, FILE), 'utf8'), {
    roles: new Set(catalogues.roles.keys()),
    categories: new Set([...catalogues.items.values()].flatMap(({ category }) => category.split(' '))),
  });
  if (problems.length > 0)
    throw new Error(
      `The limits on looking are not usable:\n${problems.map((p) => `  ${problemLine(p)}`).join('\n')}`,
    );
  return rules;
}
