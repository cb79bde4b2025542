import type { DoorName } from '../../../src/gate/doors';
import { alerts, alertStream } from './rows-alerts';
import { child, lookup } from './rows-children';
import { entities } from './rows-entities';
import {
  enquiries,
  enquiryStream,
  notifications,
  noticeStream,
  peerHub,
  webhook,
  webSocket,
} from './rows-exchange';
import { flags } from './rows-flags';
import { documents, register, work } from './rows-casework';
import { errorText, operations, receipts, rules } from './rows-other';
import { looking } from './rows-looking';
import { lookupReviews } from './rows-reviews';
import { corrections, disclosures, emergencies, ledgerReceipts } from './rows-records';
import { FOURTEEN, type NotHere, type Probes, type Row, type TestName } from './fourteen';

/**
 * The fourteen tests at every door. A new door in `src/gate/doors.ts` does not compile until it has
 *
 * 1. its questions in `EVERYTHING` of `doors-in-use.ts`: all that it could show, asked for;
 * 2. a row here, in the `rows-….ts` file of its kind: for each of the fourteen a probe, or `{ notHere: 'why' }`.
 *
 * Most probes are one line: who asks for which purpose, and a word that the door then says (`told`). Without that word a
 * test would prove nothing, so each test looks for it first. `questions` replaces those of `EVERYTHING` where a test
 * needs others; records and children that the probes speak of are made in `world.ts`. A test that needs a reason rather
 * than a probe says why in a sentence; `table.test.ts` counts the probes, and lets no door that tells a child's data
 * leave out a test of what is told.
 */
export const TABLE: Readonly<Record<DoorName, Row>> = {
  lookup,
  child,
  alerts,
  'alert stream': alertStream,
  'enquiry stream': enquiryStream,
  'notice stream': noticeStream,
  'web socket': webSocket,
  webhook,
  'peer hub': peerHub,
  flags,
  register,
  documents,
  work,
  enquiries,
  notifications,
  emergencies,
  corrections,
  looking,
  'lookup reviews': lookupReviews,
  entities,
  disclosures,
  'ledger receipts': ledgerReceipts,
  receipts,
  rules,
  'error text': errorText,
  operations,
};

export const DOOR_NAMES = Object.keys(TABLE) as DoorName[];
export const TEST_NAMES = Object.keys(FOURTEEN) as TestName[];

/** A reason is a sentence, so that whoever adds a door has to find one. */
export const A_SENTENCE = /^[A-Z].{20,}\.$/;

export const hasReason = (probe: object): probe is NotHere => 'notHere' in probe;

/** One of the fourteen at every door: the probe is run, or the reason for there being none is looked at. */
export function atEveryDoor<Name extends TestName>(
  name: Name,
  run: (probe: Probes[Name], door: DoorName) => Promise<void>,
): void {
  describe(FOURTEEN[name], () => {
    describe.each(DOOR_NAMES)('%s', (door) => {
      const probe: Probes[Name] | NotHere = TABLE[door][name];
      if (hasReason(probe))
        test(`not here: ${probe.notHere}`, () => expect(probe.notHere).toMatch(A_SENTENCE));
      else test('holds', () => run(probe, door));
    });
  });
}
