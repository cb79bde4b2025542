import type { GateContext } from '../gate/context';
import { decisionFor } from '../gate/field-rule';
import { attachSubject, subjectOf } from '../gate/subject';
import { ChildMatch } from './child-lookup.result';
import type { Candidate } from './child.repository';
import type { LookupCriteria } from './lookup-criteria';
import type { Scored } from './matching/score';

type Named = 'surname' | 'forename' | 'dateOfBirth';
/** A name in another spelling agrees; one that was mistyped led there, and does not. */
const AGREES: ReadonlySet<string | null> = new Set(['exact', 'variant']);

/**
 * A child beyond doubt, and the criteria that agree, of those whose item the asker may see. Without a score all that
 * was given beside the identifier agrees.
 */
export function matchOf(
  context: GateContext,
  criteria: LookupCriteria,
  { row }: Candidate,
  scored: Scored | null,
): ChildMatch {
  const subject = subjectOf(row);
  const maySee = (item: string): boolean =>
    decisionFor(context.profile, context.profile.cell(item, 'full'), subject).effect === 'disclose';
  const levels: Readonly<Record<Named, string | null>> | null = scored && {
    surname: scored.agreement.surname,
    forename: scored.agreement.forename,
    dateOfBirth: scored.agreement.birth,
  };
  const agrees = (field: Named): boolean =>
    criteria[field] !== null && (levels === null || AGREES.has(levels[field]));
  const { identifier } = criteria;
  const led = identifier !== null && (scored === null || scored.identifiers.agree.includes(identifier.kind));
  const itemOf = identifier?.kind === 'nhs_number' ? 'NHS_NUMBER' : 'UPN';
  const matchedOn = [
    ...(identifier && led && maySee(itemOf) ? [identifier.field] : []),
    ...(['surname', 'forename', 'dateOfBirth'] as const).filter(
      (field) => agrees(field) && maySee('IDENTITY'),
    ),
  ];
  const match = Object.assign(new ChildMatch(), { child: row, confidence: 'CONFIRMED', matchedOn });
  return subject ? attachSubject(match, subject) : match;
}
