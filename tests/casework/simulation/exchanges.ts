import type { LocalDate } from '../../../src/kernel/local-date';
import type { KnownChild } from '../../alerts/alerts-desk';
import {
  daysOn, HOUSING, NEIGHBOUR, OTHER_NEIGHBOUR, POLICE, RESTING, SOCIAL_CARE, TEAM, YOUTH_JUSTICE, OTHER_HOUSING,
  type Life, type Simulation,
} from './simulation'; // prettier-ignore

/** Who is asked about a child: anybody but those who rest. */
const ASKED = [POLICE, HOUSING, OTHER_HOUSING, SOCIAL_CARE, YOUTH_JUSTICE, NEIGHBOUR] as const;

/** An answer is due on the tenth working day; on the evening of the eleventh it is asked for again, on that of the sixteenth the lead hears of it. */
const WAITS = { WAITING: [1, 8], REMINDED: [12, 15], ESCALATED: [17, 22] } as const;
const WAYS = Object.keys(WAITS) as (keyof typeof WAITS)[];

/** How one who was asked is heard, and what it finds later. Null: it has found nothing else. */
const HEARD: readonly (readonly [first: string, then: string | null])[] = [
  ['KNOWN', null],
  ['NOT_KNOWN', 'KNOWN'],
  ['NOT_KNOWN', null],
  ['NOTHING_HELD', null],
  ['CANNOT_SEARCH', 'KNOWN'],
  ['CANNOT_SEARCH', 'NOT_KNOWN'],
  ['WITHHELD', 'KNOWN'],
  ['WITHHELD', 'NOT_KNOWN'],
  ['WITHDRAWN', null],
  ['SILENCE', null],
];

export const answering = { purpose: 'ANSWER_ENQUIRY' } as const;

export const send = (sim: Simulation, child: KnownChild, to: string, more = ''): Promise<string> =>
  sim.act(
    TEAM,
    `sendEnquiry(input: { child: { id: "${child.publicId}" }, recipients: ["${to}"], question: "Is this child known to you?"${more} })`,
  );

/** The n-th question about a child: each way of waiting with each way of being heard comes in turn. */
export async function* asked(sim: Simulation, child: KnownChild, n: number): Life {
  const way = WAYS[n % WAYS.length] ?? 'WAITING';
  const [first, then] = HEARD[Math.floor(n / WAYS.length) % HEARD.length] ?? ['KNOWN', null];
  const to = sim.random.one(ASKED);
  const id = await send(sim, child, to);
  yield sim.random.between(WAITS[way][0], WAITS[way][1]);
  if (first === 'SILENCE') return;
  if (first === 'WITHDRAWN') {
    await sim.act(TEAM, `withdrawEnquiry(id: "${id}")`);
    await sim.refuses(to, `answerEnquiry(id: "${id}", input: { outcome: KNOWN })`, 'CONFLICT', answering);
    return;
  }
  await heard(sim, to, id, first);
  if (then === null) return;
  yield sim.random.between(1, 4);
  await heard(sim, to, id, then);
  await sim.refuses(
    to,
    `answerEnquiry(id: "${id}", input: { outcome: CANNOT_SEARCH })`,
    'CONFLICT',
    answering,
  );
}

const WHO =
  'question from child { id name { surname forename } dateOfBirth upn currentAddress { line1 } carers { surname } lastSchool { name } }';

/** Whoever is asked reads whom the question is about, as far as its agreement goes, and answers. */
async function heard(sim: Simulation, as: string, id: string, outcome: string): Promise<void> {
  await sim.reads(as, `{ enquiry(id: "${id}") { ${WHO} } }`, answering);
  const withheld = `withholdAnswer(id: "${id}", input: { reason: "A duty to a third person.", decidedBy: "data protection lead", reviewOn: "${sim.today}" })`;
  const said = `answerEnquiry(id: "${id}", input: { outcome: ${outcome}, note: "Looked up." })`;
  await sim.act(as, outcome === 'WITHHELD' ? withheld : said, answering);
}

/** A question to a partner that is out of service on a day, and back five working days later. */
export async function* askedOfWhoRests(
  sim: Simulation,
  child: KnownChild,
  n: number,
  rests: LocalDate,
): Life {
  const before = [3, 13, 18][n % 3] ?? 3;
  while (daysOn(sim.today, before) < rests) yield 1;
  const id = await send(sim, child, RESTING);
  yield before + 2;
  await sim.refuses(
    RESTING,
    `answerEnquiry(id: "${id}", input: { outcome: KNOWN })`,
    'UNAUTHENTICATED',
    answering,
  );
  if (n % 2 === 0) {
    await sim.act(TEAM, `withdrawEnquiry(id: "${id}")`);
    return;
  }
  yield 6;
  await heard(sim, RESTING, id, 'NOT_KNOWN');
}

/** Another authority asks the council about its own child, and is answered, or the manager hears of it. */
export async function* inbound(sim: Simulation, n: number): Life {
  const who = n % 2 === 0 ? NEIGHBOUR : OTHER_NEIGHBOUR;
  const { forename, surname, dateOfBirth } = n % 3 === 0 ? (await sim.child()).details : sim.somebody();
  const child = `surname: "${surname}", forename: "${forename}", dateOfBirth: "${dateOfBirth}"`;
  const id = await sim.act(
    who,
    `sendEnquiry(input: { child: { ${child} }, recipients: ["${TEAM}"], question: "Has this child come to you?" })`,
  );
  yield n % 4 === 3 ? 13 : sim.random.between(1, 8);
  await sim.act(
    TEAM,
    `answerEnquiry(id: "${id}", input: { outcome: ${n % 3 === 0 ? 'KNOWN' : 'NOT_KNOWN'} })`,
    answering,
  );
}

/** What comes of an offer: each way in turn. */
const OFFERS = ['DECLINED', 'ENDED', 'WITHDRAWN', 'LAPSED', 'TAKEN', 'LATE'] as const;

/** A case is offered to another authority, which takes it or not, in time or too late, and gives it back when it is over. */
export async function* transferred(sim: Simulation, n: number): Life {
  const moving = { purpose: 'NOTIFY_MOVE' };
  const way = OFFERS[n % OFFERS.length];
  const child = await sim.child();
  const named = `child: { id: "${child.publicId}" }`;
  if (way === 'TAKEN')
    await sim.act(
      TEAM,
      `openCase(input: { ${named}, classification: AT_RISK, rag: RED, reviewOn: "${daysOn(sim.today, 10)}" })`,
    );
  const offer = await sim.act(TEAM, `proposeTransfer(input: { ${named}, to: "${NEIGHBOUR}" })`, moving);
  const accepts = `acceptTransfer(notificationId: "${offer}")`;
  const declines = `declineTransfer(notificationId: "${offer}", reason: "The family has gone on.")`;
  if (way === 'LAPSED' || way === 'LATE') {
    // The eleventh working day is one too many.
    yield 12;
    await sim.refuses(NEIGHBOUR, accepts, 'CONFLICT', moving);
    if (way === 'LATE') await sim.act(NEIGHBOUR, declines, moving);
    return;
  }
  yield sim.random.between(1, 3);
  if (way === 'WITHDRAWN') {
    await sim.act(TEAM, `withdrawTransfer(notificationId: "${offer}", reason: "They are back.")`, moving);
    await sim.refuses(NEIGHBOUR, accepts, 'CONFLICT', moving);
    return;
  }
  if (way === 'DECLINED') {
    await sim.act(NEIGHBOUR, declines, moving);
    return;
  }
  const id = await sim.act(NEIGHBOUR, accepts, moving);
  await sim.reads(
    NEIGHBOUR,
    `{ child(id: "${child.publicId}") { name { surname } currentAddress { line1 } case { state rag } } }`,
    moving,
  );
  yield sim.random.between(2, 5);
  if (way === 'TAKEN') {
    await sim.act(NEIGHBOUR, `confirmTransferTaken(notificationId: "${offer}")`, moving);
    yield 1;
  }
  await sim.act(n % 3 === 0 ? TEAM : NEIGHBOUR, `endTransfer(id: "${id}")`, moving);
}

/** What becomes of a request to hold a flag: each way in turn. */
export async function* flagged(sim: Simulation, child: KnownChild, n: number): Life {
  const at = { purpose: 'LOCATE_CHILD' };
  const id = await sim.act(TEAM, `askFlag(input: { child: { id: "${child.publicId}" }, to: "${HOUSING}" })`);
  const holder = (what: string): Promise<string> => sim.act(HOUSING, what, at);
  const lifted = `liftFlag(id: "${id}", reason: "Not wanted any more.")`;
  yield sim.random.between(1, 2);
  if (n % 3 === 0) {
    await sim.act(TEAM, lifted);
    return;
  }
  if (n % 3 === 1) {
    await holder(`confirmFlag(id: "${id}")`);
    yield 1;
    await sim.act(TEAM, `recheckFlag(id: "${id}")`);
    await sim.act(n % 2 === 0 ? HOUSING : TEAM, lifted, n % 2 === 0 ? at : {});
    await sim.refuses(TEAM, lifted, 'CONFLICT');
    return;
  }
  await holder(`refuseFlag(id: "${id}", reason: "No field for it.")`);
  yield 1;
  await holder(`confirmFlag(id: "${id}")`);
  await holder(`refuseFlag(id: "${id}", reason: "The field is gone.")`);
  await sim.act(TEAM, lifted);
}
