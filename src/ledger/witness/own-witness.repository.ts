import type { Sql } from '../../gate/ports';
import type { Checkpoint } from '../tree/checkpoint';
import { parseCosignerKey, type Cosignature } from '../tree/cosignature';
import type { VerifierKey } from '../tree/note';

/** Who keeps this hub's head. */
export interface OwnWitness {
  /** What it is called here. */
  readonly name: string;
  /** To which `/add-checkpoint` is added. */
  readonly url: string;
  readonly key: VerifierKey;
  /** Of the head that it has cosigned last; 0 before the first. */
  readonly lastSize: number;
}

/** How far this hub's witnesses are behind its newest head, and what they say against it. */
export interface OwnWitnessState {
  readonly name: string;
  readonly url: string;
  readonly verifier: string;
  readonly lastSize: number;
  readonly cosignedAt: Date | null;
  readonly disabledAt: Date | null;
  readonly problem: string | null;
  readonly contradicts: boolean;
  /** Seconds since it last cosigned (or was registered), while there is a newer head; else 0. */
  readonly age: number;
}

type HeadOnly = Pick<Checkpoint, 'size' | 'root'>;

const WITNESS = 'name, url, verifier_key as verifier, last_size as "lastSize"';

/** Those that have not cosigned this very head and were not asked since. Whoever takes the turn asks. */
export async function takeTurnToAsk(
  sql: Sql,
  { size, root }: HeadOnly,
  since: Date,
  at: Date,
): Promise<OwnWitness[]> {
  const rows = await sql.query<WitnessRow>(
    `update ledger_witness set asked_at = $4
     where disabled_at is null and (asked_at is null or asked_at <= $3)
       and (last_size <> $1 or last_root is distinct from $2 or contradicts)
     returning ${WITNESS}`,
    [size, root, since, at],
  );
  return rows.flatMap(witnessOf);
}

/** Every witness that is asked at present. */
export async function ownWitnesses(sql: Sql): Promise<OwnWitness[]> {
  const rows = await sql.query<WitnessRow>(
    `select ${WITNESS} from ledger_witness where disabled_at is null order by name`,
  );
  return rows.flatMap(witnessOf);
}

type WitnessRow = { name: string; url: string; verifier: string; lastSize: string };

function witnessOf({ name, url, verifier, lastSize }: WitnessRow): OwnWitness[] {
  const key = parseCosignerKey(verifier);
  return key.ok ? [{ name, url, key: key.value, lastSize: Number(lastSize) }] : [];
}

/** `at` is when it came, by our own clock: the witness's stands in its line. */
export async function keepCosignature(
  sql: Sql,
  name: string,
  { size, root }: HeadOnly,
  { line }: Cosignature,
  at: Date,
): Promise<void> {
  await sql.query(
    `update ledger_witness set last_size = $2, last_root = $3, cosignature = $4, cosigned_at = $5, problem = null,
       contradicts = false where name = $1`,
    [name, size, root, line, at],
  );
}

/** Why it did not cosign. True when it is another reason than before. */
export async function keepProblem(
  sql: Sql,
  name: string,
  { problem, contradicts }: { readonly problem: string; readonly contradicts: boolean },
): Promise<boolean> {
  const rows = await sql.query(
    `update ledger_witness set problem = $2, contradicts = $3
     where name = $1 and (problem, contradicts) is distinct from ($2, $3) returning name`,
    [name, problem, contradicts],
  );
  return rows.length > 0;
}

/** The newest head with the lines of those who cosigned that very head, our own signature first; null before the first. */
export async function cosignedHead(sql: Sql): Promise<string | null> {
  const [row] = await sql.query<{ note: string }>(
    `select h.note || coalesce((select string_agg(w.cosignature, '' order by w.name) from ledger_witness w
       where w.last_size = h.size and w.last_root = h.root and w.disabled_at is null), '') as note
     from ledger_head h order by h.size desc limit 1`,
  );
  return row?.note ?? null;
}

export async function ownWitnessStates(sql: Sql, at: Date): Promise<OwnWitnessState[]> {
  const rows = await sql.query<Omit<OwnWitnessState, 'lastSize'> & { lastSize: string }>(
    `select ${WITNESS}, cosigned_at as "cosignedAt", disabled_at as "disabledAt", problem, contradicts,
       case when last_size is distinct from (select max(size) from ledger_head)
         and exists (select from ledger_head)
         then greatest(0, extract(epoch from $1::timestamptz - coalesce(cosigned_at, added_at)))::float8
         else 0 end as age
     from ledger_witness order by name`,
    [at],
  );
  return rows.map((row) => ({ ...row, lastSize: Number(row.lastSize) }));
}
