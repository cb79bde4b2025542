import { startTestHub, type TestHub } from '../support/hub';

const QUERY =
  'subscription ($after: ID) { alertRaised(after: $after) { id outcome asWritten child { id } } }';
const SCHOOL = 'school/931-4123';

/** An open stream, read event by event. */
class Stream {
  private buffer = '';
  private readonly decoder = new TextDecoder();
  private constructor(
    readonly status: number,
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
    private readonly aborter: AbortController,
  ) {}

  static async open(
    hub: TestHub,
    as: string,
    more: { purpose?: string; headers?: Record<string, string>; variables?: object } = {},
  ) {
    const address = hub.hub.app.server.address() as { port: number };
    const aborter = new AbortController();
    const response = await fetch(`http://127.0.0.1:${address.port}/graphql`, {
      method: 'POST',
      signal: aborter.signal,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${hub.token(as)}`,
        'sharing-purpose': more.purpose ?? 'RAISE_CONCERN',
        'sharing-reference': 'TEST/1',
        ...more.headers,
      },
      body: JSON.stringify({ query: QUERY, variables: more.variables }),
    });
    return new Stream(response.status, (response.body as ReadableStream<Uint8Array>).getReader(), aborter);
  }

  /** The next event that is not a comment; null at the end. */
  async next(): Promise<{
    id: string | null;
    event: string;
    data: {
      data?: Record<string, Record<string, unknown> | null>;
      errors?: { extensions: { code: string } }[];
    } | null;
  } | null> {
    for (;;) {
      const end = this.buffer.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = await this.reader.read();
        if (done) return null;
        this.buffer += this.decoder.decode(value, { stream: true });
        continue;
      }
      const lines = this.buffer.slice(0, end).split('\n');
      this.buffer = this.buffer.slice(end + 2);
      const field = (name: string) =>
        lines
          .find((l) => l.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trim() ?? null;
      if (field('event') === null) continue;
      const data = field('data');
      return { id: field('id'), event: field('event') ?? '', data: data ? JSON.parse(data) : null };
    }
  }

  async body(): Promise<string> {
    let text = '';
    for (let part = await this.reader.read(); !part.done; part = await this.reader.read())
      text += this.decoder.decode(part.value);
    return text;
  }

  close(): void {
    this.aborter.abort();
  }
}

describe('alertRaised over server-sent events', () => {
  let hub: TestHub;
  const open: Stream[] = [];
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterEach(() => open.splice(0).forEach((stream) => stream.close()));
  afterAll(() => hub.stop());

  const stream = async (
    ...args: Parameters<typeof Stream.open> extends [unknown, ...infer Rest] ? Rest : never
  ) => {
    const opened = await Stream.open(hub, ...args);
    open.push(opened);
    return opened;
  };
  const raise = async (as: string, text: string): Promise<string> => {
    const answer = await hub.query(as, {
      purpose: 'RAISE_CONCERN',
      query: 'mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { id } }',
      variables: {
        input: {
          child: { surname: 'Nobody', forename: 'Known', dateOfBirth: '2015-05-05' },
          reason: 'OTHER',
          text,
        },
      },
    });
    return (answer.data?.['raiseAlert'] as { id: string }).id;
  };
  const ledgerEntries = async (): Promise<number> => {
    const [row] = (await hub.database.owner.query('select count(*)::int as n from ledger_entry')) as {
      n: number;
    }[];
    return row?.n ?? 0;
  };

  it('sends each alert of one’s own unit, and nobody else’s', async () => {
    const school = await stream(SCHOOL);
    expect(school.status).toBe(200);
    await raise('housing/E07000178', 'from housing');
    const id = await raise(SCHOOL, 'from the school');
    const event = await school.next();
    expect(event).toMatchObject({
      event: 'next',
      data: { data: { alertRaised: { id, outcome: 'RECEIVED', asWritten: 'from the school' } } },
    });
  });

  it('sends the CME team every alert of its authority', async () => {
    const team = await stream('la/931/cme', { purpose: 'LOCATE_CHILD' });
    const first = await raise('housing/E07000178', 'one');
    const second = await raise(SCHOOL, 'two');
    expect((await team.next())?.data?.data?.['alertRaised']?.['id']).toBe(first);
    expect((await team.next())?.data?.data?.['alertRaised']?.['id']).toBe(second);
  });

  it('leaves a ledger entry for each event, before it', async () => {
    const school = await stream(SCHOOL);
    const before = await ledgerEntries();
    await raise(SCHOOL, 'counted');
    await school.next();
    // The act and the disclosure of the mutation, then that of the event.
    expect((await ledgerEntries()) - before).toBe(3);
  });

  it('resumes after the last event that was seen, by header and by argument', async () => {
    const school = await stream(SCHOOL);
    await raise(SCHOOL, 'seen');
    const seen = await school.next();
    school.close();
    const missed = await raise(SCHOOL, 'missed');
    const byHeader = await stream(SCHOOL, { headers: { 'last-event-id': seen?.id ?? '' } });
    expect((await byHeader.next())?.data?.data?.['alertRaised']?.['id']).toBe(missed);
    const byArgument = await stream(SCHOOL, { variables: { after: seen?.id } });
    expect((await byArgument.next())?.data?.data?.['alertRaised']?.['id']).toBe(missed);
  });

  it('refuses at the door what is not agreed, a bad position, and a query', async () => {
    const refused = await stream('voluntary/none-such').catch(() => null);
    expect(refused?.status ?? 401).toBe(401);
    const purpose = await stream('police/E23000029', { purpose: 'STATISTICS' });
    expect(purpose.status).toBe(403);
    expect(await purpose.body()).toContain('PURPOSE_NOT_AGREED');
    const bad = await stream(SCHOOL, { variables: { after: 'yesterday' } });
    expect((await bad.next())?.data?.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('is cut when the token ends', async () => {
    const school = await stream(SCHOOL);
    hub.clock.advance(3_700_000);
    try {
      expect((await school.next())?.data?.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      expect((await school.next())?.event).toBe('complete');
      expect(await school.next()).toBeNull();
    } finally {
      hub.clock.advance(-3_700_000);
    }
  });

  it('is cut when the agreement is suspended, and delivers nothing more', async () => {
    const school = await stream(SCHOOL);
    const at = hub.clock.now();
    await hub.database.owner.query(
      `insert into agreement_suspension (agreement, suspended_by, reason, at) values ('statutory-duties', 'test', 'test', $1)`,
      [at],
    );
    await hub.hub.refreshAgreements();
    try {
      expect((await school.next())?.data?.errors?.[0]?.extensions.code).toBe('PURPOSE_NOT_AGREED');
      expect((await school.next())?.event).toBe('complete');
    } finally {
      await hub.database.owner.query(`update agreement_suspension set lifted_at = $1, lifted_by = 'test'`, [
        at,
      ]);
      await hub.hub.refreshAgreements();
    }
  });

  it('is cut when the client is disabled', async () => {
    const school = await stream(SCHOOL);
    await hub.database.owner.query(`update client_system set disabled_at = now() where client_id = $1`, [
      SCHOOL,
    ]);
    try {
      expect((await school.next())?.data?.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    } finally {
      await hub.database.owner.query(`update client_system set disabled_at = null where client_id = $1`, [
        SCHOOL,
      ]);
    }
  });
});
