import { MASH, POLICE, TEAM, type KnownChild } from '../rows/row-desk';
import { ManyTold } from './told-by';

/** Story 4. Chidi, sixteen, and his sister Ada, fifteen, who is on the register. Good Friday is 26 Mar 2027. */
let s: ManyTold;
let chidi: KnownChild;
let episode: string;
const INTERVIEWER = { purpose: 'SAFEGUARD', user: 'R. Interviewer', job: 'return interview officer' };
const FORCE = { purpose: 'SAFEGUARD', user: 'O. Duty', job: 'missing persons officer' };

beforeAll(async () => {
  s = await ManyTold.begin('2027-03-22', 'la/931', ['Ada', 'Dotterel'], '2011-12-01');
  chidi = await s.desk.child('Chidi', 'Dotterel', '2010-08-14');
  // Born on 14 Aug 2010, he left compulsory school age on Fri 26 Jun 2026; his case was closed then.
  await s.desk.sql(
    `insert into cme_case (id, child_id, authority_id, state, classification, rag, opened_at, closed_at, close_reason, source)
     values (gen_random_uuid(), $1, 'la/931', 'CLOSED', 'IDENTIFIED_LOCATED', 'AMBER', '2026-01-12T09:00Z', '2026-06-29T09:00Z', 'NOT_OF_COMPULSORY_AGE', 'la/931')`,
    [chidi.id],
  );
});
afterAll(() => s.desk.stop());

it('Thu 25 Mar: the list of the police is matched (OX-55); Chidi is on no register any more, and the force learns no more than before', async () => {
  const id = await s.openCase();
  s.on('2027-03-25');
  const { forename, surname, dateOfBirth } = chidi.details;
  episode = await s.did(POLICE, `reportMissing(child: { forename: "${forename}", surname: "${surname}", dateOfBirth: "${dateOfBirth}" })`, FORCE);
  await s.event('MISSING_LIST_RECEIVED');
  expect(await s.shown('OX-55')).toMatchObject([{ dueOn: '2027-03-25', tells: ['the return interviewer'] }]);
  const asked = await s.looks(POLICE, FORCE, 'flagged', chidi.details);
  expect(asked.data?.['lookupChild']).toMatchObject({ child: { flagged: false } });
  // Ada was seen by nobody; a visit is made and a card left.
  await s.visit(id, 'NO_ANSWER', '2027-03-25T11:30:00Z');
}); // prettier-ignore

it('a case is not opened about him: he is over compulsory school age', async () => {
  await expect(s.desk.openCase(chidi)).rejects.toThrow('over compulsory school age');
});

it('Fri 26 Mar, 22:40: he is back; seventy-two hours run over Good Friday, the weekend and the clocks, to Mon 29, 23:40 by the clock', async () => {
  s.on('2027-03-26T22:40:00Z');
  expect(await s.acts(POLICE, `reportReturn(id: "${episode}")`, FORCE)).toEqual([]);
  s.on('2027-03-26T22:40:00Z');
  await s.desk.event(chidi, 'CHILD_RETURNED');
  const his = async (): Promise<unknown> =>
    (await s.desk.steps(chidi, 'everybodys: true', 'row state overdueFrom escalatedTo')).find(
      ({ row }) => row === 'OX-56',
    );
  expect(await his()).toMatchObject({ state: 'DUE', overdueFrom: expect.stringMatching(/^2027-03-29T22:40:0/) as string });
  s.on('2027-03-29T22:39:59Z');
  expect(await his()).toMatchObject({ state: 'DUE' });
  s.on('2027-03-29T22:40:30Z');
  expect(await his()).toMatchObject({ state: 'OVERDUE', escalatedTo: 'the named lead' });
}); // prettier-ignore

it('Tue 30 Mar: the interviewer sees the child of the episode while it is open, and nothing of Ada’s case (12.9)', async () => {
  s.on('2027-03-30');
  const FILE = 'name { forename } flagged missingEpisodes { from }';
  const again = await s.did(POLICE, `reportMissing(child: ${s.named.replaceAll('Ada', 'Chidi').replace('2011-12-01', '2010-08-14')})`, FORCE);
  expect(await s.sees(TEAM, FILE, INTERVIEWER, chidi)).toMatchObject({ name: { forename: 'Chidi' }, flagged: false });
  // An interviewer of social care, which has no case of hers, is not told that Ada is on the register.
  expect(await s.sees(MASH, 'case { state }', INTERVIEWER)).toBeNull();
  expect(await s.sees(POLICE, 'case { state }', FORCE)).toEqual({ case: null });
  await s.acts(POLICE, `reportReturn(id: "${again}")`, FORCE);
}); // prettier-ignore

it('Wed 31 Mar: two working days after the visit of Thu 25, neither Good Friday nor Easter Monday counted (OX-27)', async () => {
  s.on('2027-03-31');
  expect(await s.row('OX-27')).toBe('DUE 2027-03-31');
  s.on('2027-04-01');
  expect(await s.row('OX-27')).toBe("OVERDUE 2027-03-31, with the officer's manager");
});
