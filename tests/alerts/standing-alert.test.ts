import { importCtf } from '../../src/interchange/ctf.import';
import { fileWith, samplePupil, SCHOOL as FILE_OF } from '../interchange/sample-file';
import { AlertsDesk, CHARITY, POLICE, TEAM, type KnownChild } from './alerts-desk';

const NEIGHBOUR = 'la/852';

let desk: AlertsDesk;
let child: KnownChild;
let serial = 0;
beforeAll(async () => {
  desk = await AlertsDesk.open();
});
beforeEach(async () => {
  child = await desk.knownChild('Wren', `Ashdown ${++serial}`);
});
afterAll(() => desk.stop());

/** S3, failed to track: closed, with an alert that stands. S2 6.2: dormant. */
const givenUp = (state: 'CLOSED' | 'DORMANT', of = child.id): Promise<unknown> =>
  desk.sql(
    `insert into cme_case (id, child_id, authority_id, state, classification, rag, opened_at, closed_at, close_reason, standing_alert, source)
     values (gen_random_uuid(), $1, 'la/931', $2, 'IDENTIFIED_NOT_LOCATED', 'RED', '2026-01-12T09:00Z', '2026-09-14T09:00Z', 'CHECKS_MADE_NOT_FOUND', $2 = 'CLOSED', 'la/931')`,
    [of, state],
  );
const hits = async (of = child.id): Promise<unknown[]> =>
  (
    await desk.sql(
      `select kind from case_event where child_id = $1 and kind like '%\\_HIT' order by position`,
      [of],
    )
  ).map(({ kind }) => kind);
const told = async (): Promise<unknown[]> =>
  (
    await desk.sql(
      'select organisation_id as by from look_back where child_id = $1 order by organisation_id',
      [child.id],
    )
  ).map(({ by }) => by);

const notify = (as: string, who: object): ReturnType<AlertsDesk['ask']> =>
  desk.ask(
    as,
    'mutation ($input: NotifyAuthorityInput!) { notifyAuthority(input: $input) { id receivedAt } }',
    { input: { child: who, to: 'la/931', type: 'MOVED_IN' } },
    { purpose: 'NOTIFY_MOVE' },
  );
const enquire = (as: string, who: object): ReturnType<AlertsDesk['ask']> =>
  desk.ask(
    as,
    'mutation ($input: SendEnquiryInput!) { sendEnquiry(input: $input) { id receivedAt } }',
    { input: { child: who, recipients: ['la/931/cme'], question: 'Is the child with you?' } },
    { purpose: 'LOCATE_CHILD' },
  );

it.each([
  ['a notification', notify],
  ['an enquiry', enquire],
])(
  '%s of another authority wakes a case with a standing alert, once a day, and the team is told who',
  async (_, act) => {
    await givenUp('CLOSED');
    expect((await act(NEIGHBOUR, child.details)).codes).toEqual([]);
    expect((await act(NEIGHBOUR, child.details)).codes).toEqual([]);
    expect(await hits()).toEqual(['STANDING_ALERT_HIT']);
    expect(await told()).toEqual([NEIGHBOUR]);
  },
);

it('a concern wakes a dormant case (S2 6.2), and its raiser is told what it is told of any child', async () => {
  await givenUp('DORMANT');
  await desk.raise(CHARITY, child.details);
  expect(await hits()).toEqual(['DORMANT_CASE_HIT']);
});

it('a lookup tells the team of who asked about a child who was given up', async () => {
  await givenUp('CLOSED');
  await desk.ask(
    POLICE,
    'query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { __typename } }',
    { c: child.details },
    { purpose: 'LOCATE_CHILD' },
  );
  expect(await told()).toEqual([POLICE]);
});

it('a file of a school with the child in it wakes the case', async () => {
  const pupil = samplePupil(1);
  const bring = (): Promise<unknown> =>
    importCtf({
      dataSource: desk.hub.database.app,
      stream: fileWith([pupil], FILE_OF),
      enteredBy: 'a test',
      clock: desk.hub.clock,
      homeAuthority: 'la/931',
      authorityOf: () => 'la/931',
    });
  await bring();
  const [{ id } = { id: '' }] = await desk.sql<{ id: string }>(
    'select child_id as id from child_identifier where value = $1',
    [pupil.upn],
  );
  await bring();
  expect(await hits(id)).toEqual([]);
  await givenUp('CLOSED', id);
  await bring();
  expect(await hits(id)).toEqual(['STANDING_ALERT_HIT']);
});

it('nobody is woken who has no alert, and the team’s own work wakes nobody', async () => {
  await notify(NEIGHBOUR, child.details);
  await givenUp('CLOSED');
  await desk.ask(
    TEAM,
    'mutation ($input: SendEnquiryInput!) { sendEnquiry(input: $input) { id } }',
    { input: { child: { id: child.publicId }, recipients: [POLICE], question: 'Where?' } },
    { purpose: 'LOCATE_CHILD' },
  );
  expect(await hits()).toEqual([]);
  expect(await told()).toEqual([]);
});

describe('a record that was joined to another or sealed', () => {
  it('an alert about a joined record is about the one that it was joined to', async () => {
    const kept = await desk.knownChild('Kept', `Record ${serial}`);
    await desk.sql(`update child set state = 'merged', merged_into = $2 where id = $1`, [child.id, kept.id]);
    const id = await desk.raise(POLICE, { id: child.publicId });
    expect((await desk.row(id))['child_id']).toBe(kept.id);
  });

  it('by an alert nobody learns that a record is sealed, and no case is opened on it', async () => {
    await desk.sql(`update child set state = 'sealed' where id = $1`, [child.id]);
    const id = await desk.raise(POLICE, { id: child.publicId });
    const row = await desk.row(id);
    expect([row['child_id'] === child.id, row['child_state']]).toEqual([false, 'unresolved']);
    const opening = { classification: 'AT_RISK', rag: 'RED', reviewOn: '2026-12-01' };
    expect((await desk.review(id, { decision: 'ACCEPT', openCase: opening })).codes).toEqual(['CONFLICT']);
    expect((await desk.match(id, child.publicId)).data).toEqual({ matchSubject: null });
    expect((await desk.row(id))['state']).toBe('RECEIVED');
  });
});
