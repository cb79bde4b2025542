import type { JsonValue } from '../kernel/canonical-json';
import type { Decision } from '../policy/decide';
import type { Cell, Profile } from '../policy/profile';
import type { ClauseRef } from '../policy/ruleset';
import type { Look, LookBack, UnsureLookup } from './ports';
import type { Subject } from './subject';
import { toldOf, type ChildCells } from './told';

const EXISTENCE = 'EXISTENCE/full';

/** One lookup: whom it returned, whom it weighed, and what it was made of. */
export interface LookupMade {
  readonly child: string | null;
  readonly candidates: readonly string[];
  readonly criteria: JsonValue;
  /** How it was decided, for the controller alone; null when an identifier and all beside it fitted. */
  readonly weighed: JsonValue;
  /** Where a person is to decide it. */
  readonly unsure?: UnsureLookup | null;
}

/** What one entry of the ledger holds of an answer. */
export interface RecordedPart {
  readonly children: readonly string[];
  readonly agreements: readonly string[];
  readonly lookBacks: readonly LookBack[];
  readonly body: { readonly [key: string]: JsonValue };
  readonly told: JsonValue;
  /** Criteria that met nobody: they tell of a child who is not in the hub, or not for the asker. */
  readonly criteria: JsonValue | null;
  readonly unsure: UnsureLookup | null;
}

/**
 * What one answer disclosed and withheld, child by child and cell by cell, as it is being made.
 * INVARIANT: a field's value is returned only after its cell was noted here as disclosed.
 */
export class AnswerRecord {
  private readonly byChild = new Map<string, ChildCells>();
  private readonly other: ChildCells = noCells();
  private readonly lookBacks: LookBack[] = [];
  private readonly candidateChildren = new Set<string>();
  private readonly named = new Map<string, string>();
  private readonly lookups: LookupMade[] = [];
  private readonly allLooks: Look[] = [];
  private slowest = 0;

  constructor(private readonly profile: Profile) {}

  note(subject: Subject | null, cell: Cell, decision: Decision): void {
    const cells = subject ? this.cellsOf(subject.child) : this.other;
    if (subject?.publicId) this.named.set(subject.child, subject.publicId);
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

  /** A cell that was decided open, and of which nothing came: its holder is away. */
  notGiven({ child }: Subject, cell: Cell): void {
    const cells = this.cellsOf(child);
    if (cells.disclosed.delete(cell.id))
      cells.withheld.set(cell.id, { because: 'partner-unavailable', under: [], opened: [] });
  }

  /** Children that a lookup considered and did not return: for the controller's eyes only. */
  candidate(child: string): void {
    this.candidateChildren.add(child);
  }

  /** One lookup and what came of it. Of a batch of lookups, each leaves an entry of its own. */
  lookup(made: LookupMade): void {
    this.lookups.push(made);
  }

  /** A look that the CME officer is told of; `once`: of this asker and child, once a day. */
  lookBack(child: string, why: string, once = false): void {
    if (this.lookBacks.some((known) => known.child === child && known.why === why)) return;
    this.lookBacks.push({ child, why, once });
  }

  /** Looks for children that this answer makes, and by how many quanta their asker is slowed. */
  looked(looks: readonly Look[], slowedBy: number): void {
    this.allLooks.push(...looks);
    this.slowest = Math.max(this.slowest, slowedBy);
  }

  get looks(): readonly Look[] {
    return this.allLooks;
  }

  get slowedBy(): number {
    return this.slowest;
  }

  /** Whether a look of this answer met nobody for the asker: whatever then leaves, an error too, leaves by the quantum. */
  get inVain(): boolean {
    return this.allLooks.some(({ outcome }) => outcome === 'MISS');
  }

  /**
   * No data left (strict mode, or a failure): what was decided open was held back all the same. Existence stays, as
   * the paths of the errors tell of rows.
   */
  holdBack(): void {
    for (const cells of [...this.byChild.values(), this.other]) {
      for (const cell of [...cells.disclosed.keys()].filter((id) => id !== EXISTENCE)) {
        cells.disclosed.delete(cell);
        cells.withheld.set(cell, { because: 'no-data-left', under: [], opened: [] });
      }
    }
  }

  /** What the answer's entries hold: one for the answer, and one for each of several lookups. */
  parts(): readonly RecordedPart[] {
    const batch = this.lookups.length > 1 ? this.lookups : [];
    const apart = new Set(batch.flatMap(({ child, candidates }) => [...candidates, child ?? '']));
    // Whom a lookup weighed and did not return may still be told of elsewhere in the answer, and stands there.
    const met = new Set(batch.map(({ child }) => child));
    const rest = [...this.byChild].filter(([child]) => !met.has(child));
    const weighed = [...this.candidateChildren].filter((child) => !apart.has(child));
    const alone = this.lookups.length === 1 ? this.lookups[0] : undefined;
    return [
      this.part(
        rest,
        this.other,
        weighed,
        alone,
        ({ child, once }) => !(once === true ? apart : met).has(child),
      ),
      ...batch.map((made) => {
        const own = [...this.byChild].filter(([child]) => child === made.child);
        // Whom a lookup weighed stands in its own entry, whether or not it was returned.
        return this.part(
          own,
          noCells(),
          made.candidates,
          made,
          ({ child, once }) => child === made.child || (once === true && made.candidates.includes(child)),
        );
      }),
    ];
  }

  private part(
    byChild: readonly (readonly [string, ChildCells])[],
    other: ChildCells,
    weighed: readonly string[],
    lookup: LookupMade | undefined,
    ours: (lookBack: LookBack) => boolean,
  ): RecordedPart {
    const told = new Set(byChild.filter(([, c]) => c.disclosed.has(EXISTENCE)).map(([child]) => child));
    const children = [...new Set([...byChild.map(([child]) => child), ...weighed])];
    const refs = [...byChild.map(([, c]) => c), other].flatMap((c) => [...c.disclosed.values()].flat());
    return {
      children,
      criteria: inVain(lookup),
      unsure: lookup?.unsure ?? null,
      agreements: [...new Set(refs.map((r) => r.agreement))].sort(),
      lookBacks: this.lookBacks.filter(ours),
      body: {
        children: byChild.map(([child, c]) => ({ child, ...cellsJson(c) })),
        other: cellsJson(other),
        candidates: weighed.filter((child) => !told.has(child)),
        ...(lookup === undefined ? {} : { weighed: lookup.weighed }),
      },
      told: toldOf(this.profile, byChild, other, this.named),
    };
  }

  private cellsOf(child: string): ChildCells {
    const known = this.byChild.get(child);
    if (known) return known;
    const made = noCells();
    this.byChild.set(child, made);
    return made;
  }

  /** A cell opened by the asker's own word alone tells the CME officer who looked. */
  private noteAsserted(subject: Subject, cell: Cell): void {
    const { mask } = subject;
    if (cell.verdict === 'always' || mask === null) return;
    const holds = (bits: bigint): boolean => (mask & bits) === bits;
    const own = cell.parties.some(({ permits }) => {
      const opening = permits.filter(({ need }) => holds(need));
      return (
        opening.length > 0 &&
        opening.every(({ sure }) => sure !== undefined && (sure === null || !holds(sure)))
      );
    });
    if (own) this.lookBack(subject.child, 'opened by a fact that the asker itself asserted');
  }
}

const noCells = (): ChildCells => ({ disclosed: new Map(), withheld: new Map() });

const inVain = (made: LookupMade | undefined): JsonValue | null =>
  made?.child === null ? made.criteria : null;

function cellsJson(c: ChildCells): { disclosed: JsonValue; withheld: JsonValue } {
  const clause = (r: ClauseRef): JsonValue =>
    `${r.agreement}@${r.version}${r.clause === null ? '' : ` ${r.clause}`}`;
  return {
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
  };
}
