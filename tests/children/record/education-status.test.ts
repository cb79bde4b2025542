import { RecordDesk } from './record-desk';

let desk: RecordDesk;
beforeAll(async () => {
  desk = await RecordDesk.open();
});
afterAll(() => desk.stop());

const SCHOOL = 'school/931-4115';

async function statusOf(set: (child: Awaited<ReturnType<RecordDesk['maker']['child']>>) => Promise<unknown>) {
  const child = await desk.maker.child({ furnished: false });
  await set(child);
  const read = await desk.read(
    child.publicId,
    'educationStatus { status since evidence } inEducationNow',
    undefined,
    'LOCATE_CHILD',
  );
  return read;
}

test('nothing held is said to be not known', async () => {
  expect(await statusOf(() => Promise.resolve())).toMatchObject({
    educationStatus: { status: 'NOT_KNOWN', since: null, evidence: 'nothing held' },
  });
});

test.each([
  ['eotas', 'EOTAS'],
  ['alternative_provision', 'ALTERNATIVE_PROVISION'],
])('%s that the authority arranges is education, since the day on which it began', async (kind, status) => {
  const read = await statusOf((child) =>
    desk.fact(child, `arrangedEducation: { kind: "${kind}", hours: 15, from: "2026-11-02" }`),
  );
  expect(read).toMatchObject({
    educationStatus: { status, since: '2026-11-02', evidence: 'arranged by the authority' },
  });
});

test('a child who was excluded for good waits for provision, though the name stands on the roll still', async () => {
  const excluded = async (child: Parameters<Parameters<typeof statusOf>[0]>[0]): Promise<void> => {
    await desk.maker.roll(child, SCHOOL, { from: '2025-09-01' });
    await desk.maker.fact(child, 'RISK_GROUP', { unit: 'la/931/cme', detail: 'PERMANENTLY_EXCLUDED' });
  };
  expect(await statusOf(excluded)).toMatchObject({
    educationStatus: {
      status: 'EXCLUDED_AWAITING_PROVISION',
      since: '2026-11-18',
      evidence: 'permanent exclusion',
    },
  });
  const provided = await statusOf(async (child) => {
    await excluded(child);
    await desk.fact(child, 'arrangedEducation: { kind: "alternative_provision", from: "2026-11-18" }');
  });
  expect(provided).toMatchObject({ educationStatus: { status: 'ALTERNATIVE_PROVISION' } });
});
