import type { CtfOrigin } from './ctf.check';
import type { Said } from './known-child';

export interface PlanContext {
  readonly origin: CtfOrigin;
  /** The authority in whose area a postcode lies, when somebody can tell. */
  readonly authorityOf: (postcode: string | null) => string | null;
}

/** A file speaks against what is held when it is newer, or of the same day from the same source. */
export function isNews(held: Said, origin: CtfOrigin): boolean {
  return held.asOf < origin.asOf || (held.source === origin.source && held.asOf === origin.asOf);
}
