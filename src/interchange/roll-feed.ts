import type { DataSource } from 'typeorm';
import { createReadStream } from 'node:fs';
import { sqlOf } from '../database/sql';
import { inTransaction } from '../database/transaction';
import type { LedgerPort } from '../gate/ports';
import type { Clock } from '../kernel/clock';
import { conflict, HubError } from '../kernel/errors';
import { newRowId } from '../kernel/id';
import type { LocalDate } from '../kernel/local-date';
import { londonDate } from '../kernel/london-time';
import type { OrganisationId } from '../kernel/organisation-id';
import type { HeaderMapping } from './csv.columns';
import { csvRows, named, originOf } from './csv.import';
import { digestOf } from './import-file';
import { importEntry } from './import-entry';
import { mergeBatch, noCounts, type IntakeRow, type RejectedPupil } from './intake';
import { waitForOtherImports } from './intake.repository';
import {
  childrenWith,
  endMissing,
  flaggedAmong,
  insertFeed,
  insertRollEvents,
  lastFeed,
  onRoll,
  tellOfFlagged,
  type RollEvent,
} from './roll-feed.repository';

export interface RollFeed {
  readonly dataSource: DataSource;
  readonly ledger: Pick<LedgerPort, 'act'>;
  readonly clock: Clock;
  readonly homeAuthority: OrganisationId;
  readonly path: string;
  readonly school: OrganisationId;
  readonly asOf: LocalDate;
  readonly mapping: HeaderMapping;
  readonly addressAuthority: string | null;
  readonly enteredBy: string;
  /** The share of the roll before that may be gone without anybody's word for it, 0 to 1. */
  readonly mostRemovals: number;
  /** Somebody says that so many have left. */
  readonly isConfirmed: boolean;
}

export interface RollReport {
  readonly pupils: number;
  readonly leftRoll: number;
  readonly newOnRoll: number;
  readonly addressChanged: number;
  /** Pupils new on this roll about whom an alert, a case or a standing alert is open. */
  readonly flagged: number;
  /** The roll of that day was taken in before, and is this one. */
  readonly isRepeated: boolean;
  readonly rejected: readonly RejectedPupil[];
}

const MOST_PUPILS = 20_000;
/** So few may always leave: a share of a small roll is soon reached. */
const FEW = 3;

/**
 * Takes in the whole roll of a school and compares it with the one before: who has left, who is new, whose address has
 * changed. Each is told to the home authority's team, and a flagged child who appears is noticed. All or nothing. The
 * first roll of a school is a beginning, not news. A row that is wrong is left out, and its pupil stays as it is.
 * Throws CONFLICT when the roll is older than the one before, when too many would leave, and BAD_USER_INPUT when a
 * row does not say whose it is: then nobody could tell who has left. Throws CsvFileError.
 */
export async function takeRoll(feed: RollFeed): Promise<RollReport> {
  const { dataSource, ledger, clock, homeAuthority, school, asOf, enteredBy } = feed;
  const digest = await digestOf(feed.path);
  const rows = await readRoll(feed);
  return inTransaction(dataSource, async (tx) => {
    const sql = sqlOf(tx);
    await waitForOtherImports(tx);
    const last = await lastFeed(sql, school);
    if (last?.asOf === asOf && last.digests.includes(digest)) return repeated(rows.length);
    if (last !== null && last.asOf > asOf)
      throw conflict(`A roll of ${last.asOf} is in already: one of ${asOf} would undo it.`);

    const before = await onRoll(sql, school);
    const present = await childrenWith(sql, rows.map(upnOf));
    const missing = [...before.keys()].filter((child) => !present.has(child));
    refuseTooMany(missing.length, before.size, feed);

    const good = rows.flatMap((row) => (row.checked.ok ? { row, pupil: row.checked.pupil } : []));
    const merged = await mergeBatch(tx, good, {
      ...{ enteredBy, clock, homeAuthority },
      authorityOf: () => feed.addressAuthority,
    });
    const by = { school, asOf, enteredBy, now: clock.now() };
    await endMissing(
      sql,
      missing.flatMap((child) => before.get(child) ?? []),
      by,
    );
    const after = await onRoll(sql, school);

    const isFirst = last === null && before.size === 0;
    const joined = [...after.keys()].filter((child) => !before.has(child));
    const left = [...before.keys()].filter((child) => !after.has(child));
    const known = new Set([...merged.children.values()].flatMap((child) => child?.id ?? []));
    const moved = [...new Set(merged.changes.addresses.all.map(({ childId }) => childId))].filter((child) =>
      known.has(child),
    );
    const events: RollEvent[] = isFirst
      ? []
      : [
          ...left.map((child) => ({ child, kind: 'LEFT_ROLL' }) as const),
          ...joined.map((child) => ({ child, kind: 'NEW_ON_ROLL' }) as const),
          ...moved.map((child) => ({ child, kind: 'ADDRESS_CHANGED' }) as const),
        ];
    const flagged = await flaggedAmong(sql, joined, by.now);
    const id = newRowId();
    await tellOfFlagged(sql, flagged, { ...by, feed: id });
    await insertFeed(sql, { id, digest, pupils: after.size }, by);
    const rejected = [...leftOut(rows), ...merged.refused]
      .map((each) => ({ ...each, problems: each.problems.map(named) }))
      .sort((a, b) => a.pupil - b.pupil);
    const counts = {
      ...noCounts(),
      read: rows.length,
      accepted: merged.outcomes.length,
      rejectedInAll: rejected.length,
    };
    for (const outcome of merged.outcomes) counts[outcome] += 1;
    const entry = {
      home: homeAuthority,
      by: enteredBy,
      format: 'roll',
      fileDigest: digest,
      at: by.now,
    } as const;
    await ledger.act(sql, importEntry({ ...entry, report: counts }));
    await insertRollEvents(sql, events, { ...by, feed: id, home: homeAuthority });
    return {
      ...{
        pupils: after.size,
        leftRoll: left.length,
        newOnRoll: joined.length,
        addressChanged: moved.length,
      },
      ...{ flagged: flagged.length, isRepeated: false, rejected },
    };
  });
}

async function readRoll({
  path,
  school,
  homeAuthority,
  asOf,
  mapping,
  clock,
}: RollFeed): Promise<IntakeRow[]> {
  const rows: IntakeRow[] = [];
  const upns = new Set<string>();
  const stream = createReadStream(path);
  try {
    for await (const row of csvRows(
      stream,
      originOf(school, homeAuthority, asOf),
      mapping,
      londonDate(clock.now()),
    )) {
      if (rows.length === MOST_PUPILS) throw refused(row.line, 'no school has so many pupils.');
      const upn = upnOf(row);
      if (upn === '')
        throw refused(
          row.line,
          'this row does not say whose it is: correct the UPN. Nobody can be said to have left while one cannot be read.',
        );
      if (upns.has(upn))
        throw refused(row.line, 'this UPN stands more than once in the roll: find out whose it is.');
      upns.add(upn);
      rows.push(row);
    }
  } finally {
    stream.destroy();
  }
  if (rows.length === 0) throw refused(1, 'there is no pupil on this roll.');
  return rows;
}

const refused = (line: number, reason: string): HubError =>
  new HubError('BAD_USER_INPUT', `Line ${line}: ${reason} Nothing of the roll was taken in.`, {
    field: 'file',
    line,
  });

const upnOf = ({ checked }: IntakeRow): string => (checked.ok ? checked.pupil.upn : (checked.upn ?? ''));

function refuseTooMany(missing: number, before: number, { mostRemovals, isConfirmed }: RollFeed): void {
  if (isConfirmed || missing <= FEW || missing <= before * mostRemovals) return;
  throw conflict(
    `This roll lacks ${missing} of the ${before} pupils of the one before. If so many have left, say so (--confirm-removals); if not, the file is not the whole roll. Nothing of it was taken in.`,
  );
}

const leftOut = (rows: readonly IntakeRow[]): RejectedPupil[] =>
  rows.flatMap(({ line, row, checked }) =>
    checked.ok ? [] : { line, pupil: row, problems: checked.problems },
  );

const repeated = (pupils: number): RollReport => ({
  ...{ pupils, leftRoll: 0, newOnRoll: 0, addressChanged: 0, flagged: 0, isRepeated: true, rejected: [] },
});
