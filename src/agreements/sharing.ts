import type { Coverage, Declared } from '../gate/coverage';
import { withheldError } from '../gate/field-rule';
import { badInput } from '../kernel/errors';
import { nearWord } from '../kernel/near-word';
import { refusalFor } from '../policy/explain';
import { bindsTo, profileFor, type Cell, type Profile } from '../policy/profile';
import type { ClauseRef, Rule } from '../policy/ruleset';
import { whatWouldChange } from './what-would-change';

export type Verdict = 'NEVER' | 'DEPENDS' | 'ALWAYS';

export interface SayingClause extends ClauseRef {
  /** The clause in a sentence; null where the agreement's silence is the reason. */
  readonly says: string | null;
}

export interface BindingAgreement {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly review: string;
  readonly until: string | null;
}

export interface Answered {
  readonly verdict: Verdict;
  readonly because: string;
  readonly under: readonly SayingClause[];
  readonly until: string | null;
  readonly instead: string | null;
  readonly whatWouldChangeIt: string | null;
}

const NO_END = '9999-12-31';

/**
 * What one requester may see and do, as the ruleset in force says it: of ruleset, requester, purpose and item, and
 * never of any child.
 */
export class SharingView {
  private readonly profiles = new Map<string, Profile>();

  constructor(private readonly own: Profile) {}

  /** Agreements under which the requester receives, sorted by name. */
  agreements(): BindingAgreement[] {
    const found = new Map<string, BindingAgreement>();
    for (const rule of this.rules()) {
      const { agreement: name, version, title, term } = rule.agreement;
      if (!this.own.askers.some((asker) => bindsTo(rule, asker))) continue;
      found.set(name, { name, version, title, review: term.review, until: term.until });
    }
    return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  purposes(): { code: string; words: string; agreed: boolean }[] {
    const { purposes } = this.own.ruleset.catalogues;
    return [...purposes.values()].map(({ code, words }) => ({
      code,
      words,
      agreed: this.profile(code).agreed,
    }));
  }

  /** Every data item in every form. Throws BAD_USER_INPUT for a purpose that does not exist. */
  items(
    purpose: string,
  ): { item: string; form: string; words: string; verdict: Verdict; under: SayingClause[] }[] {
    const profile = this.profile(this.known(purpose));
    return [...this.own.ruleset.catalogues.items.values()].flatMap(({ code, words, forms }) =>
      forms.map((form) => ({ item: code, form, words, ...verdictIn(this.cell(profile, code, form)) })),
    );
  }

  /** Every action. Throws BAD_USER_INPUT for a purpose that does not exist. */
  actions(purpose: string): { action: string; words: string; verdict: Verdict; under: SayingClause[] }[] {
    const profile = this.profile(this.known(purpose));
    return [...this.own.ruleset.catalogues.actions.values()].map(({ code, words }) => ({
      action: code,
      words,
      ...verdictIn(this.cell(profile, code, 'full')),
    }));
  }

  /** One coordinate of the schema. Throws BAD_USER_INPUT for a field or purpose that does not exist. */
  may(coordinate: string, purpose: string, coverage: Coverage): Answered {
    const declared = coverage.get(coordinate);
    if (!declared) throw unknown('field', coordinate, coverage.keys());
    const profile = this.profile(this.known(purpose));
    if (declared.kind !== 'item' && declared.kind !== 'action') return ungoverned(declared);
    const cell =
      declared.kind === 'item'
        ? this.cell(profile, declared.item, declared.form)
        : this.cell(profile, declared.action, 'full');
    const { verdict, under } = verdictIn(cell);
    const refusal = refusalFor(profile, cell);
    const error = withheldError(profile, coverage, coordinate, cell);
    const instead = error.details['instead'];
    return {
      verdict,
      because:
        verdict === 'ALWAYS'
          ? `It is open for ${purpose}, for any child, by ${naming(under)}.`
          : refusal.because,
      under: verdict === 'NEVER' ? this.saying(refusal.under) : under,
      until: verdict === 'NEVER' ? null : lastDay(cell),
      instead: verdict === 'ALWAYS' || typeof instead !== 'string' ? null : instead,
      whatWouldChangeIt: whatWouldChange(profile, cell, this.otherPurposes(cell, purpose)),
    };
  }

  private otherPurposes(cell: Cell, purpose: string): string[] {
    const codes = [...this.own.ruleset.catalogues.purposes.keys()].filter((code) => code !== purpose);
    return codes.filter((code) => this.cell(this.profile(code), cell.word, cell.form).verdict !== 'never');
  }

  private known(purpose: string): string {
    const { purposes } = this.own.ruleset.catalogues;
    if (!purposes.has(purpose)) throw unknown('purpose', purpose, purposes.keys());
    return purpose;
  }

  private profile(purpose: string): Profile {
    const known = this.profiles.get(purpose);
    if (known) return known;
    const made = profileFor(this.own.ruleset, purpose, this.own.askers);
    this.profiles.set(purpose, made);
    return made;
  }

  /** Asking about everything may need more grounds than one profile holds; one cell alone never does. */
  private cell(profile: Profile, word: string, form: string): Cell {
    try {
      return profile.cell(word, form);
    } catch {
      return profileFor(profile.ruleset, profile.purpose, profile.askers).cell(word, form);
    }
  }

  private saying(refs: readonly ClauseRef[]): SayingClause[] {
    const same = (rule: Rule, ref: ClauseRef): boolean =>
      rule.ref.agreement === ref.agreement && rule.ref.clause === ref.clause;
    const rules = [...this.rules()];
    return refs.map((ref) => ({ ...ref, says: rules.find((rule) => same(rule, ref))?.says ?? null }));
  }

  private *rules(): Iterable<Rule> {
    for (const rules of this.own.ruleset.rules.values()) yield* rules;
  }
}

const views = new WeakMap<Profile, SharingView>();

/** The view of a requester, kept while its profile lasts. */
export function sharingView(profile: Profile): SharingView {
  const known = views.get(profile);
  if (known) return known;
  const made = new SharingView(profile);
  views.set(profile, made);
  return made;
}

const VERDICTS = { never: 'NEVER', depends: 'DEPENDS', always: 'ALWAYS' } as const;

function verdictIn(cell: Cell): { verdict: Verdict; under: SayingClause[] } {
  const verdict = VERDICTS[cell.verdict];
  if (verdict === 'NEVER') return { verdict, under: [] };
  const permits = cell.parties.flatMap((party) => party.permits);
  const opening = verdict === 'ALWAYS' ? permits.filter(({ need }) => need === 0n) : permits;
  const under = opening.map(({ rule }) => ({ ...rule.ref, says: rule.says }));
  return { verdict, under: [...new Map(under.map((u) => [`${u.agreement} ${u.clause ?? ''}`, u])).values()] };
}

function ungoverned(declared: Declared): Answered {
  const inherits = declared.kind === 'inherits';
  return {
    verdict: inherits ? 'DEPENDS' : 'ALWAYS',
    because: inherits
      ? 'It belongs to the field through which it is reached: ask about that field.'
      : `It holds nothing about anybody: ${declared.kind === 'open' ? declared.reason : ''}.`,
    under: [],
    until: null,
    instead: null,
    whatWouldChangeIt: null,
  };
}

/** A right lasts as long as its longest permit, and everybody who must allow it does. */
function lastDay(cell: Cell): string | null {
  const days = cell.parties.map((p) =>
    p.permits.reduce((last, { rule }) => (rule.lastDay > last ? rule.lastDay : last), ''),
  );
  const first = days.reduce((a, b) => (a < b ? a : b), NO_END);
  return first === NO_END || first === '' ? null : first;
}

const naming = (under: readonly SayingClause[]): string =>
  under.map(({ agreement, clause }) => `clause ${clause ?? '?'} of ${agreement}`).join(' and ');

function unknown(field: string, word: string, words: Iterable<string>): Error {
  const near = nearWord(word, words);
  return badInput(field, `there is no such ${field}${near === null ? '' : `; did you mean \`${near}\`?`}`);
}
