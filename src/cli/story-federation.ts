import { PERSONA_CME } from '../interchange/demo/personas';
import type { StoryStep } from './story-steps';

const { upn, dateOfBirth } = PERSONA_CME;
const FRONT_DOOR = { as: 'la/931/front-door', user: 'W. Front-Door', job: 'front door' };
const POLICE = { as: 'police/E23000029', user: 'O. Incident', job: 'incident officer' };
const FIELDS = 'flagged gpRegistration { practice town since } healthLastSeen { on service }';

/** One question that crosses to a partner's own service: while it is away, while it is there, and where it may not go. */
export const FEDERATION_STORY: readonly StoryStep[] = [
  {
    ...FRONT_DOOR,
    title: 'The child-health service is away: the rest is answered, and it says what is missing',
    purpose: 'VERIFY_EDUCATION',
    reference: 'FD/2026/4471',
    query: `query ($criteria: ChildLookupInput!) {
  lookupChild(criteria: $criteria) { ... on ChildMatch { child { id ${FIELDS} } } }
}`,
    variables: () => ({ criteria: { upn, dateOfBirth } }),
    keep: { child: ['lookupChild', 'child', 'id'] },
    notice: 'PARTNER_UNAVAILABLE names `health`; the flag, which this hub holds, is there.',
  },
  {
    ...FRONT_DOOR,
    title: 'The service is started, and the same question crosses both',
    meanwhile: true,
    purpose: 'VERIFY_EDUCATION',
    reference: 'FD/2026/4471',
    query: `query ($id: ID!) { child(id: $id) { ${FIELDS} } }`,
    variables: ({ child }) => ({ id: child }),
    notice:
      "The flag is ours; the GP and the day are the health service's, asked for while answering and kept nowhere. It was given a signed grant for this child and these two fields under clause 7.11, and checked it.",
  },
  {
    ...POLICE,
    title: 'A police officer asks the same',
    purpose: 'SAFEGUARD',
    reference: 'TVP/2026/118822',
    query: `query ($id: ID!) { child(id: $id) { ${FIELDS} } }`,
    variables: ({ child }) => ({ id: child }),
    notice:
      'The flag under clause 6.4; both health fields WITHHELD. The service prints a line for every question it is asked: there is none here.',
  },
];
