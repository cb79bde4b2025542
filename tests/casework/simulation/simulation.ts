import { addDays, dayOfWeek, localDate, type LocalDate } from '../../../src/kernel/local-date';
import { startOfLondonDay } from '../../../src/kernel/london-time';
import { POLICE, SCHOOL, TEAM, type KnownChild } from '../../alerts/alerts-desk';
import { CaseDesk } from '../case-desk';
import type { Ask, TestAnswer } from '../../support/hub';
import { Randomness } from './randomness';
import { watchTransitions } from './transitions-seen';

export const HOUSING = 'housing/E07000178';
export const OTHER_HOUSING = 'housing/E07000177';
/** Of whom an operator takes the unit out of service for a while. */
export const RESTING = 'housing/E07000179';
export const SOCIAL_CARE = 'la/931/mash';
export const YOUTH_JUSTICE = 'la/931/youth-justice';
export const NEIGHBOUR = 'la/852';
export const OTHER_NEIGHBOUR = 'la/851';
export const EWS = 'la/931/ews';
export { POLICE, SCHOOL, TEAM };

/** What somebody does from day to day. It yields for how many working days it waits. */
export type Life = AsyncGenerator<number, void, void>;

const HOUR = 3_600_000;
const BORN_FROM = localDate(2011, 9, 2);
const AGES = 3200;

/** A hub in which people work from day to day; time passes only as they do. */
export class Simulation {
  /** Acts that were done over the API, by mutation. */
  readonly done = new Map<string, number>();
  /** Acts that were tried and refused. */
  refused = 0;
  /** Questions that partners asked beside their acts. */
  questions = 0;
  readonly random: Randomness;
  private day: LocalDate;
  private number = 0;
  private readonly lives = new Map<LocalDate, Life[]>();

  private constructor(
    readonly desk: CaseDesk,
    seed: number,
    first: LocalDate,
  ) {
    this.random = new Randomness(seed);
    this.day = first;
  }

  static async open(seed: number, first: LocalDate, authority?: string): Promise<Simulation> {
    const desk = await CaseDesk.open(first, authority);
    await watchTransitions(desk.hub.database);
    return new Simulation(desk, seed, first);
  }

  get events(): number {
    return [...this.done.values()].reduce((sum, n) => sum + n, 0);
  }

  get today(): LocalDate {
    return this.day;
  }

  /** On that day, else on the next working day: what goes on today is under way. */
  begins(life: Life, day: LocalDate = daysOn(this.day, 1)): void {
    const on = isWorking(day) ? day : nextWorking(day);
    this.lives.set(on, [...(this.lives.get(on) ?? []), life]);
  }

  /** Works every working day to the last; in the evening the hub follows up by itself. */
  async until(
    last: LocalDate,
    evening: (day: LocalDate) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    for (; this.day <= last; this.day = addDays(this.day, 1)) {
      if (!isWorking(this.day)) continue;
      const { clock } = this.desk.hub;
      clock.set(new Date(startOfLondonDay(this.day).getTime() + 9 * HOUR));
      const todays = this.random.shuffled(this.lives.get(this.day) ?? []);
      this.lives.delete(this.day);
      for (const life of todays) {
        const step = await life.next();
        if (step.done !== true) this.begins(life, daysOn(this.day, step.value));
      }
      if (clock.now().getTime() > startOfLondonDay(this.day).getTime() + 18 * HOUR)
        throw new Error('the day is over');
      clock.set(new Date(startOfLondonDay(this.day).getTime() + 18 * HOUR));
      await this.desk.hub.hub.refreshAgreements();
      await evening(this.day);
      await this.desk.hub.hub.rounds.followUp();
      await this.desk.hub.hub.rounds.lapseTransfers();
      await this.desk.sweep();
    }
  }

  /** A child whom the hub knows: brought in by a file long before. */
  child(): Promise<KnownChild> {
    const { forename, surname, dateOfBirth } = this.somebody();
    return this.desk.child(forename, surname, dateOfBirth);
  }

  /** Somebody of school age whose name nobody else has. */
  somebody(): { readonly forename: string; readonly surname: string; readonly dateOfBirth: string } {
    const letters = [...(this.number++).toString(26)].map((c) =>
      String.fromCharCode(97 + Number.parseInt(c, 26)),
    );
    const surname = `Sim${letters.join('')}`;
    return { forename: 'Wren', surname, dateOfBirth: addDays(BORN_FROM, this.random.between(0, AGES)) };
  }

  /** One mutation that has to be done: the id in its receipt. */
  async act(as: string, mutation: string, more: Partial<Ask> = {}): Promise<string> {
    const answer = await this.put(as, mutation, more);
    const receipt = answer.data?.['m'] as { id?: string } | null | undefined;
    if (typeof receipt?.id !== 'string') throw new Error(`${this.day} ${as}: ${mutation}: ${answer.text}`);
    this.count(mutation);
    return receipt.id;
  }

  /** A question; what of it is withheld is for the ledger to tell. */
  async reads(as: string, query: string, more: Partial<Ask> = {}): Promise<void> {
    const { status, text } = await this.desk.ask(query, {}, { ...BY_DEFAULT, ...more }, as);
    if (status !== 200) throw new Error(`${this.day} ${as}: ${query}: ${text}`);
    this.questions += 1;
  }

  /** One mutation that the hub has to refuse. */
  async refuses(as: string, mutation: string, code: string, more: Partial<Ask> = {}): Promise<void> {
    const { codes, text } = await this.put(as, mutation, more);
    if (codes[0] !== code) throw new Error(`${this.day} ${as}: ${mutation} should be ${code}: ${text}`);
    this.refused += 1;
  }

  /** One mutation that may be done or not, as the state of the case has it. */
  async tries(as: string, mutation: string, more: Partial<Ask> = {}): Promise<boolean> {
    const { codes, text } = await this.put(as, mutation, more);
    if (codes.some((code) => code !== 'CONFLICT')) throw new Error(`${this.day} ${as}: ${mutation}: ${text}`);
    if (codes.length > 0) this.refused += 1;
    else this.count(mutation);
    return codes.length === 0;
  }

  private count(mutation: string): void {
    const [name = ''] = mutation.split('(');
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
  }

  private put(as: string, mutation: string, more: Partial<Ask>): Promise<TestAnswer> {
    return this.desk.ask(`mutation { m: ${mutation} { id } }`, {}, { ...BY_DEFAULT, ...more }, as);
  }
}

const BY_DEFAULT: Partial<Ask> = { user: 'P. Officer', job: 'CME case officer' };

const isWorking = (day: LocalDate): boolean => dayOfWeek(day) >= 1 && dayOfWeek(day) <= 5;
function nextWorking(day: LocalDate): LocalDate {
  let next = addDays(day, 1);
  while (!isWorking(next)) next = addDays(next, 1);
  return next;
}
export function daysOn(day: LocalDate, working: number): LocalDate {
  let next = day;
  for (let i = 0; i < Math.max(1, working); i += 1) next = nextWorking(next);
  return next;
}
