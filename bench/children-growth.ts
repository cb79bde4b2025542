import { startTestHub } from '../tests/support/hub';
import { load, percentile } from './load';
import { askingOf, byName, byUpn, foundAmong } from './lookup';
import { askedOf, growTo } from './many-children';
import { median, type Figure } from './measure';

/** Children at which it is measured: 100 thousand, 1 and 5 million, or those of BENCH_GROWTH_CHILDREN. */
const SIZES = (process.env['BENCH_GROWTH_CHILDREN'] ?? '100000,1000000,5000000').split(',').map(Number);
const ROUNDS = Number(process.env['BENCH_GROWTH_ROUNDS'] ?? 5);
const SECONDS = Number(process.env['BENCH_GROWTH_SECONDS'] ?? 4);
/** So few that an answer does not wait for others: what grows is then the lookup itself. */
const CONNECTIONS = 2;
const ASKED = 2000;
const MEASURED = 250;

/**
 * How long a lookup takes as the children become more, each size against the first: by UPN, by a name and birth date that
 * find the child, and by those of anybody, of whom a part has a namesake born a slip away and is not told of.
 */
export async function childrenGrowth(): Promise<Figure[]> {
  const hub = await startTestHub({ config: { logLevel: 'silent' }, poolSize: 10 });
  try {
    const { port, headers } = askingOf(hub);
    const figures: Figure[] = [];
    const first = new Map<string, number>();
    for (const children of SIZES) {
      await growTo(hub.database.owner, children);
      const anybody = await askedOf(hub.database.owner, ASKED);
      const found = await foundAmong(hub, anybody, MEASURED);
      for (const [way, asked, body] of [
        ['upn', found, byUpn],
        ['name', found, byName],
        ['anybody', anybody.slice(0, found.length), byName],
      ] as const) {
        const bodies = asked.map((child) => JSON.stringify(body(child)));
        const round = (): Promise<{ took: readonly number[] }> =>
          load({ port, headers, bodies, seconds: SECONDS, connections: CONNECTIONS });
        await round();
        const rounds: (readonly number[])[] = [];
        for (let i = 0; i < ROUNDS; i += 1) rounds.push((await round()).took);
        for (const share of [50, 99]) {
          const name = `growth.${way}.p${share}`;
          const value = median(rounds.map((took) => percentile(took, share / 100)));
          const base = first.get(name);
          if (base === undefined) first.set(name, value);
          figures.push({
            name: `${name}.${children}`,
            unit: 'ms',
            value,
            ratio: base === undefined ? null : value / base,
            against: base === undefined ? null : `the same at ${SIZES[0]}`,
          });
        }
      }
    }
    return figures;
  } finally {
    await hub.stop();
  }
}
