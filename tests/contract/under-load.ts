import { setTimeout as pause } from 'node:timers/promises';
import { DevelopmentIssuer } from '../../src/identity/development-issuer';
import { systemClock } from '../../src/kernel/clock';

/** Partners who ask without pause, and what they were told was written about it. */
export class UnderLoad {
  /** Of every answer that arrived with data. */
  readonly disclosureIds: string[] = [];
  /** Statuses of the others; 0 = cut off. */
  readonly troubles: number[] = [];
  private over = false;
  private asking: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly dataDir: string,
    private readonly askers = 4,
  ) {}

  /** Begins to ask a hub; one that does not answer is asked again, as a partner would. */
  begin(addresses: readonly string[]): void {
    this.over = false;
    const token = DevelopmentIssuer.open(
      { host: '127.0.0.1', issuers: [], audience: 'rollcall', dataDir: this.dataDir },
      systemClock,
    ).issueToken({ as: 'housing/E07000178', user: 'A. Tester', job: 'housing officer' });
    this.asking = Promise.all(
      addresses.flatMap((address) => Array.from({ length: this.askers }, () => this.asker(address, token))),
    );
  }

  async end(): Promise<void> {
    this.over = true;
    await this.asking;
  }

  private async asker(address: string, token: string): Promise<void> {
    while (!this.over) {
      try {
        const answer = await fetch(`${address}/graphql`, {
          method: 'POST',
          headers: {
            ...{ 'content-type': 'application/json', authorization: `Bearer ${token}` },
            ...{ 'sharing-purpose': 'LOCATE_CHILD', 'sharing-reference': 'LOAD/1' },
          },
          body: JSON.stringify({
            query: `{ cmeOfficer { team phone } }`,
          }),
        });
        const body = (await answer.json()) as { extensions?: { sharing?: { disclosureId: string } } };
        const id = body.extensions?.sharing?.disclosureId;
        if (answer.status === 200 && id !== undefined) this.disclosureIds.push(id);
        else this.troubles.push(answer.status);
      } catch {
        this.troubles.push(0);
        await pause(50);
      }
    }
  }
}
