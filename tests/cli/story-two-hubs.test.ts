import { setTimeout as pause } from 'node:timers/promises';
import { tellStory, type StoryAnswer } from '../../src/cli/story';
import { OXFORDSHIRE, SOUTHAMPTON } from '../../src/cli/story-hubs';
import { TWO_HUBS_STORY } from '../../src/cli/story-two-hubs';
import { startTwoHubs, type StoryHub } from '../../src/cli/two-hubs';
import { sqlOf } from '../../src/database/sql';
import { ensureBuilt } from '../contract/started-hub';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { createTestDatabase, type TestDatabase } from '../support/database';

describe('npm run story -- two-hubs', () => {
  let folder: TestFolder;
  let databases: readonly TestDatabase[] = [];
  let hubs: readonly StoryHub[] = [];
  let answers: StoryAnswer[] = [];
  beforeAll(async () => {
    ensureBuilt();
    folder = makeTestFolder(0o700);
    databases = [await createTestDatabase({ poolSize: 1 }), await createTestDatabase({ poolSize: 1 })];
    const [one, other] = databases.map(({ url }) => url);
    const place = {
      dataDir: folder.path,
      databases: { [OXFORDSHIRE]: one ?? '', [SOUTHAMPTON]: other ?? '' },
    };
    const started = await startTwoHubs(place, () => undefined);
    hubs = started;
    const of = (at?: string): StoryHub => started.find(({ home }) => home === at) ?? started[0];
    answers = await tellStory({
      address: ({ at }) => of(at).address,
      token: (step) => of(step.at).token(step),
      print: () => undefined,
      steps: TWO_HUBS_STORY,
    });
  }, 180_000);
  afterAll(async () => {
    for (const hub of hubs) await hub.stop();
    for (const database of databases) await database.drop();
    folder.remove();
  }, 60_000);

  it('is answered at every step, without an error but for what is withheld', () => {
    const codes = answers.map(({ body }) => (body.errors ?? []).map(({ extensions }) => extensions['code']));
    expect(answers.map(({ status }) => status)).toEqual(TWO_HUBS_STORY.map(() => 200));
    expect(new Set(codes.flat())).toEqual(new Set(['WITHHELD']));
  });

  it('brings the question over, and the answer back without the address', () => {
    expect(answers[1]?.body.data).toMatchObject({
      enquiry: { recipients: [{ organisation: SOUTHAMPTON, delivery: 'DELIVERED' }] },
    });
    expect(answers[2]?.body.data).toMatchObject({
      enquiries: { nodes: [{ from: OXFORDSHIRE, child: { name: { forename: 'Kacper' } } }] },
    });
    expect(answers[5]?.body.data).toMatchObject({
      enquiry: {
        state: 'ANSWERED',
        answers: [
          { organisation: SOUTHAMPTON, outcome: 'KNOWN', caseWorkerPhone: '01632 960199', address: null },
        ],
      },
    });
  });

  it('brings the notice of the child who was found', () => {
    const told = answers[7]?.body.data as { notifications: { nodes: { type: string; from: string }[] } };
    expect(told.notifications.nodes).toContainEqual(
      expect.objectContaining({ type: 'LOCATED_HERE', from: SOUTHAMPTON }),
    );
  });

  it('hands the case over: declined it stays, taken it is with the other, and it comes back', () => {
    const stood = answers.flatMap(({ body }) => {
      const { caseTransfer } = (body.data?.['notification'] ?? {}) as {
        caseTransfer?: { state: string; caseWith: string };
      };
      return caseTransfer ? [`${caseTransfer.state} ${caseTransfer.caseWith}`] : [];
    });
    expect(stood).toEqual([
      `PROPOSED ${OXFORDSHIRE}`,
      `DECLINED ${OXFORDSHIRE}`,
      `PROPOSED ${OXFORDSHIRE}`,
      `TAKEN ${SOUTHAMPTON}`,
      `TAKEN ${SOUTHAMPTON}`,
      `PROPOSED ${SOUTHAMPTON}`,
      `TAKEN ${OXFORDSHIRE}`,
    ]);
  });

  it('leaves each hub with the other’s receipt', async () => {
    const received = async ({ owner }: TestDatabase): Promise<number | undefined> => {
      const [row] = await sqlOf(owner).query<{ n: number }>(
        'select count(*)::int as n from correspondence where their_receipt is not null',
      );
      return row?.n;
    };
    for (const database of databases) {
      // The other's word has its effect a moment before this hub has written down what it answered.
      for (let tries = 0; tries < 100 && (await received(database)) !== 12; tries++) await pause(100);
      expect(await received(database)).toBe(12);
    }
  });
});
