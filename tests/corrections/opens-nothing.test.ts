import { buildHubSchema } from '../../src/schema';
import { everythingOf } from '../gate/everything';
import type { MadeChild } from '../support/child-maker';
import {
  ADDRESS,
  CorrectionDesk,
  HEALTH,
  HOUSING,
  NAME,
  POLICE,
  rightName,
  SOUTHAMPTON,
  TEAM,
} from './correction-desk';

const EVERYTHING = everythingOf(buildHubSchema());
const PURPOSES = ['LOCATE_CHILD', 'NOTIFY_MOVE', 'SAFEGUARD', 'ANSWER_ENQUIRY'];

let desk: CorrectionDesk;
beforeAll(async () => (desk = await CorrectionDesk.open()), 60_000);
afterAll(() => desk.stop());

/** All that somebody is told of a child for any purpose: data, refusals and their reasons, but for names put right. */
async function openTo(as: string, child: MadeChild): Promise<unknown[]> {
  const said: unknown[] = [];
  for (const purpose of PURPOSES) {
    const answer = await desk.hub.query(as, {
      purpose,
      query: `{ child(id: "${child.publicId}") { ...Everything } } ${EVERYTHING}`,
    });
    const text = JSON.stringify([answer.data, answer.errors.map(({ path, message }) => [path, message])]);
    said.push([purpose, text.replaceAll(child.surname, 'NAME').replaceAll('Rightname', 'NAME')]);
  }
  return said;
}

/** The enquiry has been answered, the notification was read long ago. */
async function ended(child: MadeChild): Promise<void> {
  await desk.maker.sql(`update enquiry set state = 'ANSWERED' where child_id = $1`, [child.id]);
  await desk.maker.sql(
    `update notification set sent_at = sent_at - interval '90 days', acknowledged_at = sent_at - interval '60 days' where child_id = $1`,
    [child.id],
  );
}

test.each([
  ['was asked, and has answered', POLICE, NAME],
  ['was told of a move, long ago', SOUTHAMPTON, ADDRESS],
])('a notice opens nothing to one who %s; it is read and acknowledged', async (_what, as, fields) => {
  const child = await desk.child([as]);
  const { id } = await desk.look(as, child, `${fields} ${NAME}`);
  await ended(child);
  const before = await openTo(as, child);
  expect(before).toContainEqual(['ANSWER_ENQUIRY', '[{"child":null},[]]']);
  const seen = (await desk.notices(as)).length;

  const correction = await desk.corrected(child, rightName('Rightname', child.forename));

  expect(await openTo(as, child)).toEqual(before);
  const [notice] = (await desk.notices(as)).slice(seen);
  expect(notice).toMatchObject({ type: 'CORRECTION', child: null });
  expect(notice?.text).toContain(id);
  // Which child it was stands in what it was told itself.
  const own = await desk.hub.query(as, {
    purpose: 'RIGHTS_AND_AUDIT',
    query: `{ disclosureReceipt(id: "${id}") { items { child } } }`,
  });
  expect(own.text).toContain(child.publicId);
  const read = await desk.hub.query(as, {
    purpose: 'LOCATE_CHILD',
    query: `mutation { acknowledgeNotification(id: "${notice?.id ?? ''}") { id } }`,
  });
  expect(read.codes).toEqual([]);
  expect((await desk.recipients(correction))[0]?.acknowledgedAt).toBe(desk.hub.clock.now().toISOString());
  expect(await openTo(as, child)).toEqual(before);
});

test('nor to one to whom some of the child is open', async () => {
  const child = await desk.child([HOUSING]);
  await desk.maker.fact(child, 'OPEN_CASE', { unit: `${HEALTH}/main` });
  await desk.maker.asked(child, HEALTH);
  expect((await desk.look(HEALTH, child, NAME)).child?.['name']).not.toBeNull();
  await ended(child);
  const before = await openTo(HEALTH, child);
  expect(JSON.stringify(before)).toContain(child.publicId);
  const id = await desk.corrected(child, rightName('Rightname', child.forename));
  expect((await desk.recipients(id)).map(({ unit }) => unit)).toEqual([`${HEALTH}/main`]);
  expect(await openTo(HEALTH, child)).toEqual(before);
});

test('nor does a correction that somebody writes', async () => {
  const child = await desk.child([]);
  const before = await openTo(SOUTHAMPTON, child);
  const sent = await desk.hub.query(TEAM, {
    purpose: 'NOTIFY_MOVE',
    query: `mutation { notifyAuthority(input: { child: { id: "${child.publicId}" }, to: "${SOUTHAMPTON}", type: CORRECTION, text: "It was another street." }) { id } }`,
  });
  expect(sent.codes).toEqual([]);
  expect((await desk.notices(SOUTHAMPTON)).at(-1)).toMatchObject({
    text: 'It was another street.',
    child: null,
  });
  expect(await openTo(SOUTHAMPTON, child)).toEqual(before);
});
