import { sweepEscalations } from './casework/escalation.sweep';
import type { Config } from './config';
import { scanDocuments, type Scanned } from './documents/scan.run';
import { scannerOf } from './documents/scanner';
import { followUpEnquiries, type FollowedUp } from './enquiries/follow-up.service';
import type { GatePorts } from './gate/ports';
import { repeat } from './kernel/repeat';
import { startLostPupils, type LostPupilService } from './lost-pupils-service';
import { sendMail, type Mailed } from './mail/mail.run';
import { smtpPost } from './mail/post';
import { lapseTransfers } from './notifications/transfer.sweep';

/** What a hub does by itself, now and then; and at once, for commands and tests. */
export interface Rounds {
  /** Reminds whoever is late to answer. */
  followUp(): Promise<FollowedUp>;
  /** Ends offers of cases whose time is over; says how many. */
  lapseTransfers(): Promise<number>;
  sendMail(): Promise<Mailed>;
  scanDocuments(): Promise<Scanned>;
  readonly lostPupils: Pick<LostPupilService, 'repost' | 'reconcile'>;
  stop(): Promise<void>;
}

const SWEEP_EVERY = 15 * 60 * 1000;
const MAIL_EVERY = 60 * 1000;
const SCAN_EVERY = 30 * 1000;

/** Begins the rounds. One that fails says so, and the next tries again. */
export function startRounds(
  ports: GatePorts,
  config: Config,
  log: (line: string) => void,
  lostPupilsEvery?: number,
): Rounds {
  const { database, clock, home, rules } = ports;
  const sweeping = repeat(
    SWEEP_EVERY,
    async () => {
      await followUpEnquiries(ports);
      await lapseTransfers(ports);
      await sweepEscalations({ database, clock, home, rules });
    },
    () => log('Late steps could not be looked for; the next sweep tries again.'),
  );

  const post = config.mail === null ? null : smtpPost(config.mail);
  const mailPorts = { database, clock, post };
  const mailing = repeat(
    MAIL_EVERY,
    async () => {
      const { failed, away } = await sendMail(mailPorts);
      if (away !== null) log(`The mail server cannot be used (${away}); the next minute tries again.`);
      else if (failed > 0) log(`${failed} mailboxes were refused; they are tried again, ever more seldom.`);
    },
    () => log('Nobody could be written to; the next minute tries again.'),
  );

  const scanPorts = { database, clock, scanner: scannerOf(config.scanner) };
  const scanning = repeat(
    SCAN_EVERY,
    () => scanDocuments(scanPorts),
    () => log('Documents could not be scanned; the next round tries again.'),
  );

  const lostPupils = startLostPupils(ports, log, lostPupilsEvery);

  return {
    followUp: () => followUpEnquiries(ports),
    lapseTransfers: () => lapseTransfers(ports),
    sendMail: () => sendMail(mailPorts),
    scanDocuments: () => scanDocuments(scanPorts),
    lostPupils,
    async stop() {
      await lostPupils.stop();
      await scanning.stop();
      await mailing.stop();
      post?.close();
      await sweeping.stop();
    },
  };
}
