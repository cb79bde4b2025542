import { createHash } from 'node:crypto';
import type { Agreement, Clause } from './agreement';
import type { Catalogues } from './catalogue';
import { controllersOf } from './checks/item-controllers';
import type { Rule, Ruleset } from './ruleset';

export interface InForceText {
  readonly agreement: Agreement;
  /** The exact bytes approved. */
  readonly text: string;
}

export interface CompileInput {
  /** Approved and neither superseded, suspended nor ended. Days are judged here. */
  readonly agreements: readonly InForceText[];
  readonly catalogues: Catalogues;
  /** Any text that identifies the catalogues' content, for the version. */
  readonly cataloguesDigest: string;
  readonly homeAuthorities: ReadonlySet<string>;
  /** Day in Europe/London. */
  readonly day: string;
}

/**
 * Agreements in force → one frozen ruleset. An agreement counts from the first to the last of its days, stops
 * when its review passes, and loses each purpose whose legal power is not in force on the day.
 * INVARIANT: an agreement whose controllers do not include an authority of this hub permits nothing here; its
 * forbids still bind.
 */
export function compile(input: CompileInput): Ruleset {
  const { catalogues, day } = input;
  const current = input.agreements
    .filter(({ agreement }) => inForceOn(agreement, day))
    .sort(
      (a, b) =>
        compareText(a.agreement.agreement, b.agreement.agreement) ||
        a.agreement.version - b.agreement.version,
    );
  const rules = new Map<string, Rule[]>();
  const jobs = new Set<string>();
  for (const { agreement } of current) {
    const opensHere = [...controllersOf(agreement)].some((id) => input.homeAuthorities.has(id));
    const purposes = new Set(
      agreement.purposes.filter((p) => powersInForce(p, catalogues, day)).map((p) => p.code),
    );
    for (const clause of agreement.clauses) {
      if (!holdsOn(clause, day)) continue;
      for (const rule of rulesOf(agreement, clause, purposes, opensHere)) {
        rule.jobs.forEach((job) => jobs.add(job));
        const list = rules.get(rule.word);
        if (list) list.push(rule);
        else rules.set(rule.word, [rule]);
      }
    }
  }
  return Object.freeze({
    version: versionOf(current, input),
    day,
    catalogues,
    rules,
    inForce: current.map(({ agreement: a }) => ({
      agreement: a.agreement,
      version: a.version,
      title: a.title,
    })),
    jobs,
  });
}

/** First and last day inclusive; `whenReviewPasses: stop` ends it with its review day. */
export function inForceOn(agreement: Agreement, day: string): boolean {
  return day >= agreement.term.from && day <= lastDayOf(agreement);
}

const holdsOn = (clause: Clause, day: string): boolean =>
  (clause.from === null || day >= clause.from) && (clause.until === null || day <= clause.until);

/** The last day on which the agreement opens anything, unless it is reviewed. */
export function lastDayOf(agreement: Agreement): string {
  const { review, until, whenReviewPasses } = agreement.term;
  const end = until ?? '9999-12-31';
  return whenReviewPasses === 'stop' && review < end ? review : end;
}

function powersInForce(purpose: Agreement['purposes'][number], catalogues: Catalogues, day: string): boolean {
  const cited = [
    ...Object.values(purpose.lawfulBasis).flat(),
    ...purpose.specialCategoryCondition,
    ...purpose.powers,
  ];
  return cited.every((id) => {
    const from = catalogues.powers.get(id)?.inForceFrom ?? null;
    return from !== null && from <= day;
  });
}

function rulesOf(
  agreement: Agreement,
  clause: Clause,
  purposes: ReadonlySet<string>,
  opensHere: boolean,
): Rule[] {
  const lastDay = lastDayOf(agreement);
  const base = {
    ref: { agreement: agreement.agreement, version: agreement.version, clause: clause.clause },
    says: clause.says,
    children: clause.children,
    jobs: new Set(clause.jobs.map((job) => job.toLowerCase())),
    except: clause.except,
    agreement,
    lastDay: clause.until !== null && clause.until < lastDay ? clause.until : lastDay,
  };
  const usable = new Set(clause.purposes.filter((code) => purposes.has(code)));
  const permits =
    opensHere && usable.size > 0
      ? clause.permit.map((p) => ({
          ...base,
          effect: 'permit' as const,
          word: p.word,
          form: p.form,
          purposes: usable,
        }))
      : [];
  const forbids = clause.forbid.map((p) => ({
    ...base,
    effect: 'forbid' as const,
    word: p.word,
    form: p.form,
    purposes: new Set(clause.purposes),
  }));
  return [...permits, ...forbids].map((rule) => Object.freeze(rule));
}

function versionOf(current: readonly InForceText[], input: CompileInput): string {
  const hash = createHash('sha256')
    .update(input.cataloguesDigest)
    .update([...input.homeAuthorities].sort().join(' '));
  for (const { agreement, text } of current) {
    hash
      .update(`\n${agreement.agreement} ${agreement.version} `)
      .update(createHash('sha256').update(text).digest());
    const purposes = agreement.purposes
      .filter((p) => powersInForce(p, input.catalogues, input.day))
      .map((p) => p.code);
    hash.update(purposes.join(' '));
    const inForce = agreement.clauses.map((clause) => (holdsOn(clause, input.day) ? '1' : '0'));
    hash.update(` ${inForce.join('')}`);
  }
  return hash.digest('hex').slice(0, 32);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
