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
  /** A clause shut it for this very child, that another would have opened. False in one's own entries. */
  readonly shut: boolean;
}

/** An entry as its row and the fixed parts of its body say it. */
export interface LedgerEntry {
  readonly id: string;
  readonly at: Date;
  readonly kind: 'ACT' | 'DISCLOSURE' | 'REFUSAL';
  readonly organisation: string;
  readonly unit: string;
  /** The client system, and the `sub` of the token; null once erased, and on system work. */
  readonly client: string;
  readonly subject: string | null;
  readonly purpose: string;
  readonly reference: string;
  readonly rulesetVersion: string;
  /** The unit's role in the directory as it is now; null when it is not there, and where nobody asked for it. */
  readonly role: string | null;
  /** A child of the entry is under protection now; null where nobody asked for it. */
  readonly protects: boolean | null;
  /** The controller's part; null for whoever may not open it, and once it was erased. */
  readonly controller: EntryBody | null;
  /** The recipient's part; null once it was erased. */
  readonly recipient: ToldBody | null;
  /** Own id → public id of the children of the entry. */
  readonly publicIds: Readonly<Record<string, string>>;
}

/** What an entry's recipient part holds (`gate/told.ts`); an entry of before version 2 told nothing apart. */
export interface ToldBody {
  readonly user?: string;
  readonly job?: string;
  readonly told?: {
    readonly action?: string;
    readonly clauses?: readonly string[];
    readonly items?: {
      readonly children?: readonly (ToldCells & { readonly child: string })[];
      readonly other?: ToldCells;
    };
  };
}

interface ToldCells {
  readonly disclosed?: Readonly<Record<string, readonly string[]>>;
  readonly withheld?: readonly string[];
}

/** What an entry's controller part holds, as `ledger-row.ts` and the gate wrote it; anything may be absent in an older one. */
export interface EntryBody {
  readonly user?: string;
  readonly job?: string;
  readonly onBehalfOf?: string | null;
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
    Record<
      string,
      { readonly because?: string; readonly under?: readonly string[]; readonly opened?: readonly string[] }
    >
  >;
}

const EXISTENCE = 'EXISTENCE/full';

/** Everything that an entry records: for whoever may read the whole ledger. */
export function usesOf({
  kind,
  controller,
  publicIds,
}: Pick<LedgerEntry, 'kind' | 'controller' | 'publicIds'>): Use[] {
  const { body = {}, children = [] } = controller ?? {};
  const idOf = (child: string): string | null => publicIds[child] ?? null;
  if (kind === 'ACT') {
    const item = body.action ?? '';
    const under = (body.under ?? []).map(clauseRef);
    const about = children.length > 0 ? children.map(idOf) : [null];
    return about.map((child) => ({ child, item, form: 'full', outcome: 'DONE', under, shut: false }));
  }
  const cells = (from: Cells, child: string | null): Use[] => [
    ...Object.entries(from.disclosed ?? {}).map(([cell, under]) => use(child, cell, 'DISCLOSED', under)),
    ...Object.entries(from.withheld ?? {}).map(([cell, { because, under = [], opened = [] }]) =>
      use(child, cell, 'WITHHELD', under, because === 'forbidden' && opened.length > 0),
    ),
  ];
  return [
    ...(body.children ?? []).flatMap((c) => cells(c, idOf(c.child))),
    ...cells(body.other ?? {}, null),
    ...(body.candidates ?? []).map((child) => use(idOf(child), EXISTENCE, 'CONSIDERED', [])),
  ];
}

/** What an entry's recipient was told: as its own part of the entry has it. */
export function ownUsesOf({ kind, recipient }: Pick<LedgerEntry, 'kind' | 'recipient'>): Use[] {
  const { action, clauses = [], items } = recipient?.told ?? {};
  if (kind === 'ACT') return action === undefined ? [] : [use(null, action, 'DONE', clauses)];
  const cells = ({ disclosed = {}, withheld = [] }: ToldCells, child: string | null): Use[] => [
    ...Object.entries(disclosed).map(([cell, under]) => use(child, cell, 'DISCLOSED', under)),
    ...withheld.map((cell) => use(child, cell, 'WITHHELD', [])),
  ];
  return [...(items?.children ?? []).flatMap((c) => cells(c, c.child)), ...cells(items?.other ?? {}, null)];
}

function use(
  child: string | null,
  cell: string,
  outcome: UseOutcome,
  under: readonly string[],
  shut = false,
): Use {
  const [item = '', form = 'full'] = cell.split('/');
  return { child, item, form, outcome, under: under.map(clauseRef), shut };
}

/** `agreement@version clause`, as the gate writes it. */
function clauseRef(text: string): ClauseRef {
  const [, agreement = text, version = '0', clause] = /^(.*)@(\d+)(?: (.+))?$/.exec(text) ?? [];
  return { agreement, version: Number(version), clause: clause ?? null };
}
