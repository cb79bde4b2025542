/** One part of an installation: no problems means that it is well. Each problem says what to do. */
export interface Finding {
  readonly name: string;
  readonly problems: readonly string[];
  /** What was found where all is well. */
  readonly found?: string;
}
