import { readFileSync } from 'node:fs';
import { nameKey } from '../../kernel/name-key';

/** What is known about names in general: which are one name, which are certainly two, and which are none. */
export interface NameBook {
  readonly version: string;
  /** Ids of the families (nicknames, spellings, transliterations) that a forename belongs to. */
  readonly forenames: ReadonlyMap<string, ReadonlySet<number>>;
  /** Names that come from one root but that two children of one household may well bear: James and Jacob. */
  readonly kin: ReadonlyMap<string, ReadonlySet<number>>;
  readonly surnames: ReadonlyMap<string, ReadonlySet<number>>;
  readonly forenamesOf: readonly (readonly string[])[];
  readonly surnamesOf: readonly (readonly string[])[];
  /** Forenames that somebody bears: two of them are two names, not one and a typing mistake. */
  readonly known: ReadonlySet<string>;
  readonly titles: ReadonlySet<string>;
  readonly placeholders: ReadonlySet<string>;
  readonly particles: ReadonlySet<string>;
  readonly romanisation: readonly (readonly [string, string])[];
  readonly letters: ReadonlyMap<string, string>;
  /** Share of people who bear it, of names that are common among children now. */
  readonly commonForenames: ReadonlyMap<string, number>;
  readonly commonSurnames: ReadonlyMap<string, number>;
}

interface BookFile {
  readonly version: string;
  readonly forenames: string[][];
  readonly kin: string[][];
  readonly surnames: string[][];
  readonly known: string[];
  readonly titles: string[];
  readonly placeholders: string[];
  readonly particles: string[];
  readonly romanisation: [string, string][];
  readonly letters: Record<string, string>;
  readonly commonForenames: Record<string, number>;
  readonly commonSurnames: Record<string, number>;
}

/** Reads `data/matching/names.json`; what it holds and where it comes from is said beside it. */
export function readNameBook(path: string): NameBook {
  const file = JSON.parse(readFileSync(path, 'utf8')) as BookFile;
  const forenames = families(file.forenames);
  const kin = families(file.kin);
  const keys = (words: readonly string[]): Set<string> => new Set(words.map(nameKey));
  return {
    version: file.version,
    forenames,
    kin,
    surnames: families(file.surnames),
    forenamesOf: file.forenames.map((family) => family.map(nameKey)),
    surnamesOf: file.surnames.map((family) => family.map(nameKey)),
    known: new Set([...keys(file.known), ...forenames.keys(), ...kin.keys()]),
    titles: keys(file.titles),
    placeholders: keys(file.placeholders),
    particles: keys(file.particles),
    romanisation: file.romanisation,
    letters: new Map(Object.entries(file.letters)),
    commonForenames: new Map(Object.entries(file.commonForenames)),
    commonSurnames: new Map(Object.entries(file.commonSurnames)),
  };
}

function families(groups: readonly (readonly string[])[]): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  groups.forEach((group, id) => {
    for (const name of group) {
      const key = nameKey(name);
      found.set(key, (found.get(key) ?? new Set()).add(id));
    }
  });
  return found;
}
