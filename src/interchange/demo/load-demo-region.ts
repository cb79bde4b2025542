import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DataSource } from 'typeorm';
import { inTransaction } from '../../database/transaction';
import type { Clock } from '../../kernel/clock';
import { addDays, type LocalDate } from '../../kernel/local-date';
import { londonDate } from '../../kernel/london-time';
import { importCtf } from '../ctf.import';
import type { DemoChild } from './demo-child';
import { demoFiles } from './demo-files';
import { loadDemoFacts } from './demo.facts';
import { readDemoLists, type DemoLists } from './demo-lists';
import { demoRegion } from './demo-region';
import { loadDirectly } from './load-demo-directly';
import { PERSONAS } from './personas';

export const DEMO_SEED = 'rollcall';
const ENTERED_BY = 'demo load';
/** A larger region is not written to files first. */
const MOST_IN_FILES = 5_000;
/** So many of the first children tell one region from another. */
const COMPARED = 100;

export interface LoadDemoRegion {
  /** Any pool that may write the tables of children. */
  readonly owner: DataSource;
  readonly clock: Clock;
  /** `la/931`: the invented region belongs to it. */
  readonly homeAuthority: string;
  readonly children?: number;
  readonly seed?: string;
  /** The files are written to `demo/ctf` in it and read from there. */
  readonly dataDir: string;
  /** Up to how many children the region is written as files. */
  readonly mostInFiles?: number;
  /** `done` of `all` files, or children, are in. */
  readonly onProgress?: (done: number, all: number) => void;
}

export interface DemoReport {
  /** Where the files are; null for a region too large for them. */
  readonly folder: string | null;
  readonly files: number;
  readonly children: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Rows that no file can carry: cases, circumstances, NHS numbers. */
  readonly facts: number;
  /** The day from which everything is counted back: that of the first load. */
  readonly today: LocalDate;
}

/**
 * Makes the demonstration region, writes it as common transfer files and brings these in by the ordinary import (a large
 * one comes in without the files); then adds what such files cannot say. Doing it again, on another day too, changes nothing; more children add to it.
 * Throws when the database already has a region made from another seed.
 */
export async function loadDemoRegion(options: LoadDemoRegion): Promise<DemoReport> {
  const { owner, clock, children: wanted = 500, seed = DEMO_SEED, dataDir, onProgress } = options;
  if (options.homeAuthority !== 'la/931') throw new Error('The demonstration region belongs to la/931.');
  const lists = readDemoLists();
  const today = (await firstDay(owner)) ?? londonDate(clock.now());
  const region = { seed, today, children: Math.max(wanted, PERSONAS.length) };
  await refuseOtherSeed(
    owner,
    demoRegion({ ...region, children: Math.min(region.children, COMPARED) }, lists),
  );
  const authorityOf = (postcode: string | null): string | null => areaOf(postcode, lists);
  if (region.children > (options.mostInFiles ?? MOST_IN_FILES)) {
    const load = {
      dataSource: owner,
      clock,
      homeAuthority: options.homeAuthority,
      enteredBy: ENTERED_BY,
      authorityOf,
    };
    const told = (done: number): void => onProgress?.(done, region.children);
    const loaded = await loadDirectly({ ...load, children: demoRegion(region, lists), onProgress: told });
    return { folder: null, files: 0, children: region.children, ...loaded, today };
  }
  const children = [...demoRegion(region, lists)];
  const folder = join(dataDir, 'demo', 'ctf');
  const names = await writeFiles(folder, children, lists);

  const counts = { created: 0, updated: 0, unchanged: 0 };
  for (const [done, name] of names.entries()) {
    const report = await importCtf({
      dataSource: owner,
      stream: createReadStream(join(folder, name)),
      enteredBy: ENTERED_BY,
      clock,
      homeAuthority: options.homeAuthority,
      authorityOf,
    });
    if (report.rejectedInAll > 0)
      throw new Error('Other children of this database have numbers of the region.');
    counts.created += report.created;
    counts.updated += report.updated;
    counts.unchanged += report.unchanged;
    onProgress?.(done + 1, names.length);
  }
  const facts = await inTransaction(owner, (tx) =>
    loadDemoFacts(tx, children, { enteredBy: ENTERED_BY, clock }),
  );
  return { folder, files: names.length, children: children.length, ...counts, facts, today };
}

/** Writes the files of a region afresh. @returns their names in the order in which they were sent */
export async function writeFiles(
  folder: string,
  children: Iterable<DemoChild>,
  lists: DemoLists,
): Promise<string[]> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const files = demoFiles(children, lists.schools);
  for (const { name, text } of files) {
    await pipeline(Readable.from(text), createWriteStream(join(folder, name)));
  }
  return files.map(({ name }) => name);
}

/** The schools' yearly files bear the day before the first load; nothing of the region is newer. */
async function firstDay(dataSource: DataSource): Promise<LocalDate | null> {
  const rows = await dataSource.query<{ day: LocalDate | null }[]>(
    `select max(as_of)::text as day from child where entered_by = $1`,
    [ENTERED_BY],
  );
  const day = rows[0]?.day ?? null;
  return day === null ? null : addDays(day, 1);
}

/** A larger region begins with the smaller one, so its first children must be those that are there. */
async function refuseOtherSeed(dataSource: DataSource, children: Iterable<DemoChild>): Promise<void> {
  const first = [...children];
  const loaded = await dataSource.query<{ upn: string; born: string }[]>(
    `select i.value as upn, c.date_of_birth::text as born from child c join child_identifier i on i.child_id = c.id
     where c.entered_by = $1 and i.kind = 'upn' and i.state = 'current' and i.value = any($2)`,
    [ENTERED_BY, first.map(({ upn }) => upn)],
  );
  const [all] = await dataSource.query<{ count: number }[]>(
    `select count(*)::int from (select 1 from child where entered_by = $1 limit $2) loaded`,
    [ENTERED_BY, first.length],
  );
  const born = new Map(loaded.map((row) => [row.upn, row.born]));
  const compared = first.slice(0, all?.count ?? 0);
  if (compared.every(({ upn, sendings }) => born.get(upn) === sendings[0]?.pupil.dateOfBirth)) return;
  throw new Error(
    'A demonstration region from another seed is loaded already: use its seed, or an empty database.',
  );
}

function areaOf(postcode: string | null, { authorities }: DemoLists): string | null {
  const outward = postcode?.split(' ')[0];
  return Object.entries(authorities).find(([, place]) => place.outward === outward)?.[0] ?? null;
}
