import { STORY } from '../../src/cli/story-steps';
import { tellStory, type StoryAnswer } from '../../src/cli/story';
import { loadDemoRegion } from '../../src/interchange/demo/load-demo-region';
import { makeTestFolder } from '../support/data-folder';
import { startTestHub, type TestHub } from '../support/hub';

interface Disclosed {
  readonly organisation: string;
  readonly items: readonly {
    readonly item: string;
    readonly outcome: string;
    readonly under: readonly { agreement: string; clause: string }[] | null;
  }[];
}

describe('npm run story', () => {
  let hub: TestHub;
  let answers: StoryAnswer[];
  const printed: string[] = [];
  const step = (part: string): StoryAnswer => {
    const index = STORY.findIndex(({ title }) => title.includes(part));
    return answers[index] as StoryAnswer;
  };

  beforeAll(async () => {
    hub = await startTestHub();
    const folder = makeTestFolder(0o700);
    await loadDemoRegion({
      owner: hub.database.owner,
      clock: hub.clock,
      homeAuthority: 'la/931',
      children: 40,
      dataDir: folder.path,
    });
    folder.remove();
    const { port } = hub.hub.app.server.address() as { port: number };
    answers = await tellStory({
      address: `http://127.0.0.1:${port}`,
      token: ({ as, user, job }) => hub.token(as, { user, job }),
      print: (text) => printed.push(text),
    });
  }, 60_000);
  afterAll(() => hub.stop());

  it('is answered at every step', () => {
    expect(answers.map(({ status }) => status)).toEqual(STORY.map(() => 200));
    const unexpected = answers
      .flatMap(({ body }) => body.errors ?? [])
      .filter(({ extensions }) => extensions['code'] !== 'WITHHELD');
    expect(unexpected).toEqual([]);
  });

  it('shows the front door that the child is not in education, and the police no address but its clause', () => {
    expect(step('front door').body.data).toMatchObject({
      lookupChild: { child: { inEducation: { value: 'NO' }, flagged: true } },
    });
    const police = step('police officer').body;
    expect(police.data).toMatchObject({ lookupChild: { child: { flagged: true, lastKnownAddress: null } } });
    expect(police.errors).toHaveLength(1);
    expect(police.errors?.[0]?.extensions).toMatchObject({
      code: 'WITHHELD',
      coordinate: 'Child.lastKnownAddress',
      under: expect.arrayContaining([{ agreement: 'thames-valley-police', version: 1, clause: '6.1' }]),
    });
  });

  it('lets housing see whom it is asked about, and tells both authorities', () => {
    expect(step('Housing reads').body.data).toMatchObject({
      enquiry: { child: { name: { forename: 'Kacper' }, upn: null } },
    });
    expect(step('Oxfordshire finds').body.data).toMatchObject({
      notifications: { nodes: [{ type: 'LOCATED_HERE', child: { name: { forename: 'Kacper' } } }] },
    });
    expect(step('Southampton reads').body.data).toMatchObject({
      notifications: { nodes: [{ type: 'MOVED_OUT', child: { upn: expect.any(String), riskGroups: null } }] },
    });
  });

  it('ends with who saw what of him under which clause', () => {
    const { nodes } = (step('The ledger').body.data as { disclosures: { nodes: Disclosed[] } }).disclosures;
    const saw = (organisation: string, item: string): string[] =>
      nodes
        .filter((n) => n.organisation === organisation)
        .flatMap((n) => n.items)
        .filter((i) => i.item === item && i.outcome === 'DISCLOSED')
        .flatMap((i) => (i.under ?? []).map((u) => u.clause));
    expect(saw('housing/E07000178', 'LAST_KNOWN_ADDRESS')).toContain('8.1');
    expect(saw('la/852', 'UPN')).toContain('10.4');
    expect(saw('police/E23000029', 'CME_FLAG')).toContain('6.4');
    expect(saw('police/E23000029', 'LAST_KNOWN_ADDRESS')).toEqual([]);
  });

  it('prints each question and its answer', () => {
    const text = printed.join('\n');
    for (const { title, query } of STORY) {
      expect(text).toContain(title);
      expect(text).toContain(query);
    }
    expect(text).toContain('WITHHELD');
  });
});
