import { badInput } from '../kernel/errors';

const ANSWERS = ['application/json', 'application/graphql-response+json'] as const;

/**
 * The media type of the answer that a caller likes best (GraphQL over HTTP): plain JSON unless it asks otherwise.
 * Throws HubError BAD_USER_INPUT when it takes neither, before anything is done.
 */
export function answerType(accept: string | undefined): string {
  if (accept === undefined || accept.trim() === '') return withCharset(ANSWERS[0]);
  let best: string | null = null;
  let weight = 0;
  for (const part of accept.split(',')) {
    const [range = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    const type = ANSWERS.find((known) => known === range || range === '*/*' || range === 'application/*');
    const quality = Number(parameters.find((word) => word.startsWith('q='))?.slice(2) ?? 1);
    if (type === undefined || !(quality > weight)) continue;
    best = type;
    weight = quality;
  }
  if (best !== null) return withCharset(best);
  throw badInput('Accept', `the hub answers ${ANSWERS.join(' or ')}.`);
}

const withCharset = (type: string): string => `${type}; charset=utf-8`;
