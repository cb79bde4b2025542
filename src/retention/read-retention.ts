import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root';
import { problemLine } from '../policy/problem';
import { parseRetention, type RetentionRule } from './retention-rules';

/** The rules that come with the hub, or those of another file. Throws one error that lists every problem. */
export function readRetention(
  file = join(packageRoot(), 'schema', 'retention.yaml'),
): readonly RetentionRule[] {
  const { rules, problems } = parseRetention(readFileSync(file, 'utf8'));
  if (problems.length > 0)
    throw new Error(
      `The rules of retention are not usable:\n${problems.map((p) => `  ${problemLine(p)}`).join('\n')}`,
    );
  return rules;
}
