import { generateKeyPairSync } from 'node:crypto';
import { AgreementRepository } from '../../src/agreements/agreement.repository';
import { partnerStore } from '../../src/cli/partner';
import { sqlOf } from '../../src/database/sql';
import { Directory } from '../../src/identity/directory';
import { seedDirectory } from '../../src/identity/directory-seed';
import type { PartnerChange, PartnerProposal } from '../../src/identity/partner-change';
import { parsePublicJwk, type PartnerKey } from '../../src/identity/partner-jwk';
import { partnerList } from '../../src/identity/partner-list';
import type { PartnerStore } from '../../src/identity/partner-store';
import type { OrganisationId, UnitId } from '../../src/kernel/organisation-id';
import type { Uuid } from '../../src/kernel/id';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { ManualClock } from '../support/manual-clock';

const HOME = 'la/931';
const FIRST = 'sub-first';
const SECOND = 'sub-second';

let database: TestDatabase;
let store: PartnerStore;
const clock = new ManualClock('2026-10-01T09:00:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
  await seedDirectory(database.owner, { homeAuthority: HOME, demo: false });
  store = partnerStore(database.owner, HOME, clock);
  const approvers = new AgreementRepository(sqlOf(database.owner));
  for (const [subject, organisation] of [
    [FIRST, HOME],
    [SECOND, HOME],
    ['SUB-First', HOME],
    ['sub-elsewhere', 'la/852'],
  ] as const) {
    await approvers.addApprover({ subject, organisation }, 'A. Nother', clock.now());
  }
});
afterAll(() => database.drop());

async function rows(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
  return sqlOf(database.owner).query(sql, values);
}

function newKey(): PartnerKey {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = parsePublicJwk(JSON.stringify(publicKey.export({ format: 'jwk' })));
  if (!key.ok) throw new Error(key.problem);
  return key.value;
}

const organisation = (id: string, authority: string | null = HOME): PartnerProposal => ({
  kind: 'ADD_ORGANISATION',
  organisation: id as OrganisationId,
  name: 'A body',
  authority: authority as OrganisationId | null,
});
const unit = (id: string, role = 'HEALTH'): PartnerProposal => ({
  kind: 'ADD_UNIT',
  unit: id as UnitId,
  role,
  name: 'A team',
  service: null,
  phone: '01632 960123',
  mailbox: 'team@partner.example',
});
const client = (clientId: string, of: string, key: PartnerKey | null = null): PartnerProposal => ({
  kind: 'ADD_CLIENT',
  clientId,
  unit: of as UnitId,
  name: 'A system',
  key,
});

async function made(change: PartnerProposal): Promise<Uuid> {
  const id = await store.propose(change, FIRST);
  await store.approve(id, SECOND);
  return id;
}

/** A partner of its own for a test: organisation `nhs/<code>`, unit `/team`, client `<code>-system`. */
async function joined(code: string, key: PartnerKey | null = null): Promise<string> {
  await made(organisation(`nhs/${code}`));
  await made(unit(`nhs/${code}/team`));
  await made(client(`${code}-system`, `nhs/${code}/team`, key));
  return `${code}-system`;
}

async function until(condition: () => Promise<boolean>): Promise<number> {
  const start = performance.now();
  while (!(await condition())) {
    if (performance.now() - start > 5000) return Infinity;
    await new Promise((wait) => setTimeout(wait, 10));
  }
  return performance.now() - start;
}

describe('joining', () => {
  it('takes a second person for each step, and then the partner may ask', async () => {
    const directory = new Directory(database.app);
    const key = newKey();
    const added = await store.propose(organisation('nhs/RXX'), FIRST);
    expect(await rows(`select from organisation where id = 'nhs/RXX'`)).toEqual([]);
    expect(await store.approve(added, SECOND)).toEqual(organisation('nhs/RXX'));
    await made(unit('nhs/RXX/child-health'));
    const id = await store.propose(client('rxx-hub', 'nhs/RXX/child-health', key), SECOND);
    expect(await directory.requesterFor('rxx-hub')).toBeNull();
    await store.approve(id, FIRST);
    expect(await new Directory(database.app).requesterFor('rxx-hub')).toMatchObject({
      unit: 'nhs/RXX/child-health',
      role: 'HEALTH',
      authorityId: HOME,
      development: false,
      contactPhone: '01632 960123',
      publicJwk: key.jwk,
    });
  });

  it.each([
    ['school/931-4999', HOME, { laestab: '9314999', gss_code: null, local_authority_id: HOME }],
    ['police/E23000099', null, { laestab: null, gss_code: 'E23000099', local_authority_id: null }],
    ['la/999', null, { dfe_number: '999', gss_code: null, state: 'live' }],
  ])('gives %s the codes that its id says', async (id, authority, expected) => {
    await made(organisation(id, authority));
    expect(await rows('select * from organisation where id = $1', id)).toEqual([
      expect.objectContaining(expected),
    ]);
  });

  it.each<[string, PartnerProposal, RegExp]>([
    ['known organisation', organisation('police/E23000029', null), /^--organisation: .*registered already/],
    ['school of nobody', organisation('school/931-4998', null), /^--authority: a school belongs/],
    ['authority of an authority', organisation('la/998'), /^--authority: .*leave it out/],
    [
      'school as authority',
      organisation('nhs/RAA', 'police/E23000029'),
      /^--authority: name a local authority/,
    ],
    [
      'unknown authority',
      organisation('nhs/RAA', 'la/193'),
      /^--authority: there is no organisation la\/193\. Did you mean la\//,
    ],
    ['closed authority', organisation('nhs/RAA', 'la/836'), /^--authority: la\/836 is closed/],
    [
      'unit of nobody',
      unit('nhs/RAA/team'),
      /^--unit: there is no organisation nhs\/RAA.*rollcall partner add --organisation nhs\/RAA/,
    ],
    ['known unit', unit('la/931/ehe'), /^--unit: la\/931\/ehe is registered already/],
    ['unit of a closed body', unit('la/836/team'), /^--unit: la\/836 is closed/],
    [
      'team of another authority',
      unit('la/852/cme', 'CME_TEAM'),
      /^--role: CME_TEAM is for units of la\/931/,
    ],
    ['service of another authority', unit('la/852/ehe', 'HOME_SERVICE'), /^--role: HOME_SERVICE is for/],
    ['stranger at home', unit('la/931/other', 'OTHER_AUTHORITY'), /^--role: la\/931 runs this hub/],
    [
      'client of nobody',
      client('x', 'la/931/ehee'),
      /^--unit: there is no unit la\/931\/ehee\. Did you mean la\/931\/ehe\?/,
    ],
    [
      'known client',
      client('la/931/ehe', 'la/931/ehe'),
      /^--client-id: la\/931\/ehe is a development client/,
    ],
    [
      'client with a name of another',
      client('police/E23000098', 'la/931/ehe'),
      /^--client-id: it names another body/,
    ],
    [
      'key of a stranger',
      { kind: 'CHANGE_KEY', clientId: 'nobody', key: newKey(), oldKeyUntil: null },
      /^--client-id: there is no client nobody/,
    ],
    [
      'key of a development client',
      { kind: 'CHANGE_KEY', clientId: 'la/931/ehe', key: newKey(), oldKeyUntil: null },
      /^--client-id: .*development client/,
    ],
    [
      'switching on what is on',
      { kind: 'ENABLE', target: 'unit', id: 'la/931/ehe' as UnitId },
      /^--unit: la\/931\/ehe is not switched off/,
    ],
  ])('is refused for a %s, with the option and the fix', async (_, change, because) => {
    const before = await rows('select count(*) from directory_change');
    await expect(store.propose(change, FIRST)).rejects.toMatchObject({
      name: 'PartnerRefused',
      message: expect.stringMatching(because) as string,
    });
    expect(await rows('select count(*) from directory_change')).toEqual(before);
  });

  it('says that a registration waits rather than that there is none', async () => {
    const id = await store.propose(organisation('nhs/RWW'), FIRST);
    await expect(store.propose(unit('nhs/RWW/team'), FIRST)).rejects.toThrow(`has to approve ${id} first`);
  });
});

describe('the second person', () => {
  let id: Uuid;
  beforeAll(async () => {
    id = await store.propose(organisation('nhs/RBB'), FIRST);
  });
  const absent = async () => expect(await rows(`select from organisation where id = 'nhs/RBB'`)).toEqual([]);

  it.each([
    [FIRST, 'a second person'],
    ['SUB-First', 'a second person'],
    ['sub-elsewhere', 'is an approver of la/852'],
    ['nobody', 'not registered'],
    [' sub-second', 'not registered'],
  ])('is not %j', async (subject, because) => {
    await expect(store.approve(id, subject)).rejects.toThrow(because);
    await absent();
  });

  it.each(['sub-elsewhere', 'nobody'])('nor is the first one %j', async (subject) => {
    await expect(store.propose(organisation('nhs/RCC'), subject)).rejects.toThrow('--as-person:');
  });

  it('is not needed twice for the same change', async () => {
    await expect(store.propose(organisation('nhs/RBB'), SECOND)).rejects.toThrow(`approve or refuse ${id}`);
  });

  it('approves once', async () => {
    await store.approve(id, SECOND);
    await expect(store.approve(id, SECOND)).rejects.toThrow('made already');
    expect(
      await rows('select proposed_by, approved_by, applied_at from directory_change where id = $1', id),
    ).toEqual([{ proposed_by: FIRST, approved_by: SECOND, applied_at: clock.now() }]);
  });

  it('and a third at the same moment end with one change', async () => {
    const change = await store.propose(organisation('nhs/RDD'), FIRST);
    const both = await Promise.allSettled([store.approve(change, SECOND), store.approve(change, SECOND)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('cannot approve what no longer fits the directory', async () => {
    await made(organisation('nhs/REE'));
    const waiting = await store.propose(unit('nhs/REE/team'), FIRST);
    await rows(`update organisation set state = 'closed' where id = 'nhs/REE'`);
    await expect(store.approve(waiting, SECOND)).rejects.toThrow('nhs/REE is closed');
    expect(await rows(`select from unit where id = 'nhs/REE/team'`)).toEqual([]);
  });

  it('may refuse, and so may the first; then nobody can approve', async () => {
    for (const by of [FIRST, SECOND]) {
      const change = await store.propose(organisation('nhs/RFF'), FIRST);
      await store.refuse(change, by);
      await expect(store.approve(change, SECOND)).rejects.toThrow('was refused');
    }
    expect(await rows(`select from organisation where id = 'nhs/RFF'`)).toEqual([]);
  });

  it('is asked for by the database as well', async () => {
    const change = await store.propose(organisation('nhs/RGG'), FIRST);
    const apply = `update directory_change set applied_at = now(), approved_at = now(), approved_by =`;
    await expect(rows(`${apply} $2 where id = $1`, change, FIRST)).rejects.toThrow('two_people');
    await expect(
      rows('update directory_change set applied_at = now() where id = $1', change),
    ).rejects.toThrow('directory_change_approved');
  });
});

describe('switching off', () => {
  it.each<['client' | 'unit' | 'organisation', string]>([
    ['client', 'ROF1-system'],
    ['unit', 'nhs/ROF2/team'],
    ['organisation', 'nhs/ROF3'],
  ])('a %s takes one person and is felt by a running hub within a second', async (target, id) => {
    const code = /ROF\d/.exec(id)?.[0] ?? '';
    const clientId = await joined(code);
    const directory = new Directory(database.app);
    expect(await directory.requesterFor(clientId)).toMatchObject({ clientId });
    await store.disable({ target, id } as Parameters<PartnerStore['disable']>[0], FIRST);
    expect(await until(async () => (await directory.requesterFor(clientId)) === null)).toBeLessThan(1000);
  });

  it('takes two people to undo', async () => {
    const clientId = await joined('RON1');
    const target = { target: 'client', id: clientId } as const;
    await store.disable(target, FIRST);
    const id = await store.propose({ kind: 'ENABLE', ...target }, FIRST);
    await expect(store.approve(id, FIRST)).rejects.toThrow('a second person');
    expect(await new Directory(database.app).requesterFor(clientId)).toBeNull();
    await store.approve(id, SECOND);
    expect(await new Directory(database.app).requesterFor(clientId)).toMatchObject({ clientId });
  });

  it('again withdraws what waited to undo it, and keeps the first moment', async () => {
    const target = { target: 'client', id: await joined('RON2') } as const;
    await store.disable(target, FIRST);
    const id = await store.propose({ kind: 'ENABLE', ...target }, SECOND);
    clock.advance(60_000);
    expect(await store.disable(target, FIRST)).toMatchObject({ withdrawn: [id] });
    await expect(store.approve(id, FIRST)).rejects.toThrow('was refused');
    const [row] = await rows('select disabled_at from client_system where client_id = $1', target.id);
    expect(row?.disabled_at).toEqual(new Date(clock.now().getTime() - 60_000));
  });

  it('a body leaves what was switched off below it as it was', async () => {
    const clientId = await joined('RON3');
    const body = { target: 'organisation', id: 'nhs/RON3' as OrganisationId } as const;
    await store.disable({ target: 'client', id: clientId }, FIRST);
    await store.disable(body, FIRST);
    await made({ kind: 'ENABLE', ...body });
    expect(await new Directory(database.app).requesterFor(clientId)).toBeNull();
  });

  it.each([
    [{ target: 'organisation', id: HOME as OrganisationId }, FIRST, 'runs this hub'],
    [{ target: 'unit', id: 'la/931/ehx' as UnitId }, FIRST, 'Did you mean la/931/ehe?'],
    [{ target: 'unit', id: 'la/931/ehe' as UnitId }, 'nobody', 'not registered'],
  ] as const)('is refused for %j by %s', async (target, by, because) => {
    await expect(store.disable(target, by)).rejects.toThrow(because);
  });
});

describe('keys', () => {
  const keysOf = async (clientId: string, at = clock.now()) => {
    const { organisations } = await partnerList(sqlOf(database.owner), null, at);
    const all = organisations.flatMap((body) => body.units.flatMap((team) => team.clients));
    return all.find((system) => system.clientId === clientId)?.keys;
  };
  const rotation = (clientId: string, key: PartnerKey, oldKeyUntil: string | null): PartnerProposal => ({
    kind: 'CHANGE_KEY',
    clientId,
    key,
    oldKeyUntil,
  });

  it('overlap until the instant that was agreed', async () => {
    const [old, next] = [newKey(), newKey()];
    const clientId = await joined('RKA', old);
    const end = new Date(clock.now().getTime() + 86_400_000);
    await made(rotation(clientId, next, end.toISOString()));
    expect(await keysOf(clientId)).toEqual([
      {
        thumbprint: old.thumbprint,
        kind: 'P-256',
        validUntil: expect.stringMatching(/^2026-10-02T09:0/) as string,
      },
      { thumbprint: next.thumbprint, kind: 'P-256', validUntil: null },
    ]);
    expect((await keysOf(clientId, end))?.map(({ thumbprint }) => thumbprint)).toEqual([next.thumbprint]);
    expect(await new Directory(database.app).requesterFor(clientId)).toMatchObject({ publicJwk: next.jwk });
  });

  it('end at once, those that were to end later too, when that was agreed', async () => {
    const [first, second, third] = [newKey(), newKey(), newKey()];
    const clientId = await joined('RKB', first);
    await made(rotation(clientId, second, new Date(clock.now().getTime() + 86_400_000).toISOString()));
    const id = await store.propose(rotation(clientId, third, null), FIRST);
    expect(await keysOf(clientId)).toHaveLength(2);
    await store.approve(id, SECOND);
    expect((await keysOf(clientId))?.map(({ thumbprint }) => thumbprint)).toEqual([third.thumbprint]);
  });

  it('never come back', async () => {
    const [old, next] = [newKey(), newKey()];
    const clientId = await joined('RKC', old);
    await made(rotation(clientId, next, null));
    for (const key of [old, next]) {
      await expect(store.propose(rotation(clientId, key, null), FIRST)).rejects.toThrow('--jwk: ');
    }
  });

  it('are public: the database refuses another', async () => {
    const clientId = await joined('RKD');
    const secret = JSON.stringify({ ...newKey().jwk, d: 'c2VjcmV0' });
    await expect(
      rows('update client_system set public_jwk = $2::jsonb where client_id = $1', clientId, secret),
    ).rejects.toThrow('client_system_key_public');
  });
});

describe('the ledger', () => {
  const entries = async (change: string) =>
    (await rows('select * from ledger_entry where reference = $1 order by position', change)).map(
      (entry) => ({
        ...entry,
        parsed: JSON.parse(String(entry.controller_part)) as { user: string; body: Record<string, unknown> },
      }),
    ) as (Record<string, unknown> & { parsed: { user: string; body: Record<string, unknown> } })[];

  it('has each act, by whom, and nothing personal beyond the subjects', async () => {
    const key = newKey();
    await made(organisation('nhs/RLA'));
    const unitAdded = await made(unit('nhs/RLA/team'));
    const clientAdded = await made(client('rla', 'nhs/RLA/team', key));
    const keyChanged = await made({ kind: 'CHANGE_KEY', clientId: 'rla', key: newKey(), oldKeyUntil: null });
    const { id: disabled } = await store.disable({ target: 'client', id: 'rla' }, SECOND);
    const refused = await store.propose({ kind: 'ENABLE', target: 'client', id: 'rla' }, FIRST);
    await store.refuse(refused, FIRST);
    const enabled = await made({ kind: 'ENABLE', target: 'client', id: 'rla' });

    const told = async (change: string) =>
      (await entries(change)).map(({ parsed: { user, body } }) => [body.action, user, body.people]);
    const proposed = ['PARTNER_CHANGE_PROPOSED', FIRST, [FIRST]];
    const both = [FIRST, SECOND];
    expect(await told(unitAdded)).toEqual([proposed, ['PARTNER_UNIT_ADDED', SECOND, both]]);
    expect(await told(clientAdded)).toEqual([proposed, ['PARTNER_CLIENT_ADDED', SECOND, both]]);
    expect(await told(keyChanged)).toEqual([proposed, ['PARTNER_KEY_CHANGED', SECOND, both]]);
    expect(await told(disabled)).toEqual([['PARTNER_DISABLED', SECOND, [SECOND]]]);
    expect(await told(refused)).toEqual([proposed, ['PARTNER_CHANGE_REFUSED', FIRST, [FIRST]]]);
    expect(await told(enabled)).toEqual([proposed, ['PARTNER_ENABLED', SECOND, both]]);

    const [, entry] = await entries(clientAdded);
    expect(entry).toMatchObject({
      kind: 'ACT',
      organisation_id: HOME,
      child_ids: [],
      purpose: 'RIGHTS_AND_AUDIT',
    });
    expect(JSON.parse(String(entry?.leaf))).toMatchObject({ v: 2, id: entry?.id });
    expect(entry?.parsed.body).toMatchObject({
      about: 'client rla',
      change: clientAdded,
      thumbprint: key.thumbprint,
    });
    const text = (await entries(unitAdded)).map(({ body }) => body).join();
    for (const personal of ['A. Nother', '01632', 'team@partner.example'])
      expect(text).not.toContain(personal);
  });

  it('or nothing: a change whose entry cannot be written is not made', async () => {
    const waiting = await store.propose(organisation('nhs/RLB'), FIRST);
    await rows(`alter table ledger_entry add constraint away check (kind <> 'ACT') not valid`);
    try {
      await expect(store.approve(waiting, SECOND)).rejects.toThrow('away');
      await expect(store.disable({ target: 'unit', id: 'la/931/ews' as UnitId }, FIRST)).rejects.toThrow(
        'away',
      );
    } finally {
      await rows('alter table ledger_entry drop constraint away');
    }
    expect(await rows(`select from organisation where id = 'nhs/RLB'`)).toEqual([]);
    expect(await rows(`select disabled_at from unit where id = 'la/931/ews'`)).toEqual([
      { disabled_at: null },
    ]);
    const change: PartnerChange = await store.approve(waiting, SECOND);
    expect(change.kind).toBe('ADD_ORGANISATION');
  });
});

it('is not for the hub itself: its role reads keys and writes nothing', async () => {
  await expect(database.app.query('select * from directory_change')).rejects.toThrow('permission denied');
  await expect(database.app.query('delete from client_key')).rejects.toThrow('permission denied');
  expect(await database.app.query('select count(*)::int > 0 as any from client_key')).toEqual([
    { any: true },
  ]);
});
