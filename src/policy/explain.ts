import { bindsTo, opensForm, type Asker, type Cell, type Profile } from './profile';
import type { ClauseRef, Rule } from './ruleset';

/** What a caller is told of a refusal: one sentence, the clauses behind it, and the lesser form that is open. */
export interface Refusal {
  readonly because: string;
  readonly under: readonly ClauseRef[];
}

/**
 * Why a cell is not open, as a function of ruleset, requester, purpose and item alone.
 * INVARIANT: never of the child. "Not a child-protection case" would be a disclosure.
 */
export function refusalFor(profile: Profile, cell: Cell): Refusal {
  const { catalogues } = profile.ruleset;
  const what = (catalogues.items.get(cell.word) ?? catalogues.actions.get(cell.word))?.words ?? cell.word;
  const asked = cell.form === 'full' ? what : `${what} (${cell.form})`;
  const conditional = cell.parties.flatMap((p) => p.permits);
  if (cell.verdict === 'depends') {
    const grounds = distinctTexts(conditional.map((p) => groundText(p.rule)));
    return {
      because: `${name(conditional[0]?.rule)} opens ${asked} for ${profile.purpose} only for children who are ${grounds.join(', or ')}.`,
      under: refs(conditional.map((p) => p.rule)),
    };
  }
  const forbids = cell.parties.flatMap((p) =>
    p.forbids.filter((f) => f.when === 0n && f.unless.length === 0),
  );
  if (forbids.length > 0) {
    return {
      because: `${name(forbids[0]?.rule)} says that ${asked} is never shared.`,
      under: refs(forbids.map((f) => f.rule)),
    };
  }
  const rules = (profile.ruleset.rules.get(cell.word) ?? []).filter((r) => r.effect === 'permit');
  // When two must be covered, the reason is that of whoever lacks the right.
  const lacking = profile.askers.filter((_, i) => cell.parties[i]?.permits.length === 0);
  const mine = rules.filter((r) => lacking.some((asker) => bindsTo(r, asker)));
  const otherPurpose = mine.filter((r) => opensForm(r.form, cell.form) && !r.purposes.has(profile.purpose));
  if (otherPurpose.length > 0) {
    const purposes = distinctTexts(otherPurpose.flatMap((r) => [...r.purposes]));
    return {
      because: `${name(otherPurpose[0])} opens ${asked} for ${purposes.join(', ')}, not for ${profile.purpose}.`,
      under: refs(otherPurpose),
    };
  }
  const otherJob = mine.filter((r) => opensForm(r.form, cell.form) && r.jobs.size > 0);
  if (otherJob.length > 0) {
    return {
      because: `${name(otherJob[0])} opens ${asked} to the job of ${[...(otherJob[0]?.jobs ?? [])].join(' or ')} alone.`,
      under: refs(otherJob),
    };
  }
  const lesser = mine.filter((r) => r.purposes.has(profile.purpose));
  if (lesser.length > 0) {
    return {
      because: `${name(lesser[0])} opens ${what} only as ${distinctTexts(lesser.map((r) => r.form)).join(', ')}.`,
      under: refs(lesser),
    };
  }
  const under = agreementsOf(profile, lacking[0]);
  return { because: `No clause of the agreements with you opens ${asked}.`, under };
}

/** Lesser forms of the same item that are not shut to this profile, for `extensions.instead`. */
export function openForms(profile: Profile, word: string, except: string): string[] {
  const forms = profile.ruleset.catalogues.items.get(word)?.forms ?? [];
  return forms.filter((form) => form !== except && profile.cell(word, form).verdict !== 'never');
}

/** The agreements whose silence is the reason: those that permit this asker something for this purpose. */
function agreementsOf(profile: Profile, asker: Asker | undefined): ClauseRef[] {
  if (!asker) return [];
  const found = new Map<string, ClauseRef>();
  for (const rules of profile.ruleset.rules.values()) {
    for (const rule of rules) {
      if (rule.effect !== 'permit' || !rule.purposes.has(profile.purpose) || !bindsTo(rule, asker)) continue;
      found.set(rule.ref.agreement, { ...rule.ref, clause: null });
    }
  }
  return [...found.values()];
}

const name = (rule: Rule | undefined): string =>
  rule ? `Clause ${rule.ref.clause ?? '?'} of ${rule.ref.agreement}` : 'The agreement';

function groundText(rule: Rule): string {
  return rule.children
    .map((a) =>
      a
        .map((g) => g.kind + (g.within ? ` within ${g.within}` : '') + (g.for ? ` for ${g.for}` : ''))
        .join(' and '),
    )
    .join(', or ');
}

const distinctTexts = (texts: readonly string[]): string[] => [...new Set(texts)];

function refs(rules: readonly Rule[]): ClauseRef[] {
  const seen = new Map(rules.map((r) => [`${r.ref.agreement} ${r.ref.clause ?? ''}`, r.ref]));
  return [...seen.values()];
}
