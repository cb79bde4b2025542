import fc from 'fast-check';
import { rulesetOn } from '../../src/agreements/agreement-set';
import { decide } from '../../src/policy/decide';
import { diffOf, type RulesDiff } from '../../src/policy/diff';
import { diffSentences } from '../../src/policy/diff-sentences';
import { profileFor } from '../../src/policy/profile';
import type { Ruleset } from '../../src/policy/ruleset';
import { standsFor } from '../../src/policy/space';
import { holds, maskOfChild, modelChild, type ModelChild } from './child-model';
import { amendedFiles, DAY, setOf, shipped, shippedCatalogues, shippedFiles } from './shipped';

type Amendment = readonly [agreement: string, from: string, to: string];

const diffFor = (...amendment: Amendment): RulesDiff =>
  diffOf(shipped, setOf(amendedFiles(...amendment)), shipped.directory, DAY);
const told = (diff: RulesDiff): string[] =>
  diffSentences(diff, { catalogues: shippedCatalogues.catalogues, space: diff.space, names: shipped.names });

const DISTRICTS =
  'Cherwell housing (housing/E07000177), Oxford housing (housing/E07000178), South Oxfordshire housing (housing/E07000179), Vale of White Horse housing (housing/E07000180) and West Oxfordshire housing (housing/E07000181)';
const FLAG = 'flag that the child is missing education, and since when (yes or no alone)';

const AMENDMENTS: readonly (readonly [
  what: string,
  amendment: Amendment,
  widens: boolean,
  sentences: readonly string[],
])[] = [
  [
    'narrowing the children of a clause closes what the clause alone gave',
    [
      'housing-oxfordshire',
      'children: [OPEN_CASE_WITH_US]',
      'children: [{ all: [OPEN_CASE_WITH_US, OPEN_CME_CASE] }]',
    ],
    false,
    [
      `Closes: ${DISTRICTS} for LOCATE_CHILD and SAFEGUARD may no longer see whether the hub knows this child; ${FLAG}, for children with an open case with it (its own word being enough) but not those with an open case of missing education (housing-oxfordshire 8.2).`,
    ],
  ],
  [
    'widening them opens the rest',
    ['housing-oxfordshire', 'children: [OPEN_CASE_WITH_US]', 'children: [ANY_CHILD]'],
    true,
    [
      `Opens: ${DISTRICTS} for LOCATE_CHILD and SAFEGUARD may see whether the hub knows this child; ${FLAG}, for all children but those with an open case with it (housing-oxfordshire 8.2).`,
    ],
  ],
  [
    'a longer time opens what lies between',
    ['housing-oxfordshire', '{ for: P28D }', '{ for: P1Y }'],
    true,
    [
      `Opens: ${DISTRICTS} for ANSWER_ENQUIRY may see whether the hub knows this child; legal and known-as name, date of birth and sex; last address known, no longer confirmed; adults with care of the child, their relationship and parental responsibility (the name alone), for children about whom an enquiry to it is open (for the first year) but not those about whom an enquiry to it is open (for the first 28 days) (housing-oxfordshire 8.1).`,
    ],
  ],
  [
    'a full item where its name alone was open',
    ['thames-valley-police', '{ item: CARERS, form: nameOnly }', 'CARERS'],
    true,
    [
      'Opens: Thames Valley police (police/E23000029) for LOCATE_CHILD and SAFEGUARD may see adults with care of the child, their relationship and parental responsibility (in full), for children who are reported missing (thames-valley-police 6.1).',
    ],
  ],
  [
    'a job more',
    ['schools', 'jobs: [head]', 'jobs: [head, school business manager]'],
    true,
    [
      'Opens: every school or alternative provider in the job of school business manager for CASE_GOVERNANCE may see notices, orders and prosecutions; allegations of off-rolling and the reply (the kind alone), for children who left its roll (within 1 year); or children on its roll (schools 3.9).',
      'Opens: every school or alternative provider in the job of school business manager for CASE_GOVERNANCE may see whether the hub knows this child and do this: replying to an allegation of off-rolling, for children who left its roll (within 1 year; its own word being enough); or children on its roll (its own word being enough) (schools 3.9).',
    ],
  ],
  [
    'any job at all',
    ['social-care', '    jobs: [front door]\n', ''],
    true,
    [
      "Opens: children's social care and its front door of Oxfordshire (la/931) in any job but front door for VERIFY_EDUCATION may see whether the hub knows this child; legal and known-as name, date of birth and sex; whether the child is in education, and as of when; education status, since when and on what evidence; school or provider, since when, hours and any part-time plan; flag that the child is missing education, and since when, for any child (social-care 5.1).",
    ],
  ],
  [
    'an earlier review closes from the day after',
    ['early-years', 'review: 2027-08-31', 'review: 2027-03-31'],
    false,
    [
      'Closes: every early-years setting for ANSWER_ENQUIRY may no longer see whether the hub knows this child; legal and known-as name, date of birth and sex; last address known, no longer confirmed; adults with care of the child, their relationship and parental responsibility (the name alone), for children about whom an enquiry to it is open, from 1 April 2027 to 31 August 2027 (early-years 4.2).',
      'Closes: every early-years setting for COHORT_PLANNING may no longer do this: handing in a list of children about to start school, for any child, from 1 April 2027 to 31 August 2027 (early-years 4.3).',
      'Closes: every early-years setting for COHORT_PLANNING may no longer see applications for a school place, offers, refusals and appeals (yes or no alone), for children on its roll, from 1 April 2027 to 31 August 2027 (early-years 4.1).',
      'Closes: every early-years setting for COHORT_PLANNING may no longer see whether the hub knows this child, for children on its roll (its own word being enough), from 1 April 2027 to 31 August 2027 (early-years 4.1).',
    ],
  ],
  [
    'a clause that ends closes from the day after',
    [
      'home-authority-send',
      'children: [OUR_RISK_GROUP]',
      'children: [OUR_RISK_GROUP]\n    until: 2027-01-31',
    ],
    false,
    [
      'Closes: Special educational needs and disability team (la/931/send) for ARRANGE_PROVISION may no longer see legal and known-as name, date of birth and sex; special educational needs, support and plan, for children in a risk group for which it is named, from 1 February 2027 to 31 August 2027 (home-authority-send 12.8).',
      'Closes: Special educational needs and disability team (la/931/send) for ARRANGE_PROVISION may no longer see whether the hub knows this child, for children in a risk group for which it is named (its own word being enough), from 1 February 2027 to 31 August 2027 (home-authority-send 12.8).',
    ],
  ],
  [
    'a later review opens until then',
    ['home-authority-send', 'review: 2027-08-31', 'review: 2027-12-31'],
    true,
    [
      "Opens: Special educational needs and disability team (la/931/send) for ARRANGE_PROVISION may do this: recording that one's service works with a child; recording that one's service no longer works with a child, for any child, from 1 September 2027 to 31 December 2027 (home-authority-send 12.8a).",
      'Opens: Special educational needs and disability team (la/931/send) for ARRANGE_PROVISION may see legal and known-as name, date of birth and sex; special educational needs, support and plan, for children in a risk group for which it is named, from 1 September 2027 to 31 December 2027 (home-authority-send 12.8).',
      'Opens: Special educational needs and disability team (la/931/send) for ARRANGE_PROVISION may see whether the hub knows this child, for children in a risk group for which it is named (its own word being enough), from 1 September 2027 to 31 December 2027 (home-authority-send 12.8).',
    ],
  ],
  [
    'an exception to a prohibition opens for the children it protects, and no others',
    [
      'protections',
      '      - { role: OTHER_AUTHORITY, children: [LEFT_OUR_AREA] }\n',
      '      - { role: OTHER_AUTHORITY, children: [LEFT_OUR_AREA] }\n      - { role: HOUSING, children: [OPEN_CASE_WITH_US] }\n',
    ],
    true,
    [
      `Opens: ${DISTRICTS} for ANSWER_ENQUIRY may see whether the hub knows this child, for children with an open case with it, about whom an enquiry to it is open (for the first 28 days) and whose location is protected (housing-oxfordshire 8.1; no longer forbidden by protections 1.2).`,
      `Opens: ${DISTRICTS} for LOCATE_CHILD and SAFEGUARD may see whether the hub knows this child, for children with an open case with it and whose location is protected (housing-oxfordshire 8.2; no longer forbidden by protections 1.2).`,
    ],
  ],
  [
    'a period written out that was meant anyway changes nothing',
    ['schools', '{ LEFT_OUR_ROLL: { within: P1Y } }', 'LEFT_OUR_ROLL'],
    false,
    [],
  ],
];

it.each(AMENDMENTS)('%s', (_what, amendment, widens, sentences) => {
  const diff = diffFor(...amendment);
  expect(told(diff)).toEqual(sentences);
  expect(diff.widens).toBe(widens);
});

it('finds nothing between a set and itself, in whatever order its files come', () => {
  expect(diffOf(shipped, setOf([...shippedFiles].reverse()), shipped.directory, DAY).changes).toEqual([]);
});

it('tells of everything that a new agreement opens, and of all that closes when it goes', () => {
  const without = setOf(shippedFiles.filter(({ file }) => !file.includes('thames-valley')));
  const [added, gone] = [
    diffOf(without, shipped, shipped.directory, DAY),
    diffOf(shipped, without, shipped.directory, DAY),
  ];
  expect(added.widens).toBe(true);
  expect(gone.widens).toBe(false);
  const cells = (diff: RulesDiff): string[] =>
    diff.changes.map((c) => [c.asker.organisation, c.asker.role, c.purpose, c.word, c.form].join(' ')).sort();
  expect(cells(added)).toEqual(cells(gone));
  expect(cells(added)).toContain('police/E23000029 POLICE LOCATE_CHILD LAST_SCHOOL full');
  expect(added.changes.every((c) => c.throughout)).toBe(true);
});

describe('against decide, child by child', () => {
  const amended = AMENDMENTS.map(([, amendment]) => {
    const after = setOf(amendedFiles(...amendment));
    return { after: rulesetOn(after, DAY), diff: diffFor(...amendment) };
  });
  const before = rulesetOn(shipped, DAY);
  const units = [...shipped.directory.units].filter(
    ([id]) => !id.startsWith('la/') || id.startsWith('la/931') || id.startsWith('la/85'),
  );
  const jobs = ['', 'front door', 'head', 'school business manager', 'social worker', 'case holder'];

  /** Near a change: the purpose and standings that it names, and now and then others. */
  const asked = fc
    .constantFrom(...amended.filter(({ diff }) => diff.changes.length > 0))
    .chain(({ after, diff }) =>
      fc.constantFrom(...diff.changes).chain((change) =>
        fc.record({
          after: fc.constant(after),
          diff: fc.constant(diff),
          unit: fc.constantFrom(...units.filter(([, role]) => role === change.asker.role)),
          job: fc.constantFrom(change.job, ...jobs),
          purpose: fc.oneof(
            { weight: 4, arbitrary: fc.constant(change.purpose) },
            fc.constantFrom(...before.catalogues.purposes.keys()),
          ),
          child: fc
            .tuple(
              modelChild,
              fc.shuffledSubarray(
                change.children.flatMap(({ has, lacks }) => [...has, ...lacks]).map((a) => a.kind),
              ),
              fc.boolean(),
              fc.constantFrom(0, 100),
            )
            .map(([{ facts }, kinds, confirmed, begunDaysAgo]) => ({
              facts: new Map([
                ...facts,
                ...kinds.map((kind) => [kind, { confirmed, begunDaysAgo, endedDaysAgo: 1 }] as const),
              ]),
            })),
        }),
      ),
    );

  it('whatever any requester gains or loses for any child is among the changes', () => {
    let [asks, differing] = [0, 0];
    fc.assert(
      fc.property(asked, ({ after, diff, unit: [unit, role], job, purpose, child }) => {
        const requester = { organisation: unit.slice(0, unit.lastIndexOf('/')), unit, role, job };
        for (const word of new Set(diff.changes.map((c) => c.word))) {
          for (const form of before.catalogues.items.get(word)?.forms ?? ['full']) {
            const [was, is] = [before, after].map((r) => open(r, requester, purpose, word, form, child));
            asks += 1;
            if (was === is) continue;
            differing += 1;
            const change = diff.changes.find(
              (c) =>
                c.effect === (is ? 'opens' : 'closes') &&
                c.word === word &&
                c.form === form &&
                c.purpose === purpose &&
                standsFor(c.asker, requester, diff.space.askers) &&
                (c.job === '' ? !c.butNot.includes(job) : c.job === job) &&
                c.children.some(
                  ({ has, lacks }) =>
                    has.every((a) => holds(child, a)) && !lacks.some((a) => holds(child, a)),
                ),
            );
            expect({ unit, job, purpose, word, form, told: change !== undefined }).toMatchObject({
              told: true,
            });
          }
        }
      }),
      { numRuns: 1500 },
    );
    expect(differing).toBeGreaterThan(asks / 100);
  });

  it('each change is one: some child decides differently', () => {
    for (const { after, diff } of amended) {
      for (const change of diff.changes.filter((c) => c.days.some(({ from }) => from === DAY))) {
        const differs = change.children.every(({ has }) => {
          const facts = has.map(
            (a): [string, { confirmed: boolean; begunDaysAgo: number; endedDaysAgo: number }] => [
              a.kind,
              {
                confirmed: a.level === 'confirmed' || change.shutBy.length > 0,
                begunDaysAgo: change.children.some((c) => c.lacks.some((l) => l.for !== null)) ? 100 : 0,
                endedDaysAgo: 1,
              },
            ],
          );
          const child: ModelChild = { facts: new Map(facts) };
          const unit = change.asker.unit ?? `${change.asker.organisation ?? 'school/931-4123'}/main`;
          const requester = {
            organisation: unit.slice(0, unit.lastIndexOf('/')),
            unit,
            role: change.asker.role,
            job: change.job,
          };
          const args = [requester, change.purpose, change.word, change.form, child] as const;
          return (
            open(before, ...args) !== open(after, ...args) &&
            open(after, ...args) === (change.effect === 'opens')
          );
        });
        expect({ change, differs }).toMatchObject({ differs: true });
      }
    }
  });
});

interface Requester {
  readonly organisation: string;
  readonly unit: string;
  readonly role: string;
  readonly job: string;
}

function open(
  ruleset: Ruleset,
  requester: Requester,
  purpose: string,
  word: string,
  form: string,
  child: ModelChild,
): boolean {
  const profile = profileFor(ruleset, purpose, [requester]);
  const cell = profile.cell(word, form);
  const silent = ruleset.catalogues.items.get(word)?.silent ?? false;
  return decide(cell, maskOfChild(profile, child), silent).effect === 'disclose';
}
