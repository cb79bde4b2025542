import { parseUpn } from '../../kernel/upn';

/** A part of what the gate answered. */
export type Node = Readonly<Record<string, unknown>>;

export const nodeOf = (value: unknown): Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {};
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** What says which child is meant, as a `ChildReferenceInput` takes it: what the receiver may know, and nothing else. */
export function namedChild(node: Node): Readonly<Record<string, string>> {
  const child = nodeOf(node['child']);
  const name = nodeOf(child['name']);
  // One that is none would be refused with everything else.
  const upn = parseUpn(textOf(child['upn']) ?? '');
  const given = {
    surname: textOf(name['surname']),
    forename: textOf(name['forename']),
    dateOfBirth: textOf(child['dateOfBirth']),
    gender: textOf(child['sex']),
    upn: upn.ok ? upn.value : null,
  };
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

/** Whether that is enough for anybody to know whom it is about: the least that a lookup is made of. */
export function saysWho(node: Node): boolean {
  const { upn, surname, forename, dateOfBirth } = namedChild(node);
  const named = surname !== undefined && forename !== undefined;
  return dateOfBirth === undefined ? named && upn !== undefined : named || upn !== undefined;
}
