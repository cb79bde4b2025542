import { entity, EVERYTHING } from './doors-in-use';
import type { Row } from './fourteen';
import { child } from './rows-children';

const hidden = 'notHere' in child.hiddenField ? undefined : child.hiddenField;

/** A child by its key is a child by its id: the very tests, asked as a gateway asks. */
export const entities: Row = {
  ...child,
  hiddenField: {
    ...(hidden ?? { notHere: 'A child is to be hidden at its own door before it is at this.' }),
    ...(hidden?.shut
      ? {
          shut: {
            ...hidden.shut,
            wrap: ({ child: { publicId } }, selection) =>
              entity('Child', publicId, `name { surname } ${selection}`).query,
          },
        }
      : {}),
  } as Row['hiddenField'],
  twoClauses: {
    ...child.twoClauses,
    questions: ({ child: pupil, ...about }, leaver) => [
      ...EVERYTHING.child({ ...about, child: leaver }),
      {
        query: `{ _entities(representations: [{ __typename: "Child", id: "${pupil.publicId}" }, { __typename: "Child", id: "${leaver.publicId}" }]) {
          ... on Child { id name { surname } upn provisionName { laestab } } } }`,
      },
    ],
  } as Row['twoClauses'],
};
