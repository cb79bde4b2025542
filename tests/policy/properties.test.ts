import fc from 'fast-check';
import type { Agreement, Clause } from '../../src/policy/agreement';
import { compile } from '../../src/policy/compile';
import { decide } from '../../src/policy/decide';
import { profileFor, type Atom, type Cell, type Profile } from '../../src/policy/profile';
import {
  Chance,
  generateSituation,
  generateWorld,
  type GeneratedWorld,
  type Situation,
} from '../support/generate-agreements';
import { maskOf } from './differential';

const RUNS = { numRuns: 100 };

interface Scene {
  readonly seed: number;
  readonly world: GeneratedWorld;
  readonly situation: Situation;
}

const scenes = fc.nat().map((seed): Scene => {
  const world = generateWorld(seed);
  const r = new Chance(seed);
  return { seed, world, situation: generateSituation(r, world, r.one(world.days)) };
});

const rulesetOf = (world: GeneratedWorld, agreements: readonly Agreement[], day: string) =>
  compile({
    agreements: agreements.map((agreement) => ({ agreement, text: JSON.stringify(agreement) })),
    catalogues: world.catalogues,
    cataloguesDigest: 'the same',
    homeAuthorities: world.homeAuthorities,
    day,
  });

const profileOf = (scene: Scene, agreements: readonly Agreement[], day = scene.situation.day): Profile =>
  profileFor(rulesetOf(scene.world, agreements, day), scene.situation.purpose, scene.situation.askers);

/** What is open in a scene, as `ITEM/form`. */
function openCells(scene: Scene, agreements = scene.world.agreements, day = scene.situation.day): string[] {
  const profile = profileOf(scene, agreements, day);
  const cells = scene.world.cells.map(([word, form]) => profile.cell(word, form));
  const mask = maskOf(profile, scene.situation.facts);
  return cells.filter((cell) => decide(cell, mask, false).effect === 'disclose').map((cell) => cell.id);
}

/** Agreements of another world, to be added to one: their names do not meet. */
const strangers = (seed: number): Agreement[] =>
  generateWorld(seed).agreements.map((a) => ({ ...a, agreement: `new-${a.agreement}` }));
const onlyClauses = (agreement: Agreement, wanted: (clause: Clause) => boolean): Agreement => ({
  ...agreement,
  clauses: agreement.clauses.filter(wanted),
});
const permits = (clause: Clause): boolean => clause.permit.length > 0;
const forbids = (clause: Clause): boolean => clause.forbid.length > 0;

it('opens nothing without agreements', () => {
  fc.assert(
    fc.property(scenes, (scene) => {
      expect(openCells(scene, [])).toEqual([]);
      expect(profileOf(scene, []).agreed).toBe(false);
    }),
    RUNS,
  );
});

it('never closes anything when a permit is added', () => {
  let opened = 0;
  fc.assert(
    fc.property(scenes, fc.nat(), (scene, other) => {
      const added = strangers(other).map((a) => onlyClauses(a, permits));
      const before = openCells(scene);
      const after = openCells(scene, [...scene.world.agreements, ...added]);
      expect(after).toEqual(expect.arrayContaining(before));
      opened += after.length - before.length;
    }),
    RUNS,
  );
  expect(opened).toBeGreaterThan(20);
});

it('never opens anything when a forbid is added', () => {
  let closed = 0;
  fc.assert(
    fc.property(scenes, fc.nat(), (scene, other) => {
      const added = strangers(other).map((a) => onlyClauses(a, forbids));
      const before = openCells(scene);
      const after = openCells(scene, [...added, ...scene.world.agreements]);
      expect(before).toEqual(expect.arrayContaining(after));
      closed += before.length - after.length;
    }),
    RUNS,
  );
  expect(closed).toBeGreaterThan(20);
});

it('never opens anything when an agreement that only permits is revoked', () => {
  fc.assert(
    fc.property(scenes, fc.nat(), (scene, which) => {
      const agreements = scene.world.agreements.map((a, i) =>
        i === which % scene.world.agreements.length ? onlyClauses(a, permits) : a,
      );
      const rest = agreements.filter((_, i) => i !== which % agreements.length);
      expect(openCells(scene, agreements)).toEqual(expect.arrayContaining(openCells(scene, rest)));
    }),
    RUNS,
  );
});

it('does not depend on the order of files', () => {
  fc.assert(
    fc.property(scenes, fc.nat(), (scene, seed) => {
      const { agreements } = scene.world;
      const shuffled = shuffle(agreements, seed);
      const { day } = scene.situation;
      expect(rulesetOf(scene.world, shuffled, day).version).toBe(
        rulesetOf(scene.world, agreements, day).version,
      );
      expect(openCells(scene, shuffled)).toEqual(openCells(scene));
    }),
    RUNS,
  );
});

it('has another version when a text, a power or a home authority changes', () => {
  fc.assert(
    fc.property(scenes, (scene) => {
      const { world, situation } = scene;
      const inForce = rulesetOf(world, world.agreements, situation.day);
      const [first] = inForce.inForce;
      fc.pre(first !== undefined);
      const retold = world.agreements.map((a) =>
        a.agreement === first?.agreement ? { ...a, title: 'Retold' } : a,
      );
      expect(rulesetOf(world, retold, situation.day).version).not.toBe(inForce.version);
      const elsewhere = { ...world, homeAuthorities: new Set(['la/999']) };
      expect(rulesetOf(elsewhere, world.agreements, situation.day).version).not.toBe(inForce.version);
    }),
    RUNS,
  );
});

it.each<[what: string, ended: (a: Agreement, yesterday: string) => Agreement]>([
  ['the day after the last day', (a, day) => ({ ...a, term: { ...a.term, from: '2026-01-01', until: day } })],
  [
    'the day after a review that stops',
    (a, day) => ({
      ...a,
      term: { ...a.term, from: '2026-01-01', review: day, until: null, whenReviewPasses: 'stop' },
    }),
  ],
  ['the eve of the first day', (a) => ({ ...a, term: { ...a.term, from: '2027-12-31', until: null } })],
])('counts an agreement as absent on %s', (_what, ended) => {
  let mattered = 0;
  fc.assert(
    fc.property(scenes, fc.nat(), (scene, which) => {
      const { agreements, days } = scene.world;
      const today = days.indexOf(scene.situation.day);
      fc.pre(today > 0);
      const index = which % agreements.length;
      const without = agreements.filter((_, i) => i !== index);
      const over = agreements.map((a, i) => (i === index ? ended(a, days[today - 1] ?? '') : a));
      const { day } = scene.situation;
      expect(rulesetOf(scene.world, over, day).version).toBe(rulesetOf(scene.world, without, day).version);
      expect(openCells(scene, over)).toEqual(openCells(scene, without));
      mattered += openCells(scene).length - openCells(scene, over).length;
    }),
    RUNS,
  );
  expect(mattered).toBeGreaterThan(0);
});

describe('denies what nobody knows', () => {
  it('a purpose', () => {
    fc.assert(
      fc.property(scenes, fc.string(), (scene, word) => {
        fc.pre(!scene.world.catalogues.purposes.has(word));
        const asked = { ...scene, situation: { ...scene.situation, purpose: word } };
        expect(openCells(asked)).toEqual([]);
        expect(profileOf(asked, scene.world.agreements).agreed).toBe(false);
      }),
      RUNS,
    );
  });

  it('an item or a form', () => {
    fc.assert(
      fc.property(scenes, fc.string(), (scene, word) => {
        fc.pre(!scene.world.cells.some((cell) => cell.includes(word)));
        const profile = profileOf(scene, scene.world.agreements);
        expect(profile.cell(word, 'full').verdict).toBe('never');
        expect(profile.cell('NAME', word).verdict).toBe('never');
      }),
      RUNS,
    );
  });

  it('a standing', () => {
    fc.assert(
      fc.property(scenes, fc.string(), (scene, kind) => {
        fc.pre(!scene.world.standings.includes(kind));
        const lost = (alternative: Clause['children'][number]) => alternative.map((g) => ({ ...g, kind }));
        const agreements = scene.world.agreements.map((a) => ({
          ...a,
          clauses: a.clauses.map((c) => ({ ...c, children: c.children.map(lost) })),
        }));
        expect(openCells(scene, agreements)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('an asker who is nobody', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        expect(openCells({ ...scene, situation: { ...scene.situation, askers: [] } })).toEqual([]);
      }),
      RUNS,
    );
  });
});

describe('denies when something breaks', () => {
  const broken = (of: object): never => new Proxy(of, { get: () => { throw new Error('broken'); } }) as never; // prettier-ignore
  const always: Cell = profileCell();

  it('a cell that throws', () => {
    expect(decide(broken({}), 0n, false)).toEqual({
      effect: 'withhold',
      conceal: false,
      because: 'error',
      under: [],
    });
  });

  it('a clause that throws, beside one that permits', () => {
    const [party] = always.parties;
    const permit = party?.permits[0];
    if (!party || !permit) throw new Error('no permit');
    const beside = (more: Partial<typeof party>): Cell => ({
      ...always,
      verdict: 'depends',
      parties: [{ ...party, ...more }],
    });
    expect(decide(beside({}), 0n, false).effect).toBe('disclose');
    expect(decide(beside({ permits: [permit, broken(permit)] }), 0n, false)).toMatchObject({
      because: 'error',
    });
    expect(decide(beside({ forbids: [broken({})] }), 0n, false)).toMatchObject({ because: 'error' });
  });

  it('a mask that nobody could work out, unless every child is open', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const profile = profileOf(scene, scene.world.agreements);
        for (const [word, form] of scene.world.cells) {
          const cell = profile.cell(word, form);
          const decision = decide(cell, null, false);
          expect(decision.effect).toBe(cell.verdict === 'always' ? 'disclose' : 'withhold');
        }
      }),
      RUNS,
    );
  });

  it('more grounds than a mask has bits', () => {
    const world = generateWorld(1);
    const [agreement] = world.agreements;
    const [clause] = agreement?.clauses ?? [];
    if (!agreement || !clause) throw new Error('no clause');
    const grounds = Array.from({ length: 63 }, (_, i) => [
      { kind: 'ON_OUR_ROLL', within: null, for: `P${i + 1}D`, at: clause.at },
    ]);
    const many = (count: number): Agreement => ({
      ...forEverybody(agreement),
      clauses: [{ ...plainPermit(clause), children: grounds.slice(0, count) }],
    });
    const cellOf = (count: number): Cell => {
      const catalogues = { ...world.catalogues, powers: new Map() };
      const ruleset = rulesetOf({ ...world, catalogues }, [many(count)], '2027-02-25');
      const [asker] = world.persons;
      if (!asker) throw new Error('nobody asks');
      return profileFor(ruleset, 'TRACE', [asker]).cell('TELL', 'full');
    };
    expect(cellOf(62).verdict).toBe('depends');
    expect(() => cellOf(63)).toThrow(RangeError);
  });

  function profileCell(): Cell {
    const { agreements: [agreement], ...world } = generateWorld(1); // prettier-ignore
    const [clause] = agreement?.clauses ?? [];
    if (!agreement || !clause) throw new Error('no clause');
    const open = { ...forEverybody(agreement), clauses: [plainPermit(clause)] };
    const [asker] = world.persons;
    if (!asker) throw new Error('nobody asks');
    const ruleset = rulesetOf({ ...world, agreements: [] }, [open], '2027-02-25');
    return profileFor(ruleset, 'TRACE', [asker]).cell('TELL', 'full');
  }
});

describe('a verdict known before the child', () => {
  it('is what every mask decides', () => {
    fc.assert(
      fc.property(scenes, fc.bigInt({ min: 0n, max: (1n << 62n) - 1n }), (scene, bits) => {
        const profile = profileOf(scene, scene.world.agreements);
        for (const [word, form] of scene.world.cells) {
          const cell = profile.cell(word, form);
          const { effect } = decide(cell, bits, false);
          if (cell.verdict === 'always') expect(effect).toBe('disclose');
          if (cell.verdict === 'never') expect(effect).toBe('withhold');
        }
      }),
      RUNS,
    );
  });

  it('leaves nobody able to tell a forbid from a child without the record', () => {
    // Where the permits do not hold, the refusal is the same whether or not a forbid does.
    fc.assert(
      fc.property(
        scenes,
        fc.bigInt({ min: 0n, max: (1n << 62n) - 1n }),
        fc.boolean(),
        (scene, bits, silent) => {
          const profile = profileOf(scene, scene.world.agreements);
          for (const [word, form] of scene.world.cells) {
            const cell = profile.cell(word, form);
            const unshut = { ...cell, parties: cell.parties.map((p) => ({ ...p, forbids: [] })) };
            const without = decide(unshut, bits, silent);
            const seen = decide(cell, bits, silent);
            if (cell.verdict !== 'depends' || without.effect === 'disclose' || seen.effect === 'disclose')
              continue;
            expect(seen.conceal).toBe(without.conceal);
          }
        },
      ),
      RUNS,
    );
  });

  it('names each ground once, and no more than a mask has bits', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const profile = profileOf(scene, scene.world.agreements);
        for (const [word, form] of scene.world.cells) profile.cell(word, form);
        const keys = profile.atoms.map((a: Atom) => JSON.stringify([a.kind, a.within, a.for, a.level, a.as]));
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys.length).toBeLessThanOrEqual(62);
      }),
      RUNS,
    );
  });
});

/** The agreement for every organisation, in force all year, resting on no law that could fail. */
function forEverybody(agreement: Agreement): Agreement {
  const [at] = [agreement.at];
  const party = { unit: null, role: null, at };
  return {
    ...agreement,
    parties: [
      { ...party, organisation: 'la/900', capacity: 'controller' },
      { ...party, organisation: 'every', capacity: 'recipient' },
    ],
    term: { from: '2027-01-01', review: '2027-12-31', until: null, whenReviewPasses: 'stop', at },
    purposes: [{ code: 'TRACE', lawfulBasis: {}, specialCategoryCondition: [], powers: [], at }],
  };
}

/** Telling, for any child and any job. */
function plainPermit(clause: Clause): Clause {
  return {
    ...clause,
    permit: [{ word: 'TELL', form: 'full', at: clause.at }],
    forbid: [],
    children: [[{ kind: 'ANY_CHILD', within: null, for: null, at: clause.at }]],
    purposes: ['TRACE'],
    jobs: [],
    except: [],
    from: null,
    until: null,
  };
}

function shuffle<T>(list: readonly T[], seed: number): T[] {
  const r = new Chance(seed);
  return list.map((value) => [r.next(), value] as const).sort((a, b) => a[0] - b[0]).map(([, value]) => value); // prettier-ignore
}
