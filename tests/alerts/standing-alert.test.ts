import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqlOf } from '../../src/database/sql';
import { NO_MAPPING } from '../../src/interchange/csv.columns';
import { importCtf } from '../../src/interchange/ctf.import';
import { importFile } from '../../src/interchange/import-file';
import { takeRoll } from '../../src/interchange/roll-feed';
import type { LocalDate } from '../../src/kernel/local-date';
import type { OrganisationId } from '../../src/kernel/organisation-id';
import { createLedgerWriter } from '../../src/ledger/ledger-writer';
import { fileWith, samplePupil, SCHOOL as FILE_OF } from '../interchange/sample-file';
import { HOME } from '../support/seeded';
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

describe('files', () => {
  const pupil = samplePupil(1);
  const [FILE_SCHOOL, FILE_DAY] = ['school/931-4123' as OrganisationId, '2026-11-18' as LocalDate];
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-standing-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const common = () => ({
    dataSource: desk.hub.database.app,
    ledger: createLedgerWriter(sqlOf(desk.hub.database.app)),
    clock: desk.hub.clock,
    homeAuthority: HOME as OrganisationId,
    enteredBy: 'a test',
    addressAuthority: HOME,
  });
  const columns = async (...surnames: string[]): Promise<string> => {
    const path = join(folder, 'pupils.csv');
    const rows = surnames.map(
      (surname) =>
        `${pupil.upn ?? ''},${surname},${pupil.forename},${pupil.dateOfBirth},1 Invented Row,OX99 9AB`,
    );
    await writeFile(path, ['upn,surname,forename,dateOfBirth,addressLine,postcode', ...rows].join('\n'));
    return path;
  };
  const transfer = (): Promise<unknown> =>
    importCtf({ ...common(), stream: fileWith([pupil], FILE_OF), authorityOf: () => HOME });
  const csv = async (...surnames: string[]): Promise<unknown> =>
    importFile({
      ...common(),
      path: await columns(...(surnames.length === 0 ? [String(pupil.surname)] : surnames)),
      rejectsPath: join(folder, 'rejects.csv'),
      file: { format: 'csv', source: HOME as OrganisationId, asOf: null, mapping: NO_MAPPING },
    });
  const roll = async (): Promise<unknown> =>
    takeRoll({
      ...common(),
      path: await columns(String(pupil.surname)),
      ...{ school: FILE_SCHOOL, asOf: FILE_DAY, mapping: NO_MAPPING, mostRemovals: 1, isConfirmed: true },
    });
  const inFile = async (): Promise<string> => {
    const [row] = await desk.sql<{ id: string }>(
      'select child_id as id from child_identifier where value = $1',
      [pupil.upn],
    );
    return row?.id ?? '';
  };

  it.each([
    ['a transfer file', transfer],
    ['a CSV file', csv],
    ['the daily roll of a school', roll],
  ])('%s with the child in it wakes the case, once a day', async (_, bring) => {
    await transfer();
    const id = await inFile();
    await desk.sql('delete from case_event where child_id = $1', [id]);
    await desk.sql('delete from cme_case where child_id = $1', [id]);
    await bring();
    expect(await hits(id)).toEqual([]);
    await givenUp('CLOSED', id);
    await desk.sql('delete from roll_feed');
    await bring();
    expect(await hits(id)).toEqual(['STANDING_ALERT_HIT']);
    await transfer();
    expect(await hits(id)).toEqual(['STANDING_ALERT_HIT']);
  });

  it('a row that is refused wakes nobody', async () => {
    await transfer();
    const id = await inFile();
    await desk.sql('delete from case_event where child_id = $1', [id]);
    await desk.sql('delete from cme_case where child_id = $1', [id]);
    await givenUp('CLOSED', id);
    await csv('');
    expect(await hits(id)).toEqual([]);
  });
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
