import { withheldError } from '../../src/gate/field-rule';
import { coverageOf } from '../../src/gate/coverage';
import { rulesetOn } from '../../src/agreements/agreement-set';
import { profileFor } from '../../src/policy/profile';
import { buildHubSchema } from '../../src/schema';
import { DAY, shipped, shippedCatalogues } from '../policy-reading/shipped';
import { agreements } from './agreements-run';

const explain = (...words: string[]): ReturnType<typeof agreements> =>
  agreements('explain', '--day', DAY, ...words);

interface Explained {
  readonly verdict: string;
  readonly because: string;
  readonly instead: string | null;
  readonly under: readonly { readonly agreement: string; readonly clause: string | null }[];
}

describe('rollcall agreements explain', () => {
  const ruleset = rulesetOn(shipped, DAY);
  const coverage = coverageOf(buildHubSchema(), shippedCatalogues.catalogues);

  it.each([
    ['police/E23000029', 'LOCATE_CHILD', 'Child.currentAddress'],
    ['police/E23000029', 'LOCATE_CHILD', 'Child.carers'],
    ['police/E23000029', 'SAFEGUARD', 'Child.nhsNumber'],
    ['housing/E07000178', 'LOCATE_CHILD', 'Child.flagged'],
    ['housing/E07000178', 'COHORT_PLANNING', 'Child.flagged'],
    ['la/931/front-door', 'VERIFY_EDUCATION', 'Child.dateOfBirth'],
    ['la/931/cme', 'LOCATE_CHILD', 'Child.protectedAddress'],
    ['voluntary/young-carers', 'RAISE_CONCERN', 'Child.upn'],
  ])('%s for %s: says of %s what the gate says when it withholds', async (as, purpose, coordinate) => {
    const unit = shipped.directory.units.has(as) ? as : `${as}/main`;
    const role = shipped.directory.units.get(unit) ?? '';
    const organisation = unit.slice(0, unit.lastIndexOf('/'));
    const profile = profileFor(ruleset, purpose, [{ organisation, unit, role, job: '' }]);
    const declared = coverage.get(coordinate);
    if (declared?.kind !== 'item') throw new Error(`${coordinate} holds no item`);
    const gate = withheldError(profile, coverage, coordinate, profile.cell(declared.item, declared.form));
    const { code, out } = await explain('--as', as, '--purpose', purpose, '--json', coordinate);
    expect(code).toBe(0);
    const answer = JSON.parse(out) as Explained;
    expect(answer.verdict).not.toBe('ALWAYS');
    expect(answer.because).toBe(gate.message);
    expect(answer.instead).toBe(gate.details['instead'] ?? null);
    expect((await explain('--as', as, '--purpose', purpose, coordinate)).out).toContain(gate.message);
  });

  it('tells a person the whole of it', async () => {
    expect(await explain('--as', 'housing/E07000178', '--purpose', 'LOCATE_CHILD', 'CME_FLAG')).toEqual({
      code: 0,
      err: '',
      out: `Oxford housing (housing/E07000178/main, HOUSING) asks for LOCATE_CHILD: flag that the child is missing education, and since when

Never.
Clause 8.2 of housing-oxfordshire opens flag that the child is missing education, and since when only as yesNo.
  housing-oxfordshire 8.2, version 1: “For a household that it houses, housing may learn whether a flag stands and whom to ring.”
  housing-oxfordshire 8.3, version 1: “Where the officer thinks it appropriate, housing is asked to hold a marker, and says whether it does.”
Less of it is open: ask for Child.flagged instead.
What would change it: A clause in an agreement with you that permits it for this purpose, approved by two people of the controller.
`,
    });
  });

  it('tells for which children it opens, and what stays shut', async () => {
    const { out } = await explain(
      '--as',
      'police/E23000029',
      '--purpose',
      'LOCATE_CHILD',
      'Child.formerNames',
    );
    expect(out).toContain('For some children.');
    expect(out).toContain(
      'Open for children about whom an enquiry to it is open (thames-valley-police 6.2, until 31 August 2027); children who are reported missing (thames-valley-police 6.1, until 31 August 2027); never children whose location is protected (protections 1.2a).',
    );
    expect(out).toContain('Until 31 August 2027.');
  });

  it('heeds the job, whatever its capitals', async () => {
    const asked = [
      '--as',
      'la/931/front-door',
      '--purpose',
      'VERIFY_EDUCATION',
      '--json',
      'Child.educationStatus',
    ];
    expect(JSON.parse((await explain(...asked)).out)).toMatchObject({ verdict: 'NEVER' });
    expect(JSON.parse((await explain('--job', 'Front Door', ...asked)).out)).toMatchObject({
      verdict: 'DEPENDS',
      under: [{ agreement: 'social-care', clause: '5.1' }],
    });
  });

  it('says yes to an action, and lets the weaker right win on behalf of another', async () => {
    const asked = ['--as', 'police/E23000029', '--purpose', 'SAFEGUARD', '--json', 'REPORT_MISSING'];
    expect(JSON.parse((await explain(...asked)).out)).toMatchObject({
      verdict: 'ALWAYS',
      until: '2027-08-31',
    });
    expect(JSON.parse((await explain('--on-behalf-of', 'housing/E07000178', ...asked)).out)).toMatchObject({
      verdict: 'NEVER',
    });
  });

  it.each([
    [['--as', 'police/E23000092', '--purpose', 'SAFEGUARD', 'CME_FLAG'], 'did you mean police/E230000'],
    [['--as', 'la/931', '--purpose', 'SAFEGUARD', 'CME_FLAG'], 'name one of la/931/cme, la/931/front-door'],
    [['--as', 'la/931/cme', '--purpose', 'SAFEGARD', 'CME_FLAG'], 'did you mean SAFEGUARD?'],
    [
      ['--as', 'la/931/cme', '--purpose', 'SAFEGUARD', 'Child.curentAddress'],
      'did you mean Child.currentAddress?',
    ],
    [
      ['--as', 'la/931/cme', '--purpose', 'SAFEGUARD', 'CME_FLAG/outwardPostcode'],
      'its forms are full, yesNo',
    ],
    [['--as', 'la/931/cme', '--purpose', 'SAFEGUARD', 'Address.postcode'], 'ask about that one'],
    [['--as', 'la/931/cme', 'CME_FLAG'], '--purpose'],
  ])('%j is wrong usage', async (words, because) => {
    const { code, err, out } = await explain(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(because);
  });
});
