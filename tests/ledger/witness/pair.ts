import type { LogReport } from '../../../src/ledger/verify/log-report';
import type { OwnWitnessState } from '../../../src/ledger/witness/own-witness.repository';
import type { AlarmState, WatchedLogState } from '../../../src/ledger/witness/watch-state.repository';
import { keptHeadPath } from '../../../src/ledger/witness/signed-head';
import { TestLedger } from './test-ledger';

export type Verified = LogReport & { readonly code: number };

/** A ledger of nine entries, Oxford's, is kept by Southampton: two hubs, two databases, over HTTP. */
export class Pair {
  private constructor(
    readonly oxford: TestLedger,
    readonly southampton: TestLedger,
  ) {}

  static async open(southampton: TestLedger, name = 'oxford'): Promise<Pair> {
    const oxford = await TestLedger.open(name);
    await oxford.isKeptBy(southampton);
    for (const entries of [6, 3]) {
      await oxford.grow(entries);
      await oxford.running.witnesses.ask();
    }
    return new Pair(oxford, southampton);
  }

  /** What Oxford shows everybody. */
  checkpoint(): Promise<string> {
    return textAt(`${this.oxford.url}/checkpoint`);
  }

  /** What a witness keeps of it. */
  keptBy(witness: TestLedger): Promise<string> {
    return textAt(`${witness.url}/witness/${keptHeadPath(this.oxford.origin)}`);
  }

  async keptSize(witness = this.southampton): Promise<number> {
    return Number((await this.keptBy(witness)).split('\n')[1]);
  }

  /** Southampton, as Oxford sees it. */
  async witness(): Promise<OwnWitnessState | undefined> {
    return (await this.oxford.witnesses()).witnesses[0];
  }

  async look(): Promise<void> {
    await this.southampton.running.witnesses.look(this.oxford.origin);
  }

  /** What Southampton keeps of it, and what contradicts that. */
  async seen(): Promise<{ log: WatchedLogState | undefined; alarms: AlarmState[] }> {
    const { logs, alarms } = await this.southampton.witnesses();
    const ofOxford = ({ origin }: { origin: string }): boolean => origin === this.oxford.origin;
    return { log: logs.find(ofOxford), alarms: alarms.filter(ofOxford) };
  }

  async alarmKinds(): Promise<string[]> {
    return (await this.seen()).alarms.map(({ kind }) => kind);
  }

  /** What `rollcall ledger verify` finds at Oxford. */
  async verified(...words: string[]): Promise<Verified> {
    const { code, printed } = await this.oxford.command('verify', '--json', ...words);
    return { code, ...(JSON.parse(printed) as LogReport) };
  }

  /** While Oxford shows its heads to nobody. */
  async unasked<T>(work: () => Promise<T>): Promise<T> {
    const set = (value: string): Promise<unknown> =>
      this.oxford.database.owner.query(`update ledger_witness set disabled_at = ${value}`);
    await set('now()');
    try {
      return await work();
    } finally {
      await set('null');
    }
  }
}

export const textAt = async (address: string): Promise<string> => (await fetch(address)).text();
