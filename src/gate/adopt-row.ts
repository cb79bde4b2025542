import { decide } from '../policy/decide';
import type { Cell } from '../policy/profile';
import type { BuiltEntity } from './entity-sql';
import { attachSubject, type Subject } from './subject';

type Row = Record<string, unknown>;

/**
 * Gives every object of an answer its subject, after deciding again from the mask.
 * Throws when SQL and engine differ: then nothing leaves.
 */
export function adopt(
  row: Row,
  built: BuiltEntity,
  seen: (subject: Subject, existence: Cell | null) => void,
): Row {
  const mask = bitsIn(row['__m']);
  const opens = bitsIn(row['__o']);
  // A row that may not be known comes with its mask alone: nothing of it was read.
  const read = '__o' in row ? built.groups : [];
  read.forEach((cell, i) => {
    const opened = (opens & (1n << BigInt(i))) !== 0n;
    if (opened !== (decide(cell, mask, false).effect === 'disclose'))
      throw new Error('SQL and engine differ');
  });
  const named = row['__p'];
  const publicId = typeof named === 'string' ? named : null;
  const subject: Subject = { child: String(row['__c']), publicId, mask, worked: built.worked };
  seen(subject, built.existenceCell);
  for (const [name, value] of Object.entries(row)) {
    const entity = built.nested.get(name);
    if (entity) for (const each of rowsOf(value)) adopt(each, entity, seen);
    else if (built.objects.has(name)) for (const each of rowsOf(value)) adoptObject(each, subject);
  }
  return attachSubject(row, subject);
}

/** Bits that the statement sent as text; a row without them has none. */
const bitsIn = (value: unknown): bigint => BigInt(typeof value === 'string' ? value : '0');

function adoptObject(row: Row, subject: Subject): void {
  attachSubject(row, subject);
  for (const value of Object.values(row)) {
    for (const each of rowsOf(value)) if ('__v' in each) adoptObject(each, subject);
  }
}

function rowsOf(value: unknown): Row[] {
  const many = Array.isArray(value) ? value : [value];
  return many.filter((v): v is Row => typeof v === 'object' && v !== null);
}
