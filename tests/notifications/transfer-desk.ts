import { CaseDesk, TEAM, type KnownChild } from '../casework/case-desk';
import type { ProcedureBook } from '../../src/procedures/check-procedures';
import type { TestAnswer } from '../support/hub';

export { TEAM, type KnownChild };
export const SOUTHAMPTON = 'la/852';
export const PORTSMOUTH = 'la/851';
/** Southampton's own hub, which speaks for it here. */
export const THEIR_HUB = 'la/852/hub';
const HOME = 'la/931';
const MOVE = { purpose: 'NOTIFY_MOVE', job: 'CME case officer' };

type Node = Record<string, unknown>;

/** A hub over HTTP, with the words of the handshake by which a case goes to another authority. */
export class TransferDesk {
  private constructor(readonly desk: CaseDesk) {}

  static async open(day: string, book?: ProcedureBook): Promise<TransferDesk> {
    const desk = await CaseDesk.open(day, HOME, book);
    const { owner } = desk.hub.database;
    await owner.query(
      `insert into unit (id, organisation_id, name, role, service) values ($1, $2, 'Hub of Southampton', 'OTHER_AUTHORITY', 'peer-hub')`,
      [THEIR_HUB, SOUTHAMPTON],
    );
    await owner.query(
      `insert into client_system (client_id, unit_id, name, development) values ($1, $1, 'Hub of Southampton', true)`,
      [THEIR_HUB],
    );
    return new TransferDesk(desk);
  }

  act(as: string, mutation: string, idempotencyKey?: string): Promise<TestAnswer> {
    const more = idempotencyKey === undefined ? MOVE : { ...MOVE, idempotencyKey };
    return this.desk.act(`{ m: ${mutation} { id } }`, {}, more, as);
  }

  /** As `act`, where it must succeed: the id in the receipt. */
  async did(as: string, mutation: string): Promise<string> {
    const answer = await this.act(as, mutation);
    const id = (answer.data?.['m'] as { id?: string } | null | undefined)?.id;
    if (id === undefined) throw new Error(`${mutation}: ${answer.text}`);
    return id;
  }

  /** What came of it: done, nothing, or code and message of what was refused. */
  async tried(as: string, mutation: string): Promise<string> {
    const answer = await this.act(as, mutation);
    const [error] = answer.errors;
    if (error) return `${error.extensions.code} ${error.message}`;
    return answer.data?.['m'] === null ? 'nothing' : 'done';
  }

  offer(child: KnownChild, to = SOUTHAMPTON): Promise<string> {
    return this.did(TEAM, proposing(`{ id: "${child.publicId}" }`, to));
  }

  /** What another authority offers the council, by name and birth date. */
  offered(child: KnownChild, by: string): Promise<string> {
    const { forename, surname, dateOfBirth } = child.details;
    return this.did(
      by,
      proposing(`{ forename: "${forename}", surname: "${surname}", dateOfBirth: "${dateOfBirth}" }`, HOME),
    );
  }

  /** How a case stands, as somebody reads it off a letter about it. */
  async stands(as: string, letter: string, fields = 'state caseWith waitsFor'): Promise<Node | null> {
    const answer = await this.desk.ask(
      `{ notification(id: "${letter}") { caseTransfer { ${fields} } } }`,
      {},
      MOVE,
      as,
    );
    if (answer.errors.length > 0) throw new Error(answer.text);
    return ((answer.data?.['notification'] as Node | null)?.['caseTransfer'] ?? null) as Node | null;
  }

  async state(as: string, letter: string): Promise<unknown> {
    return (await this.stands(as, letter))?.['state'] ?? null;
  }

  /** Kinds of letters that came in answer to an offer. */
  async heard(as: string, offer: string): Promise<unknown[]> {
    const query = '{ notifications(first: 100) { nodes { type inReplyTo } } }';
    const { data } = await this.desk.ask(query, {}, MOVE, as);
    const { nodes } = data?.['notifications'] as { nodes: Node[] };
    return nodes.filter(({ inReplyTo }) => inReplyTo === offer).map(({ type }) => type);
  }

  /** What the other authority sees of the case. */
  async sees(as: string, child: KnownChild): Promise<unknown> {
    const query = `{ child(id: "${child.publicId}") { case { state } } }`;
    return ((await this.desk.ask(query, {}, MOVE, as)).data?.['child'] as Node | null)?.['case'] ?? null;
  }

  /** The entry on our register with its file, which no transfer opens to another. */
  async file(as: string, id: string): Promise<unknown> {
    const query = `{ registerEntry(id: "${id}") { state notes { text } } }`;
    return (await this.desk.ask(query, {}, MOVE, as)).data?.['registerEntry'];
  }

  caseState(id: string): Promise<Node> {
    return this.desk.entry(id, 'state closedAs');
  }
}

const proposing = (child: string, to: string): string =>
  `proposeTransfer(input: { child: ${child}, to: "${to}" })`;
export const accepting = (id: string): string => `acceptTransfer(notificationId: "${id}")`;
export const declining = (id: string, reason = 'The family has gone on.'): string =>
  `declineTransfer(notificationId: "${id}", reason: "${reason}")`;
export const withdrawing = (id: string): string =>
  `withdrawTransfer(notificationId: "${id}", reason: "They are back.")`;
export const lapsing = (id: string): string => `lapseTransfer(notificationId: "${id}")`;
export const taking = (id: string): string => `confirmTransferTaken(notificationId: "${id}")`;
export const ending = (id: string): string => `endTransfer(id: "${id}")`;
