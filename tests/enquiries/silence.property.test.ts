import fc from 'fast-check';
import { ExchangeDesk, HEALTH, MASH, POLICE, SCHOOL, TEAM, type Node } from './exchange-desk';

const ALL = [POLICE, HEALTH, MASH, SCHOOL] as const;
type Who = (typeof ALL)[number];
type Told = 'KNOWN' | 'NOT_KNOWN' | 'NOTHING_HELD' | 'CANNOT_SEARCH' | 'PART';

let desk: ExchangeDesk;
beforeAll(async () => (desk = await ExchangeDesk.at('2026-11-18', 'la/852')));
afterAll(() => desk.stop());

const what = fc.oneof(
  fc.record({
    kind: fc.constant('answer' as const),
    who: fc.constantFrom(...ALL),
    told: fc.constantFrom<Told>('KNOWN', 'NOT_KNOWN', 'NOTHING_HELD', 'CANNOT_SEARCH', 'PART'),
  }),
  fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ kind: fc.constant('withdraw' as const) }),
);

/** What a person who listened would say of one who was asked. */
interface Heard {
  outcome: string | null;
  open: boolean;
}

it('whoever has not answered never reads as "not known", in the enquiry, in the list and on the case, however long it is silent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(what, { minLength: 1, maxLength: 6 }), async (steps) => {
      desk.hub.clock.set('2026-11-18T12:00:00Z');
      const child = await desk.knownChild('Silent', 'Witness');
      await desk.openCase(child.id);
      const input = { checkKind: 'INVOLVED_AGENCIES' };
      const sent = await desk.send(TEAM, { id: child.publicId }, [...ALL], {}, input);
      const { id } = sent.data?.['sendEnquiry'] as { id: string };
      const heard = new Map<Who, Heard>(ALL.map((who) => [who, { outcome: null, open: true }]));
      let withdrawn = false;
      for (const one of steps) {
        if (one.kind === 'days') {
          desk.hub.clock.advance(one.days * 86_400_000);
          await desk.hub.hub.rounds.followUp();
        } else if (one.kind === 'withdraw') {
          const done = await desk.withdraw(TEAM, id);
          if (done.errors.length === 0) withdrawn = true;
        } else {
          const given =
            one.told === 'PART'
              ? { outcome: 'KNOWN', note: 'So far.', moreToCome: true }
              : { outcome: one.told };
          const said = await desk.answer(one.who, id, given);
          if (said.errors.length === 0 && one.told !== 'PART')
            heard.set(one.who, { outcome: one.told, open: false });
        }
      }
      const read = await desk.enquiry(
        TEAM,
        id,
        'state recipients { organisation state outcome answeredAt } answers { organisation outcome inPart replaced }',
      );
      const { recipients, answers } = read.data?.['enquiry'] as { recipients: Node[]; answers: Node[] };
      for (const { organisation, state, outcome, answeredAt } of recipients) {
        const was = heard.get(organisation as Who);
        expect([organisation, outcome]).toEqual([organisation, was?.outcome ?? null]);
        if (was?.outcome == null) {
          expect([organisation, answeredAt]).toEqual([organisation, null]);
          expect(withdrawn ? ['WITHDRAWN'] : ['WAITING', 'REMINDED', 'ESCALATED']).toContain(state);
          const said = answers.filter((one) => one['organisation'] === organisation);
          expect(said.filter(({ inPart }) => inPart !== true)).toEqual([]);
        }
      }
      const silent = [...heard.values()].some(({ outcome }) => outcome === null);
      const line = (await desk.checks(child.publicId))['INVOLVED_AGENCIES'];
      if (silent) expect(line).toMatchObject({ outcome: null, lastCheckedOn: null });
      if (silent && !withdrawn) expect(line).toMatchObject({ state: 'ASKED' });
    }),
    { numRuns: 15 },
  );
}, 240_000);
