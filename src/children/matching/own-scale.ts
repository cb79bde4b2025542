import { join } from 'node:path';
import { packageRoot } from '../../package-root';
import { readMatchingScale, type MatchingScale } from './matching-scale';

let scale: MatchingScale | null = null;

/** What this hub weighs with: the newest weights of `data/matching`, read once. Throws when they are unusable. */
export const ownScale = (): MatchingScale =>
  (scale ??= readMatchingScale(join(packageRoot(), 'data', 'matching')));
