import { NotificationTypeEnum } from '../../src/notifications/notification.enums';
import { namedChild, saysWho } from '../../src/outbox/peer/peer-child';
import { writingOf } from '../../src/outbox/peer/peer-writing';

/** They are for the council’s own people, or have no word between hubs: they are in the inbox, and nowhere on their way. */
const STAY = [
  'ADDRESS_CHANGED', 'ADDRESS_REPORTED', 'ALERT_ROUTED', 'CORRECTION', 'DEPARTURE_REPORTED', 'EMERGENCY_USED', 'FLAG_LIFTED',
  'FOUND_MATCH', 'LOOKUP_DECIDED',
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
