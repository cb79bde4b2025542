import fc from 'fast-check';
import { decide } from '../../src/policy/decide';
import { openForms, refusalFor } from '../../src/policy/explain';
import { profileFor } from '../../src/policy/profile';
import { Chance } from '../support/generate-agreements';
import { ENGINE, maskOf, rulesetOf, trials, type Trial } from './differential';

const SEED = 20270221;
const HOW_MANY = Number(process.env['POLICY_SCENES'] ?? 400);

const drawn: Trial[] = [];
for (const trial of trials(SEED)) {
  if (drawn.push(trial) === HOW_MANY) break;
}

/** Each time in worlds of their own, so that no test reads rules which another has had compiled. */
function scenes(): Trial[] {
  const worlds = new Map(drawn.map(({ world }) => [world, { ...world }]));
  return drawn.map((trial) => ({ ...trial, world: worlds.get(trial.world) ?? trial.world }));
}

it('gives the same reason for every child to whom a cell is not open', () => {
  let masks = 0;
  for (const trial of scenes()) {
    const { askers, purpose } = trial.situation;
    const profile = profileFor(rulesetOf(ENGINE, trial), purpose, askers);
    const r = new Chance(trial.world.seed);
    for (const [word, form] of trial.world.cells) {
      const cell = profile.cell(word, form);
      const before = JSON.stringify(refusalFor(profile, cell));
      // Deciding about children leaves no trace in what is said afterwards.
      for (let i = 0; i < 4; i += 1) {
        const mask = maskOf(profile, trial.situation.facts) ^ BigInt(r.from(0, 2 ** 30));
        decide(cell, mask, false);
        expect(JSON.stringify(refusalFor(profile, cell))).toBe(before);
        masks += 1;
      }
    }
  }
  expect(masks).toBeGreaterThan(1_000);
});

it('is a function of two things, neither of which is a child', () => {
  expect(refusalFor).toHaveLength(2);
  expect(openForms).toHaveLength(3);
});

/** The sentences, with a gap for each word of the vocabulary. */
const SENTENCES = [
  'Clause of opens for only for children who are .',
  'Clause of says that is never shared.',
  'Clause of opens for , not for .',
  'Clause of opens to the job of alone.',
  'Clause of opens only as .',
  'No clause of the agreements with you opens .',
];

it('says nothing but the words of catalogue and agreement', () => {
  const seen = new Set<string>();
  for (const trial of scenes()) {
    const { askers, purpose } = trial.situation;
    const profile = profileFor(rulesetOf(ENGINE, trial), purpose, askers);
    const words = vocabularyOf(trial);
    for (const [word, form] of trial.world.cells) {
      const { because, under } = refusalFor(profile, profile.cell(word, form));
      const sentence = leftOf(because, words);
      expect(SENTENCES).toContain(sentence);
      seen.add(sentence);
      for (const ref of under) {
        const agreement = trial.world.agreements.find((a) => a.agreement === ref.agreement);
        expect(agreement?.version).toBe(ref.version);
        if (ref.clause !== null) expect(agreement?.clauses.map((c) => c.clause)).toContain(ref.clause);
      }
    }
  }
  expect([...seen].sort()).toEqual([...SENTENCES].sort());
});

it('offers only lesser forms that are not shut', () => {
  let offered = 0;
  for (const trial of scenes()) {
    const { askers, purpose } = trial.situation;
    const profile = profileFor(rulesetOf(ENGINE, trial), purpose, askers);
    for (const [word, form] of trial.world.cells) {
      const forms = openForms(profile, word, form);
      expect(forms).not.toContain(form);
      for (const other of forms) expect(profile.cell(word, other).verdict).not.toBe('never');
      offered += forms.length;
    }
  }
  expect(offered).toBeGreaterThan(100);
});

it('says nothing of a child in the reasons that the ledger keeps either: clauses alone', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...scenes()),
      fc.bigInt({ min: 0n, max: (1n << 62n) - 1n }),
      (trial, bits) => {
        const { askers, purpose } = trial.situation;
        const profile = profileFor(rulesetOf(ENGINE, trial), purpose, askers);
        for (const [word, form] of trial.world.cells) {
          const decision = decide(profile.cell(word, form), bits, false);
          for (const ref of decision.under)
            expect(Object.keys(ref).sort()).toEqual(['agreement', 'clause', 'version']);
          if (decision.effect === 'disclose') expect(decision.under).not.toEqual([]);
        }
      },
    ),
    { numRuns: 60 },
  );
});

function vocabularyOf({ world, situation }: Trial): string[] {
  const { items, actions } = world.catalogues;
  const codes = [
    ...[...items.values(), ...actions.values()].map((entry) => entry.words),
    ...world.cells.flat(),
    ...world.purposes,
    situation.purpose,
    ...world.agreements.flatMap((a) => [
      a.agreement,
      ...a.clauses.flatMap((c) => [
        c.clause,
        ...c.jobs.map((job) => job.toLowerCase()),
        ...c.children
          .flat()
          .flatMap((g) => [
            g.kind,
            ...(g.within === null ? [] : [`within ${g.within}`]),
            ...(g.for === null ? [] : [`for ${g.for}`]),
          ]),
      ]),
    ]),
  ];
  return [...new Set(codes)].sort((a, b) => b.length - a.length);
}

/** What is left of a sentence when the vocabulary and what joins it are taken out. */
function leftOf(because: string, words: readonly string[]): string {
  const gap = '\u0000';
  const without = words.reduce(
    (text, word) => text.replace(new RegExp(`(?<![\\w.-])${escaped(word)}(?![\\w-])`, 'g'), gap),
    because,
  );
  return without
    .replace(new RegExp(`${gap} \\(${gap}\\)`, 'g'), gap)
    .replace(new RegExp(`${gap}(?:(?:, or | or | and |, | )${gap})*`, 'g'), '')
    .replace(/ +/g, ' ');
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
