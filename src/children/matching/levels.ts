/** How far two people agree, field by field, best first. A field unknown on either side has no level at all. */
export const LEVELS = {
  forename: ['exact', 'variant', 'kin', 'typo', 'initial', 'part', 'near', 'rival', 'disagree'],
  surname: ['exact', 'variant', 'typo', 'half', 'near', 'disagree'],
  birth: ['exact', 'newYear', 'swapped', 'slip', 'sameDay', 'yearOnly', 'part', 'disagree'],
  sex: ['agree', 'disagree'],
  place: ['unit', 'unitSlip', 'sector', 'outward', 'area', 'town', 'disagree'],
  line: ['exact', 'near', 'street', 'disagree'],
} as const;

export type Field = keyof typeof LEVELS;
export type Level<F extends Field> = (typeof LEVELS)[F][number];

/** The field's level, or null where one side does not know. */
export type Agreement = { readonly [F in Field]: Level<F> | null };

export const FIELDS = Object.keys(LEVELS) as readonly Field[];
