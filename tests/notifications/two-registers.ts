import { readAgreementFiles } from '../../src/agreements/catalogue-files';
import { sqlOf } from '../../src/database/sql';
import { newPublicId, newRowId } from '../../src/kernel/id';
import { settleTransferOutcome } from '../../src/notifications/transfer-peer';
import { BOOK, CALENDARS } from '../procedures/shipped';
import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';
import { ManualClock } from '../support/manual-clock';

export type Side = 'ours' | 'theirs';
const AUTHORITY = { ours: 'la/931', theirs: 'la/852' } as const;
const other = (side: Side): Side => (side === 'ours' ? 'theirs' : 'ours');
const FILES = ['any-authority', 'home-authority-cme', 'protections', 'statutory-duties'];

/** Which mutation of the other hub says what a letter says, by the id under which that hub knows the offer. */
const MUTATION_OF = {
  TRANSFER_PROPOSED: 'proposeTransfer',
  TRANSFER_ACCEPTED: 'acceptTransfer',
  TRANSFER_DECLINED: 'declineTransfer',
  TRANSFER_TAKEN: 'confirmTransferTaken',
  TRANSFER_WITHDRAWN: 'withdrawTransfer',
  TRANSFER_LAPSED: 'lapseTransfer',
  TRANSFER_ENDED: 'endTransfer',
} as const;
type Type = keyof typeof MUTATION_OF;
interface Letter {
  readonly id: string;
  readonly type: Type;
  readonly offer: string | null;
  readonly text: string | null;
  readonly forename: string;
  readonly surname: string;
  readonly born: string;
}

/**
 * Two hubs of two authorities, each with a database of its own, that reach each other through nothing but the graph. The
 * courier stands in the place of the outbox: it says at the other hub what a letter says, by the id under which that hub
 * knows the offer, until it has had an answer, and tells the sender of the answer.
 */
export class TwoRegisters {
  /** Of an offer: its id at the one → its id at the other. */
  private readonly known = new Map<string, string>();
  private readonly settled = new Set<string>();

  private constructor(
    private readonly hubs: Readonly<Record<Side, TestHub>>,
    readonly clock: ManualClock,
  ) {}

  static async open(day: string): Promise<TwoRegisters> {
    const clock = new ManualClock(`${day}T12:00:00Z`);
    const rules = { book: BOOK, calendars: CALENDARS };
    const ours = await startTestHub({ clock, rules });
    const swapped = readAgreementFiles()
      .filter(({ file }) => FILES.some((name) => file.endsWith(`${name}.yaml`)))
      .map(({ file, text }) => [file, text.replaceAll(AUTHORITY.ours, AUTHORITY.theirs)]);
    const config = { homeAuthority: AUTHORITY.theirs };
    const agreements = Object.fromEntries(swapped) as Record<string, string>;
    const theirs = await startTestHub({ clock, rules, config, agreements });
    const made = new TwoRegisters({ ours, theirs }, clock);
    for (const side of ['ours', 'theirs'] as const) await made.register(side);
    return made;
  }

  async stop(): Promise<void> {
    await this.hubs.ours.stop();
    await this.hubs.theirs.stop();
  }

  /** One act of an authority's own team, on its own hub. */
  async act(side: Side, mutation: string): Promise<string> {
    const answer = await this.put(side, `${AUTHORITY[side]}/cme`, mutation);
    const [error] = answer.errors;
    return error ? error.extensions.code : ((answer.data?.['m'] as { id: string } | null)?.id ?? 'nothing');
  }

  /** A child on our register, with a case, and its offer. */
  async offered(surname: string): Promise<{ readonly ours: string; readonly theirs: string; readonly surname: string }> {
    const [id, publicId] = [newRowId(), newPublicId()];
    const sql = sqlOf(this.hubs.ours.database.owner);
    await sql.query(`insert into child (id, public_id, home_authority, date_of_birth, source) values ($1, $2, $3, '2014-03-05', 'test')`, [
      id, publicId, AUTHORITY.ours,
    ]);
    await sql.query(`insert into child_name (id, child_id, kind, forename, surname, source) values ($1, $2, 'legal', 'Kayleigh', $3, 'test')`, [
      newRowId(), id, surname,
    ]);
    const child = `child: { id: "${publicId}" }`;
    const today = this.clock.now().toISOString().slice(0, 10);
    await this.act('ours', `openCase(input: { ${child}, classification: AT_RISK, rag: RED, reviewOn: "${today}" })`);
    const ours = await this.act('ours', `proposeTransfer(input: { ${child}, to: "${AUTHORITY.theirs}" })`);
    await this.carry('ours');
    return { ours, theirs: this.known.get(ours) ?? '', surname };
  } // prettier-ignore

  /** Carries what waits at one hub; `lost`: the other hub hears it, and its answers do not come back. */
  async carry(from: Side, lost = false): Promise<void> {
    const go = await this.ready(from, lost);
    await go();
  }

  /** The same, ready to go. */
  async ready(from: Side, lost = false): Promise<() => Promise<void>> {
    const letters = (await this.waiting(from)).filter(({ id }) => !this.settled.has(id));
    return async () => {
      for (const letter of letters) await this.deliver(from, letter, lost);
    };
  }

  private async deliver(from: Side, letter: Letter, lost: boolean): Promise<void> {
    const answer = await this.put(other(from), `${AUTHORITY[from]}/hub`, this.mutationOf(from, letter));
    if (lost) return;
    this.settled.add(letter.id);
    const receipt = answer.data?.['m'] as { id: string } | null | undefined;
    if (letter.type === 'TRANSFER_PROPOSED' && receipt) this.know(letter.id, receipt.id);
    const said = receipt
      ? ({ outcome: 'TAKEN', code: null } as const)
      : ({ outcome: 'REFUSED', code: answer.codes[0] ?? null } as const);
    const { database, clock } = this.hubs[from];
    const ports = { rules: { book: BOOK, calendars: CALENDARS }, clock, home: AUTHORITY[from] };
    const answered = { kind: 'NOTIFICATION', about: letter.id, type: letter.type, ...said };
    await database.app.transaction((tx) => settleTransferOutcome(sqlOf(tx), answered, ports));
  }

  /** Until neither has anything to say. */
  async comeToRest(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      await this.carry('ours');
      await this.carry('theirs');
    }
  }

  lapse(): Promise<number> {
    return this.hubs.ours.hub.rounds.lapseTransfers();
  }

  /** How an offer stands at a hub, as its own team reads it, and whether its own case is open. */
  async stands(
    side: Side,
    offer: { readonly ours: string; readonly theirs: string; readonly surname: string },
  ): Promise<object> {
    const { data, text } = await this.hubs[side].query(`${AUTHORITY[side]}/cme`, {
      purpose: 'NOTIFY_MOVE',
      query: `{ notification(id: "${offer[side]}") { caseTransfer { state caseWith } } }`,
    });
    const read = (data?.['notification'] as { caseTransfer: object } | null)?.caseTransfer;
    if (!read) throw new Error(text);
    const rows = await sqlOf(this.hubs[side].database.owner).query(
      `select 1 from cme_case k join child_name n on n.child_id = k.child_id where n.surname = $1 and k.state <> 'CLOSED'`,
      [offer.surname],
    );
    return { ...read, open: rows.length };
  }

  private know(ours: string, theirs: string): void {
    this.known.set(ours, theirs);
    this.known.set(theirs, ours);
  }

  private mutationOf(from: Side, letter: Letter): string {
    const name = MUTATION_OF[letter.type];
    if (name === 'proposeTransfer') {
      const { forename, surname, born } = letter;
      return `${name}(input: { child: { forename: "${forename}", surname: "${surname}", dateOfBirth: "${born}" }, to: "${AUTHORITY[other(from)]}" })`;
    }
    const there = this.known.get(letter.offer ?? '') ?? '';
    const id = `${name === 'endTransfer' ? 'id' : 'notificationId'}: "${there}"`;
    return `${name}(${id}${letter.text === null ? '' : `, reason: "${letter.text}"`})`;
  }

  private waiting(from: Side): Promise<Letter[]> {
    return sqlOf(this.hubs[from].database.owner).query<Letter>(
      `select n.public_id as id, n.type, n.text, o.public_id as offer, c.forename, c.surname, k.date_of_birth::text as born
       from notification n left join notification o on o.id = n.in_reply_to join child k on k.id = n.child_id
         join child_name c on c.child_id = n.child_id
       where n.to_organisation = $1 and n.type = any($2::text[]) order by n.position`,
      [AUTHORITY[other(from)], Object.keys(MUTATION_OF)],
    );
  }

  private put(side: Side, as: string, mutation: string): Promise<TestAnswer> {
    this.clock.advance(1000);
    return this.hubs[side].query(as, {
      query: `mutation { m: ${mutation} { id } }`,
      purpose: 'NOTIFY_MOVE',
      job: 'CME case officer',
    });
  }

  private async register(side: Side): Promise<void> {
    const peer = AUTHORITY[other(side)];
    const sql = sqlOf(this.hubs[side].database.owner);
    await sql.query(
      `insert into unit (id, organisation_id, name, role, service) values ($1, $2, 'Their hub', 'OTHER_AUTHORITY', 'peer-hub')`,
      [`${peer}/hub`, peer],
    );
    await sql.query(
      `insert into client_system (client_id, unit_id, name, development) values ($1, $1, 'Their hub', true)`,
      [`${peer}/hub`],
    );
  }
}
