import type { ChildMaker, MadeChild } from './child-maker';
import type { TestAnswer, TestHub } from './hub';
import { PROBES, type Kind } from './standing-probes';

export const SCHOOL = 'school/931-4123';
export const OTHER_SCHOOL = 'school/931-4107';
export const FAR_SCHOOL = 'school/852-4001';
export const POLICE = 'police/E23000029';
export const HEALTH = 'nhs/RTH';
export const HOUSING = 'housing/E07000178';
export const FAR = 'la/852';
export const TEAM = 'la/931/cme';

/** Acts of partners through the API, and whether a probe is open to one of them. */
export class StandingsDesk {
  constructor(
    readonly hub: TestHub,
    readonly maker: ChildMaker,
  ) {}

  /** @returns the receipt's id; throws when the act was refused */
  async act(as: string, mutation: string, variables: object = {}, user = 'A. Tester'): Promise<string> {
    const [name = ''] = mutation.split('(');
    const declared = Object.entries(variables).map(([key]) => `$${key}: ${TYPES[key] ?? 'ID!'}`);
    const query = `mutation${declared.length === 0 ? '' : ` (${declared.join(', ')})`} { ${mutation} { id } }`;
    const answer = await this.hub.query(as, { query, variables: { ...variables }, user });
    const done = answer.data?.[name] as { id?: string } | null | undefined;
    if (typeof done?.id !== 'string') throw new Error(`${as} could not ${name}: ${answer.text}`);
    return done.id;
  }

  confirm(id: string): Promise<string> {
    return this.act(TEAM, 'confirmFact(id: $id)', { id });
  }

  /** Whether the probe of a kind is open to an organisation for a child. */
  async isOpen(as: string, kind: Kind, child: MadeChild): Promise<boolean> {
    const answer = await this.probe(as, [kind], child);
    if (answer.codes.some((code) => code !== 'WITHHELD')) throw new Error(`a probe failed: ${answer.text}`);
    return answer.codes.length === 0;
  }

  probe(as: string, kinds: readonly Kind[], child: MadeChild): Promise<TestAnswer> {
    const fields = kinds.map((kind) => PROBES[kind][1]).join(' ');
    return this.hub.query(as, {
      query: `query ($id: ID!) { child(id: $id) { id ${fields} } }`,
      variables: { id: child.publicId },
    });
  }

  /** Later by the hub's own clock. */
  async days(days: number): Promise<void> {
    this.hub.clock.advance(days * 24 * 60 * 60 * 1000);
    await this.hub.hub.refreshAgreements();
  }
}

const TYPES: Readonly<Record<string, string>> = { child: 'ChildReferenceInput!' };

/** How a fact begins in the asker's word alone, how somebody stands behind it, and how it ends. */
export interface Story {
  readonly asker: string;
  /** Leaves the probe closed; what it returns is handed on. Left out where the fact takes two from the start. */
  readonly asserted?: (desk: StandingsDesk, child: MadeChild) => Promise<string>;
  readonly confirmed: (desk: StandingsDesk, child: MadeChild, asserted: string) => Promise<string>;
  readonly ended: (
    desk: StandingsDesk,
    child: MadeChild,
    ids: { asserted: string; confirmed: string },
  ) => Promise<unknown>;
}

const about = ({ publicId }: MadeChild): { child: object } => ({ child: { id: publicId } });
const confirmed: Story['confirmed'] = (desk, _child, asserted) => desk.confirm(asserted);
const REGISTRATION = 'recordRegistration(input: { child: $child, from: "2026-11-18" })';
const removal = (desk: StandingsDesk): string =>
  `recordRemovalFromRoll(input: { child: $child, on: "${desk.maker.day(0)}", ground: "a" })`;
const address = (authority: string): string =>
  `reportAddress(input: { child: $child, line1: "1 New Street", postcode: "SO96 1NW", authority: "${authority}" })`;
const told = (type: string, to: string): string =>
  `notifyAuthority(input: { child: $child, to: "${to}", type: ${type} })`;
const EMERGENCY =
  'useEmergency(input: { child: $child, risk: SERIOUS_HARM, text: "Seen by the river, alone and in great distress." })';
const OPEN_CASE =
  'openCase(input: { child: $child, classification: AT_RISK, rag: RED, reviewOn: "2026-12-01" })';
/** Closed by what proves it. */
const closed = async (desk: StandingsDesk, id = ''): Promise<string> => {
  await desk.act(TEAM, 'recordEvidence(id: $id, evidence: "AUTHORITY_CONFIRMED", text: "By letter.")', {
    id,
  });
  return desk.act(TEAM, 'closeCase(id: $id, reason: MOVED_AND_CONFIRMED)', { id });
};
/** Another school has the child, so the asker's own word is not enough. */
const contradicted = async (desk: StandingsDesk, child: MadeChild, school: string): Promise<string> => {
  await desk.act(OTHER_SCHOOL, REGISTRATION, about(child));
  return desk.act(school, REGISTRATION, about(child));
};
/** Acknowledged, it stays a ground for four weeks. */
const readAndPast: Story['ended'] = async (desk, _child, { confirmed: id }) => {
  const [row] = await desk.maker.sql<{ to: string }>(
    'select to_organisation as to from notification where public_id = $1',
    [id],
  );
  await desk.act(row?.to ?? '', 'acknowledgeNotification(id: $id)', { id });
  await desk.days(29);
};

export const STORIES: Readonly<Record<Kind, Story>> = {
  ON_OUR_ROLL: {
    asker: SCHOOL,
    asserted: (desk, child) => contradicted(desk, child, SCHOOL),
    confirmed,
    ended: (desk, child) => desk.act(SCHOOL, removal(desk), about(child)),
  },
  LEFT_OUR_ROLL: {
    asker: SCHOOL,
    asserted: async (desk, child) => {
      await contradicted(desk, child, SCHOOL);
      return desk.act(SCHOOL, removal(desk), about(child));
    },
    confirmed,
    ended: (desk) => desk.days(367),
  },
  OFFERED_OUR_PLACE: {
    asker: SCHOOL,
    asserted: (desk, child) => desk.act(SCHOOL, 'recordPlaceOffer(child: $child)', about(child)),
    confirmed,
    ended: (desk, _child, { asserted: id }) => desk.act(SCHOOL, 'withdrawPlaceOffer(id: $id)', { id }),
  },
  OPEN_CASE_WITH_US: {
    asker: HEALTH,
    asserted: (desk, child) => desk.act(HEALTH, 'recordInvolvement(child: $child)', about(child)),
    confirmed,
    ended: (desk, _child, { asserted: id }) => desk.act(HEALTH, 'endInvolvement(id: $id)', { id }),
  },
  ENQUIRY_OPEN_TO_US: {
    asker: POLICE,
    confirmed: (desk, child) =>
      desk.act(
        TEAM,
        `sendEnquiry(input: { child: $child, recipients: ["${POLICE}"], question: "Where?" })`,
        about(child),
      ),
    ended: (desk, _child, { confirmed: id }) =>
      desk.act(POLICE, 'answerEnquiry(id: $id, input: { outcome: NOT_KNOWN })', { id }),
  },
  ENQUIRY_FROM_US: {
    asker: FAR,
    asserted: (desk, child) =>
      desk.act(
        FAR,
        `sendEnquiry(input: { child: $child, recipients: ["${TEAM}"], question: "Where?" })`,
        about(child),
      ),
    confirmed: (desk, _child, id) =>
      desk.act(TEAM, 'answerEnquiry(id: $id, input: { outcome: NOT_KNOWN })', { id }),
    ended: (desk) => desk.days(29),
  },
  ALERT_RAISED_BY_US: {
    asker: HOUSING,
    asserted: (desk, child) =>
      desk.act(HOUSING, 'raiseAlert(input: { child: $child, reason: NO_CONTACT })', about(child)),
    confirmed: (desk, _child, id) =>
      desk.act(TEAM, 'reviewAlert(id: $id, input: { decision: ACCEPT })', { id }),
    ended: (desk, _child, { asserted: id }) =>
      desk.act(HOUSING, 'withdrawAlert(id: $id, reason: "A mistake.")', { id }),
  },
  REPORTED_MISSING: {
    asker: POLICE,
    asserted: (desk, child) => desk.act(HEALTH, 'reportMissing(child: $child)', about(child)),
    confirmed,
    ended: (desk, _child, { asserted: id }) => desk.act(HEALTH, 'reportReturn(id: $id)', { id }),
  },
  LIVES_IN_OUR_AREA: {
    asker: FAR,
    asserted: (desk, child) => desk.act(FAR, address(FAR), about(child)),
    confirmed,
    ended: (desk, child) => desk.act(TEAM, address('la/931'), about(child)),
  },
  MOVING_TO_OUR_AREA: {
    asker: FAR,
    confirmed: (desk, child) => desk.act(TEAM, told('MOVED_OUT', FAR), about(child)),
    ended: readAndPast,
  },
  CHILD_PROTECTION: {
    asker: POLICE,
    asserted: (desk, child) => desk.act(HEALTH, 'recordChildProtection(child: $child)', about(child)),
    confirmed,
    ended: (desk, _child, { asserted: id }) => desk.act(HEALTH, 'endChildProtection(id: $id)', { id }),
  },
  OPEN_CME_CASE: {
    asker: HEALTH,
    confirmed: (desk, child) => desk.act(TEAM, OPEN_CASE, about(child)),
    ended: (desk, _child, { confirmed: id }) => closed(desk, id),
  },
  LOCATION_PROTECTED: {
    asker: HEALTH,
    confirmed: (desk, child) =>
      desk.act('voluntary/refuge-network', 'askLocationProtection(child: $child)', about(child)),
    ended: async (desk, child, { confirmed: id }) => {
      await desk.act(TEAM, 'liftLocationProtection(id: $id)', { id }, 'One Officer');
      // Proposed by one, it stands until a second lifts it.
      if (!(await desk.isOpen(HEALTH, 'LOCATION_PROTECTED', child)))
        throw new Error('one officer lifted it alone');
      await desk.act(TEAM, 'liftLocationProtection(id: $id)', { id }, 'Another Officer');
    },
  },
  NOTIFIED_TO_US: {
    asker: HOUSING,
    confirmed: (desk, child) => desk.act(TEAM, told('FLAG_REQUESTED', HOUSING), about(child)),
    ended: readAndPast,
  },
  CORRECTED_TO_US: {
    asker: FAR,
    confirmed: (desk, child) => desk.act(TEAM, told('CORRECTION', FAR), about(child)),
    ended: readAndPast,
  },
  TRANSFER_TO_US: {
    asker: FAR,
    asserted: (desk, child) =>
      desk.act(TEAM, `proposeTransfer(input: { child: $child, to: "${FAR}" })`, about(child)),
    confirmed: (desk, _child, id) => desk.act(FAR, 'acceptTransfer(notificationId: $id)', { id }),
    ended: (desk, _child, { confirmed: id }) => desk.act(FAR, 'endTransfer(id: $id)', { id }),
  },
  LEFT_OUR_AREA: {
    asker: FAR,
    asserted: async (desk, child) => {
      await desk.act(TEAM, OPEN_CASE, about(child));
      const id = await desk.act(FAR, address(FAR), about(child));
      await desk.act(TEAM, address('la/931'), about(child));
      return id;
    },
    confirmed: async (desk, child, id) => {
      await desk.confirm(id);
      return desk.act(TEAM, address('la/931'), about(child));
    },
    ended: async (desk, child) => {
      const [row] = await desk.maker.sql<{ id: string }>(
        'select public_id as id from cme_case where child_id = $1',
        [child.id],
      );
      await closed(desk, row?.id);
    },
  },
  ON_ROLL_IN_OUR_AREA: {
    asker: FAR,
    asserted: (desk, child) => contradicted(desk, child, FAR_SCHOOL),
    confirmed,
    ended: (desk, child) => desk.act(FAR_SCHOOL, removal(desk), about(child)),
  },
  IN_OUR_CARE: {
    asker: FAR,
    asserted: (desk, child) => desk.act(FAR, 'recordCare(child: $child)', about(child)),
    confirmed,
    ended: (desk, _child, { asserted: id }) => desk.act(FAR, 'endCare(id: $id)', { id }),
  },
  LOST_PUPIL: {
    asker: FAR,
    confirmed: (desk, child) => desk.act(TEAM, 'broadcastLostPupil(input: { child: $child })', about(child)),
    ended: (desk, _child, { confirmed: id }) => desk.act(TEAM, 'withdrawBroadcast(id: $id)', { id }),
  },
  OUR_RISK_GROUP: {
    asker: HEALTH,
    asserted: (desk, child) =>
      desk.act(HEALTH, 'recordRiskGroup(input: { child: $child, group: "FREQUENT_MOVER" })', about(child)),
    confirmed,
    ended: (desk, _child, { asserted: id }) => desk.act(HEALTH, 'endRiskGroup(id: $id)', { id }),
  },
  FOUND_FOR_US: {
    asker: FAR,
    // What it says of its own child is nothing; that a school here says the same is.
    asserted: (desk, child) => desk.act(FAR, 'receiveLostPupil(input: { child: $child })', about(child)),
    confirmed: async (desk, child) => {
      const id = await desk.act(SCHOOL, REGISTRATION, about(child));
      await desk.hub.hub.rounds.lostPupils.reconcile();
      return id;
    },
    ended: (desk, _child, { asserted: id }) => desk.act(FAR, 'withdrawLostPupil(id: $id)', { id }),
  },
  EMERGENCY_DECLARED: {
    asker: POLICE,
    confirmed: (desk, child) => desk.act(POLICE, EMERGENCY, about(child)),
    ended: (desk, _child, { confirmed: id }) => desk.act(POLICE, 'endEmergency(id: $id)', { id }),
  },
};
