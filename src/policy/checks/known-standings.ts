import { nearWord } from '../../kernel/near-word';
import { parsePeriod } from '../../kernel/period';
import type { Alternative } from '../agreement';
import { STANDING_KINDS, type StandingKind } from '../catalogue';
import type { Check, Report } from './check';

/** Kinds whose fact can have ended: only for these does `within` mean anything. */
const CAN_HAVE_ENDED: ReadonlySet<string> = new Set<StandingKind>(['LEFT_OUR_ROLL', 'LEFT_OUR_AREA']);

/** Each clause names the children it is about, in kinds of standing that the hub can establish. */
export const knownStandings: Check = {
  name: 'known-standings',
  run(agreement, _context, report) {
    for (const clause of agreement.clauses) {
      if (clause.children.length === 0) {
        report(
          clause.at,
          `clause ${clause.clause} names no \`children\`; write \`children: [ANY_CHILD]\` if it means all`,
        );
      }
      for (const alternative of clause.children) checkAlternative(alternative, report);
      for (const exception of clause.except) {
        for (const alternative of exception.children) checkAlternative(alternative, report);
      }
    }
  },
};

function checkAlternative(alternative: Alternative, report: Report): void {
  for (const ground of alternative) {
    if (!STANDING_KINDS.includes(ground.kind as StandingKind)) {
      const near = nearWord(ground.kind, STANDING_KINDS);
      report(ground.at, `unknown standing \`${ground.kind}\`${near ? `; did you mean \`${near}\`?` : ''}`);
      continue;
    }
    if (ground.kind === 'ANY_CHILD' && (ground.within ?? ground.for)) {
      report(ground.at, '`ANY_CHILD` has no beginning, so it takes no `within` or `for`');
    }
    if (ground.within && !CAN_HAVE_ENDED.has(ground.kind)) {
      report(
        ground.at,
        `\`within\` is for a fact that has ended (${[...CAN_HAVE_ENDED].join(', ')}); for \`${ground.kind}\` write \`for\``,
      );
    }
    for (const [name, value] of [
      ['within', ground.within],
      ['for', ground.for],
    ] as const) {
      if (value && !parsePeriod(value).ok) {
        report(ground.at, `\`${name}: ${value}\` is not a period; write it like P28D or P1Y`);
      }
    }
  }
}
