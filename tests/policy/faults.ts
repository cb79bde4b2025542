import type { Fault } from './faulty-engine';

/** What could be wrong in the compiled engine without anything failing to run. Each must be noticed. */
export const FAULTS: readonly Fault[] = [
  // Days
  {
    name: 'an agreement counts before its first day',
    file: 'compile',
    right: 'day >= agreement.term.from && ',
    wrong: '',
  },
  {
    name: 'an agreement ends on the eve of its last day',
    file: 'compile',
    right: 'day <= lastDayOf(agreement)',
    wrong: 'day < lastDayOf(agreement)',
  },
  {
    name: 'an agreement has no last day',
    file: 'compile',
    right: "until ?? '9999-12-31'",
    wrong: "'9999-12-31'",
  },
  {
    name: 'a review may pass',
    file: 'compile',
    right: "whenReviewPasses === 'stop' && review < end ? review : end",
    wrong: 'end',
  },
  {
    name: 'a review that only warns stops',
    file: 'compile',
    right: "whenReviewPasses === 'stop' && ",
    wrong: '',
  },
  {
    name: 'a clause holds before its first day',
    file: 'compile',
    right: '(clause.from === null || day >= clause.from) && ',
    wrong: '',
  },
  {
    name: 'a clause ends on the eve of its last day',
    file: 'compile',
    right: 'day <= clause.until',
    wrong: 'day < clause.until',
  },
  // Law and controllers
  {
    name: 'a power that has not commenced counts',
    file: 'compile',
    right: 'return from !== null && from <= day;',
    wrong: 'return from === null || from <= day;',
  },
  {
    name: 'a power counts from the day after its first',
    file: 'compile',
    right: 'from <= day',
    wrong: 'from < day',
  },
  {
    name: 'the lawful basis need not be in force',
    file: 'compile',
    right: '...Object.values(purpose.lawfulBasis).flat(),',
    wrong: '',
  },
  {
    name: 'the special-category condition need not be in force',
    file: 'compile',
    right: '...purpose.specialCategoryCondition,',
    wrong: '',
  },
  {
    name: "another authority's agreement opens our records",
    file: 'compile',
    right: 'opensHere && usable.size > 0',
    wrong: 'usable.size > 0',
  },
  {
    name: "another authority's forbid does not bind",
    file: 'compile',
    right: 'clause.forbid.map(',
    wrong: '(opensHere ? clause.forbid : []).map(',
  },
  // Purposes, jobs, vocabulary
  {
    name: 'a forbid for one purpose binds for all',
    file: 'compile',
    right: 'purposes: new Set(clause.purposes),',
    wrong: 'purposes: new Set<string>(),',
  },
  {
    name: 'a permit holds for every purpose',
    file: 'profile',
    right: "rule.effect === 'permit' && rule.purposes.has(purpose) && ",
    wrong: "rule.effect === 'permit' && ",
  },
  {
    name: 'a forbid for every purpose binds for none',
    file: 'profile',
    right: 'rule.purposes.size === 0 || ',
    wrong: '',
  },
  {
    name: 'any job will do',
    file: 'profile',
    right: 'bindsTo(rule, asker) && jobFits(rule, asker)',
    wrong: 'bindsTo(rule, asker)',
  },
  {
    name: 'a job is another when its letters are capital',
    file: 'profile',
    right: 'asker.job.toLowerCase()',
    wrong: 'asker.job',
  },
  {
    name: 'a purpose that the catalogue does not know is lawful',
    file: 'profile',
    right: 'if (!catalogues.purposes.has(purpose)) return false;',
    wrong: '',
  },
  {
    name: 'a form that the item does not have opens',
    file: 'profile',
    right: 'catalogues.items.get(word)?.forms.includes(form) === true',
    wrong: 'catalogues.items.has(word)',
  },
  // Forms
  {
    name: 'full does not open the lesser forms',
    file: 'profile',
    right: "permitted === 'full' || permitted === asked",
    wrong: 'permitted === asked',
  },
  {
    name: 'a lesser form opens the full one',
    file: 'profile',
    right: "permitted === 'full' || permitted === asked",
    wrong: "permitted === 'full' || permitted === asked || asked === 'full'",
  },
  {
    name: 'a forbid of a lesser form leaves the full one open',
    file: 'profile',
    right: "forbidden === 'full' || asked === 'full' || forbidden === asked",
    wrong: "forbidden === 'full' || forbidden === asked",
  },
  {
    name: 'a forbid of the full item leaves its lesser forms open',
    file: 'profile',
    right: "forbidden === 'full' || asked === 'full' || forbidden === asked",
    wrong: "asked === 'full' || forbidden === asked",
  },
  // Who
  {
    name: 'a controller receives',
    file: 'profile',
    right: "party.capacity !== 'controller' && isParty(party, asker)",
    wrong: 'isParty(party, asker)',
  },
  {
    name: 'any role of the organisation is the party',
    file: 'profile',
    right: '(party.role === null || party.role === asker.role)',
    wrong: 'true',
  },
  {
    name: 'any unit of the organisation is the party',
    file: 'profile',
    right: '(party.unit === null || party.unit === asker.unit)',
    wrong: 'true',
  },
  {
    name: 'the standing of the requester serves the one it represents',
    file: 'profile',
    right: "index === 0 ? 'self' : 'represented'",
    wrong: "'self'",
  },
  {
    name: 'the represented body need not be covered',
    file: 'decide',
    right: 'for (const party of cell.parties) {\n      const permits',
    wrong: 'for (const party of cell.parties.slice(0, 1)) {\n      const permits',
  },
  {
    name: 'what is forbidden to the represented body is not',
    file: 'decide',
    right: 'for (const party of cell.parties) {\n      const forbids',
    wrong: 'for (const party of cell.parties.slice(0, 1)) {\n      const forbids',
  },
  {
    name: 'one of two bodies covered is enough',
    file: 'profile',
    right: 'parties.some(shut)',
    wrong: 'parties.every(shut)',
  },
  // Standings
  {
    name: "the asker's own word confirms itself",
    file: 'profile',
    right: "item && !item.onAssertion.includes(form) ? 'confirmed' : 'asserted'",
    wrong: "'asserted'",
  },
  {
    name: 'what opens on assertion waits to be confirmed',
    file: 'profile',
    right: "item && !item.onAssertion.includes(form) ? 'confirmed' : 'asserted'",
    wrong: "'confirmed'",
  },
  {
    name: 'a forbid waits until its ground is confirmed',
    file: 'profile',
    right: "maskOf(a, 'asserted', as)",
    wrong: "maskOf(a, 'confirmed', as)",
  },
  {
    name: 'an exception rests on the word of whoever profits',
    file: 'profile',
    right: "maskOf(a, 'confirmed', as)",
    wrong: "maskOf(a, 'asserted', as)",
  },
  {
    name: 'asserted and confirmed share a bit',
    file: 'profile',
    right: '|${atom.level}|',
    wrong: '||',
  },
  {
    name: 'a fact for a week and one for ever share a bit',
    file: 'profile',
    right: "|${atom.for ?? ''}|",
    wrong: '||',
  },
  {
    name: 'left lately and left long ago share a bit',
    file: 'profile',
    right: "|${atom.within ?? ''}|",
    wrong: '||',
  },
  {
    name: 'one ground of `all` is enough',
    file: 'decide',
    right: '(known & p.need) === p.need',
    wrong: 'p.need === 0n || (known & p.need) !== 0n',
  },
  {
    name: 'a permit on a ground that nobody knows opens for any child',
    file: 'profile',
    right: 'rule.children.filter(isKnown).map((a) => ({ need:',
    wrong: 'rule.children.map((a) => ({ need: !isKnown(a) ? 0n :',
  },
  {
    name: 'a forbid on a ground that nobody knows binds for no child',
    file: 'profile',
    right: "maskOf(a, 'asserted', as) : 0n",
    wrong: "maskOf(a, 'asserted', as) : 1n << 62n",
  },
  // Forbids and exceptions
  {
    name: 'permit beats forbid',
    file: 'decide',
    right: 'if (forbids.length > 0)',
    wrong: 'if (forbids.length > 9)',
  },
  {
    name: 'exceptions are forgotten',
    file: 'compile',
    right: 'except: clause.except,',
    wrong: 'except: [],',
  },
  {
    name: 'an exception is for everybody',
    file: 'profile',
    right: 'rule.except.filter((e) => exceptionNames(e, asker))',
    wrong: 'rule.except',
  },
  {
    name: 'an exception for some children is for all',
    file: 'profile',
    right: 'excepted.some((e) => e.children.length === 0)',
    wrong: 'excepted.length > 0',
  },
  {
    name: 'every exception must hold, not any',
    file: 'decide',
    right: '!f.unless.some((unless)',
    wrong: '!f.unless.every((unless)',
  },
  // What is said of it
  {
    name: 'a refusal tells of the child',
    file: 'decide',
    right: "conceal: true,\n          because: 'forbidden'",
    wrong: "conceal: silent,\n          because: 'forbidden'",
  },
  {
    name: 'a refuge is refused aloud',
    file: 'decide',
    right: "conceal: silent,\n          because: 'standing'",
    wrong: "conceal: false,\n          because: 'standing'",
  },
  {
    name: 'the first clause alone is named',
    file: 'decide',
    right: 'under.push(...permits.map(',
    wrong: 'under.push(...permits.slice(0, 1).map(',
  },
];

/** The same for the condition that goes into statements: noticed by PostgreSQL's answer. */
export const FAULTS_IN_SQL: readonly Fault[] = [
  {
    name: 'a cell with a forbid is always open when any child may be known',
    file: 'profile',
    right: 'p.forbids.length === 0 && ',
    wrong: '',
  },
  {
    name: 'every clause must hold, not any',
    file: 'scopeSql',
    right: "join(' or ')",
    wrong: "join(' and ')",
  },
  {
    name: 'one party is enough',
    file: 'scopeSql',
    right: "parties.join(' and ')",
    wrong: "parties.join(' or ')",
  },
  {
    name: 'one ground of `all` is enough',
    file: 'scopeSql',
    right: '& ${need} = ${need}`',
    wrong: '& ${need} <> 0`',
  },
  { name: 'exceptions are forgotten', file: 'scopeSql', right: '${unless})`', wrong: ')`' },
  {
    name: 'an exception never holds for its own children',
    file: 'scopeSql',
    right: '` and not (${holds(mask, u)})`',
    wrong: '` and (${holds(mask, u)})`',
  },
  { name: 'forbids are forgotten', file: 'scopeSql', right: "${forbids.join('')}", wrong: '' },
  {
    name: 'what is never shared is read',
    file: 'scopeSql',
    right: "=== 'never') return 'false'",
    wrong: "=== 'never') return 'true'",
  },
];
