import type { RulesetSource, Sql } from '../gate/ports';
import type { Clock } from '../kernel/clock';
import { londonDate } from '../kernel/london-time';
import type { Catalogues } from '../policy/catalogue';
import { compile } from '../policy/compile';
import { parseAgreement } from '../policy/parse';
import type { Ruleset } from '../policy/ruleset';

export interface StoppedAgreementsOptions {
  readonly database: Sql;
  readonly rulesets: RulesetSource;
  readonly catalogues: Catalogues;
  readonly cataloguesDigest: string;
  readonly home: string;
  readonly clock: Clock;
}

export interface AsIfNoneWereStopped {
  readonly ruleset: Ruleset;
  /** The names of those that are. */
  readonly stopped: ReadonlySet<string>;
}

/** The versions in force, and of every agreement that was stopped the one that was so last. */
const TEXTS = `
  select distinct on (v.agreement) v.agreement, v.text,
    exists (select from stopped_agreement s where s.agreement = v.agreement) as stopped
  from agreement_version v
  where v.state = 'APPROVED' or (v.state = 'ENDED' and exists (select from stopped_agreement s where s.agreement = v.agreement))
  order by v.agreement, v.version desc`;

/**
 * What would be agreed if nothing were suspended or ended: so that both sides can be told why nothing comes.
 * INVARIANT: it explains and opens nothing; whatever leaves is decided by the rules in force.
 */
export class StoppedAgreements {
  private known: { readonly key: string; readonly asked: Promise<AsIfNoneWereStopped | null> } | null = null;

  constructor(private readonly options: StoppedAgreementsOptions) {}

  /** Null when none is stopped. */
  asIfNone(): Promise<AsIfNoneWereStopped | null> {
    const { ruleset, head } = this.options.rulesets.current();
    const key = JSON.stringify([head, ruleset.day]);
    if (this.known?.key === key) return this.known.asked;
    const asked = this.read();
    this.known = { key, asked };
    asked.catch(() => (this.known = null));
    return asked;
  }

  private async read(): Promise<AsIfNoneWereStopped | null> {
    const { database, catalogues, cataloguesDigest, home, clock } = this.options;
    const rows = await database.query<{ agreement: string; text: string; stopped: boolean }>(TEXTS);
    const stopped = new Set(rows.filter((row) => row.stopped).map(({ agreement }) => agreement));
    if (stopped.size === 0) return null;
    const agreements = rows.flatMap(({ agreement: name, text }) => {
      const { agreement } = parseAgreement(text, name);
      return agreement ? [{ agreement, text }] : [];
    });
    const homeAuthorities = new Set([home]);
    const day = londonDate(clock.now());
    return { ruleset: compile({ agreements, catalogues, cataloguesDigest, homeAuthorities, day }), stopped };
  }
}
