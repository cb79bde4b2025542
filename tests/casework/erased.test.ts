import { openSession, type Session } from '../../src/database/session';
import { AlertsDesk, idIn, POLICE, RAISE, SCHOOL } from '../alerts/alerts-desk';
import { MEMO, REFERRAL, unnumbered } from '../alerts/paper-forms';
import { CaseDesk, SECOND, type KnownChild } from './case-desk';

const WORD = 'Quillfeather';
const HEALTH = 'nhs/RTH';

let desk: CaseDesk;
let alerts: AlertsDesk;
let retention: Session;
beforeAll(async () => {
  desk = await CaseDesk.open('2026-11-18');
  alerts = AlertsDesk.over(desk.hub);
  retention = await openSession(desk.hub.database.url, 'retention');
});
afterAll(async () => {
  await retention.close();
  await desk.stop();
});

/** Columns of all tables but the ledger's, in which a word stands. */
async function wherever(word: string): Promise<string[]> {
  const columns = await desk.sql<{ table: string; column: string }>(
    `select c.table_name as table, c.column_name as column from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name !~ '^ledger'`,
  );
  const found: string[] = [];
  for (const { table, column } of columns) {
    const rows = await desk.sql(`select 1 from "${table}" where "${column}"::text ilike $1 limit 1`, [
      `%${word}%`,
    ]);
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found.sort();
}

/** A case in which everything that can be written has been written, each with the word in it, and which has ended. */
async function worked(child: KnownChild): Promise<string> {
  const { forename, surname, dateOfBirth } = child.details;
  const raise = async (input: object): Promise<string> => {
    desk.hub.clock.advance(1000);
    return idIn(await alerts.ask(SCHOOL, RAISE, { input }), 'raiseAlert');
  };
  const memo = { ...unnumbered(MEMO), firstName: forename, surname, dateOfBirth };
  await raise({ reason: 'LEFT_WITHOUT_DESTINATION', memo: { ...memo, otherInformation: `${WORD} memo` } });
  const form = {
    ...unnumbered(REFERRAL),
    forenames: forename,
    surname,
    dateOfBirth,
    familyInformation: `${WORD} referral`,
  };
  const referral = await raise({ reason: 'UNEXPLAINED_ABSENCE', text: `${WORD} text`, hubReferral: form });
  await alerts.review(referral, { decision: 'RETURN', lacking: ['HOME_NOT_VISITED'] });
  const tried = { ...(REFERRAL.tried as object), additionalInformation: `${WORD} completion` };
  await alerts.act(SCHOOL, 'completeReferral', '$id: ID!, $tried: TriedBySchoolInput!', {
    id: referral,
    tried,
  });
  await alerts.add(SCHOOL, referral, `${WORD} addition`);
  await alerts.review(referral, { decision: 'ACCEPT' });
  const taken = await alerts.raise(POLICE, { id: child.publicId }, { text: `${WORD} other` });
  await alerts.act(POLICE, 'withdrawAlert', '$id: ID!, $reason: String!', {
    id: taken,
    reason: `${WORD} withdrawn`,
  });

  const id = await desk.openCase(child);
  await desk.done(`takeCase(id: "${id}")`);
  await desk.done(`addCaseNote(id: "${id}", text: "${WORD} note")`);
  await desk.done(
    `recordVisit(id: "${id}", input: { at: "${desk.hub.clock.now().toISOString()}", outcome: NO_ANSWER, risk: HIGH, text: "${WORD} visit" })`,
  );
  await desk.done(`recordCheck(id: "${id}", check: "CHILD_BENEFIT", notApplicable: "${WORD} check")`);
  const change = await desk.done(
    `proposeCaseChange(id: "${id}", input: { commentary: "${WORD} commentary", reason: "${WORD} change" })`,
  );
  await desk.done(`authoriseCaseChange(id: "${change}")`, SECOND);
  await desk.event(child, 'LEAVING_TOLD');
  const step = await desk.step(child, 'OX-10');
  await desk.done(`completeStep(id: "${step}", notApplicable: "${WORD} step")`);
  const enquiry = await desk.done(
    `sendEnquiry(input: { child: { id: "${child.publicId}" }, recipients: ["${HEALTH}", "la/852"], question: "${WORD} question" })`,
  );
  const answer = async (as: string, input: string): Promise<void> => {
    const more = { purpose: 'ANSWER_ENQUIRY' };
    idIn(await desk.act(`{ m: answerEnquiry(id: "${enquiry}", input: ${input}) { id } }`, {}, more, as), 'm');
  };
  await answer(HEALTH, `{ outcome: KNOWN, note: "${WORD} part", moreToCome: true }`);
  await answer(HEALTH, `{ outcome: KNOWN, note: "${WORD} answer" }`);
  const flag = await desk.done(
    `askFlag(input: { child: { id: "${child.publicId}" }, to: "housing/E07000178" })`,
  );
  await desk.done(`liftFlag(id: "${flag}", reason: "${WORD} flag")`);
  await desk.done(`handOverCase(id: "${id}", to: "${WORD} colleague", text: "${WORD} handover")`);
  await desk.done(`recordEvidence(id: "${id}", evidence: "ROLL_CONFIRMED", text: "${WORD} evidence")`);
  await desk.done(`closeCase(id: "${id}", reason: ON_ROLL)`);
  return id;
}

it('nothing that anybody wrote in the course of a case outlives the record of the child', async () => {
  const child = await desk.child(`Wren ${WORD}`, 'Stowe');
  const kept = await desk.child('Linnet', 'Kept');
  await worked(child);
  const keptCase = await desk.openCase(kept);
  await desk.done(`addCaseNote(id: "${keptCase}", text: "Of another child.")`);
  // Each room has written: else the test below would hold of nothing.
  expect(await wherever(WORD)).toEqual([
    'alert.text', 'alert.withdrawn_reason', 'alert_addition.text', 'alert_form.fields', 'case_change.commentary',
    'case_change.reason', 'case_check.because', 'case_event.detail', 'case_evidence.text', 'case_note.text', 'child_name.forename', 'child_name.forename_key',
    'cme_case.commentary', 'cme_case.handover_to', 'enquiry.question', 'enquiry_answer.answer', 'enquiry_recipient.answer',
    'flag_placement.lifted_because',
  ]); // prettier-ignore
  await retention.query('select erase_children($1::uuid[])', [[child.id]]);
  expect(await wherever(WORD)).toEqual([]);
  expect(await desk.entry(keptCase, 'notes { text }')).toEqual({ notes: [{ text: 'Of another child.' }] });
});
