import { readCatalogues } from '../../../src/agreements/catalogue-files';
import { newPublicId } from '../../../src/kernel/id';
import { ChildMaker } from '../../support/child-maker';
import { startTestHub } from '../../support/hub';
import { EVERYTHING, type About } from './doors-in-use';
import { expectTold, expectUntold, textOf, type Question } from './question';
import { atEveryDoor } from './table';
import {
  CANARY,
  NEIGHBOUR,
  OTHER_NEIGHBOUR,
  TEAM,
  ask,
  corrected,
  done,
  knownChild,
  type World,
  flagRefused,
} from './world';

const PURPOSE = 'LOCATE_CHILD';
const HEAD = (name: string, recipient: string): string => `agreement: ${name}
title: ${name}
version: 1
supersedes: null
parties:
  - { organisation: la/931, capacity: controller }
  - { organisation: ${recipient}, capacity: recipient }
contacts: { dataProtection: information-governance desk, rights: customer rights team }
retention: P6Y
`;

/** Everybody may do everything and know who every child is. */
const permits = (name: string): string => `${HEAD(name, 'every')}
term: { from: 2026-09-01, review: 2036-08-31, until: 2037-08-31, whenReviewPasses: stop }
purposes:
  ${PURPOSE}:
    lawfulBasis: { controller: [uk-gdpr/6-1-e, dpa-2018/s8], recipient: [uk-gdpr/6-1-e, dpa-2018/s8] }
    powers: [education-act-1996/s436A, children-act-2004/s10]
clauses:
  - clause: "1"
    says: Everybody may do everything and know who every child is.
    permit: [EXISTENCE, IDENTITY, EXCHANGE, RECORDS_OF_USE, ${[...readCatalogues().catalogues.actions.keys()].join(', ')}]
    children: [ANY_CHILD]
    purposes: [${PURPOSE}]
`;
const forbids = (
  name: string,
  recipient: string,
  what: string,
  children: string,
): string => `${HEAD(name, recipient)}
term: { from: 2026-09-01, review: 2036-08-31, until: null, whenReviewPasses: warn }
purposes: {}
clauses:
  - clause: "1"
    says: Not this.
    forbid: [${what}]
    children: [${children}]
`;

/** One permits what two others forbid: by name and by day, first or last. */
const ORDERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'the permit first': {
    'a-permits.yaml': permits('a-permits'),
    'b-forbids.yaml': forbids('b-forbids', 'every', 'IDENTITY', 'CHILD_PROTECTION'),
    'c-forbids.yaml': forbids(
      'c-forbids',
      OTHER_NEIGHBOUR,
      'RECORDS_OF_USE, RECORD_INVOLVEMENT',
      'ANY_CHILD',
    ),
  },
  'the permit last': {
    'a-forbids.yaml': forbids(
      'a-forbids',
      OTHER_NEIGHBOUR,
      'RECORDS_OF_USE, RECORD_INVOLVEMENT',
      'ANY_CHILD',
    ),
    'b-forbids.yaml': forbids('b-forbids', 'every', 'IDENTITY', 'CHILD_PROTECTION'),
    'c-permits.yaml': permits('c-permits'),
  },
};

describe.each(Object.keys(ORDERS))('%s', (order) => {
  let world: World;
  beforeAll(async () => {
    const hub = await startTestHub({ agreements: ORDERS[order] ?? {}, config: { callLoopback: true } });
    const maker = new ChildMaker(hub.database.owner, hub.clock);
    const child = await knownChild(maker, CANARY);
    await maker.fact(child, 'CHILD_PROTECTION', { unit: 'la/931/mash' });
    const second = await knownChild(maker, 'Plover');
    const abouts: About[] = [];
    for (const one of [child, second]) {
      const about = `child: { id: "${one.publicId}" }`;
      const alert = await done(
        hub,
        NEIGHBOUR,
        PURPOSE,
        `raiseAlert(input: { ${about}, reason: NO_CONTACT })`,
      );
      const enquiry = await done(
        hub,
        TEAM,
        PURPOSE,
        `sendEnquiry(input: { ${about}, recipients: ["${NEIGHBOUR}"], question: "Where?" })`,
      );
      const notification = await done(
        hub,
        TEAM,
        PURPOSE,
        `notifyAuthority(input: { ${about}, to: "${NEIGHBOUR}", type: MOVED_OUT })`,
      );
      const emergency = await done(
        ...([
          hub,
          NEIGHBOUR,
          PURPOSE,
          `useEmergency(input: { ${about}, risk: SERIOUS_HARM, text: "Alone in great distress." })`,
        ] as const),
      );
      const correction = await corrected(hub, maker, one, one === child ? CANARY : 'Plover', PURPOSE);
      await flagRefused(hub, maker, one, NEIGHBOUR, CANARY);
      abouts.push({
        child: one,
        correction,
        alert,
        enquiry,
        notification,
        emergency,
        entryOfRegister: newPublicId(),
        document: newPublicId(),
        entry: newPublicId(),
        before: hub.clock.now().toISOString(),
      });
    }
    const [about, aboutSecond] = abouts;
    if (!about || !aboutSecond) throw new Error('nobody to ask about');
    world = {
      hub,
      maker,
      child,
      second,
      about,
      aboutSecond,
      leaver: second,
      hidden: second,
      aboutHidden: about,
      aboutNobody: about,
    };
  }, 60_000);
  afterAll(() => world.hub.stop());

  atEveryDoor('overlap', async (probe, door) => {
    const said = async (as: string, questions: readonly Question[]): Promise<string> =>
      textOf(await ask(world, { as, purpose: PURPOSE }, questions));
    const told = probe.told(world);
    if (probe.forbidden === 'of the child') {
      const of = await said(NEIGHBOUR, EVERYTHING[door](world.about));
      expectTold(of + (await said(NEIGHBOUR, EVERYTHING[door](world.aboutSecond))), told);
      expectUntold(of, probe.shut(world));
    } else {
      expectTold(await said(NEIGHBOUR, probe.questions(world.about)), told);
      expectUntold(await said(OTHER_NEIGHBOUR, probe.questions(world.about)), told);
    }
  });
});
