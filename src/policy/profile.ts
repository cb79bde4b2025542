import { parsePeriod } from '../kernel/period';
import type { Alternative, Exception, Party } from './agreement';
import { DEEDS, STANDING_KINDS, type Catalogues } from './catalogue';
import type { Rule, Ruleset } from './ruleset';

/** Who asks, as far as an agreement can tell requesters apart. */
export interface Asker {
  readonly organisation: string;
  readonly unit: string;
  readonly role: string;
  readonly job: string;
}

/** One ground as a question to the database: does this standing hold for this child, and for whom? */
export interface Atom {
  readonly kind: string;
  readonly within: string | null;
  readonly for: string | null;
  /** `confirmed`: only a fact that somebody else stands behind counts. `asserted`: the asker's own word does too. */
  readonly level: 'asserted' | 'confirmed';
  /** Whose standing: the requester's own, or that of the organisation on whose behalf it asks. */
  readonly as: 'self' | 'represented';
}

export interface PermitRule {
  /** Bits of atoms that must all hold; 0n = for any child. */
  readonly need: bigint;
  /**
   * Where the asker's own word is enough: the bits that say that somebody else stands behind it too, or null for a deed,
   * behind which nobody does. Nothing is decided by them; without them a look is told to the CME officer. Absent where a
   * word of the asker's own does not suffice.
   */
  readonly sure?: bigint | null;
  readonly rule: Rule;
}

export interface ForbidRule {
  readonly when: bigint;
  /** The forbid does not bind where all bits of any of these hold. */
  readonly unless: readonly bigint[];
  readonly rule: Rule;
}

/** Everything that is said about one cell to one asker. */
export interface PartyRules {
  readonly permits: readonly PermitRule[];
  readonly forbids: readonly ForbidRule[];
}

/** A cell is an item in a form (`UPN/full`) or an action (`RAISE_ALERT`). All parties must allow it. */
export interface Cell {
  readonly id: string;
  readonly word: string;
  readonly form: string;
  readonly verdict: 'never' | 'depends' | 'always';
  readonly parties: readonly PartyRules[];
}

/** A ruleset seen by one asker for one purpose: the answer to every cell as a function of a standing mask. */
export interface Profile {
  readonly ruleset: Ruleset;
  readonly purpose: string;
  readonly askers: readonly Asker[];
  readonly atoms: readonly Atom[];
  cell(word: string, form: string): Cell;
  /** False when no clause in force permits this asker anything for this purpose. */
  readonly agreed: boolean;
}

/** More grounds than this in one profile and its masks would not fit a PostgreSQL bigint. */
const MOST_ATOMS = 62;

/**
 * Compiles what a ruleset says to an asker (and to the organisation it represents) for a purpose.
 * Deny is what happens when nothing is said. Throws RangeError past 62 distinct grounds; the gate then denies.
 */
export function profileFor(ruleset: Ruleset, purpose: string, askers: readonly Asker[]): Profile {
  const atoms: Atom[] = [];
  const bits = new Map<string, bigint>();
  const cells = new Map<string, Cell>();
  const bitOf = (atom: Atom): bigint => {
    const key = `${atom.kind}|${atom.within ?? ''}|${atom.for ?? ''}|${atom.level}|${atom.as}`;
    const known = bits.get(key);
    if (known !== undefined) return known;
    if (atoms.length >= MOST_ATOMS) throw new RangeError('too many distinct grounds in one profile');
    const bit = 1n << BigInt(atoms.length);
    atoms.push(atom);
    bits.set(key, bit);
    return bit;
  };
  const maskOf = (alternative: Alternative, level: Atom['level'], as: Atom['as']): bigint =>
    alternative
      .filter((g) => g.kind !== 'ANY_CHILD')
      .reduce((mask, g) => mask | bitOf({ kind: g.kind, within: g.within, for: g.for, level, as }), 0n);

  /** Grounds that decide come first: where no bit is left for this, the CME officer is told once too often. */
  const sureOf = (alternative: Alternative, as: Atom['as']): bigint | null => {
    const room = atoms.length + alternative.length <= MOST_ATOMS;
    return room && alternative.every(({ kind }) => !DEEDS.has(kind))
      ? maskOf(alternative, 'confirmed', as)
      : null;
  };

  const partyRules = (word: string, form: string, asker: Asker, as: Atom['as']): PartyRules => {
    const rules = ruleset.rules.get(word) ?? [];
    const item = ruleset.catalogues.items.get(word);
    const level: Atom['level'] = item && !item.onAssertion.includes(form) ? 'confirmed' : 'asserted';
    const permits = isSaid(ruleset.catalogues, purpose, word, form)
      ? rules.filter((r) => permitsTo(r, purpose, asker) && opensForm(r.form, form))
      : [];
    const forbids = rules.filter((r) => forbidsTo(r, purpose, asker) && shutsForm(r.form, form));
    const grounds = permits.flatMap((rule) =>
      rule.children.filter(isKnown).map((a) => ({ need: maskOf(a, level, as), rule, a })),
    );
    return {
      permits: grounds.map(({ need, rule, a }) =>
        level === 'asserted' && need !== 0n && a.every(({ kind }) => isOwnWord(ruleset, kind))
          ? { need, sure: sureOf(a, as), rule }
          : { need, rule },
      ),
      forbids: forbids.flatMap((rule) => {
        const excepted = rule.except.filter((e) => exceptionNames(e, asker));
        if (excepted.some((e) => e.children.length === 0)) return [];
        const unless = excepted.flatMap((e) =>
          e.children.filter(isKnown).map((a) => maskOf(a, 'confirmed', as)),
        );
        const children = rule.children.length === 0 ? [[]] : rule.children;
        return children.map((a) => ({
          when: isKnown(a) ? maskOf(a, 'asserted', as) : 0n,
          unless,
          rule,
        }));
      }),
    };
  };

  const cell = (word: string, form: string): Cell => {
    const id = `${word}/${form}`;
    const known = cells.get(id);
    if (known) return known;
    const parties = askers.map((asker, index) =>
      partyRules(word, form, asker, index === 0 ? 'self' : 'represented'),
    );
    const made: Cell = { id, word, form, parties, verdict: verdictOf(parties) };
    cells.set(id, made);
    return made;
  };

  const agreed =
    ruleset.catalogues.purposes.has(purpose) &&
    askers.every((asker) =>
      [...ruleset.rules.values()].some((rules) => rules.some((r) => permitsTo(r, purpose, asker))),
    );
  return { ruleset, purpose, askers, atoms, cell, agreed };
}

/** A ground that a requester makes for itself by saying so; whatever stands beside it in a clause says nothing more. */
const isOwnWord = ({ catalogues }: Ruleset, kind: string): boolean =>
  kind === 'ANY_CHILD' || catalogues.selfMade.has(kind);

/** INVARIANT: a ground that nobody can work out opens nothing, and a forbid resting on one binds for every child. */
const isKnown = (alternative: Alternative): boolean =>
  alternative.length > 0 &&
  alternative.every(
    (g) =>
      (STANDING_KINDS as readonly string[]).includes(g.kind) && isReadable(g.within) && isReadable(g.for),
  );

const isReadable = (period: string | null): boolean => period === null || parsePeriod(period).ok;

/** INVARIANT: what the catalogues of the day do not know is permitted to nobody, whatever an old text says. */
function isSaid(catalogues: Catalogues, purpose: string, word: string, form: string): boolean {
  if (!catalogues.purposes.has(purpose)) return false;
  if (catalogues.actions.has(word)) return form === 'full';
  return catalogues.items.get(word)?.forms.includes(form) === true;
}

function verdictOf(parties: readonly PartyRules[]): Cell['verdict'] {
  if (parties.length === 0) return 'never';
  const shut = (p: PartyRules) =>
    p.permits.length === 0 || p.forbids.some((f) => f.when === 0n && f.unless.length === 0);
  if (parties.some(shut)) return 'never';
  const open = (p: PartyRules) => p.forbids.length === 0 && p.permits.some((permit) => permit.need === 0n);
  return parties.every(open) ? 'always' : 'depends';
}

/** A permit in full opens the lesser forms too; a lesser permit opens itself alone. */
export const opensForm = (permitted: string, asked: string): boolean =>
  permitted === 'full' || permitted === asked;

/** A forbid of the full item shuts every form of it; a forbid of a lesser form shuts that form and the full one. */
export const shutsForm = (forbidden: string, asked: string): boolean =>
  forbidden === 'full' || asked === 'full' || forbidden === asked;

const permitsTo = (rule: Rule, purpose: string, asker: Asker): boolean =>
  rule.effect === 'permit' && rule.purposes.has(purpose) && bindsTo(rule, asker) && jobFits(rule, asker);

const forbidsTo = (rule: Rule, purpose: string, asker: Asker): boolean =>
  rule.effect === 'forbid' &&
  (rule.purposes.size === 0 || rule.purposes.has(purpose)) &&
  bindsTo(rule, asker);

const jobFits = (rule: Rule, asker: Asker): boolean =>
  rule.jobs.size === 0 || rule.jobs.has(asker.job.toLowerCase());

/** Whether the asker receives under the rule's agreement. A controller as such receives nothing. */
export const bindsTo = (rule: Rule, asker: Asker): boolean =>
  rule.agreement.parties.some((party) => party.capacity !== 'controller' && isParty(party, asker));

const isParty = (party: Party, asker: Asker): boolean =>
  (party.organisation === null ||
    party.organisation === 'every' ||
    party.organisation === asker.organisation) &&
  (party.unit === null || party.unit === asker.unit) &&
  (party.role === null || party.role === asker.role);

const exceptionNames = (e: Exception, asker: Asker): boolean =>
  (e.organisation === null || e.organisation === 'every' || e.organisation === asker.organisation) &&
  (e.unit === null || e.unit === asker.unit) &&
  (e.role === null || e.role === asker.role);
