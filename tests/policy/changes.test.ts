import type { Agreement, Clause } from '../../src/policy/agreement';
import { diffOf, type CellChange, type DiffSide, type RulesDiff } from '../../src/policy/diff';
import { diffSentences } from '../../src/policy/diff-sentences';
import type { SpaceAsker } from '../../src/policy/space';
import { agreementWith, clauseOf, DAY, inForce, partyOf, standing, word } from './small-rules';
import { ANY_SCHOOL, atom, NORTH, OTHER_FORCE, smallVocabulary, SOUTH } from './small-space';
import { CATALOGUES, DIRECTORY } from './sound-agreement';

const side = (agreements: readonly Agreement[], more: Partial<DiffSide> = {}): DiffSide => ({
  agreements: inForce(...agreements),
  catalogues: CATALOGUES,
  cataloguesDigest: 'x',
  homeAuthorities: new Set(['la/900']),
  ...more,
});
const of = (clauses: readonly Clause[], more: Partial<Agreement> = {}): DiffSide =>
  side([agreementWith(clauses, more)]);
const diff = (before: DiffSide, after: DiffSide): RulesDiff => diffOf(before, after, DIRECTORY, DAY);
const told = ({ changes }: RulesDiff): string[] =>
  changes.map(({ effect, asker, job, butNot, purpose, word: what, form, days, throughout }) =>
    [
      `${effect} ${what}/${form} to ${asker.organisation ?? '*'} ${asker.role} for ${purpose}`,
      ...(job === '' ? [] : [`as ${job}`]),
      ...(butNot.length === 0 ? [] : [`but not as ${butNot.join(', ')}`]),
      ...(throughout ? [] : days.map(({ from, until }) => `${from} to ${until ?? 'ever'}`)),
    ].join('; '),
  );
const NAME = clauseOf('1', { permit: word('NAME', 'initials') });
const OPENS = 'opens NAME/initials to police/E23000001 POLICE for TRACE';

describe('what two sets of agreements decide differently', () => {
  it('is nothing between a set and itself, and what a clause opens or closes', () => {
    expect(diff(of([NAME]), of([NAME]))).toMatchObject({ changes: [], widens: false });
    expect(told(diff(of([]), of([NAME])))).toEqual([OPENS]);
    expect(told(diff(of([NAME]), of([])))).toEqual([OPENS.replace('opens', 'closes')]);
    expect(diff(of([]), of([NAME])).widens).toBe(true);
    expect(diff(of([NAME]), of([])).widens).toBe(false);
  });

  it('has the days on which it does, the first of them today', () => {
    const [change] = diff(of([]), of([NAME])).changes;
    expect(change).toMatchObject({
      days: [{ from: DAY, until: '2027-08-31' }],
      throughout: true,
      under: [{ agreement: 'police', version: 3, clause: '1' }],
      shutBy: [],
      children: [{ has: [], lacks: [] }],
    });
  });

  it('begins and ends with the term, the clause and the day on which a power commences', () => {
    const days = (after: DiffSide) => diff(of([]), after).changes.map((c) => c.days);
    const { term, purposes } = agreementWith([]);
    expect(days(of([NAME], { term: { ...term, from: '2027-02-01' } }))).toEqual([
      [{ from: '2027-02-01', until: '2027-08-31' }],
    ]);
    expect(days(of([{ ...NAME, from: '2027-03-01', until: '2027-03-31' }]))).toEqual([
      [{ from: '2027-03-01', until: '2027-03-31' }],
    ]);
    expect(days(of([{ ...NAME, until: DAY }]))).toEqual([[{ from: DAY, until: DAY }]]);
    const [trace] = purposes;
    const coming = purposes.map((p) => (p === trace ? { ...p, powers: ['act/coming'] } : p));
    expect(days(of([NAME], { purposes: coming }))).toEqual([[{ from: '2027-04-01', until: '2027-08-31' }]]);
    const endless = { ...term, until: null, whenReviewPasses: 'warn' } as const;
    expect(days(of([NAME], { term: endless }))).toEqual([[{ from: DAY, until: null }]]);
  });

  it('is joined over days that follow one another, and told apart where they do not', () => {
    const spring = { ...NAME, until: '2027-03-31' };
    const summer = { ...NAME, from: '2027-06-01' };
    expect(diff(of([]), of([spring, summer])).changes.map((c) => c.days)).toEqual([
      [
        { from: DAY, until: '2027-03-31' },
        { from: '2027-06-01', until: '2027-08-31' },
      ],
    ]);
    const april = { ...NAME, from: '2027-04-01' };
    const other = clauseOf('2', { permit: word('HOME'), until: '2027-02-28' });
    expect(diff(of([]), of([spring, april, other])).changes.map((c) => [c.word, c.days])).toEqual([
      ['NAME', [{ from: DAY, until: '2027-08-31' }]],
      ['HOME', [{ from: DAY, until: '2027-02-28' }]],
      ['HOME', [{ from: DAY, until: '2027-02-28' }]],
    ]);
  });

  it('lasts as long as the clauses behind it, or has its days told', () => {
    const { term } = agreementWith([]);
    expect(told(diff(of([NAME]), of([NAME], { term: { ...term, review: '2027-05-31' } })))).toEqual([
      `${OPENS.replace('opens', 'closes')}; 2027-06-01 to 2027-08-31`,
    ]);
    expect(told(diff(of([NAME]), of([{ ...NAME, from: '2027-03-01' }])))).toEqual([
      `${OPENS.replace('opens', 'closes')}; ${DAY} to 2027-02-28`,
    ]);
  });

  it('has its days told where the clause behind it speaks longer, on the side that opens', () => {
    const spring = { ...NAME, until: '2027-02-28' };
    const later = clauseOf('2', { permit: word('NAME', 'initials'), from: '2027-03-01' });
    expect(told(diff(of([later]), of([NAME])))).toEqual([`${OPENS}; ${DAY} to 2027-02-28`]);
    expect(told(diff(of([NAME]), of([later])))).toEqual([
      `${OPENS.replace('opens', 'closes')}; ${DAY} to 2027-02-28`,
    ]);
    // As long as both speak, and then as one of them still does.
    expect(told(diff(of([]), of([NAME, { ...spring, clause: '2' }])))).toEqual([
      OPENS,
      `${OPENS}; 2027-03-01 to 2027-08-31`,
    ]);
    const elsewhere = agreementWith([NAME], {
      agreement: 'elsewhere',
      parties: [
        partyOf({ organisation: 'la/900', capacity: 'controller' }),
        partyOf({ organisation: 'nhs/RAA' }),
      ],
    });
    const protect = clauseOf('1', { permit: word('NAME', 'initials'), purposes: ['PROTECT'] });
    for (const beside of [[elsewhere], [agreementWith([{ ...protect, clause: '2' }], { agreement: 'p' })]])
      expect(told(diff(side(beside), side([agreementWith([spring]), ...beside])))).toEqual([OPENS]);
    expect(told(diff(of([protect]), of([protect, spring])))).toEqual([OPENS]);
  });

  it('is told apart where another clause opens it, or another prohibition shuts it, from a day on', () => {
    const [spring, later] = [{ until: '2027-02-28' }, { from: '2027-03-01' }];
    const second = clauseOf('2', { permit: word('NAME', 'initials'), ...later });
    const clauses = (found: RulesDiff) =>
      found.changes.map((c) =>
        [c.under, c.shutBy].map((refs) => refs.map((r) => `${r.agreement} ${r.clause ?? ''}`)),
      );
    expect(clauses(diff(of([]), of([{ ...NAME, ...spring }, second])))).toEqual([
      [['police 1'], []],
      [['police 2'], []],
    ]);
    const other = agreementWith([{ ...NAME, ...later }], { agreement: 'other' });
    expect(clauses(diff(side([]), side([agreementWith([{ ...NAME, ...spring }]), other])))).toEqual([
      [['police 1'], []],
      [['other 1'], []],
    ]);
    const forbid = (clause: string, days: Partial<Clause>) =>
      clauseOf(clause, { forbid: word('NAME'), purposes: [], ...days });
    expect(clauses(diff(of([NAME]), of([NAME, forbid('8', spring), forbid('9', later)])))).toEqual([
      [['police 1'], ['police 8']],
      [['police 1'], ['police 9']],
    ]);
  });

  it('is told once where a job sees the same change as everybody', () => {
    const clerk = clauseOf('2', { permit: word('HOME'), jobs: ['Clerk'] });
    expect(told(diff(of([clerk]), of([clerk, NAME])))).toEqual([OPENS]);
  });

  it('is told whatever the job, with the jobs for which nothing changes', () => {
    const clerk = clauseOf('2', { permit: word('NAME', 'initials'), jobs: ['Clerk'] });
    expect(told(diff(of([clerk]), of([clerk, NAME])))).toEqual([`${OPENS}; but not as clerk`]);
    expect(told(diff(of([]), of([clerk])))).toEqual([`${OPENS}; as clerk`]);
    const children = [standing('REPORTED_MISSING')];
    expect(told(diff(of([]), of([{ ...NAME, children }, clerk])))).toEqual([
      `${OPENS}; but not as clerk`,
      `${OPENS}; as clerk`,
    ]);
  });

  it('is seen where only the catalogues differ', () => {
    const item = CATALOGUES.items.get('NAME')!;
    const items = new Map([...CATALOGUES.items, ['NAME', { ...item, onAssertion: ['initials'] }]]);
    const wider = side([agreementWith([{ ...NAME, children: [standing('ON_OUR_ROLL')] }])], {
      catalogues: { ...CATALOGUES, items },
    });
    const strict = of([{ ...NAME, children: [standing('ON_OUR_ROLL')] }]);
    expect(told(diff(strict, wider))).toEqual([OPENS]);
    expect(told(diff(wider, strict))).toEqual([OPENS.replace('opens', 'closes')]);
  });

  it.each<[string, Partial<Clause>]>([
    ['the children', { children: [standing('REPORTED_MISSING')] }],
    ['the form', { permit: word('NAME') }],
    ['the purposes', { purposes: ['PROTECT'] }],
    ['the jobs', { jobs: ['clerk'] }],
    ['the effect', { permit: [], forbid: word('NAME') }],
  ])('is seen where %s of a clause differ', (_what, more) => {
    expect(diff(of([NAME]), of([{ ...NAME, ...more }])).changes).not.toEqual([]);
  });

  it('is seen where the parties differ, or the exceptions of a forbid', () => {
    const parties = [
      partyOf({ organisation: 'la/900', capacity: 'controller' }),
      partyOf({ organisation: 'nhs/RAA' }),
    ];
    expect(told(diff(of([NAME]), of([NAME], { parties })))).toEqual([
      OPENS.replace('police/E23000001 POLICE', 'nhs/RAA HEALTH'),
      OPENS.replace('opens', 'closes'),
    ]);
    const forbid = clauseOf('2', { forbid: word('NAME'), purposes: [] });
    const except = [
      { organisation: null, unit: null, role: 'POLICE', children: [], at: { line: 1, column: 1 } },
    ];
    expect(told(diff(of([NAME, forbid]), of([NAME, { ...forbid, except }])))).toEqual([OPENS]);
  });

  it('is not that a clause stands elsewhere in the text, or has another version, number apart', () => {
    const moved = {
      ...NAME,
      at: { line: 9, column: 9 },
      permit: NAME.permit.map((p) => ({ ...p, at: { line: 9, column: 9 } })),
    };
    expect(diff(of([NAME]), of([moved], { version: 4 })).changes).toEqual([]);
    const two = clauseOf('2', { permit: word('NAME', 'initials'), children: [standing('IN_OUR_CARE')] });
    expect(diff(of([NAME, two]), of([two, NAME])).changes).toEqual([]);
  });
});

describe('in plain English', () => {
  const ref = (clause: string) => ({ agreement: 'police', version: 1, clause });
  const change = (more: Partial<CellChange>): CellChange => ({
    effect: 'opens',
    word: 'NAME',
    form: 'initials',
    asker: NORTH,
    job: '',
    butNot: [],
    purpose: 'TRACE',
    children: [{ has: [], lacks: [] }],
    under: [ref('2')],
    shutBy: [],
    days: [{ from: '2027-01-15', until: '2027-01-31' }],
    throughout: true,
    ...more,
  });
  const say = (...changes: CellChange[]): string[] => {
    const vocabulary = smallVocabulary();
    return diffSentences({ changes, widens: true, space: vocabulary.space }, vocabulary);
  };
  const north = 'the northern force (police/N)';

  it('says who may see what of which children by which clause', () => {
    expect(say(change({}))).toEqual([
      `Opens: ${north} for TRACE may see a name (initials alone), for any child (police 2).`,
    ]);
    expect(say(change({ effect: 'closes', children: [{ has: [atom('IN_OUR_CARE')], lacks: [] }] }))).toEqual([
      `Closes: ${north} for TRACE may no longer see a name (initials alone), for children in its care (police 2).`,
    ]);
  });

  it('says what one may do, and both', () => {
    const tell = { word: 'TELL', form: 'full' };
    expect(say(change(tell))).toEqual([
      `Opens: ${north} for TRACE may do this: tell the council, for any child (police 2).`,
    ]);
    expect(say(change(tell), change({ word: 'ANSWER', form: 'full' }), change({}))).toEqual([
      `Opens: ${north} for TRACE may see a name (initials alone) and do this: tell the council; answer an enquiry, for any child (police 2).`,
    ]);
  });

  it('says the form where it is not all of the item', () => {
    const full = change({ form: 'full' });
    expect(say(full)).toEqual([
      `Opens: ${north} for TRACE may see a name (in full), for any child (police 2).`,
    ]);
    expect(say(full, change({}))).toEqual([
      `Opens: ${north} for TRACE may see a name, for any child (police 2).`,
    ]);
    expect(say(full, change({}), change({ word: 'HOME', form: 'outwardPostcode' }))).toEqual([
      `Opens: ${north} for TRACE may see a name; a home address (the first half of the postcode alone), for any child (police 2).`,
    ]);
    expect(say(change({ word: 'GHOST', form: 'full' }))).toEqual([
      `Opens: ${north} for TRACE may see GHOST, for any child (police 2).`,
    ]);
  });

  it('says that an item is in full whatever the forms of other items that change with it', () => {
    expect(say(change({ form: 'full' }), change({ word: 'HEALTH' }))).toEqual([
      `Opens: ${north} for TRACE may see a name (in full); a health need (initials alone), for any child (police 2).`,
    ]);
  });

  it('says the job, or all but which', () => {
    expect(say(change({ job: 'duty officer' }), change({ job: 'nurse' }))).toEqual([
      `Opens: ${north} in the job of Duty Officer or nurse for TRACE may see a name (initials alone), for any child (police 2).`,
    ]);
    expect(say(change({ butNot: ['nurse', 'duty officer'] }))).toEqual([
      `Opens: ${north} in any job but nurse or Duty Officer for TRACE may see a name (initials alone), for any child (police 2).`,
    ]);
  });

  it('says the days where the clause does not', () => {
    expect(say(change({ throughout: false }))).toEqual([
      `Opens: ${north} for TRACE may see a name (initials alone), for any child, from 15 January 2027 to 31 January 2027 (police 2).`,
    ]);
  });

  it('says which prohibition goes or comes', () => {
    expect(say(change({ shutBy: [ref('6')] }), change({ effect: 'closes', shutBy: [ref('6')] }))).toEqual([
      `Opens: ${north} for TRACE may see a name (initials alone), for any child (police 2; no longer forbidden by police 6).`,
      `Closes: ${north} for TRACE may no longer see a name (initials alone), for any child (police 2; forbidden by police 6).`,
    ]);
  });

  it('says first what opens, each in order', () => {
    const effects = say(
      change({ effect: 'closes', word: 'UPN' }),
      change({ asker: SOUTH, word: 'UPN' }),
      change({ asker: NORTH, word: 'HOME' }),
      change({ effect: 'closes', asker: ANY_SCHOOL }),
    ).map((sentence) => sentence.slice(0, 24));
    expect(effects).toEqual([
      'Opens: police/S (police/',
      'Opens: the northern forc',
      'Closes: every school for',
      'Closes: the northern for',
    ]);
  });

  it('joins cells, purposes, askers and jobs that have all the rest in common', () => {
    const everywhere = (askers: readonly SpaceAsker[]) =>
      askers.flatMap((asker) =>
        ['TRACE', 'PROTECT'].flatMap((purpose) =>
          ['NAME', 'UPN'].map((what) => change({ asker, purpose, word: what, form: 'full' })),
        ),
      );
    expect(say(...everywhere([NORTH, SOUTH]))).toEqual([
      `Opens: ${north} and police/S (police/S) for TRACE and PROTECT may see a name (in full); the pupil number, for any child (police 2).`,
    ]);
    expect(say(...everywhere([OTHER_FORCE, NORTH, SOUTH]))).toEqual([
      'Opens: every police force for TRACE and PROTECT may see a name (in full); the pupil number, for any child (police 2).',
    ]);
  });

  it.each<[string, Partial<CellChange>]>([
    ['children', { children: [{ has: [atom('IN_OUR_CARE')], lacks: [] }] }],
    ['clauses', { under: [ref('3')] }],
    ['prohibitions', { shutBy: [ref('6')] }],
    ['jobs left out', { butNot: ['nurse'] }],
    ['days', { throughout: false }],
    ['a job and whatever job', { job: 'nurse' }],
    ['cells', { word: 'UPN' }],
    ['purposes', { purpose: 'PROTECT' }],
    ['effects', { effect: 'closes' }],
  ])('keeps apart what differs in %s', (_what, more) => {
    expect(say(change({}), change({ asker: SOUTH, ...more }))).toHaveLength(2);
  });

  it('keeps apart other days, but for those that nobody is told', () => {
    const later = { asker: SOUTH, days: [{ from: '2027-02-01', until: null }] };
    expect(say(change({ throughout: false }), change({ ...later, throughout: false }))).toHaveLength(2);
    expect(say(change({}), change(later))).toHaveLength(1);
  });

  it('never joins what changes whatever the job with what changes for one', () => {
    expect(say(change({}), change({ job: 'nurse' }))).toEqual([
      `Opens: ${north} for TRACE may see a name (initials alone), for any child (police 2).`,
      `Opens: ${north} in the job of nurse for TRACE may see a name (initials alone), for any child (police 2).`,
    ]);
  });

  it('says of jobs that see the same cells alone that they are alike', () => {
    expect(say(change({ job: 'nurse' }), change({ job: 'clerk', word: 'UPN' }))).toHaveLength(2);
    expect(say(change({ job: 'nurse' }), change({ job: 'clerk', purpose: 'PROTECT' }))).toHaveLength(2);
  });
});
