/**
 * What every parse function of the kernel answers: the value, or a problem. The problem is one sentence that says
 * how to put it right, and it never repeats what was given: identifiers are personal data.
 */
export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** Wraps a value that passed its checks. */
export function valid<T>(value: T): Checked<T> {
  return { ok: true, value };
}

/** Wraps the sentence that says what has to be put right. */
export function invalid<T>(problem: string): Checked<T> {
  return { ok: false, problem };
}
