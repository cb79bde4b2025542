import { HubError } from '../kernel/errors';
import { nearWord } from '../kernel/near-word';
import type { Profile } from '../policy/profile';
import type { Asking } from './asking';
import type { Cell } from '../policy/profile';
import type { Coverage } from './coverage';
import type { Operation } from './operation';
import { cellOf, type Plan } from './plan';

/** A refusal of the whole request, with the ledger entry that tells of it. */
export class RefusedRequest extends HubError {
  constructor(
    because: HubError,
    readonly sharing: {
      readonly rulesetVersion: string;
      readonly disclosureId: string;
      readonly promise: string;
    },
  ) {
    super(because.code, because.message, because.details);
    this.name = 'RefusedRequest';
  }
}

/** Roots by which a gateway puts subgraphs together; to anybody else they are shut. */
const DOORS_OF_GATEWAYS: ReadonlySet<string> = new Set(['_entities', '_service']);

/**
 * The cells of the roots that were asked for: those of the plan, or, where a gateway asks for a part, those of the whole.
 * INVARIANT: what a gateway says here decides how a refusal is told and opens nothing.
 */
export function wholeCells(
  plan: Plan,
  { roots }: Pick<Operation, 'roots'>,
  coverage: Coverage,
  profile: Profile,
): readonly Cell[] {
  if (roots === undefined) return [...plan.root.values()].flatMap((field) => field.cell ?? []);
  const known = roots.filter((coordinate) => coverage.has(coordinate));
  return known.flatMap((coordinate) => cellOf(coordinate, coverage, profile, null) ?? []);
}

/** Refusals of the whole request: the same for every child, because no child was looked at. */
export function refusalOf(
  asking: Asking,
  profile: Profile,
  plan: Plan,
  cells: readonly Cell[],
): HubError | null {
  if (asking.gateway === undefined && [...plan.root.keys()].some((name) => DOORS_OF_GATEWAYS.has(name))) {
    return new HubError(
      'UNAUTHENTICATED',
      'Entities are given through a gateway that is registered with this hub, and to nobody else.',
    );
  }
  if (asking.purpose === '' || asking.reference === '') {
    const missing = asking.purpose === '' ? 'Sharing-Purpose' : 'Sharing-Reference';
    return new HubError(
      'PURPOSE_REQUIRED',
      `${missing}: send this header with every request; \`{ sharing { purposes { code words agreed } } }\` lists the purposes agreed with you.`,
      { field: missing },
    );
  }
  const known = profile.ruleset.catalogues.purposes;
  if (!known.has(asking.purpose)) {
    const near = nearWord(asking.purpose, known.keys());
    const hint = near ? `; did you mean \`${near}\`?` : '';
    return new HubError('BAD_USER_INPUT', `Sharing-Purpose: there is no such purpose${hint}`, {
      field: 'Sharing-Purpose',
    });
  }
  const nothing = !plan.mutation && cells.length > 0 && cells.every((cell) => cell.verdict === 'never');
  if (!profile.agreed || nothing) {
    return new HubError(
      'PURPOSE_NOT_AGREED',
      `No agreement in force with your organisation opens what you ask for \`${asking.purpose}\`. Ask \`{ sharing { purposes { code agreed } } }\` what is agreed.`,
    );
  }
  return null;
}
