import { AlertsDesk, idIn, OTHER_SCHOOL, POLICE, SCHOOL } from '../alerts/alerts-desk';
import { MEMO, unnumbered } from '../alerts/paper-forms';
import type { Ask } from '../support/hub';
import { CaseDesk, MANAGER, OFFICER, SECOND, TEAM } from './case-desk';

const EHE = 'la/931/ehe';
const OTHER_HOUSING = 'housing/E07000179';
const HOUSING = 'housing/E07000178';

/** Everything that stands when the table begins, on Wednesday 18 November 2026 at noon. */
interface Stage {
  /** Public ids: of a child with a case, of one who is 17, of one who is 2, of one of whom nothing stands. */
  readonly child: string;
  readonly grown: string;
  readonly small: string;
  readonly other: string;
  readonly open: string;
  readonly closed: string;
  readonly change: string;
  /** Alerts. */
  readonly received: string;
  readonly ofGrown: string;
  readonly ofSmall: string;
  readonly dealtWith: string;
  readonly takenBack: string;
  readonly returned: string;
  /** Enquiries to the police. */
  readonly waiting: string;
  readonly answered: string;
  readonly known: string;
  readonly withdrawn: string;
  readonly flag: string;
  readonly lifted: string;
  readonly watch: string;
  /** A step of the list that was finished. */
  readonly step: string;
}

let desk: CaseDesk;
let stage: Stage;

beforeAll(async () => {
  desk = await CaseDesk.open('2026-11-18');
  const alerts = AlertsDesk.over(desk.hub);
  const [child, other] = [await desk.child('Wren', 'Stage'), await desk.child('Robin', 'Stage')];
  const [grown, small] = [
    await desk.child('Rook', 'Stage', '2009-11-01'),
    await desk.child('Tit', 'Stage', '2024-02-29'),
  ];
  const ended = await desk.child('Finch', 'Stage');
  const open = await desk.openCase(child);
  const closed = await desk.openCase(ended);
  await desk.done(
    `recordEvidence(id: "${closed}", evidence: "ROLL_CONFIRMED", text: "The head, by telephone.")`,
  );
  await desk.done(`closeCase(id: "${closed}", reason: ON_ROLL)`);
  const raise = (id: string): Promise<string> => alerts.raise(POLICE, { id });
  const [received, dealtWith, takenBack, returned] = [
    await raise(other.publicId),
    await raise(other.publicId),
    await raise(other.publicId),
    await raise(other.publicId),
  ];
  await alerts.review(dealtWith, { decision: 'NOT_CME', finding: 'FOUND_HOME_EDUCATED', routedTo: EHE });
  await alerts.withdraw(POLICE, takenBack);
  await alerts.review(returned, { decision: 'RETURN', lacking: ['HOME_NOT_VISITED'] });
  const send = (question: string): Promise<string> =>
    desk.done(
      `sendEnquiry(input: { child: { id: "${child.publicId}" }, recipients: ["${POLICE}"], question: "${question}" })`,
    );
  const [waiting, answered, known, withdrawn] = [
    await send('Known?'),
    await send('Known to you?'),
    await send('Where?'),
    await send('Seen?'),
  ];
  const answer = async (id: string, outcome: string): Promise<void> => {
    const answering = { purpose: 'ANSWER_ENQUIRY' };
    idIn(
      await desk.act(
        `{ m: answerEnquiry(id: "${id}", input: { outcome: ${outcome} }) { id } }`,
        {},
        answering,
        POLICE,
      ),
      'm',
    );
  };
  await answer(answered, 'NOT_KNOWN');
  await answer(known, 'KNOWN');
  await desk.done(`withdrawEnquiry(id: "${withdrawn}")`);
  const ask = (to: string): Promise<string> =>
    desk.done(`askFlag(input: { child: { id: "${child.publicId}" }, to: "${to}" })`);
  const [flag, lifted] = [await ask(POLICE), await ask(OTHER_HOUSING)];
  await desk.done(`liftFlag(id: "${lifted}", reason: "Asked by mistake.")`);
  const watch = await desk.done(`watchChild(input: { child: { id: "${child.publicId}" }, reason: "Gone." })`);
  await desk.done(`endWatch(id: "${watch}")`);
  await desk.event(child, 'LEAVING_TOLD');
  const step = await desk.step(child, 'OX-10');
  await desk.done(`completeStep(id: "${step}")`);
  stage = {
    ...{ child: child.publicId, grown: grown.publicId, small: small.publicId, other: other.publicId },
    ...{ open, closed, received, dealtWith, takenBack, returned, waiting, answered, known, withdrawn },
    ...{
      ofGrown: await raise(grown.publicId),
      ofSmall: await raise(small.publicId),
      flag,
      lifted,
      watch,
      step,
    },
    change: await desk.done(`proposeCaseChange(id: "${open}", input: { rag: GREEN, reason: "Seen." })`),
  };
  // A school that has closed, with the one that took its place, and a council's department that has ended.
  await desk.sql(`update organisation set state = 'closed', successor_id = $2 where id = $1`, [
    OTHER_SCHOOL,
    SCHOOL,
  ]);
  await desk.sql(`update organisation set state = 'closed' where id = $1`, [HOUSING]);
});
afterAll(() => desk.stop());

/** Every table but those of the ledger, in which a refusal stands as what was done does: how many rows, and which. */
async function everything(): Promise<Record<string, unknown>> {
  const tables = await desk.sql<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename !~ '^ledger' order by 1`,
  );
  const held: Record<string, unknown> = {};
  for (const { name } of tables) {
    const [row] = await desk.sql(
      `select count(*)::int as rows, md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as content from "${name}" t`,
    );
    held[name] = row;
  }
  return held;
}

const child = (id: keyof Stage): string => `child: { id: "<${id}>" }`;
const opening = 'classification: AT_RISK, rag: AMBER, reviewOn: "2026-12-01"';
const memo = (more: object): string =>
  `raiseAlert(input: { reason: LEFT_WITHOUT_DESTINATION, memo: ${graphQl({ ...unnumbered(MEMO), ...more })} })`;
const graphQl = (value: object): string => JSON.stringify(value).replaceAll(/"(\w+)":/g, '$1:');
const enquiry = (more: string, of: keyof Stage = 'child'): string =>
  `sendEnquiry(input: { ${child(of)}, question: "Known?", ${more} })`;
const answering = { purpose: 'ANSWER_ENQUIRY' };
const raising = { purpose: 'RAISE_CONCERN' };

type Row = readonly [what: string, act: string, says: string, as?: string, more?: Partial<Ask>];

// prettier-ignore
const TABLE: readonly Row[] = [
  // Days.
  ['a visit of tomorrow', 'recordVisit(id: "<open>", input: { at: "2026-11-19T09:00:00Z", outcome: NO_ANSWER, risk: LOW, text: "Nobody." })', 'BAD_USER_INPUT input.at: lies in the future; write when it happened.'],
  ['a visit before the case', 'recordVisit(id: "<open>", input: { at: "2026-11-17T09:00:00Z", outcome: NO_ANSWER, risk: LOW, text: "Nobody." })', 'BAD_USER_INPUT input.at: lies before the case was opened; keep it as a note.'],
  ['an event of tomorrow', 'recordCaseEvent(childId: "<child>", event: "CHILD_MET", at: "2026-11-19T09:00:00Z")', 'BAD_USER_INPUT at: lies in the future; write when it happened.'],
  ['an event of the last century', 'recordCaseEvent(childId: "<child>", event: "CHILD_MET", at: "1926-11-18T09:00:00Z")', 'BAD_USER_INPUT at: is more than 25 years ago; write when it happened.'],
  ['a meeting in two years', 'recordCaseEvent(childId: "<child>", event: "GROUP_MEETING", at: "2028-11-18T09:00:00Z")', 'BAD_USER_INPUT at: is more than a year ahead; write the next meeting.'],
  ['a child last seen tomorrow', 'raiseAlert(input: { child: { id: "<child>" }, reason: NO_CONTACT, lastSeenOn: "2026-11-19" })', 'BAD_USER_INPUT input.lastSeenOn: lies in the future; write the day as YYYY-MM-DD.', POLICE, raising],
  ['a child born tomorrow', 'raiseAlert(input: { child: { forename: "Un", surname: "Born", dateOfBirth: "2026-11-19" }, reason: NO_CONTACT })', 'BAD_USER_INPUT input.child.dateOfBirth: lies in the future; write it as YYYY-MM-DD.', POLICE, raising],
  ['a memo of tomorrow', memo({ dateOfEnquiry: '2026-11-19' }), 'BAD_USER_INPUT input.memo.dateOfEnquiry: lies in the future; write the day as YYYY-MM-DD.', SCHOOL, raising],
  ['a memo whose last day of attendance is tomorrow', memo({ lastDateOfAttendance: '2026-11-19' }), 'BAD_USER_INPUT input.memo.lastDateOfAttendance: lies in the future; write the day as YYYY-MM-DD.', SCHOOL, raising],
  ['a day that there is not', 'raiseAlert(input: { child: { id: "<child>" }, reason: NO_CONTACT, lastSeenOn: "2026-02-30" })', 'BAD_USER_INPUT lastSeenOn: send a LocalDate, as in 2026-09-01.', POLICE, raising],
  ['an answer due yesterday', enquiry('recipients: ["nhs/RTH"], dueOn: "2026-11-17"'), 'BAD_USER_INPUT input.dueOn: lies in the past; give today or a later day.'],
  ['an answer due in three years', enquiry('recipients: ["nhs/RTH"], dueOn: "2029-11-17"'), 'BAD_USER_INPUT input.dueOn: is more than a year ahead; give a day within a year.'],
  ['an answer due later than the procedure allows', enquiry('recipients: ["nhs/RTH"], dueOn: "2026-12-18"'), 'BAD_USER_INPUT input.dueOn: is later than the procedure allows: give 2026-12-02 at the latest.'],
  ['a child known since tomorrow', 'answerEnquiry(id: "<waiting>", input: { outcome: KNOWN, knownSince: "2026-11-19" })', 'BAD_USER_INPUT input.knownSince: lies in the future; give the day since when you know.', POLICE, answering],
  ['an answer withheld until yesterday', 'withholdAnswer(id: "<waiting>", input: { reason: "Court.", decidedBy: "data protection lead", reviewOn: "2026-11-17" })', 'BAD_USER_INPUT input.reviewOn: lies in the past; give today or a later day.', POLICE, answering],
  ['a case to be looked at yesterday', `openCase(input: { ${child('other')}, classification: AT_RISK, rag: RED, reviewOn: "2026-11-17" })`, 'BAD_USER_INPUT input.reviewOn: lies in the past; give today or a later day.'],
  ['a case to be looked at in two years', `openCase(input: { ${child('other')}, classification: AT_RISK, rag: RED, reviewOn: "2028-11-17" })`, 'BAD_USER_INPUT input.reviewOn: is more than a year away; every case is looked at again within a year.'],
  // Ages: born on 1 November 2009, on 29 February 2024, on 5 March 2014.
  ['a case of a child of 17', `openCase(input: { ${child('grown')}, ${opening} })`, 'CONFLICT child: over compulsory school age; a case is not opened, the participation service is told.'],
  ['a case of a child of 2', `openCase(input: { ${child('small')}, ${opening} })`, 'CONFLICT child: not yet of compulsory school age; a case is opened when that age is reached.'],
  ['an alert about a child of 17, accepted', 'reviewAlert(id: "<ofGrown>", input: { decision: ACCEPT })', 'CONFLICT input.decision: over compulsory school age; decide NOT_CME with the finding FOUND_OVER_AGE.'],
  ['the same with a case', `reviewAlert(id: "<ofGrown>", input: { decision: ACCEPT, openCase: { ${opening} } })`, 'CONFLICT input.decision: over compulsory school age; decide NOT_CME with the finding FOUND_OVER_AGE.'],
  ['a child of 17, found too young', 'reviewAlert(id: "<ofGrown>", input: { decision: NOT_CME, finding: "FOUND_UNDER_AGE", routedTo: "la/931/ehe" })', 'CONFLICT input.finding: by its date of birth the child is of compulsory school age, or was.'],
  ['an alert about a child of 2, accepted', 'reviewAlert(id: "<ofSmall>", input: { decision: ACCEPT })', 'CONFLICT input.decision: not yet of compulsory school age; decide NOT_CME with the finding FOUND_UNDER_AGE.'],
  ['a child of 12, found too old', 'reviewAlert(id: "<received>", input: { decision: NOT_CME, finding: "FOUND_OVER_AGE", routedTo: "la/931/ews" })', 'CONFLICT input.finding: by its date of birth the child is not over compulsory school age.'],
  // Who has ended, or cannot be asked.
  ['a school that closed, to be told', 'reviewAlert(id: "<received>", input: { decision: NOT_CME, finding: "VISIT_CHILD_SEEN", school: "school/931-2112" })', 'BAD_USER_INPUT input.school: this organisation is closed; its successor is `school/931-2105`.'],
  ['a memo of a school that closed', memo({}), 'UNAUTHENTICATED The client of the token is not registered with this hub, or is disabled.', OTHER_SCHOOL, raising],
  ['an enquiry to a school that closed', enquiry('recipients: ["nhs/RTH", "school/931-2112"]'), 'BAD_USER_INPUT input.recipients[1]: this organisation is closed; its successor is `school/931-2105`.'],
  ['an enquiry to an organisation that ended', enquiry('recipients: ["housing/E07000178"]'), 'BAD_USER_INPUT input.recipients[0]: this organisation is closed; name whoever does its work now.'],
  ['an enquiry to nobody', enquiry('recipients: []'), 'BAD_USER_INPUT input.recipients: is empty: name who is asked, as in police/E23000029.'],
  ['an enquiry to somebody misspelt', enquiry('recipients: ["police/E23000099"]'), 'BAD_USER_INPUT input.recipients[0]: nobody in the directory goes by this id; did you mean `police/E23000009`?'],
  ['an enquiry to a refuge', enquiry('recipients: ["voluntary/refuge-network"]'), 'BAD_USER_INPUT input.recipients[0]: a refuge or charity is never asked; it raises a concern when it has one.'],
  ['an enquiry to the team itself', enquiry('recipients: ["la/931/cme"]'), 'BAD_USER_INPUT input.recipients[0]: is yourself; an enquiry goes to others.'],
  ['an enquiry to child benefit by an officer', enquiry('recipients: ["national/hmrc-child-benefit"]'), 'NOT_PERMITTED This body may be asked for child protection alone, by the manager: use `sendConditionalEnquiry`.'],
  ['an enquiry of no kind that there is', enquiry('recipients: ["nhs/RTH"], checkKind: "CHILD_HELTH"'), 'BAD_USER_INPUT input.checkKind: is not one of the checks; did you mean `CHILD_HEALTH`?'],
  ['an enquiry by a row that there is not', enquiry('recipients: ["nhs/RTH"], step: "OX-99"'), 'BAD_USER_INPUT input.step: is no row of the procedure by which somebody is asked; did you mean `OX-06`?'],
  ['an enquiry without a question', `sendEnquiry(input: { ${child('child')}, recipients: ["nhs/RTH"], question: "  " })`, 'BAD_USER_INPUT input.question: is missing: say what you ask.'],
  ['a notice to an organisation that ended', `askFlag(input: { ${child('child')}, to: "housing/E07000178" })`, 'BAD_USER_INPUT input.to: this organisation is closed; name whoever does its work now.'],
  ['a flag where it has been asked for', `askFlag(input: { ${child('child')}, to: "police/E23000029" })`, 'CONFLICT input.to: has been asked to hold this flag already.'],
  ['a flag of a child without a case', `askFlag(input: { ${child('other')}, to: "police/E23000029" })`, 'CONFLICT input.child: no flag stands; open a case first, which others can be asked to show.'],
  ['a child passed to a unit that there is not', 'reviewAlert(id: "<received>", input: { decision: NOT_CME, finding: "FOUND_HOME_EDUCATED", routedTo: "la/931/nobody" })', 'BAD_USER_INPUT input.routedTo: is no unit of your authority; write its id, like `la/931/ehe`.'],
  ['a child passed to the team itself', 'reviewAlert(id: "<received>", input: { decision: NOT_CME, finding: "FOUND_HOME_EDUCATED", routedTo: "la/931/cme" })', 'BAD_USER_INPUT input.routedTo: is the team itself; name the unit to which the child is passed.'],
  // What is over already, or not begun.
  ['a case opened twice', `openCase(input: { ${child('child')}, ${opening} })`, 'CONFLICT child: there is an open case about this child already.'],
  ['a case closed twice', 'closeCase(id: "<closed>", reason: ON_ROLL)', 'CONFLICT id: this case has been closed already.'],
  ['a case closed without its evidence', 'closeCase(id: "<open>", reason: ON_ROLL)', 'CONFLICT reason: evidence is lacking: the school, here or overseas, has confirmed that the child is on its roll (ROLL_CONFIRMED).'],
  ['a case reopened that is open', 'reopenCase(id: "<open>", because: "New.")', 'CONFLICT id: this case is open; there is nothing to open again.'],
  ['a note on a case that is closed', 'addCaseNote(id: "<closed>", text: "More.")', 'CONFLICT id: this case is closed; open it again first.'],
  ['an end signed that nobody proposed', 'signOffClosing(id: "<open>", party: "director")', 'CONFLICT id: no end of this case is proposed; propose it first.', TEAM, MANAGER],
  ['an end proposed of a case that is closed', 'proposeClosing(id: "<closed>", outcome: CHECKS_MADE_NOT_FOUND)', 'CONFLICT id: a case in this state is not ended so; open it again first.'],
  ['a second change while one waits', 'proposeCaseChange(id: "<open>", input: { rag: AMBER, reason: "Worse." })', 'CONFLICT id: a change of this case waits already; have it decided first.'],
  ['a change authorised by whoever proposed it', 'authoriseCaseChange(id: "<change>")', 'CONFLICT id: you have proposed this yourself; a second officer must authorise it.'],
  ['a change authorised at a meeting where a second person does', 'authoriseCaseChange(id: "<change>", meeting: { group: "cmeGroup", members: 8, present: 8 })', 'BAD_USER_INPUT meeting: is not how this authority authorises a change: a second person does.', TEAM, SECOND],
  ['a change of a case that is closed', 'proposeCaseChange(id: "<closed>", input: { rag: RED, reason: "Gone." })', 'CONFLICT id: this case is closed; open it again first.'],
  ['a step finished twice', 'completeStep(id: "<step>")', 'CONFLICT id: this step has been finished already.'],
  ['a step done and not applicable at once', 'completeStep(id: "<step>", outcome: "CHILD_MET", notApplicable: "No.")', 'BAD_USER_INPUT notApplicable: goes without an outcome: a step is done or does not apply.'],
  ['an event that there is not', 'recordCaseEvent(childId: "<child>", event: "CHILD_MTE")', 'BAD_USER_INPUT event: is not a word of procedure-words.yaml; did you mean `CHILD_MET`?'],
  ['an event that an act of the hub leaves', 'recordCaseEvent(childId: "<child>", event: "CASE_CLOSED")', 'BAD_USER_INPUT event: is left by an act of the hub; do that instead.'],
  ['a check that there is not', 'recordCheck(id: "<open>", check: "TEA_LEAVES")', 'BAD_USER_INPUT check: is not a word of the list of checks; write one of EDUCATION_DATABASE, POLICE_RECORDS, SOCIAL_CARE_SYSTEM, DISTRICT_HOUSING, YOUTH_OFFENDING, CHILD_HEALTH, ALL_AUTHORITIES, CHILD_BENEFIT.'],
  ['hours of provision that no week has', 'recordHours(id: "<open>", hours: 169)', 'BAD_USER_INPUT hours: write hours a week, 0 to 60.'],
  ['an alert reviewed that was taken back', 'reviewAlert(id: "<takenBack>", input: { decision: ACCEPT })', 'CONFLICT id: this alert has been withdrawn; raise another if there is something new.'],
  ['an alert reviewed that was dealt with', 'reviewAlert(id: "<dealtWith>", input: { decision: ACCEPT })', 'CONFLICT id: this alert has been dealt with; raise another if there is something new.'],
  ['an alert reviewed that went back', 'reviewAlert(id: "<returned>", input: { decision: ACCEPT })', 'CONFLICT id: this alert went back to its raiser; it comes again when it is complete.'],
  ['an alert closed that nobody has reviewed', 'closeAlert(id: "<received>", outcomeKind: ON_ROLL)', 'CONFLICT id: this alert has not been reviewed yet; review it first.'],
  ['an alert withdrawn twice', 'withdrawAlert(id: "<takenBack>", reason: "Again.")', 'CONFLICT id: this alert has been withdrawn; raise another if there is something new.', POLICE, raising],
  ['words added to an alert that was dealt with', 'addToAlert(id: "<dealtWith>", text: "More.")', 'CONFLICT id: this alert has been dealt with; raise another if there is something new.', POLICE, raising],
  ['a referral completed that lacks nothing', 'completeReferral(id: "<received>", tried: { parentsContacted: true, parentsContactedOn: ["2026-11-16"], otherContactsPhoned: false, professionalsAsked: false })', 'CONFLICT id: nothing lacks in this alert; use `addToAlert`.', POLICE, raising],
  ['what a school tried tomorrow', 'completeReferral(id: "<returned>", tried: { parentsContacted: true, parentsContactedOn: ["2026-11-19"], otherContactsPhoned: false, professionalsAsked: false })', 'BAD_USER_INPUT tried.parentsContactedOn: lies in the future; write the day as YYYY-MM-DD.', POLICE, raising],
  ['a subject matched that is known', 'matchSubject(alertId: "<received>", childId: "<child>")', 'CONFLICT alertId: which child this alert is about has been decided already.'],
  ['an answer to an enquiry that was withdrawn', 'answerEnquiry(id: "<withdrawn>", input: { outcome: NOT_KNOWN })', 'CONFLICT id: this enquiry was withdrawn; no answer is wanted any more.', POLICE, answering],
  ['a second answer', 'answerEnquiry(id: "<known>", input: { outcome: NOT_KNOWN })', 'CONFLICT id: you have answered this enquiry; if the answer has changed, ring whoever asked.', POLICE, answering],
  ['the same answer again', 'answerEnquiry(id: "<answered>", input: { outcome: NOT_KNOWN })', 'CONFLICT id: you have answered that you do not know the child; only that you know it now can be added.', POLICE, answering],
  ['a part of an answer that is not known', 'answerEnquiry(id: "<waiting>", input: { outcome: NOT_KNOWN, moreToCome: true })', 'BAD_USER_INPUT input.moreToCome: goes with KNOWN and what you know so far; leave it out of any other answer.', POLICE, answering],
  ['an address in an answer that says nothing', 'answerEnquiry(id: "<waiting>", input: { outcome: KNOWN, address: { line1: " " } })', 'BAD_USER_INPUT input.address: is empty; leave it out, or give a line or a postcode.', POLICE, answering],
  ['a postcode that is none', 'answerEnquiry(id: "<waiting>", input: { outcome: KNOWN, address: { postcode: "OX99" } })', 'BAD_USER_INPUT input.address.postcode: Write the whole postcode, as in OX1 1ND.', POLICE, answering],
  ['an enquiry withdrawn twice', 'withdrawEnquiry(id: "<withdrawn>")', 'CONFLICT id: this enquiry is withdrawn already.'],
  ['an enquiry withdrawn that was answered', 'withdrawEnquiry(id: "<answered>")', 'CONFLICT id: this enquiry is answered already.'],
  ['an enquiry repeated that was withdrawn', 'repeatEnquiry(id: "<withdrawn>")', 'CONFLICT id: this enquiry is withdrawn already.'],
  ['an enquiry repeated to whom knows the child', 'repeatEnquiry(id: "<known>")', 'BAD_USER_INPUT id: everybody who was asked knows the child; there is nobody to ask again.'],
  ['a flag confirmed that was lifted', 'confirmFlag(id: "<lifted>")', 'CONFLICT id: this flag has been lifted; ask again if it is wanted.', OTHER_HOUSING],
  ['a flag lifted twice', 'liftFlag(id: "<lifted>", reason: "Again.")', 'CONFLICT id: this flag has been lifted; ask again if it is wanted.'],
  ['a flag rechecked that nobody has placed', 'recheckFlag(id: "<flag>")', 'CONFLICT id: the partner has not said yet whether it holds this flag.'],
  ['a watch ended twice', 'endWatch(id: "<watch>")', 'CONFLICT id: this watch has ended already.'],
  // Shapes.
  ['an id that is none', 'closeCase(id: "42", reason: ON_ROLL)', 'BAD_USER_INPUT id: An id is a UUID: 32 hexadecimal digits in five groups with hyphens.'],
  ['a UPN that cannot be one', 'raiseAlert(input: { child: { upn: "A931412310077", surname: "Stage", forename: "Wren" }, reason: NO_CONTACT })', 'BAD_USER_INPUT input.child.upn: The check letter of this UPN does not fit the rest: look for a mistyped character.', POLICE, raising],
  ['an alert about nobody', 'raiseAlert(input: { reason: NO_CONTACT })', 'BAD_USER_INPUT input.child: is missing: say which child, or send a form that names it.', POLICE, raising],
  ['OTHER without a word', `raiseAlert(input: { ${child('child')}, reason: OTHER })`, 'BAD_USER_INPUT input.text: is missing: say in words what OTHER stands for.', POLICE, raising],
  ['a memo and a referral at once', 'raiseAlert(input: { reason: NO_CONTACT, memo: { surname: "Stage" }, hubReferral: { surname: "Stage" } })', 'BAD_USER_INPUT input.memo: goes without `hubReferral`: send one form.', POLICE, raising],
  ['a memo without whoever asks', memo({ enquirerName: ' ' }), 'BAD_USER_INPUT input.memo.enquirerName: is missing: say who asks.', SCHOOL, raising],
  ['a text with a control character', 'addCaseNote(id: "<open>", text: "Gone\\u0007")', 'BAD_USER_INPUT text: holds a control character; send plain text.'],
  ['a text without end', `addCaseNote(id: "<open>", text: "${'x'.repeat(4001)}")`, 'BAD_USER_INPUT text: is longer than 4,000 characters; shorten it.'],
  ['careful steps decided of a row that there is not', `decideCarefulSteps(input: { ${child('child')}, allowed: true, steps: ["OX-99"] })`, 'BAD_USER_INPUT input.steps[0]: is no row of the procedure; did you mean `OX-39`?', 'la/931/mash', { purpose: 'SAFEGUARD' }],
];

it('holds what is accepted against the same picture of all tables, and sees it', async () => {
  const before = await everything();
  await desk.done(`addCaseNote(id: "${stage.open}", text: "A note.")`);
  const after = await everything();
  const changed = Object.keys(after).filter(
    (name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]),
  );
  expect(changed).toEqual(['case_note']);
  expect(Object.keys(after).length).toBeGreaterThan(50);
});

const rows = TABLE.map(([what, act, says, as = TEAM, more = OFFICER]) => ({ what, act, says, as, more }));
it.each(rows)('$what', async ({ act, says, as, more }) => {
  const before = await everything();
  const given = act.replaceAll(/<(\w+)>/g, (_all, name: keyof Stage) => stage[name]);
  expect(await desk.refused(given, more, as)).toBe(says);
  expect(await everything()).toEqual(before);
});
