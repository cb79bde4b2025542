import { nameKey } from '../kernel/name-key';
import type { CheckedPupil } from './ctf.check';
import type { KnownChild } from './known-child';
import { agrees, nameAgrees } from './plan-pupil';

export interface Found {
  readonly child: KnownChild | null;
  /** The child goes by a forename that the hub has not heard: to be looked at before it is believed. */
  readonly isRenamed: boolean;
  readonly refusal: { readonly reason: string; readonly fix: string } | null;
}

const DISAGREES = {
  reason: 'The hub holds this UPN for a child with another name and another date of birth.',
  fix: 'Look for a mistyped UPN; if it is right, tell the authority that holds the record.',
};

/** Finds the child that a pupil is: by its UPN, then by its former UPN. */
export class KnownChildren {
  private readonly current = new Map<string, KnownChild>();
  private readonly former = new Map<string, KnownChild>();

  constructor(children: readonly KnownChild[]) {
    for (const child of children) {
      for (const { value, state } of child.upns)
        (state === 'current' ? this.current : this.former).set(value, child);
    }
  }

  find(pupil: CheckedPupil): Found {
    const { upn, formerUpn } = pupil;
    const byUpn = this.current.get(upn) ?? this.former.get(upn);
    const byFormer =
      formerUpn === null ? undefined : (this.current.get(formerUpn) ?? this.former.get(formerUpn));
    const child = byUpn ?? byFormer ?? null;
    if (child === null) return { child, isRenamed: false, refusal: null };
    if (!agrees(pupil, child)) return { child: null, isRenamed: false, refusal: DISAGREES };
    const isKnownForename = child.names.some((name) => nameKey(name.forename) === nameKey(pupil.forename));
    return { child, isRenamed: !isKnownForename && !nameAgrees(pupil, child), refusal: null };
  }
}
