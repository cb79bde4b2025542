import 'reflect-metadata';
import { alertsByKey, unmatchedOfAlert } from '../alerts/alert.reader';
import { childrenByKey } from '../children/children-by-key';
import { correctionsByKey } from '../corrections/correction.reader';
import { emergencyUsesByKey } from '../emergency/emergency.reader';
import { enquiriesByKey, unmatchedOfEnquiry } from '../enquiries/enquiry.reader';
import type { EntityReader } from '../gate/by-key';
import { notificationsByKey, unmatchedOfNotification } from '../notifications/notification.reader';

/** How the entities of `schema/subgraphs.yaml` are read by their keys. An entity without its reader fails the build. */
export const ENTITY_READERS: ReadonlyMap<string, EntityReader> = new Map([
  ['Alert', alertsByKey],
  ['Child', childrenByKey([unmatchedOfAlert, unmatchedOfEnquiry, unmatchedOfNotification])],
  ['Correction', correctionsByKey],
  ['EmergencyUse', emergencyUsesByKey],
  ['Enquiry', enquiriesByKey],
  ['Notification', notificationsByKey],
]);
