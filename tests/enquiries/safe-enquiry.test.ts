import fc from 'fast-check';
import {
  ExchangeDesk,
  HEALTH,
  HOUSING,
  idIn,
  MASH,
  POLICE,
  REFUGE,
  SCHOOL,
  TEAM,
  type KnownChild,
} from './exchange-desk';

let desk: ExchangeDesk;
beforeEach(async () => (desk = await ExchangeDesk.at('2026-11-18', 'la/931')));
afterEach(() => desk.stop());

const SAFE = { purpose: 'SAFEGUARD' };
const decide = (allowed: boolean, child: KnownChild, steps?: string[], as = MASH) =>
  desk.act(
    as,
    'decideCarefulSteps',
    '$input: DecideCarefulStepsInput!',
    { input: { child: { id: child.publicId }, allowed, ...(steps ? { steps } : {}) } },
    SAFE,
  );
const askHousing = async (child: KnownChild, input: object = {}): Promise<readonly string[]> =>
  (await desk.send(TEAM, { id: child.publicId }, [HOUSING], {}, { ...input })).codes;
const protect = async (as: string, child: KnownChild, purpose: string): Promise<string> =>
  idIn(
    await desk.act(
      as,
      'askLocationProtection',
      '$child: ChildReferenceInput!',
      { child: child.details },
      { purpose },
    ),
    'askLocationProtection',
  );
const marked = async (detail: string, name = 'Sana'): Promise<KnownChild> => {
  const child = await desk.knownChild(name, 'Turnstone');
  await desk.circumstance(child.id, 'RISK_GROUP', MASH, detail);
  return child;
};

describe('while a careful mark stands', () => {
  it.each(['FORCED_MARRIAGE', 'HONOUR_BASED_ABUSE', 'DOMESTIC_ABUSE', 'FGM', 'REFUGE'])(
    '%s: nothing goes to housing until social care has decided, and then it does',
    async (mark) => {
      const child = await marked(mark);
      expect(await askHousing(child)).toEqual(['NOT_PERMITTED']);
      desk.hub.clock.advance(1000);
      expect((await decide(false, child)).errors).toEqual([]);
      expect(await askHousing(child)).toEqual(['NOT_PERMITTED']);
      desk.hub.clock.advance(1000);
      expect((await decide(true, child)).errors).toEqual([]);
      expect(await askHousing(child)).toEqual([]);
    },
  );

  it('a decision is about the marks of its day: a newer one is to be decided about again', async () => {
    const child = await marked('DOMESTIC_ABUSE');
    desk.hub.clock.advance(1000);
    await decide(true, child);
    desk.hub.clock.advance(1000);
    await desk.circumstance(child.id, 'RISK_GROUP', MASH, 'FORCED_MARRIAGE');
    expect(await askHousing(child)).toEqual(['NOT_PERMITTED']);
  });

  it('a decision about one step allows that step alone (OX-36, S1 4.1)', async () => {
    const child = await marked('DOMESTIC_ABUSE');
    desk.hub.clock.advance(1000);
    expect((await decide(true, child, ['OX-3']))?.errors[0]?.message).toMatch(
      /^input\.steps\[0\]: is no row/,
    );
    await decide(true, child, ['OX-36']);
    expect(await askHousing(child)).toEqual(['NOT_PERMITTED']);
    expect(await askHousing(child, { step: 'OX-36' })).toEqual([]);
  });

  it('a step that is careful as a whole is not sent to anybody (OX-24, S1 Pathway: visit, card, neighbour)', async () => {
    const child = await marked('HONOUR_BASED_ABUSE');
    const send = () => desk.send(TEAM, { id: child.publicId }, [SCHOOL], {}, { step: 'OX-24' });
    expect((await send()).codes).toEqual(['NOT_PERMITTED']);
    expect(await desk.count('enquiry', 'child_id = $1', [child.id])).toBe(0);
    desk.hub.clock.advance(1000);
    await decide(true, child, ['OX-24']);
    expect((await send()).errors).toEqual([]);
  });

  it('the message to all authorities waits too (OX-38, S1 4.2)', async () => {
    const child = await marked('FORCED_MARRIAGE');
    const post = () =>
      desk.act(TEAM, 'broadcastLostPupil', '$input: BroadcastLostPupilInput!', {
        input: { child: { id: child.publicId } },
      });
    expect((await post()).codes).toEqual(['NOT_PERMITTED']);
    expect(await desk.count('notification', 'child_id = $1', [child.id])).toBe(0);
  });

  it('only social care decides, and its receipt tells nothing', async () => {
    const child = await marked('FORCED_MARRIAGE');
    for (const other of [TEAM, POLICE, SCHOOL, HEALTH])
      expect([
        other,
        (await decide(true, child, undefined, other)).data?.['decideCarefulSteps'] ?? null,
      ]).toEqual([other, null]);
    expect(await askHousing(child)).toEqual(['NOT_PERMITTED']);
    const nobody = {
      child: { surname: 'Nobody', forename: 'Atall', dateOfBirth: '2015-02-03' },
      allowed: true,
    };
    const told = await desk.act(
      MASH,
      'decideCarefulSteps',
      '$input: DecideCarefulStepsInput!',
      { input: nobody },
      SAFE,
    );
    expect(Object.keys(told.data?.['decideCarefulSteps'] ?? {})).toEqual(['id', 'receivedAt']);
  });
});

describe('protection asked for after a question has gone out (story 1)', () => {
  it('by any partner, at once: housing sees the question no more, it is taken back, and nobody is told why', async () => {
    const child = await desk.knownChild('Ana', 'Avocet');
    const id = await desk.sent(TEAM, { id: child.publicId }, [HOUSING, POLICE]);
    const seen = () =>
      desk.enquiry(HOUSING, id, 'state question child { name { surname } }', 'ANSWER_ENQUIRY');
    expect((await seen()).data?.['enquiry']).toMatchObject({ child: { name: { surname: 'Avocet' } } });

    desk.hub.clock.set('2026-11-20T16:10:00Z');
    await protect(REFUGE, child, 'RAISE_CONCERN');
    expect(JSON.stringify((await seen()).data)).not.toContain('Avocet');
    expect(await askHousing(child)).toEqual(['NOT_PERMITTED']);
    expect(await desk.on('2026-11-20T16:25:00Z')).toMatchObject({ takenBack: 1, reminded: 0 });
    expect((await seen()).data?.['enquiry']).toBeNull();
    const late = await desk.answer(HOUSING, id, { outcome: 'KNOWN' });
    expect(late.errors.map(({ message }) => message)).toEqual([
      'id: this enquiry was withdrawn; no answer is wanted any more.',
    ]);
    const standing = await desk.asked(TEAM, id, 'state outcome withdrawnBecause');
    expect(standing[HOUSING]).toEqual({
      state: 'WITHDRAWN',
      outcome: null,
      withdrawnBecause: 'ASK_SOCIAL_CARE',
    });
    expect(standing[POLICE]).toEqual({ state: 'WAITING', outcome: null, withdrawnBecause: null });
    expect((await desk.enquiry(TEAM, id, 'state')).data?.['enquiry']).toEqual({ state: 'OPEN' });
  });

  it('reads the same to housing as a question that the officer took back', async () => {
    const [hidden, other] = [
      await desk.knownChild('Ida', 'Stint'),
      await desk.knownChild('Ada', 'Sanderling'),
    ];
    const [barred, taken] = [
      await desk.sent(TEAM, { id: hidden.publicId }, [HOUSING]),
      await desk.sent(TEAM, { id: other.publicId }, [HOUSING]),
    ];
    await protect(REFUGE, hidden, 'RAISE_CONCERN');
    await desk.on('2026-11-19');
    await desk.withdraw(TEAM, taken);
    const all =
      'state withdrawnBecause: state recipients { state withdrawnBecause escalatedTo } child { id }';
    const read = async (id: string) => {
      const { data, errors } = await desk.enquiry(HOUSING, id, all, 'ANSWER_ENQUIRY');
      const answered = await desk.answer(HOUSING, id, { outcome: 'NOT_KNOWN' });
      return [data, errors.map(({ message }) => message), answered.errors.map(({ message }) => message)];
    };
    expect(await read(barred)).toEqual(await read(taken));
    const mine = await desk.enquiries(HOUSING, 'id state', null, 'ANSWER_ENQUIRY');
    expect(mine).toEqual([]);
  });

  it('is lifted by two officers, and then housing may be asked again', async () => {
    const child = await desk.knownChild('Ola', 'Dotterel');
    const id = await protect(SCHOOL, child, 'RAISE_CONCERN');
    const lift = (user: string) =>
      desk.act(
        TEAM,
        'liftLocationProtection',
        '$id: ID!',
        { id },
        { ...SAFE, user, job: 'CME case officer' },
      );
    expect((await lift('P. First')).errors).toEqual([]);
    expect((await lift('P. First')).codes).toEqual(['CONFLICT']);
    expect(await askHousing(child)).toEqual(['NOT_PERMITTED']);
    expect((await lift('S. Second')).errors).toEqual([]);
    expect(await askHousing(child)).toEqual([]);
  });
});

describe('property', () => {
  it('whatever is marked, decided, asked and swept in whatever order, no question stands at housing while the rule holds it back', async () => {
    const step = fc.constantFrom('mark', 'allow', 'forbid', 'ask', 'again', 'sweep');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (steps) => {
        const child = await desk.knownChild('Vera', 'Greenshank');
        // The rule as a person would tell it: the newest word counts, and a mark is a word for holding back.
        let held = false;
        let marks = 0;
        let last: string | null = null;
        for (const one of steps) {
          desk.hub.clock.advance(1000);
          if (one === 'mark') {
            await desk.circumstance(child.id, 'RISK_GROUP', MASH, 'DOMESTIC_ABUSE');
            [held, marks] = [true, marks + 1];
          } else if (one === 'allow' || one === 'forbid') {
            await decide(one === 'allow', child);
            held = marks > 0 && one === 'forbid';
          } else if (one === 'sweep') await desk.hub.hub.rounds.followUp();
          else if (one === 'ask') {
            const sent = await desk.send(TEAM, { id: child.publicId }, [HOUSING]);
            expect([steps, sent.codes]).toEqual([steps, held ? ['NOT_PERMITTED'] : []]);
            if (!held) last = idIn(sent, 'sendEnquiry');
          } else if (last !== null) {
            const before = await desk.asked(TEAM, last);
            const sent = await desk.act(TEAM, 'repeatEnquiry', '$id: ID!', { id: last });
            if (held) expect(sent.codes).not.toEqual([]);
            else if (before[HOUSING]?.['state'] === 'WAITING') last = idIn(sent, 'repeatEnquiry');
          }
        }
        await desk.hub.hub.rounds.followUp();
        if (held)
          expect(
            await desk.count(
              `enquiry_recipient r join enquiry e on e.id = r.enquiry_id`,
              `e.child_id = $1 and r.state in ('WAITING', 'REMINDED', 'ESCALATED')`,
              [child.id],
            ),
          ).toBe(0);
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});
