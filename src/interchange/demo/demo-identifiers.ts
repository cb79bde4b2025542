import { parseNhsNumber } from '../../kernel/nhs-number';
import { makeUpn } from '../../kernel/upn';
import type { DemoRandom } from './demo-random';

/** From here on, serials of a UPN and NHS numbers are kept for the named children of `personas.ts`. */
const KEPT = 900;
const KEPT_NHS_NUMBERS = 900_000;

/** Gives out UPNs the way a school does: by year of allocation, in order. */
export class UpnSeries {
  private readonly given = new Map<string, number>();

  next(laestab: string, year: number): string {
    for (let establishment = Number(laestab.slice(3)); establishment < 10_000; establishment += 1) {
      const key = `${laestab.slice(0, 3)}${establishment}/${year}`;
      const serial = this.given.get(key) ?? 0;
      if (serial >= KEPT) continue;
      this.given.set(key, serial + 1);
      const number = String(establishment).padStart(4, '0');
      return makeUpn({ laNumber: laestab.slice(0, 3), establishment: number, year, serial });
    }
    throw new RangeError('The demonstration region has no UPN left: load fewer children.');
  }
}

/** NHS numbers from the range for tests (999 and seven digits), in order; every eleventh does not exist. */
export class NhsNumberSeries {
  private last = -1;

  /** Null when all have been given out: of a very large region, the last children have none. */
  next(): string | null {
    for (;;) {
      this.last += 1;
      const body = `999${String(this.last).padStart(6, '0')}`;
      if (this.last >= KEPT_NHS_NUMBERS) return null;
      const found = Array.from({ length: 10 }, (_, digit) => parseNhsNumber(`${body}${digit}`)).find(
        ({ ok }) => ok,
      );
      if (found?.ok === true) return found.value;
    }
  }
}

/** Numbers that Ofcom keeps for drama. */
export function dramaPhones(random: DemoRandom): string[] {
  const digits = (): string => String(random.between(0, 999)).padStart(3, '0');
  return random.chance(0.4) ? [`07700 900${digits()}`, `01632 960${digits()}`] : [`07700 900${digits()}`];
}

export function demoMail(forename: string, surname: string): string {
  const plain = `${forename}.${surname}`.normalize('NFKD').replace(/[^A-Za-z.]/g, '');
  return `${plain.toLowerCase()}@example.org`;
}
