import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const POLICE = 'police/E23000029';

/** Without purpose and reference: what may be seen is asked before any child is asked about. */
const ask = async (query: string, as = POLICE, job?: string): Promise<TestAnswer> =>
  hub.query(as, { query, purpose: null, reference: null, ...(job === undefined ? {} : { job }) });
const sharing = async <T>(selection: string, as = POLICE, job?: string): Promise<T> => {
  const answer = await ask(`{ sharing { ${selection} } }`, as, job);
  expect(answer.errors).toEqual([]);
  return answer.data?.['sharing'] as T;
};

interface May {
  readonly may: {
    readonly verdict: string;
    readonly because: string;
    readonly under: readonly {
      agreement: string;
      version: number;
      clause: string | null;
      says: string | null;
    }[];
    readonly until: string | null;
    readonly instead: string | null;
    readonly whatWouldChangeIt: string | null;
  };
}
const may = async (field: string, purpose: string, as = POLICE, job?: string): Promise<May['may']> => {
  const question = `may(field: "${field}", purpose: "${purpose}")`;
  const selection = `${question} { verdict because under { agreement version clause says } until instead whatWouldChangeIt }`;
  return (await sharing<May>(selection, as, job)).may;
};

describe('{ sharing }', () => {
  it('needs no purpose, and says who asks and under which agreements', async () => {
    const answer = await ask(
      '{ sharing { organisation unit role rulesetVersion agreements { name version review until } } }',
    );
    expect(answer.data).toEqual({
      sharing: {
        organisation: POLICE,
        unit: `${POLICE}/main`,
        role: 'POLICE',
        rulesetVersion: answer.sharing?.rulesetVersion,
        agreements: expect.arrayContaining([
          { name: 'thames-valley-police', version: 1, review: '2027-08-31', until: '2028-08-31' },
          { name: 'statutory-duties', version: 1, review: '2027-08-31', until: '2028-08-31' },
        ]) as unknown,
      },
    });
    const { agreements } = answer.data?.['sharing'] as { agreements: { name: string }[] };
    expect(agreements.map(({ name }) => name)).not.toContain('schools');
  });

  it('lists every purpose, and which of them are agreed', async () => {
    const { purposes } = await sharing<{ purposes: { code: string; agreed: boolean }[] }>(
      'purposes { code words agreed }',
    );
    const agreed = purposes.filter((p) => p.agreed).map((p) => p.code);
    expect(agreed).toEqual(expect.arrayContaining(['LOCATE_CHILD', 'SAFEGUARD']));
    expect(agreed).not.toContain('SYSTEM_INTAKE');
    expect(purposes.map((p) => p.code)).toContain('SYSTEM_INTAKE');
  });
});

describe('may I see this field', () => {
  it('for some children: on which grounds, under which clauses, until when', async () => {
    const answer = await may('Child.lastKnownAddress', 'LOCATE_CHILD');
    expect(answer).toMatchObject({
      verdict: 'DEPENDS',
      until: '2027-08-31',
      instead: 'Child.lastKnownOutwardPostcode',
    });
    expect(answer.because).toContain('REPORTED_MISSING');
    expect(answer.under).toContainEqual({
      agreement: 'thames-valley-police',
      version: 1,
      clause: '6.1',
      says: expect.stringContaining('missing') as unknown,
    });
    expect(answer.whatWouldChangeIt).toContain('REPORTED_MISSING');
  });

  it('for any child', async () => {
    const answer = await may('Child.upn', 'LOCATE_CHILD', 'la/931/cme');
    expect(answer).toMatchObject({ verdict: 'ALWAYS', instead: null, whatWouldChangeIt: null });
    expect(answer.because).toContain('clause 12.1 of home-authority-cme');
  });

  it('never, for this purpose: for which it would be', async () => {
    const answer = await may('Child.lastKnownAddress', 'STATISTICS');
    expect(answer).toMatchObject({ verdict: 'NEVER', until: null });
    expect(answer.because).toContain('not for STATISTICS');
    expect(answer.whatWouldChangeIt).toContain('LOCATE_CHILD');
  });

  it('never, but less of it', async () => {
    expect(await may('Child.cmeFlag', 'LOCATE_CHILD')).toMatchObject({
      verdict: 'NEVER',
      instead: 'Child.flagged',
    });
  });

  it('never, because it is forbidden', async () => {
    const answer = await may('Child.protectedAddress', 'SAFEGUARD');
    expect(answer.verdict).toBe('NEVER');
    expect(answer.under.map((u) => `${u.agreement} ${u.clause ?? ''}`)).toEqual(['protections 1.1']);
    expect(answer.whatWouldChangeIt).toMatch(/^Nothing that is asked/);
  });

  it('never, but to another job', async () => {
    const answer = await may('Child.protectedAddress', 'SAFEGUARD', 'la/931/cme', 'clerk');
    expect(answer).toMatchObject({ verdict: 'NEVER' });
    expect(answer.whatWouldChangeIt).toContain('case holder');
    expect(await may('Child.protectedAddress', 'SAFEGUARD', 'la/931/cme', 'case holder')).toMatchObject({
      verdict: 'DEPENDS',
    });
  });

  it('agrees with what the gate then does', async () => {
    const child = '00000000-0000-4000-8000-000000000000';
    const answer = await hub.query(POLICE, {
      query: `{ child(id: "${child}") { cmeFlag { open } } }`,
      purpose: 'STATISTICS',
    });
    expect(answer.codes).toEqual(['PURPOSE_NOT_AGREED']);
    expect((await may('Query.child', 'LOCATE_CHILD')).verdict).not.toBe('NEVER');
  });

  it.each([
    ['Child.upm', 'LOCATE_CHILD', 'field', '`Child.upn`'],
    ['Child.upn', 'LOCATE_CHLD', 'purpose', '`LOCATE_CHILD`'],
  ])('names the near word for %s, %s', async (field, purpose, at, near) => {
    const answer = await ask(`{ sharing { may(field: "${field}", purpose: "${purpose}") { verdict } } }`);
    expect(answer.errors).toMatchObject([
      {
        extensions: { code: 'BAD_USER_INPUT', field: at },
        message: expect.stringContaining(near) as unknown,
      },
    ]);
    expect(answer.data).toEqual({ sharing: { may: null } });
  });

  it('says of a field of a value object, and of one that holds nothing, why it has no answer of its own', async () => {
    expect(await may('PersonName.surname', 'LOCATE_CHILD')).toMatchObject({ verdict: 'DEPENDS', under: [] });
    expect(await may('Sharing.unit', 'LOCATE_CHILD')).toMatchObject({ verdict: 'ALWAYS', under: [] });
  });
});

describe('everything for a purpose', () => {
  it('lists every item in every form, and every action', async () => {
    const { items, actions } = await sharing<{
      items: { item: string; form: string; verdict: string; under: { clause: string }[] }[];
      actions: { action: string; verdict: string }[];
    }>(
      `items(purpose: "LOCATE_CHILD") { item form words verdict under { agreement clause } }
       actions(purpose: "RAISE_CONCERN") { action words verdict under { agreement clause } }`,
    );
    const verdict = (item: string, form: string): string | undefined =>
      items.find((i) => i.item === item && i.form === form)?.verdict;
    expect(verdict('LAST_KNOWN_ADDRESS', 'full')).toBe('DEPENDS');
    expect(verdict('CME_FLAG', 'full')).toBe('NEVER');
    expect(verdict('PROTECTED_ADDRESS', 'full')).toBe('NEVER');
    expect(items.filter((i) => i.verdict !== 'NEVER' && i.under.length === 0)).toEqual([]);
    expect(actions.find((a) => a.action === 'RAISE_ALERT')?.verdict).toBe('ALWAYS');
    expect(actions.find((a) => a.action === 'READ_LEDGER')?.verdict).toBe('NEVER');
  });

  it('refuses a purpose that does not exist', async () => {
    const answer = await ask('{ sharing { items(purpose: "ROLL_MANAGMENT") { item } } }');
    expect(answer.errors).toMatchObject([
      { message: expect.stringContaining('`ROLL_MANAGEMENT`') as unknown },
    ]);
  });
});
