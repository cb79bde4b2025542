import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../package-root';

export interface DemoSchool {
  readonly laestab: string;
  readonly name: string;
  /** `la/931` */
  readonly authority: string;
  readonly type: 'primary' | 'secondary' | 'independent' | 'special' | 'alternative provision';
}

export interface Tradition {
  readonly weight: number;
  readonly surnames: readonly string[];
  readonly female: readonly string[];
  readonly male: readonly string[];
}

export interface DemoLists {
  readonly schools: readonly DemoSchool[];
  readonly traditions: readonly Tradition[];
  readonly alike: readonly { readonly sex: 'F' | 'M'; readonly names: readonly [string, string] }[];
  readonly short: Readonly<Record<string, string>>;
  readonly authorities: Readonly<
    Record<string, { readonly outward: string; readonly towns: readonly string[] }>
  >;
  readonly streets: { readonly first: readonly string[]; readonly last: readonly string[] };
}

/** The lists that the demonstration region is made from, `data/demo`. */
export function readDemoLists(): DemoLists {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(join(packageRoot(), 'data', 'demo', name), 'utf8'));
  const names = read('names.json') as Pick<DemoLists, 'traditions' | 'alike' | 'short'>;
  const places = read('places.json') as Pick<DemoLists, 'authorities' | 'streets'>;
  return { schools: read('schools.json') as DemoSchool[], ...names, ...places };
}
