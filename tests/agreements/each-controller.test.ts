import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AgreementText } from '../../src/policy/check-agreements';
import { sqlOf } from '../../src/database/sql';
import { differences } from '../../src/agreements/differences';
import { ANN, BEN, CAZ, HOME, KIT, agreementFixture, type AgreementFixture } from './fixture';

const NAME = 'child-health-held';
const NEL = { subject: 'nel', organisation: 'nhs/RNU' };
const NED = { subject: 'ned', organisation: 'nhs/RNU' };
const PAM = { subject: 'pam', organisation: 'la/852' };
const PIP = { subject: 'pip', organisation: 'la/852' };

const FILE = `schema/agreements/${NAME}.yaml`;
const HELD = readFileSync(resolve(__dirname, '../..', FILE), 'utf8');
const BOTH = 'permit: [EXISTENCE, GP_REGISTRATION, HEALTH_LAST_SEEN]';

/** The agreement of the example, but for this. */
function held(...changes: (readonly [string, string])[]): AgreementText {
  const text = changes.reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`there is no ${from}`);
    return all.replace(from, to);
  }, HELD);
  return { file: FILE, text };
}

let fixture: AgreementFixture;
beforeAll(async () => {
  fixture = await agreementFixture();
});
beforeEach(async () => {
  await fixture.reset();
  for (const one of [NEL, NED, PAM, PIP]) await fixture.store.addApprover(one, one.subject);
});
afterAll(() => fixture.database.drop());

async function offer(file: AgreementText): Promise<void> {
  const { problems, offered } = await fixture.store.offer([file], CAZ.subject);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(offered).toHaveLength(1);
}
type Person = typeof ANN;
/** Of each in turn: whether it is in force then, and whose approval is still wanted. */
async function approvedBy(...people: Person[]): Promise<string[]> {
  const said: string[] = [];
  for (const by of people) {
    const { done, awaits } = await fixture.store.approve(NAME, 1, by);
    said.push(done ? 'in force' : `waits for ${awaits.join(', ') || 'a second'}`);
  }
  return said;
}

describe('an agreement over what two controllers hold comes into force', () => {
  beforeEach(() => offer(held()));

  test('by one person of each', async () => {
    expect(await approvedBy(ANN, NEL)).toEqual(['waits for nhs/RNU', 'in force']);
  });

  test('never by the people of the one alone, however many; the first of the other settles it', async () => {
    expect(await approvedBy(ANN, BEN, NEL)).toEqual(['waits for nhs/RNU', 'waits for nhs/RNU', 'in force']);
  });

  test('nor by those of the other', async () => {
    expect(await approvedBy(NEL, NED, ANN)).toEqual(['waits for la/931', 'waits for la/931', 'in force']);
  });

  test('and says in the list whose approval it waits for', async () => {
    await approvedBy(ANN, BEN);
    const versions = await fixture.store.versions();
    expect(versions).toMatchObject([{ state: 'DRAFT', approvedBy: ['ann', 'ben'], awaits: ['nhs/RNU'] }]);
    expect(differences([held()], versions)).toEqual([
      { agreement: NAME, kind: 'WAITS', message: 'version 1 waits for 1 approval (nhs/RNU)' },
    ]);
  });

  test('not by somebody of another part of the health service', async () => {
    await approvedBy(ANN);
    await expect(approvedBy(KIT)).rejects.toThrow('nhs/RTH does not decide');
  });
});

test('what opens the items of one controller alone takes two people, and one of that controller', async () => {
  await offer(held([BOTH, 'permit: [GP_REGISTRATION]']));
  expect(await approvedBy(NEL, NED)).toEqual(['waits for a second', 'in force']);
  await fixture.reset();
  for (const one of [NEL, NED]) await fixture.store.addApprover(one, one.subject);
  await offer(held([BOTH, 'permit: [GP_REGISTRATION]']));
  expect(await approvedBy(ANN, BEN)).toEqual(['waits for nhs/RNU', 'waits for nhs/RNU']);
});

test('an action on this hub is its authority’s', async () => {
  await offer(held([BOTH, 'permit: [RAISE_ALERT]']));
  expect(await approvedBy(NEL, NED, ANN)).toEqual(['waits for la/931', 'waits for la/931', 'in force']);
});

test('another authority’s people do not open what ours holds', async () => {
  const parties = '- { organisation: nhs/RNU, capacity: controller }';
  await offer(
    held([parties, '- { organisation: la/852, capacity: controller }'], [BOTH, 'permit: [EXISTENCE]']),
  );
  expect(await approvedBy(PAM, PIP, ANN)).toEqual(['waits for la/931', 'waits for la/931', 'in force']);
});

describe('a suspension', () => {
  beforeEach(async () => {
    await offer(held());
    await approvedBy(ANN, NEL);
    fixture.clock.advance(1000);
    await fixture.store.suspend(NAME, NEL, 'a question of confidence');
    fixture.clock.advance(1000);
  });

  test('is not lifted over the head of a controller', async () => {
    const resume = (by: Person) => fixture.store.resume(NAME, by);
    expect(await resume(ANN)).toMatchObject({ done: false, awaits: ['nhs/RNU'] });
    expect(await resume(BEN)).toMatchObject({ done: false, awaits: ['nhs/RNU'], suspended: true });
    expect(await resume(NED)).toMatchObject({ done: true, awaits: [], suspended: false });
  });

  test('is not lifted by a new version for which one of them answered before it', async () => {
    await fixture.store.resume(NAME, ANN);
    await fixture.store.resume(NAME, NEL);
    await offer(held(['version: 1', 'version: 2'], ['supersedes: null', 'supersedes: 1']));
    await fixture.store.approve(NAME, 2, NEL);
    fixture.clock.advance(1000);
    await fixture.store.suspend(NAME, NED, 'another question');
    fixture.clock.advance(1000);
    await fixture.store.approve(NAME, 2, ANN);
    const [, second] = await fixture.store.versions();
    expect(second).toMatchObject({ version: 2, state: 'APPROVED', suspended: true });
  });
});

describe('the database itself', () => {
  const asTheHub = (...statements: string[]): Promise<unknown> =>
    fixture.database.owner.transaction(async (tx) => {
      await tx.query('set local role rollcall_app');
      for (const one of statements) await tx.query(one, [NAME]);
    });
  const approval = ({ subject, organisation }: Person): string =>
    `insert into agreement_approval (agreement, version, kind, approver, organisation_id, at)
     values ($1, 1, 'APPROVE', '${subject}', '${organisation}', '2026-10-01T10:00:00Z')`;
  const force = `update agreement_version set state = 'APPROVED' where agreement = $1 and version = 1`;

  test('holds to it, whatever the hub’s role is made to write', async () => {
    await offer(held());
    await expect(asTheHub(approval(ANN), approval(BEN), force)).rejects.toThrow(
      'a person of each controller',
    );
    const claimed = { subject: BEN.subject, organisation: NEL.organisation };
    await expect(asTheHub(approval(ANN), approval(CAZ), approval(claimed), force)).rejects.toThrow(
      'registered',
    );
    await expect(
      asTheHub(`update agreement_version set controllers = '{}' where agreement = $1`),
    ).rejects.toThrow('permission denied');
    await asTheHub(approval(ANN), approval(NEL), force);
    expect(await fixture.store.versions()).toMatchObject([{ state: 'APPROVED' }]);
  });

  test('brings nothing into force of which it does not know whose it is', async () => {
    await offer(held());
    await sqlOf(fixture.database.owner).query('update agreement_version set controllers = null');
    await expect(asTheHub(approval(ANN), approval(NEL), force)).rejects.toThrow(
      'a person of each controller',
    );
    await expect(approvedBy(ANN, NEL)).rejects.toThrow('offer it again under a higher version');
  });
});

test('one that opens what only this authority holds is as it was', async () => {
  const one = held(
    ['  - { organisation: nhs/RNU, capacity: controller }\n', ''],
    [BOTH, 'permit: [EXISTENCE]'],
  );
  await offer(one);
  const [version] = await fixture.store.versions();
  expect(version?.awaits).toEqual([HOME]);
  expect(await approvedBy(ANN, BEN)).toEqual(['waits for a second', 'in force']);
});
