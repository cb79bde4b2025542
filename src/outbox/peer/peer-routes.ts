import { enquiryThatCame, theirIdOf } from '../../correspondence/correspondence.repository';
import type { Sql } from '../../gate/ports';
import type { Claimed } from '../message';
import type { PeerAddress, PeerRoute } from './peer-route';
import { writingOf } from './peer-writing';

interface Letter {
  readonly organisation: string;
  readonly unit: string;
  readonly name: string | null;
  readonly role: string | null;
  readonly purpose: string;
  readonly reference: string;
  readonly type: string | null;
  readonly inReplyTo: string | null;
}

const UNIT = `left join unit u on u.id = f.from_unit`;
const COLUMNS = `f.from_organisation as organisation, f.from_unit as unit, u.name, u.role, f.purpose, f.reference`;
const NOTICE = `select ${COLUMNS}, f.type, n.public_id as "inReplyTo"
  from notification f ${UNIT} left join notification n on n.id = f.in_reply_to where f.public_id = $1`;
const ENQUIRY = `select ${COLUMNS}, null as type, null as "inReplyTo" from enquiry f ${UNIT} where f.public_id = $1`;
/** Whoever was asked here answers, for the case of whoever asks there. */
const ANSWER = `select $2 as organisation, u.id as unit, u.name, u.role, 'ANSWER_ENQUIRY' as purpose, f.reference, null as type, null as "inReplyTo"
  from enquiry f join enquiry_recipient r on r.enquiry_id = f.id join unit u on u.id = r.organisation_id
  where f.public_id = $1 order by r.id limit 1`;

/** Where messages to peers go, and on which terms. */
export class PeerRoutes {
  constructor(
    private readonly sql: Sql,
    private readonly home: string,
  ) {}

  /**
   * Null for what does not go from hub to hub: there it stays in the inbox. INVARIANT: a hub carries its own authority's
   * words and no one else's; what a third says is that one's to tell, and could go round for ever.
   */
  async routeOf(message: Pick<Claimed, 'kind' | 'about' | 'channel'>): Promise<PeerRoute | null> {
    const { kind, about, channel } = message;
    const peer = await this.peerOf(channel.id);
    const letter = peer && (await this.letterOf(kind, about));
    if (!letter || letter.organisation !== this.home) return null;
    const writing = writingOf(kind, letter.type);
    if (writing === null) return null;
    const route = {
      peer,
      type: letter.type,
      unit: letter.unit,
      unitName: letter.name ?? letter.unit,
      onBehalfOf: letter.role === 'CME_TEAM' ? null : letter.unit,
      purpose: letter.purpose,
      reference: letter.reference,
    };
    if (writing.answers === 'ENQUIRY') {
      const came = await enquiryThatCame(this.sql, peer.organisation, about);
      return came && { ...route, answers: came.theirs, told: came.told };
    }
    if (writing.answers === null) return { ...route, answers: null, told: [] };
    const [what, ours] =
      writing.answers === 'OURS'
        ? (['ENQUIRY', about] as const)
        : (['NOTIFICATION', letter.inReplyTo] as const);
    const theirs = ours === null ? null : await theirIdOf(this.sql, peer.organisation, what, ours);
    return theirs === null ? null : { ...route, answers: theirs, told: [] };
  }

  /** For whom the peer asked what is now answered: it may be told no more than that one. */
  async askedFor({
    kind,
    about,
    channel,
  }: Pick<Claimed, 'kind' | 'about' | 'channel'>): Promise<string | null> {
    if (channel.kind !== 'PEER_HUB' || kind !== 'ENQUIRY_ANSWERED') return null;
    const peer = await this.peerOf(channel.id);
    const came = peer && (await enquiryThatCame(this.sql, peer.organisation, about));
    return came?.onBehalfOf ?? null;
  }

  private async peerOf(channel: string): Promise<PeerAddress | null> {
    const rows = await this.sql.query<PeerAddress>(
      `select u.organisation_id as organisation, h.audience, h.client_id as "clientId", h.team
       from peer_hub h join channel c on c.id = h.channel_id join unit u on u.id = c.unit_id where c.id = $1`,
      [channel],
    );
    return rows[0] ?? null;
  }

  private async letterOf(kind: Claimed['kind'], about: string): Promise<Letter | null> {
    const asked =
      kind === 'NOTIFICATION'
        ? this.sql.query<Letter>(NOTICE, [about])
        : kind === 'ENQUIRY' || kind === 'ENQUIRY_WITHDRAWN'
          ? this.sql.query<Letter>(ENQUIRY, [about])
          : kind === 'ENQUIRY_ANSWERED'
            ? this.sql.query<Letter>(ANSWER, [about, this.home])
            : [];
    const [letter] = await asked;
    return letter ?? null;
  }
}
