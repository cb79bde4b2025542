/** The child that an object is about, and what stands between that child and the requester. */
export interface Subject {
  /** The hub's own id of the child; never leaves. */
  readonly child: string;
  /** What partners call the child; null where nothing that names it was read. */
  readonly publicId?: string | null;
  /** Bits of the profile's atoms that hold, or null when nobody could work them out: everything conditional denies. */
  readonly mask: bigint | null;
  /** Bits that were looked at; a cell that needs any other is denied, because an unasked bit is not a "no". */
  readonly worked: bigint;
}

const SUBJECT = Symbol('subject');

/** Marks an object, so that the field rule can decide about its fields. */
export function attachSubject<T extends object>(object: T, subject: Subject): T {
  Object.defineProperty(object, SUBJECT, { value: subject, enumerable: false, configurable: true });
  return object;
}

/** The subject of an object that a resolver returned, if it has one. */
export function subjectOf(object: unknown): Subject | null {
  if (typeof object !== 'object' || object === null) return null;
  return (object as { [SUBJECT]?: Subject })[SUBJECT] ?? null;
}
