import type { JsonValue } from '../kernel/canonical-json';
import type { Decision } from '../policy/decide';
import type { Cell, Profile } from '../policy/profile';
import type { ClauseRef } from '../policy/ruleset';
import type { LookBack } from './ports';
import type { Subject } from './subject';

interface ChildCells {
  readonly disclosed: Map<string, readonly ClauseRef[]>;
  readonly withheld: Map<
    string,
    { readonly because: string; readonly under: readonly ClauseRef[]; readonly opened: readonly ClauseRef[] }
  >;
}

/**
 * What one answer disclosed and withheld, child by child and cell by cell, as it is being made.
 * INVARIANT: a field's value is returned only after its cell was noted here as disclosed.
 */
export class AnswerRecord {
  private readonly byChild = new Map<string, ChildCells>();
  private readonly other: ChildCells = { disclosed: new Map(), withheld: new Map() };
  private readonly lookBackChildren = new Map<string, string>();
  private readonly candidateChildren = new Set<string>();

  constructor(private readonly profile: Profile) {}

  note(subject: Subject | null, cell: Cell, decision: Decision): void {
    const cells = subject ? this.cellsOf(subject.child) : this.other;
    if (decision.effect === 'disclose') {
      cells.disclosed.set(cell.id, decision.under);
      if (subject) this.noteAsserted(subject, cell);
    } else {
      cells.withheld.set(cell.id, {
        because: decision.because,
        under: decision.under,
        opened: decision.opened ?? [],
      });
    }
  }

  /** Children that a lookup considered and did not return: for the controller's eyes only. */
  candidate(child: string): void {
    this.candidateChildren.add(child);
  }

  /** A look that the CME officer is told of. */
  lookBack(child: string, why: string): void {
    this.lookBackChildren.set(child, why);
  }

  get children(): string[] {
    return [...new Set([...this.byChild.keys(), ...this.candidateChildren])];
  }

  get lookBacks(): LookBack[] {
    return [...this.lookBackChildren].map(([child, why]) => ({ child, why }));
  }

  get agreements(): string[] {
    const refs = [...this.byChild.values(), this.other].flatMap((c) => [...c.disclosed.values()].flat());
    return [...new Set(refs.map((r) => r.agreement))].sort();
  }

  get anythingWithheld(): boolean {
    return [...this.byChild.values(), this.other].some((c) => c.withheld.size > 0);
  }

  toJson(): { children: JsonValue; other: JsonValue; candidates: JsonValue } {
    const clause = (r: ClauseRef): JsonValue =>
      `${r.agreement}@${r.version}${r.clause === null ? '' : ` ${r.clause}`}`;
    const cells = (c: ChildCells): { disclosed: JsonValue; withheld: JsonValue } => ({
      disclosed: Object.fromEntries([...c.disclosed].map(([id, under]) => [id, under.map(clause)])),
      withheld: Object.fromEntries(
        [...c.withheld].map(([id, w]) => [
          id,
          {
            because: w.because,
            under: w.under.map(clause),
            ...(w.opened.length > 0 ? { opened: w.opened.map(clause) } : {}),
          },
        ]),
      ),
    });
    return {
      children: [...this.byChild].map(([child, c]) => ({ child, ...cells(c) })),
      other: cells(this.other),
      candidates: [...this.candidateChildren],
    };
  }

  private cellsOf(child: string): ChildCells {
    const known = this.byChild.get(child);
    if (known) return known;
    const made: ChildCells = { disclosed: new Map(), withheld: new Map() };
    this.byChild.set(child, made);
    return made;
  }

  /** A cell opened by the asker's own word alone tells the CME officer who looked. */
  private noteAsserted(subject: Subject, cell: Cell): void {
    if (cell.verdict === 'always' || subject.mask === null) return;
    const { selfMade } = this.profile.ruleset.catalogues;
    const mask = subject.mask;
    const own = cell.parties.some((p) =>
      p.permits.some(
        (permit) =>
          permit.need !== 0n &&
          (mask & permit.need) === permit.need &&
          this.profile.atoms.every(
            (atom, i) =>
              (permit.need & (1n << BigInt(i))) === 0n ||
              (atom.level === 'asserted' && selfMade.has(atom.kind)),
          ),
      ),
    );
    if (own) this.lookBackChildren.set(subject.child, 'opened by a fact that the asker itself asserted');
  }
}
