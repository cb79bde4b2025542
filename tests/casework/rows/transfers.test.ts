import { SOUTHAMPTON, type Story, storiesOf } from './row-desk';

/** A case that goes from one authority to another, as its officers read it off their list. */
const row = storiesOf('la/931');
const MOVE = { purpose: 'NOTIFY_MOVE' } as const;
const OURS = 'S4 9 Enquiries to a local authority';
const THEIRS = 'S4 9 Enquiries from a local authority';

const offer = (s: Story): Promise<string> =>
  s.desk.done(`proposeTransfer(input: { child: { id: "${s.child.publicId}" }, to: "${SOUTHAMPTON}" })`, MOVE);

/** What the other authority does. */
async function they(s: Story, mutation: string): Promise<string> {
  const { data, text } = await s.desk.act(`{ m: ${mutation} { id } }`, {}, MOVE, SOUTHAMPTON);
  const made = data?.['m'] as { id: string } | null | undefined;
  if (!made) throw new Error(text);
  return made.id;
}

const theyOffer = (s: Story): Promise<string> => {
  const { forename, surname, dateOfBirth } = s.child.details;
  const child = `{ forename: "${forename}", surname: "${surname}", dateOfBirth: "${dateOfBirth}" }`;
  return they(s, `proposeTransfer(input: { child: ${child}, to: "la/931" })`);
};

row('ST-34', 'ST-36')(
  OURS,
  'offered on Fri 11 Dec 2026: an answer by Tue 29; on Wed 30 it has lapsed, the lead has it on the list, and a new offer takes it off',
  async (s) => {
    s.on('2026-12-11');
    await s.openCase();
    const first = await offer(s);
    expect(await s.row('ST-34')).toBe('DUE 2026-12-29');
    expect(await s.refusedStep('ST-34')).toMatch(/^CONFLICT id: the act itself ends this step/);
    s.on('2026-12-30');
    expect(await s.row('ST-34')).toBe('OVERDUE 2026-12-29, with the named lead');
    await s.desk.hub.hub.rounds.lapseTransfers();
    expect([await s.row('ST-34'), await s.row('ST-36')]).toEqual(['nothing', 'DUE']);
    const second = await offer(s);
    expect([await s.row('ST-34'), await s.row('ST-36')]).toEqual(['DUE 2027-01-14', 'nothing']);
    await they(s, `declineTransfer(notificationId: "${second}", reason: "Not here.")`);
    expect(await s.row('ST-34')).toBe('nothing');
    expect(second).not.toBe(first);
  },
);

row('ST-37')(OURS, 'theirs is open while another end of ours is proposed: the list says close, and closing ends it', async (s) => {
  s.on('2026-12-11');
  const id = await s.openCase();
  const offered = await offer(s);
  await they(s, `acceptTransfer(notificationId: "${offered}")`);
  expect(await s.row('ST-37')).toBe('nothing');
  // Another end is proposed: the hub closes nothing over anybody's head.
  await s.desk.done(`proposeClosing(id: "${id}", outcome: CHECKS_MADE_NOT_FOUND)`);
  await they(s, `confirmTransferTaken(notificationId: "${offered}")`);
  expect(await s.row('ST-37')).toBe('DUE');
  await s.desk.done(`closeCase(id: "${id}", reason: MOVED_AND_CONFIRMED)`);
  expect(await s.row('ST-37')).toBe('nothing');
}); // prettier-ignore

row('ST-35', 'ST-38')(
  THEIRS,
  'Southampton offers its case on Fri 11 Dec 2026: an answer by Tue 29; with the yes the list says open, and opening ends it',
  async (s) => {
    s.on('2026-12-11');
    const offered = await theyOffer(s);
    expect(await s.row('ST-35')).toBe('DUE 2026-12-29');
    s.on('2026-12-30');
    expect(await s.row('ST-35')).toBe('OVERDUE 2026-12-29, with the named lead');
    s.on('2026-12-14');
    await s.desk.done(`acceptTransfer(notificationId: "${offered}")`, MOVE);
    expect([await s.row('ST-35'), await s.row('ST-38')]).toEqual(['nothing', 'DUE']);
    await s.openCase();
    expect(await s.row('ST-38')).toBe('nothing');
    s.on('2026-12-15');
    const other = await theyOffer(s);
    expect(await s.row('ST-35')).toBe('DUE 2026-12-31');
    await they(s, `withdrawTransfer(notificationId: "${other}", reason: "Theirs again.")`);
    expect(await s.row('ST-35')).toBe('nothing');
  },
);
