import { newPublicId, newRowId } from '../../../src/kernel/id';
import { ChildMaker, type MadeChild } from '../../support/child-maker';
import { startTestHub, type TestHub, type TestHubOptions } from '../../support/hub';
import { untilWords, type About } from './doors-in-use';
import { putAll, type Asker, type Question, type Said } from './question';

export const TEAM = 'la/931/cme';
export const POLICE = 'police/E23000029';
export const HOUSING = 'housing/E07000178';
export const OTHER_HOUSING = 'housing/E07000179';
export const NEIGHBOUR = 'la/852';
export const OTHER_NEIGHBOUR = 'la/851';
export const HEALTH = 'nhs/RTH';
export const OTHER_HEALTH = 'nhs/RNU';
export const SCHOOL = 'school/931-4123';
export const OTHER_SCHOOL = 'school/931-4107';
export const STRANGER = 'voluntary/young-carers';

export const THIRD_SCHOOL = 'school/931-4115';

/** Whose own word is tried out: a school with places to offer, and an authority with children to look after. */
export const READERS: readonly string[] = [THIRD_SCHOOL, NEIGHBOUR];

/** Stands in every text of one child and of the records about it. */
export const CANARY = 'Canary';

/** What is written about a child at every door: an id for each kind of record. */
export interface World {
  readonly hub: TestHub;
  readonly maker: ChildMaker;
  /** To whom something of it is open: the council, police, school, housing, the neighbour. Every text is a canary. */
  readonly child: MadeChild;
  /** Known to the same, but without a case with the council: another clause for each. Its texts say Plover. */
  readonly second: MadeChild;
  /** Left the school, which may know where to and no longer who. */
  readonly leaver: MadeChild;
  /** Known to the hub, and no business of any of them. */
  readonly hidden: MadeChild;
  readonly about: About;
  readonly aboutSecond: About;
  readonly aboutHidden: About;
  readonly aboutNobody: About;
}

/** Puts them all; streams are read until the last event that the asker may be sent, or the end. */
export async function ask(world: World, asker: Asker, questions: readonly Question[]): Promise<Said[]> {
  const texts = questions.flatMap((q) => ('stream' in q ? [q.stream] : 'socket' in q ? [q.socket] : []));
  if (texts.length === 0) return putAll(world.hub, asker, questions);
  const last = await (texts.some((text) => text.includes('alertRaised')) ? lastAlert : lastInInbox)(
    world,
    asker,
    texts,
  );
  return putAll(world.hub, asker, last === undefined ? questions : untilWords(questions, last));
}

async function lastAlert({ maker }: World, { as }: Asker): Promise<string | undefined> {
  const [last] = await maker.sql<{ id: string }>(
    `select public_id as id from alert where raised_by_organisation = $1 or $1 = $2 order by position desc limit 1`,
    [as, TEAM],
  );
  return last?.id;
}

/** By the outbox, in whose order events are sent, of those that the asker's own list shows. */
async function lastInInbox(
  world: World,
  asker: Asker,
  texts: readonly string[],
): Promise<string | undefined> {
  const root = texts.some((text) => text.includes('enquiryReceived')) ? 'enquiries' : 'notifications';
  const { as, ...rest } = asker;
  const { data } = await world.hub.query(as, { ...rest, query: `{ ${root}(first: 100) { nodes { id } } }` });
  const { nodes = [] } = (data?.[root] ?? {}) as { nodes?: { id: string }[] };
  const [last] = await world.maker.sql<{ id: string }>(
    `select ${root === 'enquiries' ? 'id' : 'about'} as id from outbox where about = any($1::uuid[]) and ($2 = recipient or recipient like $2 || '/%' or $2 like recipient || '/%')
     order by position desc limit 1`,
    [nodes.map(({ id }) => id), as],
  );
  return last?.id;
}

/** One mutation; the id of its receipt. Throws when there is none. */
export async function done(hub: TestHub, as: string, purpose: string, mutation: string): Promise<string> {
  const answer = await hub.query(as, { purpose, query: `mutation { made: ${mutation} { id } }` });
  const id = (answer.data?.['made'] as { id?: string } | null | undefined)?.id;
  if (id === undefined) throw new Error(`${as} could not ${mutation}: ${answer.text}`);
  return id;
}

export async function openWorld(options: TestHubOptions = {}): Promise<World> {
  const hub = await startTestHub({ ...options, config: { callLoopback: true, ...options.config } });
  const maker = new ChildMaker(hub.database.owner, hub.clock);
  try {
    return await furnished(hub, maker);
  } catch (error) {
    await hub.stop();
    throw error;
  }
}

async function furnished(hub: TestHub, maker: ChildMaker): Promise<World> {
  const child = await knownChild(maker, CANARY);
  const second = await knownChild(maker, 'Plover');
  const entryOfRegister = await maker.cmeCase(child);
  const document = await letterOn(maker, entryOfRegister);
  const hidden = await maker.child({ forename: 'Hidden', surname: 'Away' });
  await maker.roll(hidden, OTHER_SCHOOL);
  await maker.fact(hidden, 'OPEN_CASE', { unit: 'nhs/RNU/main' });
  const leaver = await maker.child({ forename: 'Gone', surname: 'Elsewhere' });
  await maker.roll(leaver, SCHOOL, { until: maker.day(-30) });
  await maker.roll(leaver, OTHER_SCHOOL, { from: maker.day(-29) });
  const nobody = {
    ...hidden,
    publicId: newPublicId(),
    forename: 'Noone',
    surname: 'Atall',
    upn: 'B801200005001',
  };

  const records = await recordsOf(hub, maker, child, CANARY);
  const others = await recordsOf(hub, maker, second, 'Plover');
  await flagRefused(hub, maker, child, HOUSING, CANARY);
  await flagRefused(hub, maker, second, HOUSING, 'Plover');
  for (const { forename, surname, dateOfBirth } of [hidden, nobody])
    await twins(hub, { forename, surname, dateOfBirth });
  // The number of one and the details of the other: the team is to decide.
  for (const [{ upn }, { surname, forename, dateOfBirth }] of [[child, second], [second, child]] as const) {
    const criteria = { upn, surname, forename, dateOfBirth };
    const query = 'query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { __typename } }';
    await hub.query(POLICE, { query, variables: { c: criteria } });
  } // prettier-ignore
  // A look that stands in the records of use.
  const look = await hub.query(POLICE, {
    query: `{ child(id: "${child.publicId}") { id name { surname } upn } }`,
  });
  const entry = look.sharing?.disclosureId ?? '';
  hub.clock.advance(1000);
  const before = hub.clock.now().toISOString();
  const nothing = {
    enquiry: newPublicId(),
    notification: newPublicId(),
    alert: newPublicId(),
    emergency: newPublicId(),
    entryOfRegister: newPublicId(),
    document: newPublicId(),
    correction: newPublicId(),
    entry: newPublicId(),
  };
  return {
    ...{ hub, maker, child, second, leaver, hidden },
    about: { child, ...records, entryOfRegister, document, entry, before },
    aboutSecond: { child: second, ...others, entryOfRegister, document, entry, before },
    aboutHidden: { child: hidden, ...records, entryOfRegister, document, entry, before },
    aboutNobody: { child: nobody, ...nothing, before },
  };
}

/** What stands in the letter, as it leaves the hub. */
export const LETTER = Buffer.from(`%PDF-1.7 ${CANARY} letter %%EOF`).toString('base64');

async function letterOn(maker: ChildMaker, entry: string): Promise<string> {
  const [row] = await maker.sql<{ id: string }>(
    `insert into case_document (id, case_id, kind, title, media_type, size, digest, content, scan, scanned_at, source, entered_by, recorded_at)
     select gen_random_uuid(), c.id, 'LETTER', $2, 'application/pdf', 40, '', decode($3, 'base64'), 'CLEAN', c.opened_at, 'la/931', 'A. Tester', c.opened_at
     from cme_case c where c.public_id = $1 returning public_id as id`,
    [entry, `${CANARY} title`, LETTER],
  );
  return row?.id ?? '';
}

/** A child to whom each of the partners of these tests stands in some way. */
export async function knownChild(maker: ChildMaker, word: string): Promise<MadeChild> {
  const child = await maker.child({
    ...{ forename: `${word}forename`, surname: `${word}surname`, formerSurname: `${word}former` },
    line1: `${word} street`,
  });
  const earlier = {
    line1: `${word} lane`,
    postcode: 'OX99 3OL',
    begins_on: maker.day(-1500),
    ends_on: maker.day(-900),
  };
  await maker.about(child.id, 'child_address', { ...earlier, kind: 'home', authority_id: 'la/931' });
  await maker.roll(child, SCHOOL);
  await maker.fact(child, 'MISSING_EPISODE', { unit: `${POLICE}/main` });
  await maker.fact(child, 'OPEN_CASE', { unit: `${HOUSING}/main` });
  return child;
}

async function recordsOf(
  hub: TestHub,
  maker: ChildMaker,
  made: MadeChild,
  word: string,
): Promise<Pick<About, 'alert' | 'enquiry' | 'notification' | 'emergency' | 'correction'>> {
  const { publicId } = made;
  const child = `child: { id: "${publicId}" }`;
  return {
    alert: await done(hub, HOUSING, 'RAISE_CONCERN', `raiseAlert(input: { ${child}, reason: OTHER, text: "${word} alert" })`),
    ...(await comesToTheTeam(hub, child, word)),
    enquiry: await done(
      hub, TEAM, 'LOCATE_CHILD',
      `sendEnquiry(input: { ${child}, recipients: ["${HOUSING}", "${POLICE}"], question: "${word} question" })`,
    ),
    notification: await done(
      hub, TEAM, 'NOTIFY_MOVE',
      `notifyAuthority(input: { ${child}, to: "${NEIGHBOUR}", type: MOVED_OUT, text: "${word} notice" })`,
    ),
    emergency: await done(
      hub, POLICE, 'EMERGENCY',
      `useEmergency(input: { ${child}, risk: SERIOUS_HARM, text: "${word} emergency by the river" })`,
    ),
    correction: await corrected(hub, maker, made, word, 'CASE_GOVERNANCE'),
  }; // prettier-ignore
}

/** What stands in the team's own inbox. */
async function comesToTheTeam(hub: TestHub, child: string, word: string): Promise<object> {
  await done(
    ...([
      hub,
      NEIGHBOUR,
      'NOTIFY_MOVE',
      `notifyAuthority(input: { ${child}, to: "la/931", type: MOVED_IN, text: "${word} in" })`,
    ] as const),
  );
  await done(
    ...([
      hub,
      'la/931/mash',
      'SAFEGUARD',
      `sendEnquiry(input: { ${child}, recipients: ["${TEAM}"], question: "${word} ask" })`,
    ] as const),
  );
  return {};
}

/** A flag that somebody was asked to hold and could not: no notice goes with it, which would open more. */
export async function flagRefused(
  hub: TestHub,
  maker: ChildMaker,
  { id }: MadeChild,
  holder: string,
  word: string,
): Promise<void> {
  await maker.sql(
    `insert into flag_placement (id, child_id, authority_id, holder_id, state, asked_at, asked_by, answered_at, refusal)
     values ($1, $2, 'la/931', $3, 'REFUSED', $4, 'A. Tester', $4, $5)`,
    [newRowId(), id, holder, hub.clock.now(), `${word} cannot hold flags`],
  );
}

/** A day of the child's address that was put right: nothing else of the record changes. */
export async function corrected(
  hub: TestHub,
  maker: ChildMaker,
  { id, publicId, postcode }: MadeChild,
  word: string,
  purpose: string,
): Promise<string> {
  const [address] = await maker.sql<{ id: string }>(
    `select public_id as id from child_address where child_id = $1 and line1 = $2`,
    [id, `${word} street`],
  );
  const right = `{ id: "${address?.id ?? ''}", line1: "${word} street", line2: "Upper flat", town: "Candlemere", postcode: "${postcode}", from: "2026-01-05" }`;
  return done(
    hub,
    TEAM,
    purpose,
    `correctRecord(input: { child: { id: "${publicId}" }, reason: "${word} correction", address: ${right} })`,
  );
}

/** The same said of a child whom the hub knows and of one whom it does not, by partners who can tell neither. */
async function twins(hub: TestHub, details: object): Promise<void> {
  const child = `child: ${JSON.stringify(details).replaceAll(/"(\w+)":/g, '$1:')}`;
  await done(
    hub,
    OTHER_HOUSING,
    'RAISE_CONCERN',
    `raiseAlert(input: { ${child}, reason: OTHER, text: "Seen." })`,
  );
  await done(
    hub,
    OTHER_NEIGHBOUR,
    'LOCATE_CHILD',
    `sendEnquiry(input: { ${child}, recipients: ["${TEAM}"], question: "Where?" })`,
  );
  await done(
    hub,
    HEALTH,
    'EMERGENCY',
    `useEmergency(input: { ${child}, risk: SERIOUS_HARM, text: "Alone in great distress." })`,
  );
}
