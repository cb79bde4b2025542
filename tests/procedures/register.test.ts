import fc from 'fast-check';
import { ASKED_TABLE, type AskedState } from '../../src/procedures/asked.transitions';
import { classOf } from '../../src/procedures/classify';
import { leadAndSupport } from '../../src/procedures/lead-services';
import { REFERRAL_TABLE } from '../../src/procedures/referral.transitions';
import { PROPOSAL_TABLE, refusalOf } from '../../src/procedures/register-change';
import { routesOf, rowsInForce } from '../../src/procedures/rows-in-force';
import { stateAfter } from '../../src/procedures/transition-table';
import { BOOK, day } from './shipped';

const procedure = (authority: string) => {
  const found = BOOK.authorities.get(authority);
  if (found === undefined) throw new Error('There is no such procedure.');
  return found;
};

describe('a change of commentary, status or rating', () => {
  const { change } = procedure('la/314').register;
  const meeting = (present: number, members = 15, group = 'cmeGroup') =>
    refusalOf(change, { by: 'group', group, members, present });
  it('is made by the group alone, half of its members being there (S4 11, App 2)', () => {
    expect(refusalOf(change, { by: 'person', proposedBy: 'a', authorisedBy: 'b' })).toBe('groupAlone');
    expect([meeting(5), meeting(7), meeting(8), meeting(7, 14), meeting(0, 0)]).toEqual([
      'noQuorum',
      'noQuorum',
      null,
      null,
      'noQuorum',
    ]);
    expect(meeting(15, 15, 'misper')).toBe('groupAlone');
  });

  it.each(['la/931', 'la/301', 'la/852'])(
    'takes a second person in %s who really is another',
    (authority) => {
      const by = (proposedBy: string, authorisedBy: string) =>
        refusalOf(procedure(authority).register.change, { by: 'person', proposedBy, authorisedBy });
      expect([by('a', 'a'), by('a', 'b')]).toEqual(['samePerson', null]);
    },
  );

  it('is decided once', () => {
    for (const state of ['AUTHORISED', 'REFUSED', 'WITHDRAWN'] as const)
      expect(PROPOSAL_TABLE[state]).toEqual({});
    expect(stateAfter(PROPOSAL_TABLE, 'PROPOSED', 'AUTHORISE')).toBe('AUTHORISED');
  });
});

describe('lead and support services (S4 T3)', () => {
  it.each([
    [['YOUNG_OFFENDER'], ['yos'], ['ews', 'inclusion', 'youngOffenderInstitution', 'school']],
    [
      ['REFUGE'],
      ['familySupport', 'socialCare'],
      ['ews', 'inclusion', 'domesticAbuseHub', 'voluntary', 'admissions', 'school'],
    ],
    [['CHILD_PROTECTION_PLAN'], ['socialCare'], ['ews', 'inclusion', 'admissions', 'school']],
    [['ARMED_FORCES_FAMILY'], ['ews'], ['inclusion']],
    [['YOUNG_CARER'], ['school'], ['youngCarersNetwork']],
    [['TRAFFICKED'], ['frontDoor'], []],
    [['FORCED_MARRIAGE', 'ARMED_FORCES_FAMILY'], ['frontDoor', 'ews'], ['inclusion']],
    [
      ['YOUNG_OFFENDER', 'ARMED_FORCES_FAMILY'],
      ['yos', 'ews'],
      ['inclusion', 'youngOffenderInstitution', 'school'],
    ],
    [[], ['frontDoor'], []],
  ])('of %j: %j, with %j', (groups, lead, support) => {
    expect(leadAndSupport(BOOK, 'la/318', groups)).toEqual({ lead, support });
    expect(leadAndSupport(BOOK, 'la/931', groups)).toEqual({ lead, support });
  });

  it('has sixteen lines', () => expect(procedure('la/314').lead.groups).toHaveLength(16));
});

describe('the class of an entry', () => {
  const home = { onRoll: false, educatedOtherwise: true, located: true, hours: null, atRisk: false };
  it('counts a child educated at home where the policy looks at the roll alone, and not where it looks at education', () => {
    const classes = ['la/931', 'la/301', 'la/852', 'la/314'].map((authority) =>
      classOf(home, procedure(authority).definition),
    );
    expect(classes).toEqual(['IDENTIFIED_LOCATED', null, null, 'IDENTIFIED_LOCATED']);
  });

  it.each([
    [{ ...home, educatedOtherwise: false, located: false }, 'IDENTIFIED_NOT_LOCATED'],
    [{ ...home, onRoll: true, hours: 24 }, 'NOT_SUITABLE_LEVEL'],
    [{ ...home, onRoll: true, hours: 25 }, null],
    [{ ...home, onRoll: true, hours: null, atRisk: true }, 'AT_RISK'],
    [{ ...home, onRoll: true, hours: 24, atRisk: true }, 'NOT_SUITABLE_LEVEL'],
  ])('%j is %s by Achieving for Children (S4 2)', (schooling, is) => {
    expect(classOf(schooling, procedure('la/314').definition)).toBe(is);
  });

  it('asks for no hours anywhere else', () => {
    expect(classOf({ ...home, onRoll: true, hours: 3 }, procedure('la/301').definition)).toBeNull();
  });
});

describe('who is not missing education', () => {
  const routes = (authority: string, finding: string) =>
    routesOf(rowsInForce(BOOK, authority, day('2027-01-01')), finding).map(({ row, tells }) => [
      row,
      ...tells,
    ]);
  it.each([
    [
      'la/301',
      'FOUND_ON_ROLL_NOT_ATTENDING',
      [
        ['BD-01', 'school', 'raiser'],
        ['BD-13a', 'school'],
      ],
    ],
    [
      'la/301',
      'FOUND_HOME_EDUCATED',
      [
        ['BD-03', 'eheTeam'],
        ['BD-13c', 'eheTeam'],
      ],
    ],
    ['la/301', 'FOUND_OVER_AGE', [['BD-05', 'participationService']]],
    ['la/852', 'FOUND_ON_ROLL_NOT_ATTENDING', [['SO-10', 'ews']]],
    ['la/931', 'VISIT_CHILD_SEEN', [['OX-26', 'school']]],
    ['la/301', 'FOUND_NEEDS_PLACE', []],
  ])('%s routes %s: %j', (authority, finding, is) => expect(routes(authority, finding)).toEqual(is));
});

describe('one who was asked', () => {
  it('never comes to have answered by saying nothing', () => {
    const silent = ['REMIND', 'ESCALATE', 'SUSPEND', 'RESUME'] as const;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...silent)), (events) => {
        const end = events.reduce<AskedState>(
          (state, event) => stateAfter(ASKED_TABLE, state, event) ?? state,
          'WAITING',
        );
        return ['WAITING', 'REMINDED', 'ESCALATED', 'SUSPENDED'].includes(end);
      }),
    );
  });

  it('may put right an answer that found nothing, never one that was withdrawn', () => {
    expect(stateAfter(ASKED_TABLE, 'NOT_KNOWN', 'ANSWER_KNOWN')).toBe('KNOWN');
    expect(stateAfter(ASKED_TABLE, 'KNOWN', 'ANSWER_NOT_KNOWN')).toBeNull();
    expect(stateAfter(ASKED_TABLE, 'WITHDRAWN', 'ANSWER_KNOWN')).toBeNull();
    expect(stateAfter(ASKED_TABLE, 'SUSPENDED', 'ANSWER_NOT_KNOWN')).toBeNull();
    expect(stateAfter(ASKED_TABLE, 'WAITING', 'ESCALATE')).toBeNull();
  });
});

it('a referral without evidence goes back, and comes again (S1 App 2)', () => {
  expect(stateAfter(REFERRAL_TABLE, 'RECEIVED', 'RETURN_LACKING')).toBe('RETURNED');
  expect(stateAfter(REFERRAL_TABLE, 'RETURNED', 'COMPLETE')).toBe('RECEIVED');
  expect(stateAfter(REFERRAL_TABLE, 'RETURNED', 'ACCEPT')).toBeNull();
  for (const state of ['ROUTED', 'DEALT_WITH', 'WITHDRAWN'] as const)
    expect(REFERRAL_TABLE[state]).toEqual({});
});
