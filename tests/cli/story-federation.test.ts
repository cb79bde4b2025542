import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exampleService } from '../../src/cli/example-service';
import { tellStory, type StoryAnswer } from '../../src/cli/story';
import { FEDERATION_STORY } from '../../src/cli/story-federation';
import { loadDemoRegion } from '../../src/interchange/demo/load-demo-region';
import { listening, openAgencyRegion, type AgencyRegion } from '../federation/agency-region';
import { makeTestFolder } from '../support/data-folder';
import { HOME } from '../support/seeded';

describe('npm run story -- federation', () => {
  let region: AgencyRegion;
  let answers: StoryAnswer[];
  /** How often the service had been asked before each step, and at the end. */
  const asked: number[] = [];
  beforeAll(async () => {
    region = await openAgencyRegion();
    const { hub, service } = region;
    const folder = makeTestFolder(0o700);
    await loadDemoRegion({
      owner: hub.database.owner,
      clock: hub.clock,
      homeAuthority: HOME,
      children: 40,
      dataDir: folder.path,
    });
    folder.remove();
    const port = Number(new URL(region.address).port);
    await new Promise((done) => service.close(done));
    answers = await tellStory({
      address: `http://127.0.0.1:${(hub.hub.app.server.address() as AddressInfo).port}`,
      token: ({ as, user, job }) => {
        asked.push(region.calls.length);
        return hub.token(as, { user, job });
      },
      print: () => undefined,
      steps: FEDERATION_STORY,
      meanwhile: async ({ child }) => {
        region.holds(child ?? '');
        await new Promise<void>((done) => service.listen(port, '127.0.0.1', done));
      },
    });
    asked.push(region.calls.length);
  }, 120_000);
  afterAll(() => region.stop());

  const codes = (step: number): unknown[] =>
    (answers[step]?.body.errors ?? []).map(({ extensions }) => extensions['code']);

  it('answers what this hub holds while the service is away, and names it', () => {
    expect(answers[0]?.body.data).toMatchObject({
      lookupChild: { child: { flagged: true, gpRegistration: null, healthLastSeen: null } },
    });
    expect(answers[0]?.body.errors?.map(({ extensions }) => extensions)).toEqual(
      Array(2).fill({ code: 'PARTNER_UNAVAILABLE', missing: 'health' }),
    );
  });

  it('crosses both in one answer when it is there, with one question and a grant', () => {
    expect(answers[1]?.body.data).toEqual({
      child: {
        flagged: true,
        gpRegistration: { practice: 'Invented Surgery', town: 'Oxford', since: '2026-10-05' },
        healthLastSeen: { on: '2026-11-02', service: 'Health visitor' },
      },
    });
    expect(codes(1)).toEqual([]);
    expect(region.calls[0]?.grant).toMatchObject({
      purpose: 'VERIFY_EDUCATION',
      under: ['child-health-held@1 7.11'],
    });
  });

  it('withholds both from the police, and the service is not asked', () => {
    expect(answers[2]?.body.data).toEqual({
      child: { flagged: true, gpRegistration: null, healthLastSeen: null },
    });
    expect(codes(2)).toEqual(['WITHHELD', 'WITHHELD']);
    expect(asked).toEqual([0, 0, 1, 1]);
  });
});

describe('the service that the story starts', () => {
  async function free(): Promise<number> {
    const server = createServer();
    const { port } = new URL(await listening(server));
    await new Promise((done) => server.close(done));
    return Number(port);
  }
  const ask = (port: number): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      body: JSON.stringify({
        query:
          '{ _entities(representations: [{ id: "of-nobody" }]) { ... on Child { gpRegistration { practice } } } }',
      }),
    });

  it('is a process of its own that gives nothing without a grant, and is gone when it is stopped', async () => {
    const port = await free();
    const said = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const lines = (): string => said.mock.calls.map(([text]) => String(text)).join('');
    const service = exampleService('http://127.0.0.1:1', port);
    try {
      await service.start('of-nobody');
      const answer = await ask(port);
      expect([answer.status, await answer.text()]).toEqual([403, '{"errors":[{"message":"Refused."}]}']);
      for (let tries = 0; tries < 100 && !lines().includes('refused'); tries += 1)
        await new Promise((done) => setTimeout(done, 20));
    } finally {
      await service.stop();
    }
    expect(lines()).toContain(`[health] child health: http://127.0.0.1:${port}/graphql`);
    expect(lines()).toContain('nobody · - · refused: no grant');
    said.mockRestore();
    await expect(ask(port)).rejects.toThrow();
    await service.stop();
  });

  it('says so when something else is at its place', async () => {
    const other = createServer();
    const { port } = new URL(await listening(other));
    await expect(exampleService('http://127.0.0.1:1', Number(port)).start('x')).rejects.toThrow(
      `did not start: is something else on port ${port}?`,
    );
    await new Promise((done) => other.close(done));
  });
});
