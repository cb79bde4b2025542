import { Directory } from '../../src/identity/directory';
import { seedDirectory } from '../../src/identity/directory-seed';
import { makeRequester, requirePurpose } from '../../src/identity/requester';
import type { VerifiedToken } from '../../src/identity/token-claims';
import type { OrganisationId } from '../../src/kernel/organisation-id';
import { createTestDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
let directory: Directory;
let ticks = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedDirectory(database.owner, { homeAuthority: 'la/931', demo: true });
});
afterAll(() => database.drop());
beforeEach(() => {
  ticks = 1000;
  directory = new Directory(database.app, () => ticks);
});

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  return (await database.app.query(sql)) as Record<string, unknown>[];
}

describe('the seed', () => {
  it('knows the bodies of England', async () => {
    const counted = await rows(`select kind, state, count(*)::int as n from organisation
      where kind in ('la', 'police', 'housing') group by kind, state order by kind, state`);
    expect(counted).toEqual([
      { kind: 'housing', state: 'live', n: 296 },
      { kind: 'la', state: 'closed', n: 15 },
      { kind: 'la', state: 'live', n: 153 },
      { kind: 'police', state: 'live', n: 39 },
    ]);
  });

  it.each([
    ['la/836', { name: 'Poole', state: 'closed', successor_id: 'la/839', dfe_number: '836' }],
    ['la/909', { name: 'Cumbria', state: 'closed', successor_id: null }],
    ['la/E10000027', { name: 'Somerset', state: 'closed', successor_id: 'la/933', dfe_number: null }],
    ['la/933', { name: 'Somerset', state: 'live', gss_code: 'E06000066', successor_id: null }],
    ['la/801', { name: 'Bristol, City of', state: 'live' }],
    ['housing/E07000178', { name: 'Oxford housing', local_authority_id: 'la/931' }],
    ['housing/E06000045', { local_authority_id: 'la/852' }],
    ['police/E23000029', { name: 'Thames Valley police' }],
    ['national/dfe-s2s', { kind: 'national' }],
  ])('knows %s', async (id, expected) => {
    expect(await rows(`select * from organisation where id = '${id}'`)).toEqual([
      expect.objectContaining(expected),
    ]);
  });

  it('gives each open body a unit with its role, and the home authority its services apart', async () => {
    expect(
      await rows(`select o.id from organisation o where kind <> 'trust' and state = 'live'
      and not exists (select from unit where organisation_id = o.id)`),
    ).toEqual([]);
    expect(
      await rows(`select id, role from unit where id in ('la/852/main', 'la/931/main', 'la/836/main')`),
    ).toEqual([{ id: 'la/852/main', role: 'OTHER_AUTHORITY' }]);
    expect(
      await rows(`select id, role, service from unit where organisation_id = 'la/931' order by id`),
    ).toEqual([
      { id: 'la/931/admissions', role: 'HOME_SERVICE', service: 'admissions' },
      { id: 'la/931/childrens-social-care', role: 'SOCIAL_CARE', service: 'childrens-social-care' },
      { id: 'la/931/cme', role: 'CME_TEAM', service: null },
      { id: 'la/931/data-protection', role: 'HOME_SERVICE', service: 'data-protection' },
      { id: 'la/931/early-help', role: 'SOCIAL_CARE', service: 'early-help' },
      { id: 'la/931/ehe', role: 'HOME_SERVICE', service: 'ehe' },
      { id: 'la/931/ews', role: 'HOME_SERVICE', service: 'ews' },
      { id: 'la/931/front-door', role: 'SOCIAL_CARE', service: 'front-door' },
      { id: 'la/931/mash', role: 'SOCIAL_CARE', service: 'mash' },
      { id: 'la/931/send', role: 'HOME_SERVICE', service: 'send' },
      { id: 'la/931/virtual-school', role: 'HOME_SERVICE', service: 'virtual-school' },
      { id: 'la/931/youth-justice', role: 'YOUTH_JUSTICE', service: null },
    ]);
  });

  it('again changes nothing, and leaves disabled what an operator disabled', async () => {
    const all = () =>
      rows(`select to_jsonb(o) as row from organisation o union all select to_jsonb(u) from unit u
      union all select to_jsonb(c) from client_system c order by 1`);
    await database.owner.query(
      `update unit set disabled_at = now(), contact_phone = '01632 960999' where id = 'la/931/ews'`,
    );
    const first = await all();
    await seedDirectory(database.owner, { homeAuthority: 'la/931', demo: true });
    expect(await all()).toEqual(first);
    await database.owner.query(`update unit set disabled_at = null where id = 'la/931/ews'`);
  });

  it('refuses a database of another authority, and a home that is none', async () => {
    await expect(seedDirectory(database.owner, { homeAuthority: 'la/852', demo: true })).rejects.toThrow(
      'another home',
    );
    await expect(seedDirectory(database.owner, { homeAuthority: 'la/836', demo: true })).rejects.toThrow(
      'not one of',
    );
  });

  it('is not for the hub itself to write', async () => {
    for (const sql of [
      `insert into organisation (id, kind, name) values ('trust/x', 'trust', 'X')`,
      `update unit set role = 'CME_TEAM' where id = 'housing/E07000178/main'`,
      `delete from client_system`,
    ]) {
      await expect(database.app.query(sql)).rejects.toThrow('permission denied');
    }
  });
});

describe('the directory', () => {
  it.each(['police/E23000029', 'police/E23000029/main'])('knows for whom %s speaks', async (clientId) => {
    expect(await directory.requesterFor(clientId)).toEqual({
      clientId,
      unit: 'police/E23000029/main',
      organisation: 'police/E23000029',
      organisationKind: 'police',
      role: 'POLICE',
      service: null,
      authorityId: null,
      name: 'Thames Valley police',
      organisationName: 'Thames Valley police',
      contactPhone: null,
      contactMailbox: null,
      development: true,
      publicJwk: null,
    });
  });

  it('names the authority of an authority’s own unit, and of a district', async () => {
    expect(await directory.requesterFor('la/931/cme')).toMatchObject({
      authorityId: 'la/931',
      role: 'CME_TEAM',
    });
    expect(await directory.requesterFor('housing/E07000178')).toMatchObject({ authorityId: 'la/931' });
  });

  it.each(['la/931', 'police/E23999999', 'la/836', ''])('knows no client %p', async (clientId) => {
    expect(await directory.requesterFor(clientId)).toBeNull();
  });

  it.each([
    ['client_system', `client_id = 'nhs/RTH'`],
    ['unit', `id = 'nhs/RTH/main'`],
    ['organisation', `id = 'nhs/RTH'`],
  ])('refuses within a second when the %s is disabled', async (table, where) => {
    expect(await directory.requesterFor('nhs/RTH')).not.toBeNull();
    await database.owner.query(`update ${table} set disabled_at = now() where ${where}`);
    expect(await directory.requesterFor('nhs/RTH')).not.toBeNull();
    ticks += 999;
    expect(await directory.requesterFor('nhs/RTH')).toBeNull();
    await database.owner.query(`update ${table} set disabled_at = null where ${where}`);
  });

  it('asks once for many who ask together', async () => {
    const query = jest.spyOn(database.app, 'query');
    await Promise.all(Array.from({ length: 50 }, () => directory.requesterFor('nhs/RNU')));
    expect(query).toHaveBeenCalledTimes(1);
    query.mockRestore();
  });

  it('asks again after a failure', async () => {
    const query = jest.spyOn(database.app, 'query').mockRejectedValueOnce(new Error('connection lost'));
    await expect(directory.requesterFor('nhs/RNU')).rejects.toThrow('connection lost');
    query.mockRestore();
    expect(await directory.requesterFor('nhs/RNU')).toMatchObject({ role: 'HEALTH' });
  });

  it('lists organisations with their state, and units that take part', async () => {
    const organisations = await directory.organisations();
    expect(organisations.find(({ organisation }) => organisation === ('la/836' as OrganisationId))).toEqual({
      organisation: 'la/836',
      organisationKind: 'la',
      name: 'Poole',
      authorityId: 'la/836',
      state: 'closed',
      successor: 'la/839',
      disabled: false,
    });
    const roles = new Set((await directory.units()).map(({ role }) => role));
    expect([...roles]).toEqual(
      expect.arrayContaining(['CME_TEAM', 'POLICE', 'HEALTH', 'VOLUNTARY', 'EARLY_YEARS']),
    );
  });
});

describe('a requester', () => {
  const token: VerifiedToken = {
    issuer: 'rollcall-development',
    development: true,
    clientId: 'police/E23000029',
    subject: 'officer-1',
    user: 'A. Officer',
    job: 'missing persons',
    jti: '1',
    notBefore: new Date('2026-09-14T09:00:00Z'),
    expiresAt: new Date('2026-09-14T10:00:00Z'),
  };
  const words = { purpose: 'LOCATE_CHILD', reference: 'MP/26-114', onBehalfOf: undefined, requestId: 'r1' };

  it('is made of the token, the directory and the words of the request', async () => {
    expect(await makeRequester(directory, token, { ...words, onBehalfOf: 'la/852' })).toEqual({
      organisation: 'police/E23000029',
      organisationKind: 'police',
      unit: 'police/E23000029/main',
      role: 'POLICE',
      service: null,
      clientId: 'police/E23000029',
      subject: 'officer-1',
      user: 'A. Officer',
      job: 'missing persons',
      purpose: 'LOCATE_CHILD',
      reference: 'MP/26-114',
      onBehalfOf: { organisation: 'la/852', unit: 'la/852/main', role: 'OTHER_AUTHORITY', service: null },
      tokenExpiresAt: new Date('2026-09-14T10:00:00Z'),
      requestId: 'r1',
      authorityId: null,
    });
  });

  it('acts for the home authority as its CME team', async () => {
    const requester = await makeRequester(directory, token, { ...words, onBehalfOf: 'la/931' });
    expect(requester.onBehalfOf).toMatchObject({ unit: 'la/931/cme', role: 'CME_TEAM' });
  });

  it.each([
    [{ ...token, clientId: 'police/E23999999' }, 'an unknown client'],
    [{ ...token, development: false }, 'a development client in the mouth of a real issuer'],
  ])('is not made for %#: %s', async (bad) => {
    await expect(makeRequester(directory, bad, words)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each([
    [{ reference: 'a b' }, 'Sharing-Reference: write 1 to 64'],
    [{ reference: 'x'.repeat(65) }, 'Sharing-Reference: write 1 to 64'],
    [{ onBehalfOf: 'polise/E23000029' }, 'Did you mean police/…?'],
    [{ onBehalfOf: 'police/E23000992' }, 'there is no such organisation. Did you mean police/E230000'],
    [{ onBehalfOf: 'la/836' }, 'takes no part at present'],
  ])('is not made from %j: %s', async (changes, because) => {
    await expect(makeRequester(directory, token, { ...words, ...changes })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining(because) as string,
    });
  });

  it.each([
    [{ purpose: undefined }, 'Sharing-Purpose'],
    [{ purpose: ' ' }, 'Sharing-Purpose'],
    [{ reference: undefined }, 'Sharing-Reference'],
  ])('without %j may ask only what needs no purpose', async (changes, header) => {
    const requester = await makeRequester(directory, token, { ...words, ...changes });
    expect(() => requirePurpose(requester)).toThrow(expect.objectContaining({ code: 'PURPOSE_REQUIRED' }));
    expect(() => requirePurpose(requester)).toThrow(header);
    expect(() => requirePurpose({ purpose: 'SAFEGUARD', reference: 'x' })).not.toThrow();
  });
});
