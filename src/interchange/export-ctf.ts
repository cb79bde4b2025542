import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'graphql';
import type { Gate } from '../gate/answer';
import type { Asking } from '../gate/asking';
import { ledgerRecord } from '../gate/ledger-record';
import type { LedgerPort, Sql } from '../gate/ports';
import type { Clock } from '../kernel/clock';
import { HubError } from '../kernel/errors';
import { newPublicId } from '../kernel/id';
import type { Laestab } from '../kernel/laestab';
import { schoolOrganisationId } from '../kernel/laestab';
import { partsOf } from '../kernel/local-date';
import { londonDate } from '../kernel/london-time';
import type { CtfPupil } from './ctf';
import { ctfFileName, writeCtf, type CtfDestination } from './ctf.writer';
import { decideFor } from './export-permit';
import { PUPIL_QUERY, pupilOf } from './export-pupil';

export interface ExportCtf {
  readonly gate: Gate;
  readonly sql: Sql;
  /** One transaction, with its entry in the ledger. */
  readonly transaction: <T>(work: (tx: Sql) => Promise<T>) => Promise<T>;
  readonly ledger: Pick<LedgerPort, 'act'>;
  readonly clock: Clock;
  readonly home: string;
  readonly asking: Asking;
  readonly school: Laestab;
  readonly destination: CtfDestination;
  /** Public ids; null = all who are on the school's roll. */
  readonly children: readonly string[] | null;
  readonly folder: string;
  readonly onProgress?: (done: number, all: number) => void;
}

export interface ExportReport {
  /** Name of the file; null when nobody may go out. */
  readonly file: string | null;
  readonly pupils: number;
  /** Whom the agreements, or a protected location, keep back; and ids that name no child of this school. */
  readonly keptBack: number;
}

interface Chosen {
  readonly id: string;
  readonly publicId: string;
  readonly isOnRoll: boolean;
  readonly isProtected: boolean;
}

const QUERY = parse(PUPIL_QUERY);

/**
 * Writes pupils of a school as a common transfer file: each is asked for through the gate like by anybody else, with its
 * own entry in the ledger, and what is withheld is not in the file. A child whose location is protected is in none.
 * That the file was taken out, by whom, for whom and about whom, is in the ledger before the file has its name.
 * Throws what the gate throws, and NOT_PERMITTED.
 */
export async function exportCtf(options: ExportCtf): Promise<ExportReport> {
  const { gate, sql, clock, home, asking, school, destination, folder } = options;
  const now = clock.now();
  const chosen = await choose(options);
  const asked = options.children?.length ?? chosen.length;
  const admitted = await gate.admit(asking, operation(newPublicId()));
  const actions = isLost(destination) ? ['EXPORT_FILE', 'EXPORT_CTF_LOST'] : ['EXPORT_FILE'];
  if (actions.some((action) => admitted.profile.cell(action, 'full').verdict === 'never'))
    throw new HubError('NOT_PERMITTED', 'No agreement lets you take such a file out for this purpose.');
  const ids = chosen.map(({ id }) => id);
  const decisions = await Promise.all(
    actions.map((action) => decideFor(sql, admitted, action, ids, { home, now })),
  );
  const out: { pupil: CtfPupil; id: string }[] = [];
  let done = 0;
  for (const child of chosen) {
    const { id } = child;
    const may = !child.isProtected && decisions.every((each) => each.get(id)?.effect === 'disclose');
    const pupil = may ? await askFor(gate, asking, child) : null;
    if (pupil !== null) out.push({ pupil, id });
    options.onProgress?.(++done, chosen.length);
  }
  if (out.length === 0) return { file: null, pupils: 0, keptBack: asked };

  const today = londonDate(now);
  const { year, month } = partsOf(today);
  const [named] = await sql.query<{ name: string }>('select name from organisation where id = $1', [
    schoolOrganisationId(school),
  ]);
  const source = { laestab: school, name: named?.name ?? '', academicYear: month >= 9 ? year : year - 1 };
  const file = { source, destination, writtenAt: `${today}T${now.toISOString().slice(11, 19)}` };
  const name = freeName(folder, school, destination);
  const path = join(folder, name);
  const digest = await write(
    `${path}.part`,
    writeCtf(
      file,
      out.map(({ pupil }) => pupil),
    ),
  );
  try {
    await options.transaction((tx) =>
      options.ledger.act(
        tx,
        ledgerRecord('ACT', newPublicId(), asking, admitted.ruleset.version, now, {
          children: out.map(({ id }) => id),
          agreements: [...new Set(decisions.flatMap((each) => [...each.values()].flatMap(agreementsOf)))],
          lookBacks: [],
          body: {
            action: 'EXPORT_FILE',
            format: 'ctf',
            to: name.slice(12, 19),
            file: digest,
            pupils: out.length,
          },
        }),
      ),
    );
    await rename(`${path}.part`, path);
  } catch (error) {
    await rm(`${path}.part`, { force: true });
    throw error;
  }
  return { file: name, pupils: out.length, keptBack: asked - out.length };
}

const isLost = (destination: CtfDestination): boolean =>
  destination === 'unknown' || destination === 'outside';

const agreementsOf = ({ under }: { readonly under: readonly { readonly agreement: string }[] }): string[] =>
  under.map(({ agreement }) => agreement);

async function choose({ sql, school, children }: ExportCtf): Promise<Chosen[]> {
  return sql.query<Chosen>(
    `select c.id, c.public_id as "publicId",
       exists (select 1 from registration r where r.child_id = c.id and r.organisation_id = $1 and r.ends_on is null) as "isOnRoll",
       exists (select 1 from circumstance p where p.child_id = c.id and p.kind = 'LOCATION_PROTECTION' and p.ends_at is null)
         or exists (select 1 from child_address p where p.child_id = c.id and p.protected and p.ends_on is null) as "isProtected"
     from child c where c.state = 'known'
       and exists (select 1 from registration r where r.child_id = c.id and r.organisation_id = $1
         and ($2::uuid[] is not null or r.ends_on is null))
       and ($2::uuid[] is null or c.public_id = any($2)) order by c.id`,
    [schoolOrganisationId(school), children],
  );
}

const operation = (id: string): Parameters<Gate['answer']>[1] => ({
  ...{ document: QUERY, operationName: null, variables: { id }, mode: 'partial', idempotencyKey: null },
});

async function askFor(gate: Gate, asking: Asking, { publicId, isOnRoll }: Chosen): Promise<CtfPupil | null> {
  const { data, errors } = await gate.answer({ ...asking, requestId: newPublicId() }, operation(publicId));
  const refused = errors.find(({ extensions }) => extensions?.['code'] !== 'WITHHELD');
  if (refused) throw new HubError('UNAVAILABLE', refused.message);
  const child = data?.['child'] ?? null;
  return child === null ? null : pupilOf(child, isOnRoll);
}

/** `LLLEEEE_CTF_LLLEEEE_NNN.xml` with the next number of that sender and receiver in the folder. */
function freeName(folder: string, school: Laestab, destination: CtfDestination): string {
  for (let counter = 1; counter < 1000; counter += 1) {
    const name = ctfFileName(school, destination, counter);
    if (!existsSync(join(folder, name))) return name;
  }
  throw new HubError('CONFLICT', 'This folder has 999 files of this sender and receiver: use another.');
}

async function write(path: string, text: Iterable<string>): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(path, 'w', 0o600);
  try {
    for (const piece of text) {
      hash.update(piece);
      await handle.write(piece);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}
