import { factsOf as readFacts, type FactsAsked } from '../../src/casework/case-event.repository';
import { sqlOf } from '../../src/database/sql';
import { agendaOf, type CaseFacts } from '../../src/procedures/agenda';
import { BOOK, CALENDARS } from '../procedures/shipped';
import {
  ExchangeDesk,
  HEALTH,
  MASH,
  POLICE,
  SCHOOL,
  SOUTHAMPTON,
  TEAM,
  type KnownChild,
} from './exchange-desk';

let desk: ExchangeDesk;
afterEach(() => desk.stop());

const factsOf = (of: ExchangeDesk, asked: FactsAsked): Promise<CaseFacts> =>
  readFacts(sqlOf(of.hub.database.owner), asked);
const STANDING = 'state outcome dueOn overdue escalatedTo';
const nobody = { reminded: 0, escalated: 0, suspended: 0, resumed: 0, takenBack: 0 };
const waiting = (dueOn: string) => ({
  state: 'WAITING',
  outcome: null,
  dueOn,
  overdue: false,
  escalatedTo: null,
});
const reminded = (dueOn: string) => ({
  state: 'REMINDED',
  outcome: null,
  dueOn,
  overdue: true,
  escalatedTo: null,
});
const escalated = (dueOn: string, to: string) => ({
  state: 'ESCALATED',
  outcome: null,
  dueOn,
  overdue: true,
  escalatedTo: to,
});

/**
 * No policy names a time for an answer: ten working days, a reminder, and the named lead after five more are our reading in
 * every file. From Friday 18 December 2026 they are 21 to 24 and 29 to 31 December, 4, 5 and 6 January: due on Wednesday
 * 6 January 2027, late from the 7th; the five days of grace are 7, 8, 11, 12 and 13 January.
 */
describe.each([
  ['Oxfordshire (OX-36a, S1 4.1)', 'la/931'],
  ['Barking and Dagenham (BD-43b, S2 4.2, App 4)', 'la/301'],
  ['Southampton (SO-22a, S3 App 1)', 'la/852'],
  ['Kingston (AF-14f, S4 9 Days 5 to 20)', 'la/314'],
])('%s: whoever was asked on 18 December 2026', (_paragraph, authority) => {
  it('has until 6 January, is reminded on the 7th, and the named lead is told on the 14th', async () => {
    desk = await ExchangeDesk.at('2026-12-18', authority);
    const child = await desk.knownChild('Nora', 'Redshank');
    const id = await desk.sent(TEAM, { id: child.publicId }, [POLICE, HEALTH]);
    expect((await desk.enquiry(TEAM, id, 'dueOn state')).data?.['enquiry']).toEqual({
      dueOn: '2027-01-06',
      state: 'OPEN',
    });

    expect(await desk.on('2027-01-06T23:59:59Z')).toEqual(nobody);
    expect(await desk.asked(TEAM, id, STANDING)).toEqual({
      [POLICE]: waiting('2027-01-06'),
      [HEALTH]: waiting('2027-01-06'),
    });
    expect(await desk.on('2027-01-07T00:00:00Z')).toEqual({ ...nobody, reminded: 2 });
    expect(await desk.on('2027-01-07T00:00:00Z')).toEqual(nobody);
    expect((await desk.answer(HEALTH, id, { outcome: 'NOT_KNOWN' })).errors).toEqual([]);

    expect(await desk.on('2027-01-13')).toEqual(nobody);
    expect(await desk.on('2027-01-14')).toEqual({ ...nobody, escalated: 1 });
    expect(await desk.asked(TEAM, id, STANDING)).toEqual({
      [POLICE]: escalated('2027-01-06', 'lead'),
      [HEALTH]: {
        state: 'NOT_KNOWN',
        outcome: 'NOT_KNOWN',
        dueOn: '2027-01-06',
        overdue: false,
        escalatedTo: null,
      },
    });
    // Whoever was asked reads of itself alone, and not whose its silence has become.
    expect(await desk.asked(POLICE, id, STANDING, 'ANSWER_ENQUIRY')).toEqual({
      [POLICE]: { ...escalated('2027-01-06', ''), escalatedTo: null },
    });
    expect((await desk.answer(POLICE, id, { outcome: 'KNOWN', note: 'Seen on 2 January.' })).errors).toEqual(
      [],
    );
    expect((await desk.enquiry(TEAM, id, 'state')).data?.['enquiry']).toEqual({ state: 'ANSWERED' });
  });
});

describe('Oxfordshire', () => {
  it('a day that the officer names is kept when it is sooner, and refused when it is later than the procedure’s (OX-36a, S1 4.1)', async () => {
    desk = await ExchangeDesk.at('2026-11-18', 'la/931');
    const child = await desk.knownChild('Una', 'Ruff');
    const send = (dueOn: string) => desk.send(TEAM, { id: child.publicId }, [POLICE], {}, { dueOn });
    const late = await send('2026-12-03');
    expect(late.errors.map(({ message }) => message)).toEqual([
      'input.dueOn: is later than the procedure allows: give 2026-12-02 at the latest.',
    ]);
    expect(await desk.count('enquiry', 'child_id = $1', [child.id])).toBe(0);
    const id = (await send('2026-11-20')).data?.['sendEnquiry'] as { id: string };
    expect(await desk.on('2026-11-20')).toEqual(nobody);
    expect(await desk.on('2026-11-21')).toEqual({ ...nobody, reminded: 1 });
    // Five working days after Friday 20 November: the 27th is the last of them.
    expect(await desk.on('2026-11-27')).toEqual(nobody);
    expect(await desk.on('2026-11-28')).toEqual({ ...nobody, escalated: 1 });
    expect(await desk.asked(TEAM, id.id, STANDING)).toEqual({ [POLICE]: escalated('2026-11-20', 'lead') });
  });

  it('an authority that asks is answered within ten working days, whatever the result; late, the manager is told (OX-45, S0 4; OX-44, S1 5.1)', async () => {
    desk = await ExchangeDesk.at('2027-03-25', 'la/931');
    const child = await desk.knownChild('Ines', 'Shrike');
    const ask = (believedAddress?: object) =>
      desk.send(SOUTHAMPTON, child.details, [TEAM], {}, believedAddress ? { believedAddress } : {});
    const plain = ((await ask()).data?.['sendEnquiry'] as { id: string }).id;
    const addressed = (
      (await ask({ line1: '3 Invented Close', postcode: 'ox99 1ab' })).data?.['sendEnquiry'] as { id: string }
    ).id;
    expect(await desk.events(child.id)).toEqual(['INBOUND_ENQUIRY', 'INBOUND_NOTICE_WITH_ADDRESS']);
    const read = await desk.enquiry(TEAM, addressed, 'believedAddress { line1 postcode }');
    expect(read.data?.['enquiry']).toEqual({
      believedAddress: { line1: '3 Invented Close', postcode: 'OX99 1AB' },
    });

    // Good Friday is 26 March, Easter Monday the 29th: 30 and 31 March, 1, 2, 5 to 9 and 12 April.
    expect(await desk.on('2027-04-12')).toEqual(nobody);
    expect(await desk.on('2027-04-13')).toEqual({ ...nobody, reminded: 2, escalated: 2 });
    expect(await desk.asked(TEAM, plain, STANDING)).toEqual({
      [TEAM]: { ...escalated('2027-04-12', ''), escalatedTo: null },
    });
    for (const id of [plain, addressed])
      expect((await desk.answer(TEAM, id, { outcome: 'NOT_KNOWN' })).errors).toEqual([]);
    expect((await desk.events(child.id)).slice(2)).toEqual(['SENDER_ANSWERED', 'SENDER_ANSWERED']);
    const told = await desk.enquiry(SOUTHAMPTON, plain, 'state answers { outcome }');
    expect(told.data?.['enquiry']).toEqual({ state: 'ANSWERED', answers: [{ outcome: 'NOT_KNOWN' }] });
  });

  it('an authority that says a child has moved in has a word back within ten working days (OX-44, S1 5.1)', async () => {
    desk = await ExchangeDesk.at('2027-03-25', 'la/931');
    const child = await desk.knownChild('Ella', 'Merlin');
    expect((await desk.notify(SOUTHAMPTON, child.details, 'la/931', 'MOVED_IN')).errors).toEqual([]);
    const due = async (on: string) => {
      const facts = await factsOf(desk, {
        child: child.id,
        authority: 'la/931',
        now: new Date(`${on}T12:00:00Z`),
      });
      const items = agendaOf(facts, BOOK, CALENDARS, new Date(`${on}T12:00:00Z`));
      return items
        .filter(({ row }) => row.row === 'OX-44')
        .map(({ state, due: by, escalatedTo }) => [state, by?.on ?? null, escalatedTo]);
    };
    expect(await due('2027-04-12')).toEqual([['due', '2027-04-12', null]]);
    expect(await due('2027-04-13')).toEqual([['overdue', '2027-04-12', 'manager']]);
    await desk.on('2027-04-12');
    expect((await desk.notify(TEAM, { id: child.publicId }, SOUTHAMPTON, 'LOCATED_HERE')).errors).toEqual([]);
    expect(await due('2027-04-13')).toEqual([['done', '2027-04-12', null]]);
    // A second word answers nothing twice.
    await desk.notify(TEAM, { id: child.publicId }, SOUTHAMPTON, 'MOVED_OUT');
    expect((await desk.events(child.id)).filter((kind) => kind === 'SENDER_ANSWERED')).toHaveLength(1);
  });

  it('information that comes in is followed up with the authority within a working day (OX-37, S1 4.1)', async () => {
    desk = await ExchangeDesk.at('2026-11-18', 'la/931');
    const child = await desk.knownChild('Hugh', 'Smew');
    const id = await desk.sent(TEAM, { id: child.publicId }, [POLICE]);
    await desk.answer(POLICE, id, { outcome: 'KNOWN', note: 'In Southampton.' });
    const there = await desk.sent(TEAM, { id: child.publicId }, [SOUTHAMPTON]);
    await desk.answer(SOUTHAMPTON, there, { outcome: 'KNOWN' });
    expect(await desk.events(child.id)).toEqual([
      'ENQUIRY_SENT', 'ENQUIRY_ANSWERED', 'INFORMATION_RECEIVED', 'ENQUIRY_SENT', 'ENQUIRY_ANSWERED', 'OTHER_AUTHORITY_CONFIRMED',
    ]); // prettier-ignore
  });

  it('nothing from anybody is said once the last has answered, not while one is silent (OX-38, S1 4.2)', async () => {
    desk = await ExchangeDesk.at('2026-11-18', 'la/931');
    const child = await desk.knownChild('Enid', 'Pipit');
    const id = await desk.sent(TEAM, { id: child.publicId }, [POLICE, HEALTH]);
    await desk.answer(POLICE, id, { outcome: 'NOTHING_HELD' });
    expect(await desk.events(child.id)).not.toContain('NOTHING_FROM_ANYBODY');
    await desk.answer(HEALTH, id, { outcome: 'NOT_KNOWN' });
    expect((await desk.events(child.id)).at(-1)).toBe('NOTHING_FROM_ANYBODY');
  });

  it('the agencies are asked again each term, and a step is recorded as done by asking (OX-41, S1 4.4)', async () => {
    desk = await ExchangeDesk.at('2026-11-18', 'la/931');
    const child = await desk.knownChild('Oona', 'Dipper');
    const first = await desk.sent(TEAM, { id: child.publicId }, [POLICE, HEALTH, MASH]);
    await desk.answer(HEALTH, first, { outcome: 'NOT_KNOWN' });
    await desk.answer(MASH, first, { outcome: 'KNOWN', note: 'Ring us.' });
    await desk.on('2027-01-06');
    const wrong = await desk.act(TEAM, 'repeatEnquiry', '$id: ID!, $step: String', {
      id: first,
      step: 'OX-411',
    });
    expect(wrong.errors.map(({ message }) => message)).toEqual([
      'step: is no row of the procedure by which somebody is asked; did you mean `OX-41`?',
    ]);
    const again = await desk.act(TEAM, 'repeatEnquiry', '$id: ID!, $step: String', {
      id: first,
      step: 'OX-41',
    });
    expect(again.errors).toEqual([]);
    const { id } = again.data?.['repeatEnquiry'] as { id: string };
    const read = await desk.enquiry(
      TEAM,
      id,
      'question step repeats recipients { organisation state dueOn }',
      'SAFEGUARD',
    );
    // Ten working days from Wednesday 6 January 2027.
    expect(read.data?.['enquiry']).toMatchObject({
      question: 'Do you know this child?',
      repeats: first,
      recipients: [
        { organisation: HEALTH, state: 'WAITING', dueOn: '2027-01-20' },
        { organisation: POLICE, state: 'WAITING', dueOn: '2027-01-20' },
      ],
    });
    expect(await desk.asked(TEAM, first, 'state withdrawnBecause')).toEqual({
      [HEALTH]: { state: 'NOT_KNOWN', withdrawnBecause: null },
      [MASH]: { state: 'KNOWN', withdrawnBecause: null },
      [POLICE]: { state: 'WITHDRAWN', withdrawnBecause: 'ASKED_AGAIN' },
    });
    expect((await desk.answer(POLICE, first, { outcome: 'KNOWN' })).codes).toEqual(['CONFLICT']);
    expect((await desk.answer(POLICE, id, { outcome: 'KNOWN' })).errors).toEqual([]);
    expect((await desk.events(child.id)).filter((kind) => kind === 'STEP_DONE')).toHaveLength(1);
  });
});

describe('Kingston', () => {
  it('an authority that asks without an address is told within ten working days, whatever the result (AF-24, S4 9)', async () => {
    desk = await ExchangeDesk.at('2027-03-25', 'la/314');
    const child = await desk.knownChild('Lena', 'Crake');
    const id = await desk.sent(SOUTHAMPTON, child.details, [TEAM]);
    expect(await desk.asked(TEAM, id, 'dueOn')).toEqual({ [TEAM]: { dueOn: '2027-04-12' } });
    expect(await desk.on('2027-04-13')).toEqual({ ...nobody, reminded: 1, escalated: 1 });
  });

  it('another authority that confirms ends the question; one that cannot locate keeps the case open (AF-21, AF-22, S4 9)', async () => {
    desk = await ExchangeDesk.at('2026-11-18', 'la/314');
    const events = async (outcome: string, child: KnownChild) => {
      const id = await desk.sent(TEAM, { id: child.publicId }, [SOUTHAMPTON]);
      await desk.answer(SOUTHAMPTON, id, { outcome });
      return desk.events(child.id);
    };
    expect(await events('KNOWN', await desk.knownChild('Ivy', 'Linnet'))).toContain(
      'OTHER_AUTHORITY_CONFIRMED',
    );
    expect(await events('NOT_KNOWN', await desk.knownChild('May', 'Linnet'))).toContain(
      'OTHER_AUTHORITY_CANNOT_LOCATE',
    );
  });
});

describe('Barking and Dagenham, and Southampton', () => {
  it.each(['la/301', 'la/852'])(
    '%s: no paragraph names a time for whoever asks the council; it is answered all the same (S2, S3 give no procedure)',
    async (authority) => {
      desk = await ExchangeDesk.at('2026-11-18', authority);
      const child = await desk.knownChild('Asa', 'Knot');
      const id = await desk.sent(SOUTHAMPTON, child.details, [TEAM]);
      expect(await desk.asked(TEAM, id, STANDING)).toEqual({
        [TEAM]: { state: 'WAITING', outcome: null, dueOn: null, overdue: false, escalatedTo: null },
      });
      expect(await desk.on('2027-04-13')).toEqual(nobody);
      expect((await desk.answer(TEAM, id, { outcome: 'NOT_KNOWN' })).errors).toEqual([]);
      expect(await desk.events(child.id)).toEqual(['INBOUND_ENQUIRY', 'SENDER_ANSWERED']);
    },
  );
});

describe('a recipient whose agreement is not in force', () => {
  it('rests, is neither late nor heard, and has its whole time when it may look again', async () => {
    desk = await ExchangeDesk.at('2026-11-18', 'la/931');
    const child = await desk.knownChild('Tess', 'Whimbrel');
    const id = await desk.sent(TEAM, { id: child.publicId }, [POLICE, SCHOOL]);
    await desk.sql(
      `insert into agreement_suspension (agreement, suspended_by, reason, at) values ('thames-valley-police', 'test', 'test', $1)`,
      [desk.hub.clock.now()],
    );
    await desk.sql(
      `insert into agreement_event (agreement, kind, by_whom, at) values ('thames-valley-police', 'SUSPENDED', 'test', $1)`,
      [desk.hub.clock.now()],
    );
    expect(await desk.on('2026-12-03')).toEqual({ ...nobody, suspended: 1, reminded: 1 });
    expect(await desk.asked(TEAM, id, STANDING)).toEqual({
      [POLICE]: { state: 'SUSPENDED', outcome: null, dueOn: '2026-12-02', overdue: false, escalatedTo: null },
      [SCHOOL]: reminded('2026-12-02'),
    });
    await desk.sql(`update agreement_suspension set lifted_at = $1, lifted_by = 'test'`, [
      desk.hub.clock.now(),
    ]);
    await desk.sql(
      `insert into agreement_event (agreement, kind, by_whom, at) values ('thames-valley-police', 'RESUMED', 'test', $1)`,
      [desk.hub.clock.now()],
    );
    expect(await desk.on('2026-12-04')).toEqual({ ...nobody, resumed: 1 });
    // Ten working days from Friday 4 December.
    expect((await desk.asked(TEAM, id, STANDING))[POLICE]).toEqual(waiting('2026-12-18'));
  });
});
