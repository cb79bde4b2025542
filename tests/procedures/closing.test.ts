import { CASE_TABLE, transitionOf } from '../../src/procedures/case.transitions';
import {
  checkListOf,
  type CheckResult,
  type ClosingFacts,
  closingsOf,
  obstaclesTo,
} from '../../src/procedures/closing';
import { CASE_OUTCOMES, cited } from '../../src/procedures/procedure';
import { BOOK, CALENDARS, instant } from './shipped';

const done: CheckResult = { kind: 'done', at: instant('2026-08-01') };
const none: ClosingFacts = {
  openedAt: instant('2026-03-02'),
  evidence: new Set(),
  signatures: new Map(),
  checks: new Map(),
  marks: new Set(),
};

function notFound(authority: string) {
  const [closing, second] = closingsOf(BOOK, authority, 'CHECKS_MADE_NOT_FOUND');
  if (closing === undefined || second !== undefined) throw new Error('One way alone was expected.');
  return { closing, list: checkListOf(BOOK, authority, closing) };
}
function obstacles(authority: string, facts: Partial<ClosingFacts>, now = '2026-09-02'): readonly string[] {
  const { closing, list } = notFound(authority);
  return obstaclesTo(closing, list, { ...none, ...facts }, CALENDARS.of(authority), instant(now)).map(
    (found) =>
      'what' in found
        ? `${found.kind} ${found.what}`
        : 'until' in found
          ? `${found.kind} ${found.until.toISOString()}`
          : found.kind,
  );
}
const allBut = (authority: string, ...left: string[]): Map<string, CheckResult> =>
  new Map(
    (notFound(authority).list?.entries ?? [])
      .filter(({ check }) => !left.includes(check))
      .map(({ check }) => [check, done]),
  );

describe('a child who was not found', () => {
  it('is closed in Oxfordshire after the checks, the panel and the upload (S0 10)', () => {
    const { closing } = notFound('la/931');
    expect([closing.state, transitionOf(closing), cited(closing.source)]).toEqual([
      'CLOSED',
      'CLOSE',
      'S0 10',
    ]);
    const ready = {
      evidence: new Set(['PANEL_SEEN', 'LOST_PUPIL_UPLOADED']),
      signatures: new Map([['panel', 'p']]),
      checks: allBut('la/931', 'CHILD_BENEFIT'),
    };
    expect(obstacles('la/931', ready)).toEqual([]);
    expect(obstacles('la/931', { ...ready, evidence: new Set(['PANEL_SEEN']) })).toEqual([
      'evidence LOST_PUPIL_UPLOADED',
    ]);
    expect(obstacles('la/931', { ...ready, marks: new Set(['SAFEGUARDING_CONCERN']) })).toEqual([
      'barred SAFEGUARDING_CONCERN',
    ]);
  });

  it('stays open but dormant in Barking and Dagenham, from six months on, signed by three people (S2 6.2, App 4)', () => {
    const { closing } = notFound('la/301');
    expect([closing.state, transitionOf(closing)]).toEqual(['DORMANT_OPEN', 'MAKE_DORMANT']);
    const signed = new Map([
      ['cmeOfficer', 'a'],
      ['lineManager', 'b'],
      ['director', 'c'],
    ]);
    const checks = allBut('la/301', 'IMMIGRATION', 'CHILD_BENEFIT');
    expect(obstacles('la/301', { signatures: signed, checks })).toEqual([]);
    expect(obstacles('la/301', { signatures: signed, checks }, '2026-09-01')).toEqual([
      'tooEarly 2026-09-01T23:00:00.000Z',
    ]);
    expect(
      obstacles('la/301', {
        checks,
        signatures: new Map([
          ['cmeOfficer', 'a'],
          ['lineManager', 'a'],
        ]),
      }),
    ).toEqual(['samePerson lineManager', 'signature director']);
  });

  it('opens with the first instant of the day on which six months are over', () => {
    const { closing, list } = notFound('la/301');
    const at = (now: string) =>
      obstaclesTo(closing, list, none, CALENDARS.of('la/301'), new Date(now)).map(({ kind }) => kind);
    expect(at('2026-09-01T22:59:59.999Z')).toContain('tooEarly');
    expect(at('2026-09-01T23:00:00.000Z')).not.toContain('tooEarly');
  });

  it('does not let a check be done that needs child protection, and asks for it where there is (S2 App 4)', () => {
    const signed = new Map([
      ['cmeOfficer', 'a'],
      ['lineManager', 'b'],
      ['director', 'c'],
    ]);
    expect(obstacles('la/301', { signatures: signed, checks: allBut('la/301', 'CHILD_BENEFIT') })).toEqual([
      'checkNotAllowed IMMIGRATION',
    ]);
    const protection = { signatures: signed, marks: new Set(['CHILD_PROTECTION']) };
    expect(obstacles('la/301', { ...protection, checks: allBut('la/301', 'CHILD_BENEFIT') })).toEqual([
      'check CHILD_BENEFIT',
    ]);
  });

  it('is inactive with an alert in Southampton after the sixteen checks, and never while a concern is open (S3)', () => {
    const { closing, list } = notFound('la/852');
    expect([closing.state, transitionOf(closing), list?.entries.length]).toEqual([
      'CLOSED_WITH_ALERT',
      'CLOSE_WITH_ALERT',
      16,
    ]);
    const ready = {
      evidence: new Set(['REMOVAL_LAWFUL_DECIDED']),
      signatures: new Map([['cmeOfficer', 'a']]),
      checks: allBut('la/852', 'IMMIGRATION'),
    };
    expect(obstacles('la/852', ready)).toEqual([]);
    expect(obstacles('la/852', { ...ready, marks: new Set(['SAFEGUARDING_CONCERN']) })).toEqual([
      'barred SAFEGUARDING_CONCERN',
    ]);
    const because = (text: string): ClosingFacts['checks'] =>
      new Map([...ready.checks, ['HOME_VISIT', { kind: 'notApplicable', because: text }]]);
    expect(obstacles('la/852', { ...ready, checks: because('no address was ever known') })).toEqual([]);
    expect(obstacles('la/852', { ...ready, checks: because('  ') })).toEqual(['check HOME_VISIT']);
    expect(obstacles('la/852', { ...ready, checks: allBut('la/852', 'IMMIGRATION', 'HOME_VISIT') })).toEqual([
      'check HOME_VISIT',
    ]);
  });

  it.each(['la/314', 'la/318'])('is kept open by %s (S4 9 Enquiries to a local authority)', (authority) => {
    expect(obstacles(authority, {})).toEqual(['keptOpen']);
    expect(transitionOf(notFound(authority).closing)).toBeNull();
  });
});

it('every authority knows every outcome, over age by the statute (EA1996 s8(3))', () => {
  for (const authority of BOOK.authorities.keys()) {
    for (const outcome of CASE_OUTCOMES)
      expect(closingsOf(BOOK, authority, outcome).length).toBeGreaterThan(0);
    expect(closingsOf(BOOK, authority, 'NOT_OF_COMPULSORY_AGE').map(({ row }) => row)).toEqual(['ST-02']);
  }
});

it('a case changes along its table alone', () => {
  const events = ['CLOSE', 'MAKE_DORMANT', 'CLOSE_WITH_ALERT', 'WAKE', 'REOPEN', 'RECHECK'] as const;
  const allowed = Object.entries(CASE_TABLE).flatMap(([state, row]) =>
    events.flatMap((event) => (row[event] === undefined ? [] : `${state} ${event} ${row[event]}`)),
  );
  expect(allowed).toEqual([
    'OPEN CLOSE CLOSED',
    'OPEN MAKE_DORMANT DORMANT_OPEN',
    'OPEN CLOSE_WITH_ALERT CLOSED_WITH_ALERT',
    'DORMANT_OPEN CLOSE CLOSED',
    'DORMANT_OPEN WAKE OPEN',
    'CLOSED REOPEN OPEN',
    'CLOSED_WITH_ALERT CLOSE CLOSED',
    'CLOSED_WITH_ALERT REOPEN OPEN',
    'CLOSED_WITH_ALERT RECHECK CLOSED_WITH_ALERT',
  ]);
});
