import type { DoorName } from '../../../src/gate/doors';
import { MAGPIE, actAs, type Acted } from './acts';
import { EVERYTHING, manyChildren } from './doors-in-use';
import type { Opening, Unanswered } from './fourteen';
import { expectTold, expectUntold, putAll, textOf } from './question';
import { DOOR_NAMES, TABLE, atEveryDoor, hasReason } from './table';
import * as who from './world';
import { CANARY, TEAM, ask, done, openWorld, type World } from './world';

let world: World;
let enquiry: string;
const before: Partial<Record<DoorName, { readonly words: readonly string[]; readonly notKnown: number }>> =
  {};

const read = async (probe: Opening | Unanswered, door: DoorName): Promise<string> =>
  textOf(await ask(world, probe, EVERYTHING[door](world.about)));
/** As an answer names the school on whose roll the children of others are. */
const THEIR_SCHOOL = '"laestab":"9314107"';
const notKnownIn = (text: string): number => text.split('"NOT_KNOWN"').length - 1;

/** Everything of the child that somebody may see, at whichever door. */
const wordsIn = (text: string): string[] => {
  const { publicId, upn, nhsNumber, postcode, dateOfBirth } = world.child;
  const texts = [
    'forename',
    'surname',
    'former',
    ' street',
    ' lane',
    ' alert',
    ' question',
    ' notice',
    ' emergency',
  ];
  const known = [
    ...texts.map((part) => CANARY + part),
    publicId,
    upn,
    nhsNumber,
    postcode,
    dateOfBirth,
    '07700 900461',
  ];
  return [...known, 'carer@example.org', '"relationship":"PAM"', '9314123'].filter((word) =>
    text.includes(word),
  );
};

beforeAll(async () => {
  world = await openWorld();
  for (const door of DOOR_NAMES) {
    const { partialUpdate, unanswered } = TABLE[door];
    const first = hasReason(partialUpdate) ? '' : await read(partialUpdate, door);
    const same = JSON.stringify(partialUpdate) === JSON.stringify({ ...unanswered, afterwards: undefined });
    const second = hasReason(unanswered) ? '' : same ? first : await read(unanswered, door);
    before[door] = { words: wordsIn(first), notKnown: notKnownIn(second) };
  }
  const { publicId } = world.child;
  const sent = `sendEnquiry(input: { child: { id: "${publicId}" }, recipients: ["${who.POLICE}"], question: "And now?" })`;
  enquiry = await done(world.hub, TEAM, 'LOCATE_CHILD', sent);
}, 60_000);
afterAll(() => world.hub.stop());

atEveryDoor('unanswered', async (probe, door) => {
  const text = await read(probe, door);
  expect(text.length).toBeGreaterThan(100);
  expect(notKnownIn(text)).toBe(before[door]?.notKnown);
});

test('12: and "not known" is what is read once it was answered so', async () => {
  const doors = DOOR_NAMES.flatMap((door) => {
    const { unanswered } = TABLE[door];
    return !hasReason(unanswered) && unanswered.afterwards ? [[door, unanswered] as const] : [];
  });
  expect(doors.length).toBeGreaterThan(0);
  await done(
    ...([
      world.hub,
      who.POLICE,
      'ANSWER_ENQUIRY',
      `answerEnquiry(id: "${enquiry}", input: { outcome: NOT_KNOWN })`,
    ] as const),
  );
  for (const [door, probe] of doors)
    expect(notKnownIn(await read(probe, door))).toBeGreaterThan(before[door]?.notKnown ?? 0);
});

describe('after writes by those who see little', () => {
  beforeAll(async () => {
    const { child, about, hub } = world;
    const { upn, dateOfBirth, publicId } = child;
    const [id, number] = [`{ id: "${publicId}" }`, `{ upn: "${upn}", dateOfBirth: "${dateOfBirth}" }`];
    for (const [as, purpose, mutation] of [
      [
        who.OTHER_SCHOOL,
        'ROLL_MANAGEMENT',
        `recordRegistration(input: { child: ${number}, from: "2026-11-18" })`,
      ],
      [
        who.HEALTH,
        'NOTIFY_MOVE',
        `reportAddress(input: { child: ${id}, line1: "1 New Street", postcode: "SO96 1NW" })`,
      ],
      [who.POLICE, 'SAFEGUARD', `reportMissing(child: ${id})`],
      [who.OTHER_HOUSING, 'SAFEGUARD', `recordInvolvement(child: ${number})`],
      [who.HOUSING, 'RAISE_CONCERN', `addToAlert(id: "${about.alert}", text: "More.")`],
      [who.HOUSING, 'ANSWER_ENQUIRY', `answerEnquiry(id: "${about.enquiry}", input: { outcome: KNOWN })`],
      [who.NEIGHBOUR, 'NOTIFY_MOVE', `acknowledgeNotification(id: "${about.notification}")`],
      [who.POLICE, 'EMERGENCY', `endEmergency(id: "${about.emergency}")`],
    ] as const)
      await done(hub, as, purpose, mutation);
  }, 60_000);

  atEveryDoor('partialUpdate', async (probe, door) => {
    const text = await read(probe, door);
    expectTold(text, probe.told(world));
    const words = before[door]?.words ?? [];
    expect(words.length).toBeGreaterThan(0);
    expect(wordsIn(text)).toEqual(expect.arrayContaining([...words]));
  });
});

describe('after all that two partners may do about children of others', () => {
  const askers = who.READERS;
  const acted = new Map<string, Acted>();
  beforeAll(async () => {
    for (const as of askers) acted.set(as, await actAs(world, as));
  }, 120_000);

  test('they did what would make a standing, were one’s own word enough', () => {
    const done = (as: string) => acted.get(as)?.done;
    expect(done(who.THIRD_SCHOOL)).toEqual(
      expect.arrayContaining(['raiseAlert', 'recordRegistration', 'recordPlaceOffer']),
    );
    const moves = [
      'raiseAlert',
      'sendEnquiry',
      'notifyAuthority',
      'proposeTransfer',
      'recordCare',
      'reportAddress',
    ];
    expect(done(who.NEIGHBOUR)).toEqual(expect.arrayContaining(moves));
  });

  atEveryDoor('ownWord', async ({ readers }, door) => {
    for (const as of readers) {
      const { children = [], purposes = [] } = acted.get(as) ?? {};
      const [child] = children;
      if (!child) throw new Error(`${as} did nothing`);
      const questions =
        door === 'lookup' || door === 'child'
          ? manyChildren(children).filter(({ query }) => query.includes('lookup') === (door === 'lookup'))
          : EVERYTHING[door]({ ...world.aboutNobody, child });
      const reader = (purpose: string) => ({ as, purpose, job: 'virtual school' });
      const said = await Promise.all(purposes.map((code) => putAll(world.hub, reader(code), questions)));
      for (const word of [MAGPIE, THEIR_SCHOOL]) expectUntold(textOf(said.flat()), word);
    }
  });

  test('whoever has a standing reads them at those doors, so that silence proves something', async () => {
    const children = askers.flatMap((as) => acted.get(as)?.children ?? []);
    const team = { as: TEAM, purpose: 'LOCATE_CHILD' };
    const text = textOf(await ask(world, team, manyChildren(children)));
    for (const word of [THEIR_SCHOOL, ...children.map(({ surname }) => surname)]) expectTold(text, word);
  });
});
