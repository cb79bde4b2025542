import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { told, type Row, type RowsOf, type Told } from '../support/answer-cells';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import type { Askable } from '../support/generate-queries';
import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';
import { SDL, written } from '../support/write-queries';
import type { Args, Part, Question, Root, Value } from '../support/write-queries';
import { childrenOf, exchangesOf } from './cells-children';
import { PARTNERS, SCHOOL } from './six-partners';

/** Who asks, and for what. */
export interface Asker {
  readonly as: string;
  readonly job: string;
  readonly purpose: string;
  readonly onBehalfOf?: string;
}

/** `opened`: the clauses against which a forbid of this very child stands; none where everybody is refused. */
interface Withheld {
  readonly because: string;
  readonly under: readonly string[];
  readonly opened?: readonly string[];
}

/** What one entry of the ledger says of one child, or of nobody. */
export interface Cells {
  /** Cell → the clauses that opened it. */
  readonly disclosed: Readonly<Record<string, readonly string[]>>;
  readonly withheld: Readonly<Record<string, Withheld>>;
}
interface AskersCells {
  readonly disclosed: object;
  readonly withheld: readonly string[];
}
export interface Entry {
  readonly kind: string;
  readonly children: ReadonlyMap<string, Cells>;
  readonly other: Cells;
  readonly weighed: readonly string[];
  /** The part that the asker may open: by the public id of a child that it was told of, or of nobody (``). */
  readonly askers: ReadonlyMap<string, AskersCells>;
}

export interface Answered {
  readonly answer: TestAnswer;
  readonly entry: Entry;
  readonly told: Told;
}

const NO_ID = '00000000-0000-4000-8000-000000000000';
const NOTHING: Cells = { disclosed: {}, withheld: {} };
const NOBODY: AskersCells = { disclosed: {}, withheld: [] };
const both = (one: Cells, other: Cells): Cells => ({
  disclosed: { ...one.disclosed, ...other.disclosed },
  withheld: { ...one.withheld, ...other.withheld },
});
const JOBS = [
  'constable', 'attendance officer', 'social worker', 'health visitor', 'CME case officer', 'CME manager', 'case holder',
  'designated safeguarding lead', 'head', 'front door', 'enforcement officer', 'data protection officer', 'director',
]; // prettier-ignore
/** The six roles, teams of the home authority, and somebody who has nothing to do with any of the children. */
const ASKERS = [
  ...Object.values(PARTNERS).map(({ as }) => as),
  'school/931-4107', 'police/E23000030', 'la/931/cme', 'la/931/cme', 'la/931/ews', 'la/931/ehe', 'la/931/admissions',
  'la/931/front-door', 'la/931/send', 'la/931/virtual-school', 'la/931/data-protection', 'la/850',
]; // prettier-ignore

/** The weaker right of two wins; seldom, because it is weak. */
const REPRESENTED = ['police/E23000029', 'nhs/RTH', SCHOOL, 'la/852'];

/** Items whose refusal is without a word, as the catalogue has them. */
const CATALOGUE = parse(readFileSync(resolve(__dirname, '../../schema/data-items.yaml'), 'utf8')) as {
  items: Record<string, { silent: boolean }>;
};
const isSilent = (cell: string): boolean => CATALOGUE.items[cell.split('/')[0] ?? '']?.silent === true;
/** Reads as "none held": forbidden of a child of whom it would be open, or an item that is refused without a word. */
export const isConcealed = (cell: string, shut: Withheld): boolean =>
  isSilent(cell) || (shut.because === 'forbidden' && (shut.opened?.length ?? 0) > 0);

/** A hub with children who stand differently to everybody, things said about them, and its ledger. */
export class CellsDesk {
  private readonly rows = new Map<string, Promise<readonly Row[]>>();
  private readonly namesakes = new Map<string, Pick<Row, 'weighed' | 'alike'>>();
  private readonly about = new Map<string, string>();
  private readonly agreed = new Map<string, readonly string[]>();
  private readonly purposes: string[] = [];
  /** Whom and what one can ask about. */
  askable: Askable = { ids: [], criteria: [] };

  private constructor(
    private readonly hub: TestHub,
    private readonly maker: ChildMaker,
    readonly children: readonly MadeChild[],
  ) {}

  static async open(): Promise<CellsDesk> {
    const hub = await startTestHub();
    const maker = new ChildMaker(hub.database.owner, hub.clock);
    const desk = new CellsDesk(hub, maker, await childrenOf(maker));
    try {
      await desk.prepare();
    } catch (error) {
      await hub.stop();
      throw error;
    }
    return desk;
  }

  close(): Promise<void> {
    return this.hub.stop();
  }

  publicId(child: string): string {
    return this.children.find(({ id }) => id === child)?.publicId ?? '';
  }

  /** Half of them for the purpose that brings them most, the others mostly for one that is agreed with them. */
  askers(): fc.Arbitrary<Asker> {
    const partners = Object.values(PARTNERS).map(({ as, job, purpose }): Asker => ({ as, job, purpose }));
    const anybody = fc.constantFrom(...ASKERS).chain((as) =>
      fc.record({
        as: fc.constant(as),
        job: fc.oneof(fc.constant('officer'), fc.constantFrom(...JOBS)),
        purpose: fc.oneof(
          { weight: 8, arbitrary: fc.constantFrom(...(this.agreed.get(as) ?? [])) },
          { weight: 1, arbitrary: fc.constantFrom(...this.purposes) },
        ),
      }),
    );
    const represented = fc.oneof(
      { weight: 9, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: fc.constantFrom(...REPRESENTED).map((onBehalfOf) => ({ onBehalfOf })) },
    );
    const alone: fc.Arbitrary<Asker> = fc.oneof(fc.constantFrom(...partners), anybody);
    return fc.tuple(alone, represented).map(([who, other]) => ({ ...who, ...other }));
  }

  /** One question over HTTP, what the ledger has of it, and what the answer says. */
  async ask(who: Asker, question: Question): Promise<Answered> {
    const answer = await this.hub.query(who.as, { ...question, ...who });
    if (!answer.sharing) throw new Error(`not even admitted: ${question.query}\n${answer.text}`);
    const rowsOf: RowsOf = (name, args) => this.rowsOf(who, name, args);
    const refused: Told = {
      spots: [], said: [], weighed: new Set(), alike: new Set(), answeredRoots: new Set(), refusedRoots: new Set(), stray: [...answer.errors],
    }; // prettier-ignore
    return {
      answer,
      entry: await this.entryOf(answer.sharing.disclosureId),
      told: answer.data ? await told(question, answer, rowsOf) : refused,
    };
  }

  /**
   * What the ledger has of an answer: the one place that knows how entries lie there. An answer to many lookups has an
   * entry of its own for each.
   */
  private async entryOf(disclosureId: string): Promise<Entry> {
    const rows = await this.maker.sql<{ kind: string; whole: string; askers: string }>(
      `select e.kind, e.controller_part as whole, e.recipient_part as askers
       from ledger_entry e join ledger_entry answer using (request_id) where answer.id = $1`,
      [disclosureId],
    );
    const children = new Map<string, Cells>();
    const askers = new Map<string, AskersCells>();
    const weighed: string[] = [];
    let other = NOTHING;
    for (const { whole, askers: own } of rows) {
      const { body = {} } = JSON.parse(whole) as {
        body?: { children?: (Cells & { child: string })[]; other?: Cells; candidates?: string[] };
      };
      for (const { child, ...cells } of body.children ?? [])
        children.set(child, both(children.get(child) ?? NOTHING, cells));
      other = both(other, body.other ?? NOTHING);
      weighed.push(...(body.candidates ?? []));
      const { told: { items = {} } = {} } = JSON.parse(own) as {
        told?: { items?: { children?: (AskersCells & { child: string })[]; other?: AskersCells } };
      };
      for (const { child, ...cells } of [
        ...(items.children ?? []),
        { child: '', ...NOBODY, ...items.other },
      ]) {
        const { disclosed, withheld } = askers.get(child) ?? NOBODY;
        askers.set(child, {
          disclosed: { ...disclosed, ...cells.disclosed },
          withheld: [...withheld, ...cells.withheld],
        });
      }
    }
    const isKnown = (child: string): boolean => 'EXISTENCE/full' in (children.get(child)?.disclosed ?? {});
    return {
      kind: rows[0]?.kind ?? 'none',
      children,
      other,
      askers,
      weighed: weighed.filter((c) => !isKnown(c)),
    };
  }

  /** The rows of a root, by a second question that asks for their ids alone. */
  rowsOf(who: Asker, name: string, args: Readonly<Record<string, Value>>): Promise<readonly Row[]> {
    const key = JSON.stringify([who, name, args]);
    const known = this.rows.get(key) ?? this.readRows(who, name, args);
    this.rows.set(key, known);
    return known;
  }

  private async readRows(
    who: Asker,
    name: string,
    args: Readonly<Record<string, Value>>,
  ): Promise<readonly Row[]> {
    const types = SDL.getQueryType()?.getFields()[name]?.args ?? [];
    const typed: Args = Object.fromEntries(
      types.filter((a) => a.name in args).map((a) => [a.name, [String(a.type), args[a.name] ?? null] as const]),
    );
    const root: Root = { name, args: typed, alias: false, only: '', below: IDS[name] ?? plain('nodes', plain('id')) };
    const { data } = await this.hub.query(who.as, { ...written([root]), ...who });
    const found = data?.[name];
    const criteria = [args['criteria'] ?? []].flat() as Value[];
    if (name.startsWith('lookup')) {
      return [found].flat().map((result, i) => this.resultOf(result as Result | null, criteria[i] ?? null));
    }
    // Whose id was given and who was not returned was weighed, as by a lookup.
    const meant = this.children.find(({ publicId }) => publicId === args['id']);
    if (name === 'child' && !found) return [{ told: [], weighed: meant ? [meant.id] : [], type: null }];
    const rows = name === 'child' ? [found] : ((found as { nodes?: unknown[] } | null)?.nodes ?? []);
    return (rows as ({ id: string } | null)[]).flatMap((row) =>
      row ? [{ told: [this.about.get(row.id) ?? 'nobody'], weighed: [], type: null }] : [],
    );
  } // prettier-ignore

  /** Whoever fits and is not returned was weighed; a namesake beside a number that is another's may have been. */
  private resultOf(result: Result | null, criterion: Value): Row {
    const { weighed: fit = [], alike = [] } = this.namesakes.get(JSON.stringify(criterion)) ?? {};
    const id = result?.child?.id;
    const those = id === undefined ? [] : [this.about.get(id) ?? 'nobody'];
    const weighed = fit.filter((c) => !those.includes(c));
    return { told: those, weighed, alike, type: result?.__typename ?? null };
  }

  private async prepare(): Promise<void> {
    await exchangesOf(this.maker, this.children);
    for (const table of ['child', 'alert', 'enquiry', 'notification']) {
      const child = table === 'child' ? 'id' : 'child_id';
      const rows = await this.maker.sql<{ id: string; child: string }>(
        `select public_id as id, ${child} as child from ${table}`,
      );
      for (const row of rows) this.about.set(row.id, row.child);
    }
    const criteria = this.children.flatMap(({ forename, surname, dateOfBirth, upn, nhsNumber, postcode }) => [
      { upn, dateOfBirth },
      { nhsNumber, surname, forename },
      { surname, forename, dateOfBirth },
      { surname, forename, dateOfBirth, postcode },
    ]);
    for (const given of criteria) {
      const fit = this.children.filter((c) => Object.entries(given).every(([k, v]) => k === 'postcode' || c[k as 'upn'] === v));
      const named = this.children.filter((c) => fit.some(({ surname, forename }) => surname === c.surname && forename === c.forename));
      this.namesakes.set(JSON.stringify(given), { weighed: fit.map(({ id }) => id), alike: named.map(({ id }) => id) });
    }
    const nobody = { forename: 'Noone', surname: 'Atall', dateOfBirth: '2014-03-14' };
    this.askable = {
      // Those with whom most is going on, one of them in hiding, are asked about most.
      ids: [...this.children, ...this.children.slice(0, 3)].map(({ publicId }) => publicId).concat(NO_ID),
      criteria: [...criteria, nobody],
    };
    for (const as of new Set(ASKERS)) {
      const { data, text } = await this.hub.query(as, { query: '{ sharing { purposes { code agreed } } }' });
      if (!data) throw new Error(`${as}: ${text}`);
      const all = (data as { sharing: { purposes: { code: string; agreed: boolean }[] } }).sharing.purposes;
      this.agreed.set(as, all.filter(({ agreed }) => agreed).map(({ code }) => code));
      if (this.purposes.length === 0) this.purposes.push(...all.map(({ code }) => code));
    }
  } // prettier-ignore
}

interface Result {
  readonly __typename: string;
  readonly child?: { readonly id: string };
}

const plain = (name: string, below: readonly Part[] | null = null): Part[] => [
  { kind: 'field', name, alias: 'none', only: '', below },
];
const MATCH: Part[] = [
  ...plain('__typename'),
  { kind: 'fragment', on: 'ChildMatch', spread: 'inline', only: '', below: plain('child', plain('id')) },
];
const IDS: Readonly<Record<string, readonly Part[]>> = {
  child: plain('id'),
  lookupChild: MATCH,
  lookupChildren: MATCH,
};
