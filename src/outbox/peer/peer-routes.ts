import { enquiryThatCame, theirIdOf } from '../../correspondence/correspondence.repository';
import type { Sql } from '../../gate/ports';
import { parseUuid } from '../../kernel/id';
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
  /** Of a lost pupil of the receiver: by which id of theirs we keep that they look. */
  readonly lookedFor: string | null;
  /** Of a correction: under which entries the receiver was told what was wrong. */
  readonly disclosures: readonly string[] | null;
}

const UNIT = `left join unit u on u.id = f.from_unit`;
const COLUMNS = `f.from_organisation as organisation, f.from_unit as unit, u.name, u.role, f.purpose, f.reference`;
const NOTICE = `select ${COLUMNS}, f.type, n.public_id as "inReplyTo", m.detail as "lookedFor", r.disclosures
  from notification f ${UNIT} left join correction_recipient r on r.notification_id = f.id left join notification n on n.id = f.in_reply_to left join circumstance m on m.id = f.message_id
    and m.kind = 'LOST_ELSEWHERE' and m.organisation_id = f.to_organisation where f.public_id = $1`;
const NOTHING = `null as type, null as "inReplyTo", null as "lookedFor", null as disclosures`;
const ENQUIRY = `select ${COLUMNS}, ${NOTHING} from enquiry f ${UNIT} where f.public_id = $1`;
/** Whoever was asked here answers, for the case of whoever asks there. */
const ANSWER = `select $2 as organisation, u.id as unit, u.name, u.role, 'ANSWER_ENQUIRY' as purpose, f.reference, ${NOTHING}
  from enquiry f join enquiry_recipient r on r.enquiry_id = f.id join unit u on u.id = r.organisation_id
  where f.public_id = $1 order by r.id limit 1`;

const BEHIND = `select 1 from notification f join notification n on n.id = f.in_reply_to
  join outbox o on o.kind = 'NOTIFICATION' and o.about = n.public_id join delivery d on d.outbox_id = o.id
  where f.public_id = $1 and d.channel_id = $2 and d.state in ('WAITING', 'HELD') and f.from_organisation = $3 and n.from_organisation = $3`;

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
      answers: null,
      told: [],
      entries: letter.disclosures ?? [],
    };
    if (writing.answers === 'ENQUIRY') {
      const came = await enquiryThatCame(this.sql, peer.organisation, about);
      return came && { ...route, answers: came.theirs, told: came.told };
    }
    if (writing.answers === null) return route;
    // That something was wrong, said by a letter of somebody's own, names no entry.
    if (writing.answers === 'DISCLOSED') return route.entries.length > 0 ? route : null;
    if (writing.answers === 'LOST_PUPIL') {
      // Of a message that came by no hub the id is whatever its officer wrote.
      const theirs = parseUuid(letter.lookedFor ?? '');
      return theirs.ok ? { ...route, answers: theirs.value } : null;
    }
    const [what, ours] =
      writing.answers === 'OURS'
        ? (['ENQUIRY', about] as const)
        : (['NOTIFICATION', letter.inReplyTo] as const);
    const theirs = ours === null ? null : await theirIdOf(this.sql, peer.organisation, what, ours);
    return theirs === null ? null : { ...route, answers: theirs };
  }

  /**
   * Whether it speaks of an offer that is held back from the peer: the two go together, or the peer would hear of the one
   * and never that it is over.
   */
  async isBehind({ kind, about, channel }: Pick<Claimed, 'kind' | 'about' | 'channel'>): Promise<boolean> {
    if (kind !== 'NOTIFICATION') return false;
    const rows = await this.sql.query(BEHIND, [about, channel.id, this.home]);
    return rows.length > 0;
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
