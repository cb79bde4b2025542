import fc from 'fast-check';
import { rulesetOn } from '../../src/agreements/agreement-set';
import { decide } from '../../src/policy/decide';
import { profileFor, type Asker } from '../../src/policy/profile';
import { asAsker, openings, spaceOf, standsFor } from '../../src/policy/space';
import { sightings, whoCanSee } from '../../src/policy/who-can-see';
import { holds, maskOfChild, modelChild, type ModelChild } from './child-model';
import { DAY, shipped } from './shipped';

const ruleset = rulesetOn(shipped, DAY);
const space = spaceOf([ruleset], shipped.directory);
const vocabulary = { catalogues: ruleset.catalogues, space, names: shipped.names };
const all = openings(ruleset, space);

function open(requester: Asker, purpose: string, word: string, form: string, child: ModelChild): boolean {
  const profile = profileFor(ruleset, purpose, [requester]);
  const cell = profile.cell(word, form);
  return decide(cell, maskOfChild(profile, child), false).effect === 'disclose';
}

/** A child of whom every ground holds, confirmed where the way asks for it. */
const childOf = (way: (typeof all)[number]['openness']['ways'][number]): ModelChild => ({
  facts: new Map(
    way.grounds.map((a) => [
      a.kind,
      { confirmed: a.level === 'confirmed', begunDaysAgo: 0, endedDaysAgo: 1 },
    ]),
  ),
});

it('discloses under every opening that it claims, and not with a ground less', () => {
  let ways = 0;
  const wrong: unknown[] = [];
  for (const { asker, job, purpose, word, form, openness } of all) {
    for (const way of openness.ways) {
      ways += 1;
      const { facts } = childOf(way);
      const claim = [asker, job, purpose, word, form, [...facts.keys()]];
      if (!open(asAsker(asker, job), purpose, word, form, { facts })) wrong.push(['shut', ...claim]);
      for (const kind of facts.keys()) {
        const fewer = new Map([...facts].filter(([k]) => k !== kind));
        if (open(asAsker(asker, job), purpose, word, form, { facts: fewer }))
          wrong.push([`not least: ${kind}`, ...claim]);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(ways).toBeGreaterThan(2000);
});

it('names the clauses and the last day that decide rests on', () => {
  for (const { asker, job, purpose, word, form, openness } of all) {
    const profile = profileFor(ruleset, purpose, [asAsker(asker, job)]);
    const cell = profile.cell(word, form);
    for (const way of openness.ways) {
      const decision = decide(cell, maskOfChild(profile, childOf(way)), false);
      expect(decision.under).toEqual(way.under);
      expect(way.until).toBe('2027-08-31');
    }
  }
});

it('lists everybody to whom decide discloses anything of any child', () => {
  let opened = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...shipped.directory.units),
      fc.constantFrom('', ...ruleset.jobs),
      fc.constantFrom(...space.purposes),
      modelChild,
      ([unit, role], job, purpose, child) => {
        const requester = { organisation: unit.slice(0, unit.lastIndexOf('/')), unit, role, job };
        const profile = profileFor(ruleset, purpose, [requester]);
        const mine = all.filter((o) => o.purpose === purpose && standsFor(o.asker, requester, space.askers));
        const unlisted = space.cells.filter(({ word, form }) => {
          const cell = profile.cell(word, form);
          if (decide(cell, maskOfChild(profile, child), false).effect !== 'disclose') return false;
          opened += 1;
          return !mine.some(
            (o) =>
              o.word === word &&
              o.form === form &&
              (o.job === '' || o.job === job) &&
              o.openness.ways.some(({ grounds }) => grounds.every((a) => holds(child, a))),
          );
        });
        expect({ unit, job, purpose, unlisted }).toMatchObject({ unlisted: [] });
      },
    ),
    { numRuns: 600 },
  );
  expect(opened).toBeGreaterThan(1000);
});

it('says for nobody listed never, for any grounds whatever', () => {
  const keyOf = (...parts: unknown[]): string => JSON.stringify(parts);
  const listed = new Set(all.map((o) => keyOf(o.asker, o.purpose, o.word, o.form)));
  let never = 0;
  const wrong: unknown[] = [];
  for (const asker of space.askers) {
    for (const purpose of space.purposes) {
      const profiles = space.jobsOf(asker).map((job) => profileFor(ruleset, purpose, [asAsker(asker, job)]));
      for (const { word, form } of space.cells) {
        if (listed.has(keyOf(asker, purpose, word, form))) continue;
        never += 1;
        if (profiles.some((profile) => profile.cell(word, form).verdict !== 'never'))
          wrong.push([asker, purpose, word, form]);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(never).toBeGreaterThan(50_000);
});

it('says who may see a protected address in the words of the agreements', () => {
  const found = whoCanSee(ruleset, space, [{ word: 'PROTECTED_ADDRESS', form: 'full' }]);
  expect(sightings(found, vocabulary).map(({ who, children }) => [who, ...children])).toEqual([
    [
      "the home authority's team for children missing education of Oxfordshire (la/931) in the job of case holder or CME manager, for SAFEGUARD and ARRANGE_PROVISION",
      'children with an open case of missing education (home-authority-cme 12.3, until 31 August 2027)',
    ],
  ]);
});

it('says what a prohibition takes away again, and from whom it does not', () => {
  const found = whoCanSee(ruleset, space, [{ word: 'EXISTENCE', form: 'full' }]);
  const school = sightings(found, vocabulary).find(
    ({ who }) => who === 'every school or alternative provider, for LOCATE_CHILD',
  );
  expect(school?.children).toEqual([
    'children on its roll (its own word being enough) (schools 3.1, until 31 August 2027)',
    'never children whose location is protected, except those on its roll (protections 1.2)',
  ]);
});

it('joins a lesser form to the full one where both open alike, and tells it apart where not', () => {
  const found = whoCanSee(ruleset, space, [
    { word: 'CME_FLAG', form: 'full' },
    { word: 'CME_FLAG', form: 'yesNo' },
  ]);
  const told = sightings(found, vocabulary).map(({ who }) => who);
  expect(told).toContain(
    "the home authority's team for children missing education of Oxfordshire (la/931), for LOCATE_CHILD and NOTIFY_MOVE",
  );
  expect(told).toContain('Thames Valley police (police/E23000029), for SAFEGUARD (yes or no alone)');
  expect(told).not.toContain('Thames Valley police (police/E23000029), for SAFEGUARD');
});

it('lists nobody for what no agreement opens', () => {
  const nothing = rulesetOn(shipped, '2026-08-31');
  expect(whoCanSee(nothing, spaceOf([nothing], shipped.directory), space.cells)).toEqual([]);
});
