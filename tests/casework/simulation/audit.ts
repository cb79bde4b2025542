import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { sqlOf } from '../../../src/database/sql';
import { workedChildren } from '../../../src/casework/work.repository';
import { agendaOf } from '../../../src/procedures/agenda';
import { HOME } from '../../support/seeded';
import { rulesOf } from '../case-desk';
import type { Simulation } from './simulation';

/** Late steps that became nobody's, or of which no escalation is recorded: none. */
export async function lateWithoutEscalation(
  { desk }: Simulation,
  authority = HOME,
): Promise<{ late: number; wrong: string[] }> {
  const { book, calendars } = rulesOf(authority);
  const now = desk.hub.clock.now();
  const database = sqlOf(desk.hub.database.app);
  const recorded = new Set(
    (
      await desk.sql<{ line: string }>(
        `select child_id || ' ' || step || ' ' || coalesce(about, '') || ' ' || party || ' ' || (extract(epoch from since) * 1000)::bigint as line from case_escalation`,
      )
    ).map(({ line }) => line),
  );
  const wrong: string[] = [];
  let late = 0;
  for (const { id, facts } of await workedChildren(database, HOME, now))
    for (const item of agendaOf(facts, book, calendars, now)) {
      if (item.state !== 'overdue') continue;
      late += 1;
      const reached = item.escalations.filter((one) => one.reached);
      if (reached.length === 0) wrong.push(`${item.row.row} of ${id} has become nobody's`);
      for (const { to } of reached)
        if (!recorded.has(`${id} ${item.row.row} ${item.about ?? ''} ${to} ${item.since.getTime()}`))
          wrong.push(`${item.row.row} of ${id}: no record that it went to ${to}`);
    }
  return { late, wrong };
}

/** Questions that nobody has answered and no lead has heard of, and enquiries whose state says otherwise. */
export const unanswered = ({ desk }: Simulation): Promise<unknown[]> =>
  desk.sql(
    `select e.public_id, r.organisation_id, r.state from enquiry e join enquiry_recipient r on r.enquiry_id = e.id
     where r.state in ('WAITING', 'REMINDED', 'SUSPENDED') or (r.state = 'ESCALATED' and (r.escalated_to is null or r.outcome is not null))
       or (r.outcome is null) <> (r.state in ('ESCALATED', 'WITHDRAWN'))
       or (e.state = 'ANSWERED') <> (not exists (select 1 from enquiry_recipient w where w.enquiry_id = e.id
         and w.state in ('WAITING', 'REMINDED', 'ESCALATED', 'SUSPENDED')) and e.state <> 'WITHDRAWN')`,
  );

interface Closed {
  readonly id: string;
  readonly as: string;
  readonly state: string;
  readonly evidence: readonly string[];
  readonly checks: readonly string[];
  readonly signed: readonly { readonly party: string; readonly by: string; readonly proposed: string }[];
}

/** Closed cases that lack what the file of the procedure wants of such an end, held against the file itself. A roll that its school confirmed needs no other proof. */
export async function closedWithoutEvidence(
  { desk }: Simulation,
  file: string,
): Promise<{ closed: number; wrong: string[] }> {
  const { closing, checks } = parse(
    readFileSync(resolve(__dirname, `../../../schema/procedures/${file}`), 'utf8'),
  ) as {
    closing: { outcome: string; state: string; evidence?: string[]; signedBy?: string[]; checks?: string }[];
    checks: { list: string; entries: { check: string; needs?: string }[] }[];
  };
  const rows = await desk.sql<Closed>(
    `with since as (
       select c.*, coalesce((select max(v.at) from case_event v where v.case_id = c.id and v.kind = 'CASE_REOPENED'), c.opened_at) as since
       from cme_case c where c.close_reason is not null
     )
     select s.public_id as id, s.close_reason as as,
       case when s.standing_alert then 'CLOSED_WITH_ALERT' when s.state = 'DORMANT' then 'DORMANT_OPEN' else 'CLOSED' end as state,
       array(select distinct evidence from case_evidence e where e.case_id = s.id and e.given_at >= s.since
         union select 'ROLL_CONFIRMED' from registration r where r.child_id = s.child_id and r.confirmed_at <= s.closed_at) as evidence,
       array(select distinct check_code from case_check k where k.case_id = s.id and k.made_at >= s.since) as checks,
       coalesce((select json_agg(json_build_object('party', g.party, 'by', g.signed_by, 'proposed', l.proposed_by))
         from case_closing l join case_signature g on g.closing_id = l.id
         where l.case_id = s.id and l.state = 'DONE' and l.outcome = s.close_reason and g.signed_at >= s.since), '[]') as signed
     from since s`,
  );
  const wrong: string[] = [];
  for (const { id, as, state, evidence, checks: made, signed } of rows) {
    const ways = closing.filter((way) => way.outcome === as && way.state === state);
    const lacks = ways.map((way) => [
      ...(way.evidence ?? []).filter((one) => !evidence.includes(one)),
      ...(way.signedBy ?? []).filter((party) => !signed.some((one) => one.party === party)),
      ...(way.signedBy?.length === 1 && signed.some(({ by, proposed }) => by === proposed)
        ? ['a second person']
        : []),
      ...(checks.find(({ list }) => list === way.checks)?.entries ?? [])
        .filter(({ check, needs }) => needs === undefined && !made.includes(check))
        .map(({ check }) => check),
    ]);
    if (!lacks.some((one) => one.length === 0)) wrong.push(`${id} ${as} ${state}: ${JSON.stringify(lacks)}`);
  }
  return { closed: rows.length, wrong };
}

interface Entry {
  readonly kind: string;
  readonly unit: string;
  readonly role: string;
  readonly organisation: string;
  readonly purpose: string;
  readonly day: string;
  readonly whole: string;
}
interface AgreementText {
  readonly parties: readonly {
    readonly organisation?: string;
    readonly unit?: string;
    readonly role?: string;
  }[];
  readonly term: { readonly from: string; readonly review: string; readonly until: string };
  readonly clauses: readonly {
    readonly clause: string;
    readonly permit?: readonly (string | { readonly item: string; readonly form?: string })[];
    readonly purposes?: readonly string[];
    readonly jobs?: readonly string[];
  }[];
}

/**
 * Every entry of the ledger held against the texts of the agreements, read apart from the engine: each cell that was
 * disclosed and each act cites a clause that permits it, for that purpose and job, of an agreement in force that day to
 * which whoever asked is a party.
 */
export async function outsideAgreements({
  desk,
}: Simulation): Promise<{ disclosed: number; acts: number; wrong: string[] }> {
  const folder = resolve(__dirname, '../../../schema/agreements');
  const texts = new Map(
    readdirSync(folder).map((file) => {
      const text = parse(readFileSync(resolve(folder, file), 'utf8')) as AgreementText & {
        agreement: string;
      };
      return [text.agreement, text] as const;
    }),
  );
  const entries = await desk.sql<Entry>(
    `select l.kind, l.unit_id as unit, u.role, l.organisation_id as organisation, l.purpose, l.at::date::text as day,
       l.controller_part as whole from ledger_entry l left join unit u on u.id = l.unit_id where l.kind <> 'REFUSAL'`,
  );
  const wrong = new Set<string>();
  let [disclosed, acts] = [0, 0];
  const check = (entry: Entry, job: string, word: string, under: readonly string[]): void => {
    if (under.length === 0) wrong.add(`${word} to ${entry.unit} under nothing`);
    for (const cited of under) {
      const [, name = '', clause = ''] = /^(.+)@\d+ (.+)$/.exec(cited) ?? [];
      const why = unfit(texts.get(name), clause, entry, job, word);
      if (why !== null) wrong.add(`${word} to ${entry.unit} for ${entry.purpose} under ${cited}: ${why}`);
    }
  };
  for (const entry of entries) {
    const { body, job } = JSON.parse(entry.whole) as {
      job: string;
      body: { action?: string; under?: string[]; children?: Cells[]; other?: Cells };
    };
    if (entry.kind === 'ACT') {
      acts += 1;
      check(entry, job, String(body.action), body.under ?? []);
    } else
      for (const cells of [...(body.children ?? []), ...(body.other ? [body.other] : [])])
        for (const [word, under] of Object.entries(cells.disclosed)) {
          disclosed += 1;
          check(entry, job, word, under);
        }
  }
  return { disclosed, acts, wrong: [...wrong] };
}

interface Cells {
  readonly disclosed: Readonly<Record<string, readonly string[]>>;
}

function unfit(
  text: AgreementText | undefined,
  name: string,
  entry: Entry,
  job: string,
  word: string,
): string | null {
  const clause = text?.clauses.find((one) => one.clause === name);
  if (text === undefined || clause === undefined) return 'no such clause';
  if (entry.day < text.term.from || entry.day > text.term.review || entry.day > text.term.until)
    return 'not in force';
  if (!(clause.purposes ?? []).includes(entry.purpose)) return 'not this purpose';
  if (clause.jobs !== undefined && !clause.jobs.includes(job)) return `not the job ${job}`;
  const [item = '', form] = word.split('/');
  const permits = (clause.permit ?? []).some((one) =>
    typeof one === 'string' ? one === item : one.item === item && (one.form ?? 'full') === form,
  );
  if (!permits) return 'not permitted there';
  const party = text.parties.some(
    (one) =>
      (one.organisation === undefined ||
        one.organisation === 'every' ||
        one.organisation === entry.organisation) &&
      (one.unit === undefined || one.unit === entry.unit) &&
      (one.role === undefined || one.role === entry.role),
  );
  return party ? null : 'no party to it';
}
