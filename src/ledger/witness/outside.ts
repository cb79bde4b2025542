/** What came back over HTTP. Any status is an answer. */
export interface OutsideAnswer {
  readonly status: number;
  /** The media type without parameters; empty when none was said. */
  readonly type: string;
  readonly body: Buffer;
}

/**
 * How other hubs are reached: no redirect, a time and a size that end, and no address of a network of one's own.
 * Both throw an Error whose message is a word of ours.
 */
export interface Outside {
  get(address: string): Promise<OutsideAnswer>;
  post(address: string, headers: Readonly<Record<string, string>>, body: string): Promise<OutsideAnswer>;
}

/** Why nothing was found out, in a sentence of ours. */
export class NotFoundOut extends Error {
  override readonly name = 'NotFoundOut';
}

/** This hub stops: nothing was found out, and nobody is to blame for it. */
export class Stopping extends Error {
  override readonly name = 'Stopping';
}

/** The sentence for a failure of any kind: never what the other side said. */
export function whyNot(error: unknown): string {
  if (error instanceof NotFoundOut) return error.message;
  const words = (error as { name?: string }).name === 'PostFailed' ? (error as Error).message : 'it failed';
  return `It could not be asked: ${words}.`;
}
