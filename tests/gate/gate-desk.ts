import { ChildMaker, type MadeChild } from '../support/child-maker';
import { bytesOf, startTestHub, type Ask, type TestAnswer, type TestHub } from '../support/hub';
import { SCHOOL } from './six-partners';

/** A hub with three children, and the partners who ask about them. */
export class GateDesk {
  private constructor(
    readonly hub: TestHub,
    readonly maker: ChildMaker,
    /** Reported missing to the police, with a case of the council's. */
    readonly missing: MadeChild,
    /** On the roll of the school. */
    readonly pupil: MadeChild,
    /** Left that school a month ago, for another. */
    readonly leaver: MadeChild,
  ) {}

  static async open(): Promise<GateDesk> {
    const hub = await startTestHub();
    const maker = new ChildMaker(hub.database.owner, hub.clock);
    const missing = await maker.child();
    await maker.roll(missing, 'school/931-4107');
    await maker.cmeCase(missing);
    await maker.fact(missing, 'MISSING_EPISODE', { unit: 'police/E23000029/main' });
    const pupil = await maker.child();
    await maker.roll(pupil, SCHOOL);
    const leaver = await maker.child();
    await maker.roll(leaver, SCHOOL, { until: maker.day(-30) });
    await maker.roll(leaver, 'school/931-4107', { from: maker.day(-29) });
    return new GateDesk(hub, maker, missing, pupil, leaver);
  }

  police(ask: Ask): Promise<TestAnswer> {
    return this.hub.query('police/E23000029', { job: 'constable', ...ask });
  }

  school(ask: Ask): Promise<TestAnswer> {
    return this.hub.query(SCHOOL, { purpose: 'ROLL_MANAGEMENT', job: 'attendance officer', ...ask });
  }

  team(ask: Ask): Promise<TestAnswer> {
    return this.hub.query('la/931/cme', { job: 'officer', ...ask });
  }

  close(): Promise<void> {
    return this.hub.stop();
  }
}

export const byId = (fields: string): string => `query ($id: ID!) { child(id: $id) { ${fields} } }`;

export const childOf = (answer: TestAnswer): Record<string, unknown> =>
  answer.data?.['child'] as Record<string, unknown>;

export const bytes = bytesOf;
