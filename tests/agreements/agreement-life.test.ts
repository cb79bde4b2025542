import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AgreementStore } from '../../src/agreements/agreement-store';
import { readCatalogues } from '../../src/agreements/catalogue-files';
import { sqlOf } from '../../src/database/sql';
import { developmentSubject } from '../../src/identity/development-issuer';
import { sha256 } from '../../src/kernel/digest';
import { transactionOf } from '../ledger/transaction-of';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';
import { HOME } from '../support/seeded';
import { sampleAgreement } from './sample-agreement';

const OFFICE = 'la/931/data-protection';
const POLICE = 'police/E23000029';
const PURPOSE = 'COHORT_PLANNING';
const PERMIT = '[EXISTENCE, IDENTITY]';
const [ANN, BEN, CAZ, POL] = ['Ann Ash', 'Ben Birch', 'Caz Cedar', 'Pol Pine'];

let hub: TestHub;
let store: AgreementStore;
let child: MadeChild;
beforeAll(async () => {
  hub = await startTestHub();
  const { owner } = hub.database;
  store = new AgreementStore({
    database: sqlOf(owner),
    transaction: transactionOf(owner),
    catalogues: readCatalogues().catalogues,
    homeAuthorities: new Set([HOME]),
    clock: hub.clock,
  });
  for (const user of [ANN, BEN, CAZ]) await register(user, HOME);
  await register(POL, POLICE);
  child = await new ChildMaker(owner, hub.clock).child();
});
afterAll(() => hub.stop());

const register = (user = '', organisation = ''): Promise<boolean> =>
  store.addApprover({ subject: developmentSubject(OFFICE, user), organisation }, user);

/** Offered by Caz, of which each test has its own. */
async function offered(name: string, version = 1): Promise<string> {
  const file = sampleAgreement({ name, version, purpose: PURPOSE, permit: PERMIT });
  const { offered: refs, problems } = await store.offer([file], developmentSubject(OFFICE, CAZ ?? ''));
  expect(problems.filter((p) => p.severity === 'error')).toEqual([]);
  expect(refs).toEqual([{ agreement: name, version }]);
  return file.text;
}

const ask = (query: string, user = ANN ?? '', as = OFFICE, key?: string): Promise<TestAnswer> =>
  hub.query(as, {
    ...{ query, user, purpose: 'RIGHTS_AND_AUDIT' },
    ...(key === undefined ? {} : { idempotencyKey: key }),
  });
const act = (mutation: string, user?: string, as?: string, key?: string): Promise<TestAnswer> =>
  ask(`mutation { done: ${mutation} { id receivedAt } }`, user, as, key);
const approve = (name: string, user?: string, version = 1, as?: string): Promise<TestAnswer> =>
  act(`approveAgreement(agreement: "${name}", version: ${version})`, user, as);

async function inForce(name: string, version = 1): Promise<void> {
  for (const user of [ANN, BEN]) expect((await approve(name, user, version)).errors).toEqual([]);
}

interface Version {
  readonly version: number;
  readonly state: string;
  readonly approvers: number;
  readonly suspended: boolean;
  readonly digest: string;
  readonly text: string;
}
async function versions(name: string, as = OFFICE): Promise<Version[]> {
  const answer = await ask(
    `{ agreements(name: "${name}") { version state approvers suspended digest text } }`,
    ANN,
    as,
  );
  return answer.data?.['agreements'] as Version[];
}
const states = async (name: string): Promise<string[]> =>
  (await versions(name)).map(
    (v) => `${v.version} ${v.state} ${v.approvers}${v.suspended ? ' suspended' : ''}`,
  );

/** Something that the sample alone opens to the police. */
const looked = (): Promise<TestAnswer> =>
  hub.query(POLICE, { query: `{ child(id: "${child.publicId}") { name { surname } } }`, purpose: PURPOSE });

function refused(answer: TestAnswer, code: string, words: string): void {
  expect(answer.errors).toMatchObject([
    { extensions: { code }, message: expect.stringContaining(words) as unknown },
  ]);
  expect(answer.data?.['done'] ?? null).toBeNull();
}

describe('the list of agreements', () => {
  it('tells every version as it was offered, and how many approved it, but not who', async () => {
    const text = await offered('listed');
    await approve('listed');
    const told = await hub.query(OFFICE, {
      purpose: PURPOSE,
      query: `{ agreements(name: "listed") { name version title state offeredAt approvedAt approvers suspended digest
        text term { from review until } } }`,
    });
    expect(told.data?.['agreements']).toEqual([
      {
        ...{ name: 'listed', version: 1, title: 'A sample', state: 'DRAFT', approvers: 1, suspended: false },
        ...{ offeredAt: hub.clock.now().toISOString(), approvedAt: null, text },
        digest: sha256(text).toString('hex'),
        term: { from: '2026-09-01', review: '2027-08-31', until: '2028-08-31' },
      },
    ]);
    expect(told.text).not.toContain(developmentSubject(OFFICE, ANN ?? ''));
  });

  it('shows a partner what binds it, and no draft', async () => {
    await offered('drafted');
    expect(await versions('drafted', POLICE)).toEqual([]);
    const { data } = await hub.query(POLICE, { query: '{ agreements { name state } }' });
    const seen = data?.['agreements'] as { name: string; state: string }[];
    const names = seen.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['thames-valley-police', 'statutory-duties', 'protections']),
    );
    expect(names).not.toContain('housing-oxfordshire');
    expect(seen.map(({ state }) => state)).not.toContain('DRAFT');
  });

  it('has all of them when none is named, and none of an unknown name', async () => {
    const { data } = await ask('{ agreements { name state } }');
    const names = (data?.['agreements'] as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['schools', 'thames-valley-police']));
    expect(await versions('no-such')).toEqual([]);
  });

  it('still shows a text that cannot be read, without title and term', async () => {
    await offered('garbled');
    await hub.database.owner.query(
      `update agreement_version set text = ': [', digest = sha256(': ['::bytea) where agreement = 'garbled'`,
    );
    const { data } = await ask('{ agreements(name: "garbled") { text title term { from } } }');
    expect(data).toEqual({ agreements: [{ text: ': [', title: null, term: null }] });
  });
});

describe('approving', () => {
  it('takes two people; what it opens is open at once, and both acts are in the ledger', async () => {
    await offered('two-people');
    expect((await looked()).codes).toEqual(['PURPOSE_NOT_AGREED']);
    const first = await approve('two-people', ANN);
    expect(await states('two-people')).toEqual(['1 DRAFT 1']);
    const second = await approve('two-people', BEN);
    expect(await states('two-people')).toEqual(['1 APPROVED 2']);
    await hub.hub.refreshAgreements();
    expect((await looked()).data).toEqual({ child: { name: { surname: child.surname } } });
    const ids = [first, second].map(({ data }) => (data?.['done'] as { id: string }).id);
    const rows: { about: string }[] = await hub.database.owner.query(
      `select controller_part::json #>> '{body,action}' || ' ' || (controller_part::json #>> '{body,agreement}') as about from ledger_entry
       where kind = 'ACT' and controller_part::json #>> '{body,outcome}' = any($1)`,
      [ids],
    );
    expect(rows.map(({ about }) => about)).toEqual(Array(2).fill('APPROVE_AGREEMENT two-people'));
    expect((await act('suspendAgreement(agreement: "two-people", reason: "Enough.")')).errors).toEqual([]);
  });

  it('brings nothing of another controller into force, and the list says whose approval is wanted', async () => {
    const held = readFileSync(resolve(__dirname, '../../schema/agreements/child-health-held.yaml'), 'utf8');
    const text = held.replace('agreement: child-health-held', 'agreement: of-two');
    await store.offer([{ file: 'of-two.yaml', text }], 'somebody else');
    const listed = async (): Promise<unknown> =>
      (await ask('{ agreements(name: "of-two") { state approvers awaits } }')).data?.['agreements'];
    expect(await listed()).toEqual([{ state: 'DRAFT', approvers: 0, awaits: ['la/931', 'nhs/RNU'] }]);
    for (const user of [ANN, BEN]) expect((await approve('of-two', user)).errors).toEqual([]);
    expect(await listed()).toEqual([{ state: 'DRAFT', approvers: 2, awaits: ['nhs/RNU'] }]);
    const nel = { subject: 'nel', organisation: 'nhs/RNU' };
    await store.addApprover(nel, 'N. El');
    await store.approve('of-two', 1, nel);
    expect(await listed()).toEqual([{ state: 'APPROVED', approvers: 3, awaits: [] }]);
    await store.suspend('of-two', nel, 'Enough.');
  });

  it('refuses one person under two names', async () => {
    await offered('one-person');
    await approve('one-person', ANN);
    refused(await approve('one-person', 'ANN ASH'), 'CONFLICT', 'has decided already');
    expect(await states('one-person')).toEqual(['1 DRAFT 1']);
  });

  it.each([
    ['whoever offered it', CAZ, OFFICE, 'CONFLICT', 'Whoever offered'],
    ['somebody who is not registered', 'Dan Dale', OFFICE, 'CONFLICT', 'not registered'],
    [
      'an approver of another organisation',
      POL,
      OFFICE,
      'CONFLICT',
      'not registered as an approver of la/931',
    ],
    ['a team that no clause lets do it', ANN, 'la/931/admissions', 'NOT_PERMITTED', ''],
    ['another organisation', POL, POLICE, 'NOT_PERMITTED', ''],
  ])('refuses %s', async (who, user, as, code, words) => {
    const name = `refused-${who.split(' ').join('-')}`.toLowerCase();
    await offered(name);
    refused(await approve(name, user, 1, as), code, words);
    expect(await states(name)).toEqual(['1 DRAFT 0']);
  });

  it('refuses what another controller decides about', async () => {
    refused(await approve('solent', ANN), 'CONFLICT', 'la/931 does not decide about solent: la/852');
  });

  it('names the near agreement, and wants a name and a version', async () => {
    refused(await approve('school'), 'CONFLICT', '`schools`');
    refused(await approve('schools', ANN, 0), 'BAD_USER_INPUT', 'version');
    refused(await approve(' '), 'BAD_USER_INPUT', 'agreement');
    refused(await act('suspendAgreement(agreement: "schools", reason: " ")'), 'BAD_USER_INPUT', 'reason');
  });

  it('counts a request sent twice once', async () => {
    await offered('sent-twice');
    const mutation = 'approveAgreement(agreement: "sent-twice", version: 1)';
    const key = '4c1f2f6a-8f0f-4f8e-9a51-0d3b4a0f7c11';
    const first = await act(mutation, ANN, OFFICE, key);
    const again = await act(mutation, ANN, OFFICE, key);
    expect(again.errors).toEqual([]);
    expect(again.data).toEqual(first.data);
    expect(await states('sent-twice')).toEqual(['1 DRAFT 1']);
  });

  it('keeps the version before, with its bytes', async () => {
    const former = await offered('kept');
    await inForce('kept');
    const text = await offered('kept', 2);
    await inForce('kept', 2);
    expect(await states('kept')).toEqual(['1 SUPERSEDED 2', '2 APPROVED 2']);
    expect((await versions('kept')).map((v) => v.text)).toEqual([former, text]);
    expect((await versions('kept')).map((v) => v.digest)).toEqual(
      [former, text].map((t) => sha256(t).toString('hex')),
    );
    await act('suspendAgreement(agreement: "kept", reason: "Enough.")');
  });
});

describe('stopping', () => {
  it('needs one person to suspend, and the next answer that rests on it is refused', async () => {
    await offered('stopped');
    await inForce('stopped');
    await hub.hub.refreshAgreements();
    expect((await looked()).data).toEqual({ child: { name: { surname: child.surname } } });
    const done = await act('suspendAgreement(agreement: "stopped", reason: "A breach.")', BEN);
    // Nothing is read again here: the insert into the ledger refuses.
    const next = await looked();
    expect(done.errors).toEqual([]);
    expect(next.codes).toEqual(['PURPOSE_NOT_AGREED']);
    expect(next.data ?? null).toBeNull();
    expect(await states('stopped')).toEqual(['1 APPROVED 2 suspended']);
    const again = await act('suspendAgreement(agreement: "stopped", reason: "Again.")');
    refused(again, 'CONFLICT', 'suspended already');
    // A new version that two approve after the suspension lifts it, by the hub's own role.
    await offered('stopped', 2);
    await inForce('stopped', 2);
    await hub.hub.refreshAgreements();
    expect((await looked()).data).toEqual({ child: { name: { surname: child.surname } } });
    expect(await states('stopped')).toEqual(['1 SUPERSEDED 2', '2 APPROVED 2']);
  });

  it('needs two to end', async () => {
    const end = (user?: string): Promise<TestAnswer> =>
      act('endAgreement(agreement: "stopped", reason: "The project is over.")', user);
    expect((await end(ANN)).errors).toEqual([]);
    refused(await end('ann ash'), 'CONFLICT', 'has decided already');
    expect(await states('stopped')).toContain('2 APPROVED 2');
    expect((await end(BEN)).errors).toEqual([]);
    expect((await looked()).codes).toEqual(['PURPOSE_NOT_AGREED']);
    expect(await states('stopped')).toEqual(['1 SUPERSEDED 2', '2 ENDED 2']);
    refused(await end(CAZ), 'CONFLICT', 'No version of `stopped` is in force');
  });

  it.each(['suspendAgreement', 'endAgreement'])('refuses %s of what permits it', async (mutation) => {
    const answer = await act(`${mutation}(agreement: "home-authority-data-protection", reason: "No.")`);
    refused(answer, 'CONFLICT', 'use `rollcall agreements`');
  });

  it('leaves nothing of what was refused', async () => {
    const before = await hub.database.owner.query('select count(*) from agreement_event');
    refused(
      await act('suspendAgreement(agreement: "schools", reason: "x")', POL),
      'CONFLICT',
      'not registered',
    );
    expect(await hub.database.owner.query('select count(*) from agreement_event')).toEqual(before);
    expect(await states('schools')).toEqual(['1 APPROVED 2']);
  });
});

describe('the history', () => {
  it.each([
    ['update agreement_event set by_whom = $1', 'never changed'],
    ['delete from agreement_event where by_whom <> $1', 'permission denied'],
    ['update agreement_approval set approver = $1', 'permission denied'],
    ['update agreement_version set text = $1', 'permission denied'],
    ['update agreement_suspension set reason = $1', 'permission denied'],
    [
      `insert into agreement_version select $1, 9, text, digest, 'APPROVED', 'x', now() from agreement_version`,
      'permission denied',
    ],
    [`insert into agreement_approver values ($1, 'la/931', 'x', now())`, 'permission denied'],
  ])('cannot be changed by the hub: %s', async (statement, words) => {
    await expect(hub.database.app.query(statement, ['x'])).rejects.toThrow(words);
  });

  it('lets nobody be two people, whatever the hub’s role is made to write', async () => {
    const name = 'schools';
    const sql = (text: string, values: unknown[]): Promise<unknown> =>
      hub.database.owner.transaction(async (tx) => {
        await tx.query('set local role rollcall_app');
        for (const one of text.split(';')) await tx.query(one, values);
      });
    const [approver] = await hub.database.owner.query<{ subject: string }[]>(
      `select subject from agreement_approver where organisation_id = 'la/931' order by subject limit 1`,
    );
    await hub.database.owner.query(
      `insert into agreement_version (agreement, version, text, digest, state, offered_by, offered_at)
       select agreement, 99, text, digest, 'DRAFT', 'x', now() from agreement_version where agreement = $1 and version = 1`,
      [name],
    );
    const approve = (who: string, at: string): string =>
      `insert into agreement_approval (agreement, version, kind, approver, organisation_id, at)
       values ($1, 99, 'APPROVE', '${who}', 'la/931', '${at}')`;
    const force = `update agreement_version set state = 'SUPERSEDED' where agreement = $1 and version = 1;
      update agreement_version set state = 'APPROVED' where agreement = $1 and version = 99`;
    for (const people of [
      [approver?.subject ?? '', approver?.subject ?? ''],
      [approver?.subject ?? '', 'x'],
      [approver?.subject ?? '', 'nobody-registered'],
    ]) {
      const given = people.map((who, i) => approve(who, `2026-11-18T10:00:0${i}Z`)).join(';');
      await expect(sql(`${given};${force}`, [name])).rejects.toThrow('two registered people');
    }
  });
});
