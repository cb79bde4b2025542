import { londonDate } from '../kernel/london-time';
import type { ClosingObstacle } from '../procedures/closing';
import type { ProcedureWords } from '../procedures/procedure-words';

/** What stands in the way of closing, for whoever works the case. */
export function obstacleInWords(obstacle: ClosingObstacle, words: ProcedureWords): string {
  switch (obstacle.kind) {
    case 'keptOpen':
      return 'the policy keeps such a case open';
    case 'tooEarly':
      return `not before ${londonDate(obstacle.until)}`;
    case 'barred':
      return `not while this stands: ${words.marks.get(obstacle.what)?.words ?? obstacle.what}`;
    case 'evidence':
      return `evidence is lacking: ${words.evidence.get(obstacle.what) ?? obstacle.what} (${obstacle.what})`;
    case 'check':
      return `a check is neither done nor not applicable: ${words.checks.get(obstacle.what) ?? obstacle.what} (${obstacle.what})`;
    case 'checkNotAllowed':
      return `a check may not be made for this child: ${words.checks.get(obstacle.what) ?? obstacle.what} (${obstacle.what})`;
    case 'signature':
      return `a signature is lacking: ${words.parties.get(obstacle.what)?.words ?? obstacle.what} (${obstacle.what})`;
    case 'samePerson':
      return `another person has to sign as ${words.parties.get(obstacle.what)?.words ?? obstacle.what}`;
  }
}
