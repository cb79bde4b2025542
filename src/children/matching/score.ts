import { compareBirth } from './compare-birth';
import { compareForenames, compareSurnames } from './compare-names';
import { comparePlaces } from './compare-place';
import type { Agreement } from './levels';
import type { NameBook } from './name-book';
import type { IdentifierKind, Person, PersonName } from './person';
import { bitsOf, capped, type Weights } from './weights';

export interface Scored {
  /** Bits for being one person, all fields together. */
  readonly bits: number;
  readonly agreement: Agreement;
  readonly namesExchanged: boolean;
  readonly identifiers: {
    readonly agree: readonly IdentifierKind[];
    readonly disagree: readonly IdentifierKind[];
  };
}

interface Scale {
  readonly weights: Weights;
  readonly book: NameBook;
}

interface NamesScored {
  readonly bits: number;
  readonly forename: Agreement['forename'];
  readonly surname: Agreement['surname'];
  readonly exchanged: boolean;
}

/** Fellegi and Sunter: what speaks for one person less what speaks against, in bits. What is missing says nothing. */
export function score(asked: Person, held: Person, scale: Scale): Scored {
  const { weights } = scale;
  const names = bestNames(asked, held, scale);
  const birth = compareBirth(asked.birth, held.birth);
  const sex = asked.sex && held.sex ? (asked.sex === held.sex ? 'agree' : 'disagree') : null;
  const { place, line } = comparePlaces(asked.addresses, held.addresses);
  const identifiers = compareIdentifiers(asked, held);
  const agreement: Agreement = { forename: names.forename, surname: names.surname, birth, sex, place, line };
  const rest = (['birth', 'sex', 'place', 'line'] as const).reduce((sum, field) => {
    const level = agreement[field];
    return level === null ? sum : sum + bitsOf(weights, field, level);
  }, 0);
  const byIdentifier =
    (identifiers.agree.length > 0 ? weights.identifier.agree : 0) +
    identifiers.disagree.length * weights.identifier.disagree;
  return {
    bits: names.bits + rest + byIdentifier,
    agreement,
    namesExchanged: names.exchanged,
    identifiers,
  };
}

function bestNames(asked: Person, held: Person, scale: Scale): NamesScored {
  let best: NamesScored | null = null;
  for (const one of asked.names) {
    const turned: PersonName = { forename: one.surname, middle: [], surname: one.forename };
    for (const other of held.names) {
      for (const exchanged of [false, true]) {
        const scored = scoreNames(exchanged ? turned : one, other, exchanged, scale);
        if (scored && (best === null || scored.bits > best.bits)) best = scored;
      }
    }
  }
  return best ?? { bits: 0, forename: null, surname: null, exchanged: false };
}

const CERTAIN = new Set(['exact', 'variant', 'typo']);

/** Forename and surname count as exchanged only when all that is known agrees that way round. */
function scoreNames(
  asked: PersonName,
  held: PersonName,
  exchanged: boolean,
  scale: Scale,
): NamesScored | null {
  const { weights, book } = scale;
  const forename = compareForenames(asked.forename, held.forename, book, held.middle);
  const surname = compareSurnames(asked.surname, held.surname, book);
  const levels = [forename?.level, surname?.level].filter((level) => level !== undefined);
  if (exchanged && (levels.length === 0 || !levels.every((level) => CERTAIN.has(level)))) return null;
  const bits =
    (forename ? nameBits('forename', forename, scale) : 0) +
    (surname ? nameBits('surname', surname, scale) : 0) +
    (exchanged ? weights.namesExchanged : 0);
  return { bits, forename: forename?.level ?? null, surname: surname?.level ?? null, exchanged };
}

/** Agreement in a name is worth as much as the name is rare; agreement of two forms of one name, half as much of that. */
function nameBits(
  field: 'forename' | 'surname',
  { level, on }: { readonly level: string; readonly on: string },
  { weights, book }: Scale,
): number {
  const exact = weights.fields[field]['exact'];
  const shares = field === 'forename' ? weights.forenames : weights.surnames;
  const share = (name: string): number => shares.listed.get(name) ?? shares.unlisted;
  if (level === 'exact') return capped(Math.log2((exact?.m ?? 1) / share(on)), weights);
  if (level !== 'variant') return bitsOf(weights, field, level);
  const families = field === 'forename' ? book.forenames : book.surnames;
  const forms = field === 'forename' ? book.forenamesOf : book.surnamesOf;
  let commonest = share(on);
  for (const family of families.get(on) ?? [])
    for (const form of forms[family] ?? []) commonest = Math.max(commonest, share(form));
  return capped(bitsOf(weights, field, level) + Math.log2((exact?.u ?? commonest) / commonest) / 2, weights);
}

function compareIdentifiers(asked: Person, held: Person): Scored['identifiers'] {
  const agree: IdentifierKind[] = [];
  const disagree: IdentifierKind[] = [];
  for (const { kind, value } of asked.identifiers) {
    const own = held.identifiers.filter((each) => each.kind === kind);
    if (own.some((each) => each.value === value)) agree.push(kind);
    else if (own.length > 0) disagree.push(kind);
  }
  return { agree, disagree };
}
