import { startTestHub, type TestHub } from '../support/hub';

const QUERY = '{ __type(name: "Child") { fields { name } } __schema { mutationType { fields { name } } } }';

describe('introspection', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.stop());

  async function shown(
    as: string,
    purpose: string | null,
  ): Promise<{ child: string[]; mutations: string[] }> {
    const { data, status } = await hub.query(as, {
      query: QUERY,
      purpose,
      reference: purpose === null ? null : 'T/1',
    });
    expect(status).toBe(200);
    const names = (fields: { name: string }[] | undefined) => (fields ?? []).map(({ name }) => name);
    const { __type: type, __schema: schema } = data as {
      __type: { fields: { name: string }[] } | null;
      __schema: { mutationType: { fields: { name: string }[] } | null };
    };
    return { child: names(type?.fields), mutations: names(schema.mutationType?.fields) };
  }

  it('needs no purpose, and then shows what any purpose could open', async () => {
    const police = await shown('police/E23000029', null);
    expect(police.child).toEqual(expect.arrayContaining(['id', 'flagged', 'lastKnownAddress', 'cmeOfficer']));
    expect(police.child).not.toEqual(expect.arrayContaining(['upn']));
    expect(police.child).not.toEqual(expect.arrayContaining(['harmMarkers']));
    expect(police.mutations).toEqual(expect.arrayContaining(['raiseAlert', 'reportMissing']));
    expect(police.mutations).not.toContain('recordRegistration');
  });

  it('shows each requester its own schema under its purpose', async () => {
    const school = await shown('school/931-4123', 'ROLL_MANAGEMENT');
    const housing = await shown('housing/E07000178', 'ANSWER_ENQUIRY');
    expect(school.child).toEqual(expect.arrayContaining(['upn', 'currentAddress']));
    expect(school.mutations).toEqual(expect.arrayContaining(['recordRegistration', 'recordRemovalFromRoll']));
    expect(housing.child).toEqual(expect.arrayContaining(['name', 'lastKnownAddress', 'carerNames']));
    expect(housing.child).not.toContain('upn');
    expect(housing.child).not.toContain('carers');
    expect(housing.mutations).toEqual(expect.arrayContaining(['answerEnquiry', 'withholdAnswer']));
    expect(housing.mutations).not.toContain('reviewAlert');
  });

  it('is a courtesy, not a wall: what it does not show is withheld all the same', async () => {
    const answer = await hub.query('housing/E07000178', {
      purpose: 'ANSWER_ENQUIRY',
      query:
        '{ lookupChild(criteria: { surname: "A", forename: "B", dateOfBirth: "2015-01-01" }) { ... on ChildMatch { child { upn } } ... on NoInformation { advice } } }',
    });
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ lookupChild: { advice: expect.any(String) } });
  });
});
