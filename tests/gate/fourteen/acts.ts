import { readCatalogues } from '../../../src/agreements/catalogue-files';
import { coverageOf } from '../../../src/gate/coverage';
import type { MadeChild } from '../../support/child-maker';
import type { TestAnswer } from '../../support/hub';
import { MUTATIONS, workOf, type MutationCase } from '../every-mutation';
import { schema } from './doors-in-use';
import { OTHER_HEALTH, OTHER_SCHOOL, type World } from './world';

const { catalogues } = readCatalogues();
const coverage = coverageOf(schema, catalogues);

type Ids = Readonly<Record<NonNullable<MutationCase['foreign']>, string>>;

interface Others {
  readonly child: MadeChild;
  readonly ids: Ids;
}

/** A child on somebody else's roll, with records that are other people's business. */
async function childOfOthers({ maker, about }: World, word: string): Promise<Others> {
  const child = await maker.child({
    ...{ forename: `${word}forename`, surname: `${word}surname`, formerSurname: `${word}former` },
    line1: `${word} street`,
  });
  await maker.roll(child, OTHER_SCHOOL);
  await maker.notified(child, 'la/850');
  await maker.notified(child, 'la/850', 'TRANSFER_PROPOSED');
  await maker.asked(child, OTHER_HEALTH);
  const circumstance = await maker.fact(child, 'OPEN_CASE', { unit: `${OTHER_HEALTH}/main` });
  const [ids] = await maker.sql<Pick<Ids, 'notification' | 'proposal' | 'enquiry'>>(
    `select (select public_id from notification where child_id = $1 and type = 'MOVED_OUT') as notification,
       (select public_id from notification where child_id = $1 and type = 'TRANSFER_PROPOSED') as proposal,
       (select public_id from enquiry where child_id = $1) as enquiry`,
    [child.id],
  );
  if (!ids) throw new Error('no records');
  return { child, ids: { ...ids, alert: about.alert, circumstance, case: circumstance } };
}

/** Stands in every text of the children about whom nothing but one’s own word speaks. */
export const MAGPIE = 'Magpie';

export interface Acted {
  /** One for each kind of fact that was said, named after it: what leaks says what leaked it. */
  readonly children: readonly MadeChild[];
  /** For which something of some child is agreed with the asker. */
  readonly purposes: readonly string[];
  /** Mutations that gave a receipt. */
  readonly done: readonly string[];
}

/** Every mutation that an asker may do, its own and with somebody else's ids, on children of others. */
export async function actAs(world: World, as: string): Promise<Acted> {
  const { actions, purposes } = await agreedWith(world, as);
  const byFact = new Map<string, Others>();
  const done: string[] = [];
  for (const [name, act] of Object.entries(MUTATIONS)) {
    const purpose = actions.get(actionOf(name));
    if (purpose === undefined) continue;
    const fact = act.fact ?? 'none';
    const word = `${MAGPIE}${as.startsWith('la/') ? 'A' : 'S'}${fact.toLowerCase().replaceAll('_', '')}`;
    const about = byFact.get(fact) ?? (await childOfOthers(world, word));
    byFact.set(fact, about);
    if (await perform(world, as, purpose, act, about)) done.push(name);
  }
  return { children: [...byFact.values()].map(({ child }) => child), purposes, done };
}

const actionOf = (name: string): string => {
  const declared = coverage.get(`Mutation.${name}`);
  return declared?.kind === 'action' ? declared.action : '';
};

type Sharing = Readonly<Record<string, { action?: string; item?: string; verdict: string }[]>>;

/** What an asker may do, and for which purposes something could be told to it but whom to ring. */
async function agreedWith(
  { hub }: World,
  as: string,
): Promise<{ actions: Map<string, string>; purposes: string[] }> {
  const codes = [...catalogues.purposes.keys()];
  const parts = codes.map(
    (code, i) =>
      `a${i}: actions(purpose: "${code}") { action verdict } i${i}: items(purpose: "${code}") { item verdict }`,
  );
  const query = `{ sharing { ${parts.join(' ')} } }`;
  const { data } = await hub.query(as, { query, purpose: null, reference: null });
  const sharing = data?.['sharing'] as Sharing;
  const open = (key: string) => (sharing[key] ?? []).filter(({ verdict }) => verdict !== 'NEVER');
  return {
    actions: new Map(
      codes.flatMap((code, i) => open(`a${i}`).map(({ action = '' }): [string, string] => [action, code])),
    ),
    purposes: codes.filter((_code, i) => open(`i${i}`).some(({ item }) => item !== 'CME_OFFICER')),
  };
}

const REFUSALS: ReadonlySet<string> = new Set(['NOT_PERMITTED', 'CONFLICT', 'RATE_LIMITED']);

/** Who says a fact names the child by what it knows; the rest is done by id. */
async function perform(
  { hub }: World,
  as: string,
  purpose: string,
  act: MutationCase,
  { child, ids }: Others,
): Promise<boolean> {
  const { forename, surname, dateOfBirth, upn, publicId } = child;
  const details = `{ forename: "${forename}", surname: "${surname}", dateOfBirth: "${dateOfBirth}", upn: "${upn}" }`;
  const foreign = act.foreign ? ids[act.foreign] : publicId;
  const run = async (text: string, id: string): Promise<string | null> => {
    const written = text
      .replace('child: $child', `child: ${act.fact ? details : `{ id: "${publicId}" }`}`)
      .replaceAll('$id', `"${id}"`)
      .replaceAll('$foreign', `"${foreign}"`)
      .replaceAll('$public', `"${publicId}"`)
      .replaceAll('$work', `"${workOf(publicId)}"`)
      .replace('"of us"', '"la/931/cme"')
      .replace('"to us"', '"la/931"');
    const answer = await hub.query(as, { purpose, query: `mutation { made: ${written} { id } }` });
    // Anything but a receipt, nothing, a refusal or a conflict would be a mistake of this test.
    if (answer.codes.some((code) => !REFUSALS.has(code))) throw new Error(`${as}, ${text}: ${answer.text}`);
    return idIn(answer);
  };
  const first = act.after === undefined ? null : await run(act.after, foreign);
  const did = await run(act.text, first ?? foreign);
  if (act.foreign && first !== null) await run(act.text, foreign);
  return did !== null;
}

const idIn = ({ data }: TestAnswer): string | null =>
  (data?.['made'] as { id?: string } | null | undefined)?.id ?? null;
