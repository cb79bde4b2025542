import type { ClauseRef } from '../policy/ruleset';

/** What became of one item: given, held back, done (an act), or a child that a lookup weighed and did not return. */
export type UseOutcome = 'DISCLOSED' | 'WITHHELD' | 'DONE' | 'CONSIDERED';

/** One item of one entry of the ledger. */
export interface Use {
  /** Public id; null where the reader may not tie the item to a child. */
  readonly child: string | null;
  readonly item: string;
  readonly form: string;
  readonly outcome: UseOutcome;
  readonly under: readonly ClauseRef[];
}

/** An entry as its row and the fixed parts of its body say it. */
export interface LedgerEntry {
  readonly id: string;
  readonly at: Date;
  readonly kind: 'ACT' | 'DISCLOSURE' | 'REFUSAL';
  readonly organisation: string;
  readonly unit: string;
  readonly purpose: string;
  readonly reference: string;
  readonly rulesetVersion: string;
  readonly body: EntryBody;
  /** Own id → public id of the children of the entry. */
  readonly publicIds: Readonly<Record<string, string>>;
}

/** What an entry's text holds, as `ledger-row.ts` and the gate wrote it; anything may be absent in an older one. */
export interface EntryBody {
  readonly user?: string;
  readonly job?: string;
  readonly children?: readonly string[];
  readonly body?: {
    readonly action?: string;
    readonly under?: readonly string[];
    readonly children?: readonly (Cells & { readonly child: string })[];
    readonly other?: Cells;
    readonly candidates?: readonly string[];
  };
}

interface Cells {
  readonly disclosed?: Readonly<Record<string, readonly string[]>>;
  readonly withheld?: Readonly<
    Record<string, { readonly because?: string; readonly under?: readonly string[] }>
  >;
}

const EXISTENCE = 'EXISTENCE/full';

/** Everything that an entry records: for whoever may read the whole ledger. */
export function usesOf({ kind, body: { body = {}, children = [] }, publicIds }: LedgerEntry): Use[] {
  const idOf = (child: string): string | null => publicIds[child] ?? null;
  if (kind === 'ACT') {
    const item = body.action ?? '';
    const under = (body.under ?? []).map(clauseRef);
    const about = children.length > 0 ? children.map(idOf) : [null];
    return about.map((child) => ({ child, item, form: 'full', outcome: 'DONE', under }));
  }
  const cells = (from: Cells, child: string | null): Use[] => [
    ...Object.entries(from.disclosed ?? {}).map(([cell, under]) => use(child, cell, 'DISCLOSED', under)),
    ...Object.entries(from.withheld ?? {}).map(([cell, { under = [] }]) =>
      use(child, cell, 'WITHHELD', under),
    ),
  ];
  return [
    ...(body.children ?? []).flatMap((c) => cells(c, idOf(c.child))),
    ...cells(body.other ?? {}, null),
    ...(body.candidates ?? []).map((child) => use(idOf(child), EXISTENCE, 'CONSIDERED', [])),
  ];
}

/**
 * What an entry tells the organisation that asked: what it was told then, and nothing that it was not.
 * INVARIANT: a child is named only where its existence was disclosed; what read as "none held" still does; clauses
 * come from `clausesOf`, a function of item and purpose, because those that applied to one child would tell of it.
 */
export function ownUsesOf(
  { kind, body: { body = {} }, publicIds }: LedgerEntry,
  silent: ReadonlySet<string>,
  clausesOf: (item: string, form: string) => readonly ClauseRef[],
): Use[] {
  const uses = new Map<string, Use>();
  const add = (child: string | null, cell: string, outcome: UseOutcome): void => {
    const made = use(child, cell, outcome, []);
    uses.set(`${child} ${cell} ${outcome}`, { ...made, under: clausesOf(made.item, made.form) });
  };
  if (kind === 'ACT') add(null, `${body.action ?? ''}/full`, 'DONE');
  else {
    for (const { child = '', disclosed = {}, withheld = {} } of [
      ...(body.children ?? []),
      { child: '', ...body.other },
    ]) {
      const named = EXISTENCE in disclosed ? (publicIds[child] ?? null) : null;
      for (const cell of Object.keys(disclosed)) add(named, cell, 'DISCLOSED');
      for (const [cell, { because }] of Object.entries(withheld)) {
        const readAsNone = because === 'forbidden' || silent.has(cell.split('/')[0] ?? '');
        add(named, cell, readAsNone ? 'DISCLOSED' : 'WITHHELD');
      }
    }
  }
  return [...uses.values()].sort((a, b) => compare(key(a), key(b)));
}

function use(child: string | null, cell: string, outcome: UseOutcome, under: readonly string[]): Use {
  const [item = '', form = 'full'] = cell.split('/');
  return { child, item, form, outcome, under: under.map(clauseRef) };
}

/** `agreement@version clause`, as the gate writes it. */
function clauseRef(text: string): ClauseRef {
  const [, agreement = text, version = '0', clause] = /^(.*)@(\d+)(?: (.+))?$/.exec(text) ?? [];
  return { agreement, version: Number(version), clause: clause ?? null };
}

/** A sequence that does not tell which of them came from a decision and which from silence. */
const key = (u: Use): string => [u.child ?? '', u.item, u.form, u.outcome].join(' ');
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
