import { ChildMaker } from '../support/child-maker';
import { startTestHub, type TestHub } from '../support/hub';

const QUERY =
  'query ($id: ID!) { child(id: $id) { id flagged lastKnownAddress { line1 } upn name { surname } } }';

describe('Sharing-On-Behalf-Of', () => {
  let hub: TestHub;
  let id: string;
  beforeAll(async () => {
    hub = await startTestHub();
    const maker = new ChildMaker(hub.database.owner, hub.clock);
    const child = await maker.child();
    id = child.publicId;
    await hub.database.owner.query(
      `insert into circumstance (id, child_id, kind, organisation_id, unit_id, begins_at, source, confirmed_at, confirmed_by)
       select gen_random_uuid(), id, 'MISSING_EPISODE', 'police/E23000029', 'police/E23000029/main', $2::timestamptz - interval '1 day', 'test', now(), 'test'
       from child where public_id = $1`,
      [id, hub.clock.now()],
    );
  });
  afterAll(() => hub.stop());

  const ask = (as: string, onBehalfOf?: string) =>
    hub.query(as, {
      query: QUERY,
      variables: { id },
      purpose: 'SAFEGUARD',
      job: 'front door',
      ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    });

  it('the weaker right wins, whichever of the two has it', async () => {
    const alone = await ask('police/E23000029');
    expect(alone.data).toMatchObject({
      child: { id, flagged: false, name: { surname: expect.any(String) } },
    });
    const forHousing = await ask('police/E23000029', 'housing/E07000178');
    expect(forHousing.data).toEqual({ child: null });
    const housingForPolice = await ask('housing/E07000178', 'police/E23000029');
    expect(housingForPolice.data).toEqual({ child: null });
  });

  it('opens for two what each may see, and refuses what one may not', async () => {
    const { data, codes } = await ask('police/E23000029', 'police/E23000029');
    expect(data).toMatchObject({ child: { id, upn: null } });
    expect(codes).toEqual(['WITHHELD']);
  });

  it('is written into the ledger', async () => {
    await ask('police/E23000029', 'housing/E07000178');
    const [row] = (await hub.database.owner.query(
      `select controller_part as body from ledger_entry order by position desc limit 1`,
    )) as { body: string }[];
    expect(JSON.parse(row?.body ?? '{}')).toMatchObject({ onBehalfOf: 'housing/E07000178' });
  });

  it('names an organisation of the directory', async () => {
    const { status, codes, errors } = await ask('police/E23000029', 'housing/E0700017');
    expect([status, ...codes]).toEqual([400, 'BAD_USER_INPUT']);
    expect(errors[0]?.message).toContain('Sharing-On-Behalf-Of');
  });
});
