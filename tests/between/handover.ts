import { BadLine, type Ill } from '../outbox/faults/bad-line';
import type { Node, PeerHub } from './peer-hub';
import { OXFORDSHIRE, SOUTHAMPTON, type TwoHubs } from './two-hubs';

const MOVES = { purpose: 'NOTIFY_MOVE' };
const HOUR = 3_600_000;

/** A case on offer, by the ids that it has in either hub. `theirs` is empty until it has come. */
export interface Offer {
  readonly ours: string;
  readonly theirs: string;
  readonly child: string;
  readonly surname: string;
}

/** How an offer stands in one hub, and whether that hub has a case open. */
export interface Stand {
  readonly state: string;
  readonly caseWith: string;
  readonly waitsFor: string | null;
  readonly open: boolean;
}

/** What the two teams say to each other about a case, each in its own hub. */
export class Handover {
  private serial = 0;

  constructor(private readonly hubs: TwoHubs) {}

  /** A case of the first hub, about a child whom the second has never heard of; offered, and nothing is on its way yet. */
  async offered(): Promise<Offer> {
    const { a } = this.hubs;
    const letter = (i: number): string => String.fromCharCode(97 + (i % 26));
    const surname = `Whimbrel${letter((this.serial += 1))}${letter(Math.floor(this.serial / 26))}`;
    const child = await a.knownChild('Shirin', surname, '2014-03-05');
    const reviewOn = this.hubs.clock.now().toISOString().slice(0, 10);
    await this.act(a, `openCase(input: { child: { id: "${child}" }, classification: AT_RISK, rag: RED, reviewOn: "${reviewOn}" })`);
    const ours = await this.act(a, `proposeTransfer(input: { child: { id: "${child}" }, to: "${SOUTHAMPTON}" })`);
    return { ours, theirs: '', child, surname };
  } // prettier-ignore

  /** They are told that the child has moved to them, and so may know who it is. */
  async movedOut({ child }: Offer): Promise<void> {
    const input = `{ child: { id: "${child}" }, to: "${SOUTHAMPTON}", type: MOVED_OUT, text: "To the coast." }`;
    await this.act(this.hubs.a, `notifyAuthority(input: ${input})`);
  }

  /** The same offer when it has come to the second hub. */
  async come(offer: Offer): Promise<Offer> {
    await this.hubs.a.drain();
    const [theirs] = await this.cameAbout(offer, 'TRANSFER_PROPOSED');
    if (theirs === undefined) throw new Error('it has not come');
    return { ...offer, theirs };
  }

  async offeredThere(): Promise<Offer> {
    const offer = await this.offered();
    await this.movedOut(offer);
    return this.come(offer);
  }

  /** Letters of a kind about the child in the second hub's inbox, by their ids. */
  async cameAbout({ surname }: Offer, type: string): Promise<string[]> {
    const { b } = this.hubs;
    const query = '{ notifications(first: 100) { nodes { id type child { name { surname } } } } }';
    const page = (await b.reads(b.team, query, {}, MOVES)) as {
      nodes: { id: string; type: string; child: { name: { surname: string } | null } | null }[];
    };
    return page.nodes
      .filter((node) => node.type === type && node.child?.name?.surname === surname)
      .map(({ id }) => id);
  }

  accept({ theirs }: Offer): Promise<string> {
    return this.act(this.hubs.b, `acceptTransfer(notificationId: "${theirs}")`);
  }

  decline({ theirs }: Offer, reason: string): Promise<string> {
    return this.act(this.hubs.b, `declineTransfer(notificationId: "${theirs}", reason: "${reason}")`);
  }

  withdraw({ ours }: Offer): Promise<string> {
    return this.act(this.hubs.a, `withdrawTransfer(notificationId: "${ours}", reason: "They are back.")`);
  }

  /** The id in the receipt, or the code of what was refused. */
  async act(hub: PeerHub, mutation: string): Promise<string> {
    const { data, codes } = await hub.ask(hub.team, `mutation { m: ${mutation} { id } }`, {}, MOVES);
    return codes[0] ?? (data?.['m'] as { id: string } | null)?.id ?? 'nothing';
  }

  /** INVARIANT, at whatever moment it is asked: one of them has the case. The first is read first, as it gives it away. */
  async stand(offer: Offer): Promise<readonly [Stand, Stand | null]> {
    const { a, b } = this.hubs;
    const ours = await this.standIn(a, offer.ours, offer.surname);
    if (offer.theirs === '') {
      expect(ours.open).toBe(true);
      return [ours, null];
    }
    const theirs = await this.standIn(b, offer.theirs, offer.surname);
    expect([ours.open, theirs.open]).toContain(true);
    return [ours, theirs];
  }

  /** What came to a team in answer to an offer. */
  async answersTo(hub: PeerHub, offer: string): Promise<Node[]> {
    const query = '{ notifications(first: 100) { nodes { type from text transfer inReplyTo } } }';
    const page = (await hub.reads(hub.team, query, {}, MOVES)) as { nodes: Node[] };
    return page.nodes.filter(({ inReplyTo }) => inReplyTo === offer);
  }

  /** How far a letter of the first hub has come. */
  async delivery(letter: string): Promise<unknown> {
    const { a } = this.hubs;
    const query = `{ notification(id: "${letter}") { delivery { state problem held { agreement clause } } } }`;
    return ((await a.reads(a.team, query, {}, MOVES)) as { delivery: unknown }).delivery;
  }

  /** Both deliver until neither has anything to say. */
  async comeToRest(): Promise<void> {
    const { a, b } = this.hubs;
    for (const hub of [b, a, b, a]) await hub.drain();
  }

  /** What the second hub sends while its line to the first is ill. Afterwards it is well, and an hour has gone by. */
  async throughIllness(ills: Partial<Record<Ill, number>>, check: () => Promise<void>): Promise<void> {
    const { a, b } = this.hubs;
    const line = await BadLine.open(a.port, 7);
    line.ills = ills;
    try {
      await b.sql(`update channel set url = $1`, [`http://127.0.0.1:${line.port}`]);
      await b.drain();
      expect(line.done.size).toBe(1);
      await check();
    } finally {
      await b.sql(`update channel set url = $1`, [a.url]);
      await line.close();
    }
    await this.hubs.later(HOUR);
  }

  private async standIn(hub: PeerHub, letter: string, surname: string): Promise<Stand> {
    // Open before it is read how it stands: what is given away in between is somebody's at both moments.
    const query = `{ notification(id: "${letter}") { caseTransfer { state caseWith waitsFor } } }`;
    const read = (await hub.reads(hub.team, query, {}, MOVES)) as { caseTransfer: Omit<Stand, 'open'> };
    const rows = await hub.sql(
      `select 1 from cme_case k join child_name n on n.child_id = k.child_id where n.surname = $1 and k.state <> 'CLOSED'`,
      [surname],
    );
    return { ...read.caseTransfer, open: rows.length > 0 };
  }
}

export const [OURS, THEIRS] = [OXFORDSHIRE, SOUTHAMPTON];
