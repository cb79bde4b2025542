/** The two authorities of the story, in the order in which they appear. */
export const OXFORDSHIRE = 'la/931';
export const SOUTHAMPTON = 'la/852';

export const OURS = {
  at: OXFORDSHIRE,
  as: `${OXFORDSHIRE}/cme`,
  user: 'C. Officer',
  job: 'CME case officer',
  reference: 'CME/2026/31',
};
export const THEIRS = {
  at: SOUTHAMPTON,
  as: `${SOUTHAMPTON}/cme`,
  user: 'S. Officer',
  job: 'CME case officer',
  reference: 'SOTON/2026/7',
};
