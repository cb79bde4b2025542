import { CaseDesk } from './case-desk';

let desk: CaseDesk;
beforeAll(async () => {
  desk = await CaseDesk.open('2026-11-18');
});
afterAll(() => desk.stop());

const opening = (child: string, on: string): string =>
  `openCase(input: { child: { id: "${child}" }, classification: AT_RISK, rag: GREEN, reviewOn: "${on}" })`;

// Education Act 1996 s8. (2): who is five from 1 September to 31 December 2026 comes of age with the beginning of
// 31 December 2026. (3): who is sixteen from 1 September 2026 to 31 August 2027 is of age to the end of the last Friday
// of June 2027, the 25th.
it.each([
  ['2021-12-31', '2026-12-30', 'CONFLICT child: not yet of compulsory school age'],
  ['2021-12-31', '2026-12-31', null],
  ['2021-09-01', '2026-12-30', 'CONFLICT child: not yet of compulsory school age'],
  ['2021-08-31', '2026-11-18', null],
  ['2011-08-31', '2027-06-25', null],
  ['2011-08-31', '2027-06-26', 'CONFLICT child: over compulsory school age'],
  ['2011-09-01', '2027-06-26', null],
  ['2009-11-18', '2026-11-18', 'CONFLICT child: over compulsory school age'],
])('born on %s, on %s: a case is opened, or refused: %s', async (born, on, refusal) => {
  desk.day(on);
  const child = await desk.child('Age', `${born} on ${on}`, born);
  if (refusal === null) await desk.done(opening(child.publicId, on));
  else expect(await desk.refused(opening(child.publicId, on))).toMatch(new RegExp(`^${refusal}; `));
  const held = await desk.sql('select 1 from cme_case where child_id = $1', [child.id]);
  expect(held).toHaveLength(refusal === null ? 1 : 0);
});

it('a closed case is not opened again once its child is over compulsory school age', async () => {
  desk.day('2027-06-25');
  const child = await desk.child('Rail', 'Whitfield', '2011-08-31');
  const id = await desk.done(opening(child.publicId, '2027-06-25'));
  expect(await desk.refused(`closeCase(id: "${id}", reason: NOT_OF_COMPULSORY_AGE)`)).toMatch(/OVER_AGE/);
  desk.day('2027-06-26');
  await desk.done(`closeCase(id: "${id}", reason: NOT_OF_COMPULSORY_AGE)`);
  expect(await desk.refused(`reopenCase(id: "${id}", because: "Seen in town.")`)).toMatch(
    /^CONFLICT id: over compulsory school age; /,
  );
});
