import { keepSent, keepTold, type CorrespondenceKind } from '../../correspondence/correspondence.repository';
import type { LedgerPort, Sql } from '../../gate/ports';
import type { Clock } from '../../kernel/clock';
import { newPublicId } from '../../kernel/id';
import { releaseOfChild, settleBeside } from '../delivery.repository';
import type { MessageKind, Parcel } from '../message';
import type { PeerAnswered, PeerListener } from './peer-answer';
import type { PeerReply } from './peer-reply';
import type { PeerRoute } from './peer-route';
import type { Written } from './written';

export interface PeerSettlingOptions {
  readonly ledger: Pick<LedgerPort, 'act'>;
  readonly listeners: readonly PeerListener[];
  /** The version of what is agreed now; null while it cannot be confirmed. */
  readonly rules: () => string | null;
  readonly home: string;
  readonly clock: Clock;
}

/** As what it is kept; null for what was taken back, which is known by the question's own ids. */
function keptAs(kind: MessageKind, word: boolean): CorrespondenceKind | null {
  if (kind === 'NOTIFICATION') return word ? 'WORD' : kind;
  return kind === 'ENQUIRY' || kind === 'ENQUIRY_ANSWERED' ? kind : null;
}

/** The entry of what was told; there is none where nothing was. */
const oursOf = ({ answer: { sharing } }: Parcel): Readonly<Record<string, string>> =>
  sharing.disclosureId === '' ? {} : { ours: sharing.disclosureId };

/**
 * What another hub answered, written with the delivery's own settling: their id beside ours, their ledger's entry beside
 * ours in our own ledger, and whoever waits for it is told.
 */
export class PeerSettling {
  constructor(private readonly options: PeerSettlingOptions) {}

  async taken(
    tx: Sql,
    parcel: Parcel,
    route: PeerRoute,
    { id: theirs, receipt }: Extract<PeerReply, { kind: 'DONE' }>,
    { message, told, more, word }: Pick<Written, 'message' | 'told' | 'more' | 'word'>,
  ): Promise<void> {
    const { kind, about } = parcel;
    const ourReceipt = parcel.answer.sharing.disclosureId;
    const at = this.options.clock.now();
    const peer = route.peer.organisation;
    const kept = keptAs(kind, word === true);
    const ids = { message, ours: about, theirs, ourReceipt, theirReceipt: receipt };
    if (kept !== null) await keepSent(tx, { peer, kind: kept, ...ids, at });
    if (told !== undefined) await keepTold(tx, peer, about, told);
    if (told !== undefined && more !== true) await settleBeside(tx, parcel, at);
    await releaseOfChild(tx, parcel);
    await this.enter(tx, parcel, route, { theirs, receipt, ...oursOf(parcel) });
    await this.tell(tx, { kind, about, type: route.type, outcome: 'TAKEN', code: null, theirs, receipt });
  }

  async refused(tx: Sql, parcel: Parcel, route: PeerRoute, code: string): Promise<void> {
    const { kind, about } = parcel;
    await this.enter(tx, parcel, route, { code, ...oursOf(parcel) });
    await this.tell(tx, {
      kind,
      about,
      type: route.type,
      outcome: 'REFUSED',
      code,
      theirs: null,
      receipt: null,
    });
  }

  private async tell(tx: Sql, answered: PeerAnswered): Promise<void> {
    for (const listener of this.options.listeners) await listener(tx, answered);
  }

  private enter(
    tx: Sql,
    { kind, about, lane, channel }: Parcel,
    route: PeerRoute,
    said: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { home, rules, ledger, clock } = this.options;
    return ledger.act(tx, {
      id: newPublicId(),
      at: clock.now(),
      kind: 'ACT',
      organisation: home,
      unit: route.unit,
      client: `channel ${channel.id}`,
      user: 'delivery',
      job: '',
      purpose: route.purpose,
      reference: route.reference,
      requestId: newPublicId(),
      rulesetVersion: rules() ?? 'none',
      children: [lane],
      agreements: [],
      lookBacks: [],
      // It has happened there: that it cannot be written down in time here changes nothing of it.
      alwaysTaken: true,
      body: {
        action: 'PEER_ANSWERED',
        kind,
        ...(route.type === null ? {} : { type: route.type }),
        about,
        peer: route.peer.organisation,
        ...said,
      },
    });
  }
}
