import type { Fitted } from './fit-weights';

/** What is assumed where no labelled data speak: rough shares from experience, each set adding up to about one. */
export const ASSUMED: Fitted['fields'] = {
  forename: {
    exact: { m: 0.75, u: 0.01 },
    variant: { m: 0.06, u: 0.002 },
    kin: { m: 0.02, u: 0.004 },
    typo: { m: 0.06, u: 0.0005 },
    initial: { m: 0.02, u: 0.06 },
    part: { m: 0.02, u: 0.002 },
    near: { m: 0.01, u: 0.004 },
    rival: { m: 0.01, u: 0.006 },
    disagree: { m: 0.05, u: 0.915 },
  },
  surname: {
    exact: { m: 0.82, u: 0.002 },
    variant: { m: 0.03, u: 0.0005 },
    typo: { m: 0.06, u: 0.0005 },
    half: { m: 0.03, u: 0.0005 },
    near: { m: 0.01, u: 0.004 },
    disagree: { m: 0.05, u: 0.99 },
  },
  birth: {
    exact: { m: 0.84, u: 0.0001 },
    newYear: { m: 0.01, u: 0.0001 },
    swapped: { m: 0.01, u: 0.00005 },
    slip: { m: 0.05, u: 0.001 },
    sameDay: { m: 0.01, u: 0.0025 },
    yearOnly: { m: 0.01, u: 0.001 },
    part: { m: 0.02, u: 0.007 },
    disagree: { m: 0.05, u: 0.988 },
  },
  sex: { agree: { m: 0.985, u: 0.5 }, disagree: { m: 0.015, u: 0.5 } },
  place: {
    unit: { m: 0.5, u: 0.0001 },
    unitSlip: { m: 0.05, u: 0.00005 },
    sector: { m: 0.08, u: 0.0005 },
    outward: { m: 0.1, u: 0.002 },
    area: { m: 0.1, u: 0.03 },
    town: { m: 0.05, u: 0.02 },
    disagree: { m: 0.12, u: 0.95 },
  },
  line: {
    exact: { m: 0.6, u: 0.0002 },
    near: { m: 0.12, u: 0.0003 },
    street: { m: 0.03, u: 0.002 },
    disagree: { m: 0.25, u: 0.9975 },
  },
};
