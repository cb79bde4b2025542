import { profileFor } from '../policy/profile';
import type { Ruleset } from '../policy/ruleset';

/** Who is asked, as the directory knows it now; no role: it takes part no more. */
export interface WhoIsAsked {
  readonly id: string;
  readonly organisation: string;
  readonly roles: readonly string[];
}

/** Whether what is agreed now lets whoever is asked learn whom the question is about. */
export const mayLook = (ruleset: Ruleset, { id, organisation, roles }: WhoIsAsked): boolean =>
  roles.some(
    (role) =>
      profileFor(ruleset, 'ANSWER_ENQUIRY', [{ organisation, unit: id, role, job: '' }]).cell(
        'EXISTENCE',
        'full',
      ).verdict !== 'never',
  );
