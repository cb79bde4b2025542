import fc from 'fast-check';
import { parse, visit } from 'graphql';
import { PARTNERS } from '../gate/six-partners';
import { MUTATIONS, type MutationCase } from '../gate/every-mutation';
import { rootsOfAQuestion, type Askable } from '../support/generate-queries';
import { fits, SDL, written, type Value } from '../support/write-queries';

export interface Who {
  readonly as: string;
  readonly job: string;
  readonly purpose: string;
}

/** One question that is asked in every shape. */
export interface Query {
  readonly who: Who;
  readonly query: string;
  readonly variables: Readonly<Record<string, Value>>;
}

/** Whom and what the world of the comparison holds. */
export interface Ids extends Askable {
  readonly enquiry: string;
  readonly notification: string;
  readonly correction: string;
  readonly entry: string;
  readonly before: string;
}

const who = (as: string, purpose: string, job = 'officer'): Who => ({ as, purpose, job });
export const SIX: readonly Who[] = Object.values(PARTNERS).map(({ as, job, purpose }) => ({
  as,
  job,
  purpose,
}));
const TEAM = who('la/931/cme', 'CASE_GOVERNANCE', 'CME manager');
const OFFICER = who('la/931/cme', 'LOCATE_CHILD', 'CME case officer');
const AUDIT = who('la/931/data-protection', 'RIGHTS_AND_AUDIT', 'data protection officer');

const CHILD =
  'child { id name { surname } upn flagged cmeFlag { since } case { rag } currentAddress { postcode } }';

/** What the generator does not ask: each root that is not about one child's record, each union member, each entity. */
function byHand(ids: Ids): Omit<Query, 'who'>[] {
  const { enquiry, notification, correction, entry, before } = ids;
  const [child = '', other = ''] = ids.ids;
  const texts = [
    `{ enquiry(id: "${enquiry}") { id question answers { outcome address { postcode } } ${CHILD} } }`,
    `{ notification(id: "${notification}") { id text ${CHILD} } notifications(first: 3) { nodes { id ${CHILD} } pageInfo { hasNextPage endCursor } } }`,
    `{ correction(id: "${correction}") { id fact reason ${CHILD} recipients { organisation } } }`,
    `{ emergencyUses(first: 5) { edges { cursor node { id state risk ${CHILD} } } } emergencyRate { unit uses } }`,
    `{ lookBacks(first: 5) { nodes { id why ${CHILD} } } lookingReports(first: 2) { nodes { id } } }`,
    `{ disclosures(filter: { until: "${before}" }, first: 5) { nodes { id kind items { item outcome } } } }`,
    `{ disclosureReceipt(id: "${entry}") { id kind items { item form } } }`,
    `{ disclosureSummary(filter: { agreement: "thames-valley-police", since: "2026-11-01T00:00:00Z", until: "${before}" }) { agreement all { entries } } }`,
    `{ sharing { organisation unit role purposes { code agreed } may(field: "Child.upn", purpose: "SAFEGUARD") { verdict because instead } } cmeOfficer { team } }`,
    `{ agreements(name: "thames-valley-police") { name version state term { until } } cmeOfficer { team phone } }`,
    `query Two($one: ID!, $two: ID!) { first: child(id: $one) { ...All } second: child(id: $two) { ...All } }
     fragment All on Child { surname: name { surname } upn educationStatus { status } case { rag state } siblings { id initials } }`,
    `{ alerts(first: 5) { nodes { id details { lastSchool } ${CHILD} } } enquiries { nodes { id ${CHILD} } } sentNotifications { nodes { id ${CHILD} } } }`,
    `{ alerts(first: 0) { nodes { id } } cmeOfficer { team } }`,
    `{ child(id: "no id") { id } alerts { nodes { id } } }`,
    `{ __typename a: __typename child(id: "${child}") { __typename flagged @skip(if: true) upn @include(if: true) } }`,
    `{ child(id: "${other}") { case { rag } } other: child(id: "${child}") { cmeFlag { open } id } }`,
  ];
  const variables: Record<string, Value> = { one: child, two: other };
  return texts.map((query) => ({ query, variables: query.includes('$one') ? variables : {} }));
}

/** Questions by all six roles and those who answer for the records: as many as asked for, the same for the same seed. */
export function corpus(ids: Ids, count: number, seed: number): Query[] {
  const hand = byHand(ids).flatMap(({ query, variables }, i): Query[] => {
    const six = SIX[i % SIX.length];
    const keeper = /correction|emergency|lookBacks|disclosure/.test(query) ? (i % 2 ? TEAM : AUDIT) : OFFICER;
    return [keeper, ...(six ? [six] : [])].map((one) => ({ who: one, query, variables }));
  });
  const roots = rootsOfAQuestion(ids).filter(fits);
  const askers = fc.constantFrom(...SIX, OFFICER, TEAM);
  const made = fc.sample(fc.tuple(askers, roots), { numRuns: Math.max(0, count - hand.length), seed });
  const all = [...made.map(([one, asked]) => ({ who: one, ...written(asked) })), ...hand];
  // A smaller number is a sample of all kinds.
  const step = Math.max(1, all.length / count);
  return Array.from({ length: Math.min(count, all.length) }, (_, i) => all[Math.floor(i * step)]).filter(
    (query): query is Query => query !== undefined,
  );
}

/** What a corpus has touched, to see that nothing is left out. */
export function touched(queries: readonly Query[]): {
  types: Set<string>;
  aliases: number;
  fragments: number;
} {
  const found = { types: new Set<string>(), aliases: 0, fragments: 0 };
  for (const { query } of queries) {
    visit(parse(query), {
      Field(node) {
        if (node.alias) found.aliases += 1;
        const root = SDL.getQueryType()?.getFields()[node.name.value];
        if (root) found.types.add(`Query.${root.name}`);
      },
      FragmentDefinition: () => void (found.fragments += 1),
      InlineFragment: () => void (found.fragments += 1),
    });
  }
  return found;
}

/** One mutation as a chain: what comes before it, and itself. */
export interface Act {
  readonly name: string;
  readonly who: Who;
  readonly after: string | null;
  readonly text: string;
}

const RIGHT = 'correctRecord(input: { child: $child, reason: "Mistyped.", dateOfBirth: "2014-03-15" })';

/** Every mutation of the graph, by the council's team and by one of the six. */
export function acts(): Act[] {
  return Object.entries({ ...MUTATIONS, correctRecord: { text: RIGHT } }).flatMap(([name, act], i) => {
    const { after = null, text } = act as MutationCase;
    const six = SIX[i % SIX.length];
    return [OFFICER, ...(six ? [six] : [])].map((one) => ({ name, who: one, after, text }));
  });
}
