import { LEVELS, type Level } from './levels';
import { likeness, slips } from './name-distance';
import type { PersonAddress } from './person';
import type { AddressLine, PostcodeForm } from './place-words';

export interface PlaceAgreement {
  readonly place: Level<'place'> | null;
  readonly line: Level<'line'> | null;
}

/** The best of all pairs of addresses: who has moved agrees in an address of before. */
export function comparePlaces(a: readonly PersonAddress[], b: readonly PersonAddress[]): PlaceAgreement {
  let place: Level<'place'> | null = null;
  let line: Level<'line'> | null = null;
  for (const one of a) {
    for (const other of b) {
      place = better(LEVELS.place, place, comparePlace(one, other));
      line = better(LEVELS.line, line, compareLines(one.line, other.line));
    }
  }
  return { place, line };
}

function better<L>(levels: readonly L[], a: L | null, b: L | null): L | null {
  if (a === null || b === null) return a ?? b;
  return levels.indexOf(a) <= levels.indexOf(b) ? a : b;
}

function comparePlace(a: PersonAddress, b: PersonAddress): Level<'place'> | null {
  const byCode = a.postcode && b.postcode ? comparePostcodes(a.postcode, b.postcode) : null;
  if (byCode !== null && byCode !== 'disagree') return byCode;
  if (a.town !== '' && b.town !== '' && sameTown(a.town, b.town)) return 'town';
  if (byCode !== null) return byCode;
  return a.town !== '' && b.town !== '' ? 'disagree' : null;
}

/** A code without its inward part, or of another country, tells no more than a district. */
function comparePostcodes(a: PostcodeForm, b: PostcodeForm): Level<'place'> {
  if (a.key === b.key) return a.inward === null ? 'outward' : 'unit';
  if (a.inward !== null && b.inward !== null) {
    if (slips(a.key, b.key, 1) === 1 && a.inward.slice(0, 1) === b.inward.slice(0, 1)) return 'unitSlip';
    if (a.outward === b.outward && a.inward.charAt(0) === b.inward.charAt(0)) return 'sector';
    if (slips(a.key, b.key, 1) === 1) return 'sector';
  }
  if (a.outward === b.outward) return 'outward';
  if (a.inward === null && b.inward === null && slips(a.key, b.key, 1) === 1) return 'area';
  const [area, other] = [/^[A-Z]+/.exec(a.outward)?.[0], /^[A-Z]+/.exec(b.outward)?.[0]];
  return area !== undefined && area === other ? 'area' : 'disagree';
}

function sameTown(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return (short.length >= 5 && long.includes(short)) || likeness(a, b) >= 0.92;
}

function compareLines(a: AddressLine | null, b: AddressLine | null): Level<'line'> | null {
  if (!a || !b) return null;
  const isDoor = a.numbers.length + b.numbers.length > 0;
  if (a.key === b.key) return isDoor ? 'exact' : 'street';
  const [number, other] = [a.numbers[0], b.numbers[0]];
  const sameNumber = number === undefined || other === undefined || number === other;
  const shared = sharedShare(a.words, b.words);
  const street =
    shared >= 0.5 || (a.street.length > 2 && b.street.length > 2 && sameStreet(a.street, b.street));
  if (isDoor && (shared >= 0.8 || (street && sameNumber))) return 'near';
  return street || shared >= 0.8 ? 'street' : 'disagree';
}

/** Share of the words of both that have their like in the other, in any order: lines one and two are often exchanged. */
function sharedShare(a: readonly string[], b: readonly string[]): number {
  const left = [...b];
  let shared = 0;
  for (const word of a) {
    const at = left.findIndex((other) => word === other || (word.length > 3 && slips(word, other, 1) <= 1));
    if (at < 0) continue;
    left.splice(at, 1);
    shared += 1;
  }
  return (2 * shared) / (a.length + b.length);
}

function sameStreet(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return likeness(a, b) >= 0.93 || (short.length >= 8 && long.includes(short));
}
