import { factsOf } from '../../src/casework/case-event.repository';
import { sqlOf } from '../../src/database/sql';
import { agendaOf } from '../../src/procedures/agenda';
import type { CaseRules } from '../../src/procedures/case-rules';
import { CaseDesk, rulesOf } from '../casework/case-desk';
import { HOME } from '../support/seeded';
import { AlertsDesk, CHARITY, POLICE, RAISE, SCHOOL, TEAM, idIn, type KnownChild } from './alerts-desk';
import { MEMO, REFERRAL, unnumbered } from './paper-forms';

const EHE = 'la/931/ehe';
const EWS = 'la/931/ews';

let desk: CaseDesk;
let alerts: AlertsDesk;
let child: KnownChild;
let rules: CaseRules;
let serial = 0;

/** A hub that works by the procedure of an authority, on Wednesday 18 November 2026, a school and working day. */
const hubOf = (authority: string): void => {
  beforeAll(async () => {
    rules = rulesOf(authority);
    desk = await CaseDesk.open('2026-11-18', authority);
    alerts = AlertsDesk.over(desk.hub);
  });
  beforeEach(async () => {
    desk.day('2026-11-18');
    child = await desk.child('Row', `Story ${++serial}`);
  });
  afterAll(() => desk.stop());
};

const enrolled = (): Promise<unknown> => desk.registration(child.id, SCHOOL);
const raised = (as = POLICE): Promise<string> => alerts.raise(as, { id: child.publicId });
const route = (id: string, finding: string, more: object = {}): ReturnType<AlertsDesk['review']> =>
  alerts.review(id, { decision: 'NOT_CME', finding, ...more });
/** `ROW STATE day` of steps of the child, those that are done too: an agenda is what follows from the events. */
const lines = async (...rows: string[]): Promise<string[]> => {
  const now = desk.hub.clock.now();
  const database = sqlOf(desk.hub.database.app);
  const facts = await factsOf(database, { child: child.id, authority: HOME, now });
  return agendaOf(facts, rules.book, rules.calendars, now)
    .filter(({ row }) => rows.includes(row.row))
    .map(({ row, state, due }) => `${row.row} ${state}${due === null ? '' : ` ${due.on}`}`)
    .sort();
};
const own = async (as: string, id: string, fields = 'outcome'): Promise<unknown> =>
  (await alerts.ask(as, `query ($id: ID!) { alert(id: $id) { ${fields} } }`, { id })).data?.['alert'];
/** What stands in an inbox about the child of the story; the child is named where the reader may know it. */
const inbox = async (as: string, purpose: string): Promise<Record<string, unknown>[]> => {
  const { data } = await alerts.ask(
    as,
    '{ notifications(first: 100) { nodes { type text child { id name { surname } } } } }',
    {},
    { purpose },
  );
  const { nodes } = (data?.['notifications'] as { nodes: Record<string, unknown>[] } | null) ?? { nodes: [] };
  return nodes.filter(({ child: of }) => (of as { id: string } | null)?.id === child.publicId);
};
const mute = (text: unknown): void => {
  for (const word of ['Words of', POLICE, 'police', 'A. Tester']) expect(String(text)).not.toContain(word);
};

describe('Oxfordshire', () => {
  hubOf('la/931');

  it('OX-01, S0 9: an enquiry is worked the day it comes; unread, it is late the next morning', async () => {
    const id = await raised();
    expect(await lines('OX-01')).toEqual(['OX-01 due 2026-11-18']);
    expect(await own(POLICE, id, 'outcome receipt { id }')).toEqual({ outcome: 'RECEIVED', receipt: { id } });
    desk.day('2026-11-19');
    expect(await lines('OX-01')).toEqual(['OX-01 overdue 2026-11-18']);
    await alerts.review(id, { decision: 'ACCEPT' });
    expect(await lines('OX-01')).toEqual(['OX-01 done 2026-11-18']);
    expect(await own(POLICE, id)).toEqual({ outcome: 'RECEIVED' });
    expect(await own(CHARITY, id)).toBeNull();
  });

  it('OX-11, OX-34, S1 3.5, 4.1: the memo of a school is a referral; the database is searched by the next working day', async () => {
    await desk.event(child, 'LEAVING_TOLD');
    const memo = { ...MEMO, firstName: child.details.forename, surname: child.details.surname, dateOfBirth: child.details.dateOfBirth };
    const form = unnumbered(memo);
    idIn(await alerts.ask(SCHOOL, RAISE, { input: { reason: 'LEFT_WITHOUT_DESTINATION', memo: form } }), 'raiseAlert');
    expect(await lines('OX-11', 'OX-34')).toEqual([
      expect.stringMatching(/^OX-11 done/),
      expect.stringMatching(/^OX-34 due 2026-11-19$/),
    ]);
  }); // prettier-ignore

  it('OX-21, S1 3.7, App 2: from the fourth day of absence; without evidence the referral goes back, with it the step is done', async () => {
    desk.day('2026-11-13');
    await desk.event(child, 'ABSENCE_UNEXPLAINED');
    // Fri 13, Mon 16, Tue 17, Wed 18: the fourth school day.
    expect(await lines('OX-21')).toEqual(['OX-21 waiting 2026-11-18']);
    desk.day('2026-11-18');
    const tried = { parentsContacted: false, otherContactsPhoned: false, professionalsAsked: false };
    const form = unnumbered({ ...REFERRAL, forenames: child.details.forename, surname: child.details.surname, dateOfBirth: child.details.dateOfBirth });
    const id = idIn(
      await alerts.ask(SCHOOL, RAISE, { input: { reason: 'UNEXPLAINED_ABSENCE', hubReferral: { ...form, tried } } }),
      'raiseAlert',
    );
    expect((await alerts.review(id, { decision: 'ACCEPT' })).codes).toEqual(['CONFLICT']);
    expect((await alerts.review(id, { decision: 'RETURN' })).codes).toEqual([]);
    expect(await own(SCHOOL, id, 'outcome lacking')).toEqual({
      outcome: 'RETURNED',
      lacking: ['PARENTS_NOT_CONTACTED', 'OTHER_CONTACTS_NOT_PHONED', 'PROFESSIONALS_NOT_ASKED'],
    });
    expect(await lines('OX-21')).toEqual(['OX-21 due 2026-11-18']);
    const again = { id, tried: REFERRAL.tried };
    expect((await alerts.act(SCHOOL, 'completeReferral', '$id: ID!, $tried: TriedBySchoolInput!', again)).codes).toEqual([]);
    expect((await alerts.review(id, { decision: 'ACCEPT' })).codes).toEqual([]);
    expect(await lines('OX-21')).toEqual(['OX-21 done 2026-11-18']);
  }); // prettier-ignore

  it('OX-26, S1 3.7: a child who is there and does not attend is not missing education: the school is told', async () => {
    await enrolled();
    const id = await raised();
    expect((await route(id, 'VISIT_CHILD_SEEN', { routedTo: EWS })).codes).toEqual([]);
    expect(await lines('OX-26')).toEqual([expect.stringMatching(/^OX-26 done/)]);
    const [told] = await inbox(SCHOOL, 'ROLL_MANAGEMENT');
    expect(told).toMatchObject({ type: 'ALERT_ROUTED' });
    expect(String(told?.['text'])).toContain('S1 3.7');
    mute(told?.['text']);
    expect(await own(POLICE, id)).toEqual({ outcome: 'DEALT_WITH' });
  });

  it('OX-53, S0 11: a worry about the quality of home education alone goes to the home-education team, and to nobody else', async () => {
    const id = await raised();
    expect((await route(id, 'EHE_QUALITY_CONCERN', { routedTo: EHE })).codes).toEqual([]);
    const [told] = await inbox(EHE, 'ARRANGE_PROVISION');
    expect(told).toMatchObject({ type: 'ALERT_ROUTED', child: { name: { surname: child.details.surname } } });
    mute(told?.['text']);
    for (const as of ['la/931/mash', EWS, SCHOOL]) expect(await inbox(as, 'SAFEGUARD')).toEqual([]);
  });
});

describe('Barking and Dagenham', () => {
  hubOf('la/301');

  it('BD-53, S2 4.1: every enquiry is recorded the same day', async () => {
    const id = await raised(CHARITY);
    expect(await lines('BD-53')).toEqual(['BD-53 due 2026-11-18']);
    await alerts.review(id, { decision: 'ACCEPT' });
    expect(await lines('BD-53')).toEqual(['BD-53 done 2026-11-18']);
  });

  it('BD-01, BD-13a, S2 2.1, 4.3: on roll and not attending is not missing education: the school is told of the enquiry, the raiser that it was dealt with', async () => {
    await enrolled();
    const id = await raised();
    expect((await route(id, 'FOUND_ON_ROLL_NOT_ATTENDING')).codes).toEqual([]);
    expect(await lines('BD-01', 'BD-13a')).toEqual(['BD-01 done 2026-11-19', 'BD-13a done 2026-11-19']);
    const [told] = await inbox(SCHOOL, 'ROLL_MANAGEMENT');
    expect(String(told?.['text'])).toContain('S2 2.1, 4.3');
    mute(told?.['text']);
    expect(await own(POLICE, id, 'outcome lacking')).toEqual({ outcome: 'DEALT_WITH', lacking: [] });
    expect(
      (await alerts.list(TEAM, 'id state finding routedSchool')).find((alert) => alert['id'] === id),
    ).toEqual({
      id,
      state: 'ROUTED',
      finding: 'FOUND_ON_ROLL_NOT_ATTENDING',
      routedSchool: SCHOOL,
    });
  });

  it('BD-01: of whom the hub knows no school the officer names it; one that is closed is refused', async () => {
    const id = await raised();
    const fields = async (more: object): Promise<unknown> =>
      (await route(id, 'FOUND_ON_ROLL_NOT_ATTENDING', more)).errors.map((e) => e.extensions['field']);
    expect(await fields({})).toEqual(['input.school']);
    await desk.sql(`update organisation set state = 'closed' where id = 'school/931-2112'`);
    expect(await fields({ school: 'school/931-2112' })).toEqual(['input.school']);
    await desk.sql(`update organisation set state = 'live' where id = 'school/931-2112'`);
    expect(await own(POLICE, id)).toEqual({ outcome: 'RECEIVED' });
    expect(await inbox(SCHOOL, 'ROLL_MANAGEMENT')).toEqual([]);
  });

  it('BD-03, BD-13c, S2 2.3, 4.3: educated at home is not missing education: the home-education officer is told', async () => {
    const id = await raised();
    for (const [unit, why] of [
      [TEAM, 'is the team itself; name the unit to which the child is passed.'],
      ['la/931/youth-justice', 'is not whom the paragraph names: pass the child to the home-education team.'],
      ['la/931/none', 'is no unit of your authority; write its id, like `la/931/ehe`.'],
    ])
      expect((await route(id, 'FOUND_HOME_EDUCATED', { routedTo: unit })).errors.map(({ message }) => message)).toEqual([
        expect.stringContaining(String(why)),
      ]);
    expect((await route(id, 'FOUND_HOME_EDUCATED', { routedTo: EHE })).codes).toEqual([]);
    expect(await lines('BD-03', 'BD-13c')).toEqual(['BD-03 done', 'BD-13c done']);
    expect(await inbox(EHE, 'ARRANGE_PROVISION')).toHaveLength(1);
  }); // prettier-ignore

  it('BD-05, S2 2.5: over compulsory school age is not missing education, and cannot be taken in as if it were', async () => {
    // Sixteen on 30 June 2026: past the last Friday of June 2026 (the 26th) it ended there only for those of 2010 who were 16 by 31 August.
    child = await desk.child('Row', `Grown ${++serial}`, '2009-11-18');
    const id = await raised();
    expect((await alerts.review(id, { decision: 'ACCEPT' })).codes).toEqual(['CONFLICT']);
    expect(await own(POLICE, id)).toEqual({ outcome: 'RECEIVED' });
    expect((await route(id, 'FOUND_OVER_AGE', { routedTo: EWS })).codes).toEqual([]);
    expect(await lines('BD-05')).toEqual(['BD-05 done']);
  });

  it('BD-13b, S2 4.3: who needs a place is taken in', async () => {
    const id = await raised();
    expect((await route(id, 'FOUND_NEEDS_PLACE', { routedTo: EHE })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await alerts.review(id, { decision: 'ACCEPT', finding: 'FOUND_NEEDS_PLACE' })).codes).toEqual([]);
    expect(await lines('BD-13b')).toEqual(['BD-13b due']);
    expect(await own(POLICE, id)).toEqual({ outcome: 'RECEIVED' });
  });

  it('BD-13d, S2 4.3: when triage cannot establish how the child is educated a place is allocated', async () => {
    const id = await raised();
    expect(
      (await alerts.review(id, { decision: 'ACCEPT', finding: 'EDUCATION_NOT_ESTABLISHED' })).codes,
    ).toEqual([]);
    expect(await lines('BD-13d')).toEqual(['BD-13d due']);
  });
});

describe('Southampton', () => {
  hubOf('la/852');

  it('SO-10, S3 Schools: a poor attender goes to education welfare and the school is told', async () => {
    await enrolled();
    const id = await raised();
    expect((await route(id, 'FOUND_ON_ROLL_NOT_ATTENDING', { routedTo: EWS })).codes).toEqual([]);
    // The support is given every term: the step goes on, and is next due on the first day of the spring term.
    expect(await lines('SO-10')).toEqual(['SO-10 due 2027-01-06']);
    expect(await inbox(SCHOOL, 'ROLL_MANAGEMENT')).toHaveLength(1);
  });

  it('SO-21, S3 App 1: without a home visit the school’s request comes back', async () => {
    await desk.event(child, 'NOT_LOCATED');
    const id = await alerts.raise(SCHOOL, { id: child.publicId });
    expect((await alerts.review(id, { decision: 'RETURN', lacking: ['HOME_NOT_VISITED'] })).codes).toEqual(
      [],
    );
    expect(await own(SCHOOL, id, 'outcome lacking')).toEqual({
      outcome: 'RETURNED',
      lacking: ['HOME_NOT_VISITED'],
    });
    expect(await lines('SO-21')).toEqual(['SO-21 due']);
    const again = { id, tried: REFERRAL.tried };
    await alerts.act(SCHOOL, 'completeReferral', '$id: ID!, $tried: TriedBySchoolInput!', again);
    expect((await alerts.review(id, { decision: 'ACCEPT' })).codes).toEqual([]);
    expect(await lines('SO-21')).toEqual(['SO-21 done']);
  });

  it('SO-62, S3 Failed to track: whoever meets a child under a standing alert wakes the case, and is told nothing', async () => {
    await desk.sql(
      `insert into cme_case (id, child_id, authority_id, state, classification, rag, opened_at, closed_at, close_reason, standing_alert, source)
       values (gen_random_uuid(), $1, 'la/931', 'CLOSED', 'IDENTIFIED_NOT_LOCATED', 'RED', '2026-01-12T09:00Z', '2026-09-14T09:00Z', 'CHECKS_MADE_NOT_FOUND', true, 'la/931')`,
      [child.id],
    );
    const stranger = await alerts.raise(CHARITY, { forename: 'No', surname: 'Body', dateOfBirth: '2014-01-01' });
    const met = await raised(CHARITY);
    expect(await own(CHARITY, met, 'outcome lacking asWritten')).toEqual(await own(CHARITY, stranger, 'outcome lacking asWritten'));
    expect(await lines('SO-62')).toEqual([expect.stringMatching(/^SO-62 (due|overdue) 2026-11-18$/)]);
  }); // prettier-ignore
});

describe('Kingston and Richmond', () => {
  hubOf('la/314');

  it('AF-02, S4 7: the single point of access refers the same day', async () => {
    const id = await raised();
    expect(await lines('AF-02')).toEqual(['AF-02 due 2026-11-18']);
    await alerts.review(id, { decision: 'ACCEPT' });
    expect(await lines('AF-02')).toEqual(['AF-02 done 2026-11-18']);
  });

  it('Education Act 1996 s436A(2): where the policy has no row of its own, the officer says to whom the child is passed', async () => {
    const id = await raised();
    const refused = await route(id, 'FOUND_HOME_EDUCATED');
    expect(refused.errors.map((e) => e.extensions['field'])).toEqual(['input.routedTo']);
    expect((await route(id, 'FOUND_HOME_EDUCATED', { routedTo: EHE })).codes).toEqual([]);
    expect(await inbox(EHE, 'ARRANGE_PROVISION')).toHaveLength(1);
  });
});
