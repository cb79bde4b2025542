import { checkAgreements } from '../../src/policy/check-agreements';
import { ORDERED_CHECKS } from '../../src/policy/checks/ordered-checks';
import { problemLine } from '../../src/policy/problem';
import { BAD_PLACES } from './bad-places';
import { lineOf, spoil, toldOf } from './one-bad-place';
import { AGREEMENT, CATALOGUES, DIRECTORY, TODAY } from './sound-agreement';

it('finds nothing to say of the sound agreement', () => {
  expect(toldOf(AGREEMENT)).toEqual([]);
});

describe.each(ORDERED_CHECKS.map((check) => check.name))('%s', (name) => {
  const places = BAD_PLACES.filter((bad) => bad.check === name);

  it.each(places.map((bad) => [bad.what, bad] as const))('tells of %s', (_what, bad) => {
    const text = spoil(bad);
    const told = toldOf(text, bad).filter((t) => t.check === name);
    expect(told).toHaveLength(1);
    const [problem] = told;
    expect(problem?.severity).toBe(bad.severity ?? 'error');
    expect(problem?.line).toBe(lineOf(text, bad.line));
    for (const words of bad.says) expect(problem?.message).toContain(words);
  });
});

it("tells of each of the authority's items when no authority is a controller", () => {
  const told = toldOf(AGREEMENT.replace('la/900, capacity: controller', 'nhs/RAA, capacity: controller'));
  const items = ['EXISTENCE', 'NAME', 'HOME', 'HEALTH', 'UPN', 'REFUGE'];
  expect(told.map((t) => t.message)).toEqual(
    items.map(
      (item) =>
        `\`${item}\` belongs to home-authority, which is not a party with the capacity \`controller\``,
    ),
  );
});

describe('several files together', () => {
  const file = (name: string, text: string) => ({ file: name, text });
  const check = (...texts: { file: string; text: string }[]) =>
    checkAgreements(texts, CATALOGUES, DIRECTORY, TODAY);

  it('refuses the second of two agreements of one name, and says where the first is', () => {
    const { sound, problems } = check(file('a.yaml', AGREEMENT), file('b.yaml', AGREEMENT));
    expect(problems.map(problemLine)).toEqual([
      'b.yaml:1:1 error: the name `police` is taken by a.yaml (unique-name)',
    ]);
    expect(sound.map((s) => s.file)).toEqual(['a.yaml']);
  });

  it('compiles only files without an error, and reports all of them in order', () => {
    const bad = AGREEMENT.replace('agreement: police', 'agreement: bad')
      .replace('permit: [TELL]', 'permit: [TELLS]')
      .replace('says: The force may know', 'sayz: The force may know');
    const warned = AGREEMENT.replace('agreement: police', 'agreement: warned').replace(
      '2027-08-31',
      '2027-02-01',
    );
    const { sound, problems } = check(
      file('bad.yaml', bad),
      file('warned.yaml', warned),
      file('good.yaml', AGREEMENT),
    );
    expect(problems.map((p) => [p.file, p.check, p.at.line])).toEqual([
      ['bad.yaml', 'clause-form', lineOf(bad, 'clause: "1"')],
      ['bad.yaml', 'unknown-word', lineOf(bad, 'sayz:')],
      ['bad.yaml', 'known-permissions', lineOf(bad, 'TELLS')],
      ['warned.yaml', 'review-due', lineOf(warned, 'term:')],
    ]);
    expect(sound.map((s) => s.file)).toEqual(['warned.yaml', 'good.yaml']);
  });

  it('sees that a forbid of another agreement shuts what a clause permits', () => {
    const forbid = AGREEMENT.replace('agreement: police', 'agreement: seals')
      .replace(
        'organisation: police/E23000001, capacity: recipient, role: POLICE',
        'organisation: every, capacity: recipient',
      )
      .replace(
        'forbid: [REFUGE]\n    children: [LOCATION_PROTECTED]\n    except: [{ role: POLICE, children: [OPEN_CASE_WITH_US] }]',
        'forbid: [REFUGE]\n    children: [ANY_CHILD]',
      );
    const { problems } = check(file('police.yaml', AGREEMENT), file('seals.yaml', forbid));
    const contradicted = problems
      .filter((p) => p.check === 'contradicted-clause')
      .map((p) => [p.file, p.message]);
    expect(contradicted).toEqual([
      ['police.yaml', '`REFUGE` in clause 2 never opens: seals 4 forbids it'],
      ['seals.yaml', '`REFUGE` in clause 2 never opens: seals 4 forbids it'],
    ]);
  });
});
