import { createTransport } from 'nodemailer';

/** Where mail is handed over, and whose it is. */
export interface MailSettings {
  /** smtp:// or smtps://, with user and password where the server wants them. */
  readonly url: string;
  readonly from: string;
}

/** Hands one message over to a mail server. */
export interface Post {
  /** Throws `ServerAway` when no server could be spoken to; anything else when this message was not taken. */
  send(to: string): Promise<void>;
  close(): void;
}

/** Nobody can be written to just now: there is no use in trying the next. `reason` is a code, such as ECONNREFUSED or EAUTH. */
export class ServerAway extends Error {
  constructor(readonly reason: string) {
    super(`the mail server cannot be used: ${reason}`);
  }
}

const PATIENCE = 10_000;
/** What nodemailer says when the server has refused this recipient or this message, and no other. */
const ABOUT_THIS_ONE: ReadonlySet<unknown> = new Set(['EENVELOPE', 'EMESSAGE']);
const SUBJECT = 'There is something for you';
const TEXT = `There is something for your team in Rollcall.

This message says no more on purpose. Sign in as usual, or let your own system ask, and read it there.
There is no link here: whoever sends you one in our name is not us. Answers to this address are not read.
`;

/** A mail server over SMTP. Beyond this machine the connection is encrypted, or nothing is sent. */
export function smtpPost({ url, from }: MailSettings, encrypted = needsEncryption(url)): Post {
  const transport = createTransport({
    url,
    // Else the name of this machine would be told to the server.
    name: from.split('@').at(-1) ?? 'localhost',
    requireTLS: encrypted,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(to) {
      try {
        await transport.sendMail({
          from,
          to,
          subject: SUBJECT,
          text: TEXT,
          // RFC 3834: no machine answers it.
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        const { code } = error as { code?: unknown };
        if (ABOUT_THIS_ONE.has(code)) throw error;
        throw new ServerAway(typeof code === 'string' ? code : 'unknown');
      }
    },
    close: () => transport.close(),
  };
}

/** Whether a connection that begins in the clear has to be encrypted before anything is said. `smtps:` begins encrypted. */
export function needsEncryption(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  const here = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  return protocol === 'smtp:' && !here;
}
