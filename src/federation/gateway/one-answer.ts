import type { GraphQLFormattedError } from 'graphql';
import type { OneRequest } from './one-request';
import { chosenName, underChosenNames } from './plain-question';

export interface WholeAnswer {
  data?: Record<string, unknown> | null | undefined;
  errors?: readonly GraphQLFormattedError[] | undefined;
  extensions?: Record<string, unknown> | undefined;
}

/** What stands beside data. Whatever else a subgraph says is the refusal of the caller's whole request. */
const REFUSED_AS_A_WHOLE: ReadonlySet<unknown> = new Set([
  'UNAUTHENTICATED',
  'PURPOSE_REQUIRED',
  'PURPOSE_NOT_AGREED',
  'IDEMPOTENCY_KEY_REUSED',
]);
/** Codes that stand beside data; any other that leaves no root a value is the failure of the whole (`gate/answer.ts`). */
const PART_OF_AN_ANSWER: ReadonlySet<unknown> = new Set(['WITHHELD', 'NOT_PERMITTED', 'CONFLICT']);
const NOT_ALL: ReadonlySet<unknown> = new Set(['WITHHELD', 'UNAVAILABLE', 'PARTNER_UNAVAILABLE']);

/**
 * Puts the parts of an answer together as the hub would have said them at once: a refusal of the whole once, all or
 * nothing where the caller wanted that, errors in the words of the subgraph and nothing of the gateway's own, and what
 * each part stands under in the ledger.
 */
export function wholeAnswer(one: OneRequest, { data, errors = [], extensions }: WholeAnswer): WholeAnswer {
  const places = new Set(errors.map(({ path }) => JSON.stringify(path)));
  const placed = one.entityErrors.placed(data).filter(({ path }) => !places.has(JSON.stringify(path)));
  const said = [...errors, ...placed].map(inOurWords);
  const refusal = said.find(({ extensions: e }) => REFUSED_AS_A_WHOLE.has(e?.['code']));
  const sharing = sharingOf(one);
  const more = { ...extensions, ...(sharing ? { sharing } : {}) };
  const told = Object.keys(more).length > 0 ? { extensions: more } : {};
  if (refusal) return { ...told, data: null, errors: [withoutPath(refusal)] };
  const failed =
    Object.values(data ?? {}).every((value) => value === null) &&
    said.some(({ extensions: e }) => !PART_OF_AN_ANSWER.has(e?.['code']));
  const notAll = one.strict && said.some(({ extensions: e }) => NOT_ALL.has(e?.['code']));
  return {
    ...told,
    data: notAll || failed ? null : (underChosenNames(data ?? null) as WholeAnswer['data']),
    ...(said.length > 0 ? { errors: said } : {}),
  };
}

/** The first part's word stands for the whole, as it does where nothing was taken apart; all of them beside it. */
function sharingOf({ id, parts }: OneRequest): Record<string, unknown> | null {
  const [first] = parts;
  if (!first) return null;
  const { rulesetVersion, disclosureId, promise } = first;
  return { rulesetVersion, disclosureId, promise, request: id, parts };
}

/** What gateways put beside an error of a subgraph. */
const GATEWAYS_WORDS: ReadonlySet<string> = new Set(['serviceName', 'stacktrace', 'subgraph']);
const CODES = /^[A-Z][A-Z_]+$/;
/** Codes that gateways give by themselves to what they did not foresee; their words may hold addresses. */
const GATEWAYS_OWN: ReadonlySet<unknown> = new Set(['DOWNSTREAM_SERVICE_ERROR', 'INTERNAL_SERVER_ERROR']);

function inOurWords({
  message,
  path,
  locations,
  extensions = {},
}: GraphQLFormattedError): GraphQLFormattedError {
  const own = Object.fromEntries(Object.entries(extensions).filter(([name]) => !GATEWAYS_WORDS.has(name)));
  const code = own['code'];
  const place = {
    ...(path === undefined ? {} : { path: path.map(chosenName) }),
    ...(locations === undefined ? {} : { locations }),
  };
  if (typeof code === 'string' && CODES.test(code) && !GATEWAYS_OWN.has(code))
    return { message, ...place, extensions: own };
  return {
    message: 'Something went wrong on our side; nothing was disclosed by it.',
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}

const withoutPath = ({ message, extensions }: GraphQLFormattedError): GraphQLFormattedError =>
  extensions === undefined ? { message } : { message, extensions };
