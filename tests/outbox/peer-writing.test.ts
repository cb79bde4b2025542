import { newPublicId } from '../../src/kernel/id';
import { NotificationTypeEnum } from '../../src/notifications/notification.enums';
import { namedChild, saysWho } from '../../src/outbox/peer/peer-child';
import type { PeerRoute } from '../../src/outbox/peer/peer-route';
import { writingOf } from '../../src/outbox/peer/peer-writing';

/** They are for the council’s own people, or have no word between hubs: they are in the inbox, and nowhere on their way. */
const STAY = [
  'ADDRESS_CHANGED', 'ADDRESS_REPORTED', 'ALERT_ROUTED', 'DEPARTURE_REPORTED', 'EMERGENCY_USED', 'FLAG_LIFTED',
  'LOOKUP_DECIDED',
]; // prettier-ignore

it('every kind of notice goes from hub to hub, or is one of those that are known to stay', () => {
  const stay = Object.keys(NotificationTypeEnum).filter((type) => writingOf('NOTIFICATION', type) === null);
  expect(stay.sort()).toEqual(STAY);
});

it.each(['ALERT', 'ALERT_REVIEWED'] as const)('%s stays', (kind) => {
  expect(writingOf(kind, null)).toBeNull();
});

const name = { surname: 'Dunlin', forename: 'Shirin' };
it.each([
  [{ name, dateOfBirth: '2014-03-05' }, true],
  [{ upn: 'B801200005001', dateOfBirth: '2014-03-05' }, true],
  [{ upn: 'B801200005001', name }, true],
  [{ name }, false],
  [{ dateOfBirth: '2014-03-05' }, false],
  [{ upn: 'B801200005001' }, false],
  [{ upn: 'no number', dateOfBirth: '2014-03-05' }, false],
  [null, false],
])('whether %j says who is meant: %p', (child, says) => {
  expect(saysWho({ child })).toBe(says);
});

it('a number that is none does not go, and nothing goes that was not asked for', () => {
  const child = { name, dateOfBirth: '2014-03-05', sex: 'F', upn: 'no number', nhsNumber: '9999000010' };
  expect(namedChild({ child })).toEqual({ ...name, dateOfBirth: '2014-03-05', gender: 'F' });
});

describe('that a lost pupil of theirs has been met', () => {
  const [theirs, about, receipt] = [newPublicId(), newPublicId(), newPublicId()];
  const route: PeerRoute = {
    peer: { organisation: 'la/931', audience: 'la/931', clientId: 'us', team: 'la/931/cme' },
    type: 'FOUND_MATCH', unit: 'la/852/cme', unitName: 'Team', onBehalfOf: null,
    purpose: 'LOCATE_CHILD', reference: 'CASE/1', answers: theirs, told: [], entries: [],
  }; // prettier-ignore
  const node = {
    type: 'FOUND_MATCH',
    message: newPublicId(),
    text: 'Met by a name on a roll.',
    child: { name, dateOfBirth: '2014-03-05', sex: 'F', upn: 'B801200005001' },
  };
  const writing = writingOf('NOTIFICATION', 'FOUND_MATCH');

  it('is said by their own id of the message, and by nothing else: neither who it is nor by what', () => {
    const written = writing?.write({ node, route, about, receipt, today: '2026-11-18' });
    expect(written).toMatchObject({
      message: about,
      word: true,
      variables: { message: theirs, correspondence: { id: about, receipt } },
      moot: ['NOT_FOUND'],
    });
    expect(Object.keys(written?.variables ?? {})).toEqual(['message', 'correspondence']);
    expect(written?.query).toContain(
      'reportLostPupilMet(message: $message, correspondence: $correspondence)',
    );
  });

  it('goes only where the gate says of which message it is', () => {
    expect(writing?.answers).toBe('LOST_PUPIL');
    expect([writing?.isEnough(node), writing?.isEnough({ ...node, message: null })]).toEqual([true, false]);
  });
});

describe('that something was wrong that they were told', () => {
  const [about, receipt, told, other] = [newPublicId(), newPublicId(), newPublicId(), newPublicId()];
  const route: PeerRoute = {
    peer: { organisation: 'la/931', audience: 'la/931', clientId: 'us', team: 'la/931/cme' },
    type: 'CORRECTION', unit: 'la/852/cme', unitName: 'Team', onBehalfOf: null,
    purpose: 'RIGHTS_AND_AUDIT', reference: 'CASE/1', answers: null, told: [], entries: [told, other],
  }; // prettier-ignore
  const text = `The date of birth was wrong. You were told it in: ${told}.`;
  const writing = writingOf('NOTIFICATION', 'CORRECTION');

  it('is said by the entries that the gate lets them read, and never by who it is', () => {
    const node = { type: 'CORRECTION', text, child: { name, dateOfBirth: '2014-03-05' } };
    const written = writing?.write({ node, route, about, receipt, today: '2026-11-18' });
    expect(written?.variables).toEqual({ disclosures: [told], text, correspondence: { id: about, receipt } });
    expect(written).toMatchObject({ word: true, moot: ['NOT_FOUND'] });
  });

  it('goes only where they may read what it says', () => {
    expect([writing?.isEnough({ text }), writing?.isEnough({ text: null })]).toEqual([true, false]);
  });
});
