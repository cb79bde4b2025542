import { GENERAL_GROUPS, HARM_GROUPS, REVEALING_GROUPS } from '../../children/risk-group';
import type { ChildStory } from './child-story';
import { DemoRandom } from './demo-random';
import { HOME } from './situations';

/** Every at-risk group there is: of so many children of the home authority, the first are one in each. */
export const DEMO_GROUPS: readonly string[] = [...GENERAL_GROUPS, ...HARM_GROUPS, ...REVEALING_GROUPS];

const SHARE = 0.08;

/** Marks a child as a member of at-risk groups; `serial` counts the children of the home authority from 0. */
export function markRisks(story: ChildStory, seed: string, upn: string, serial: number): void {
  const random = new DemoRandom(seed, 'risk', upn);
  const groups = new Set<string>();
  const first = DEMO_GROUPS[serial];
  if (first !== undefined) groups.add(first);
  if (random.chance(SHARE)) groups.add(random.pick(DEMO_GROUPS));
  if (random.chance(SHARE / 4)) groups.add(random.pick(DEMO_GROUPS));
  for (const group of groups) {
    const begins = story.ago(random.between(3, 200));
    story.fact({
      ...{ source: HOME, fact: 'circumstance', kind: 'RISK_GROUP', organisation: HOME, unit: `${HOME}/cme` },
      ...{ detail: group, begins, ends: null },
    });
  }
}
