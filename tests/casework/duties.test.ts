import { DUTY_ROWS } from '../procedures/clock-rows';
import { CaseDesk, OFFICER, TEAM } from './case-desk';

type Duty = Readonly<Record<string, unknown>>;
const AUTHORITIES = [...new Set(DUTY_ROWS.map(({ of }) => of))];

describe.each(AUTHORITIES)('regular duties of %s', (authority) => {
  let desk: CaseDesk;
  beforeAll(async () => {
    desk = await CaseDesk.open('2026-09-07', authority);
  });
  afterAll(() => desk.stop());
  const duties = async (from: string, to: string, fields = 'row source dueOn missing'): Promise<Duty[]> => {
    const answer = await desk.ask(`{ duties(from: "${from}", to: "${to}") { ${fields} } }`);
    if (answer.errors.length > 0) throw new Error(answer.text);
    return answer.data?.['duties'] as Duty[];
  };

  it.each(DUTY_ROWS.filter(({ of }) => of === authority))(
    '$row ($says): from $from to $to on $days, as the officer reads it',
    async ({ row, says, from, to, days }) => {
      // A year at a time is what may be asked for.
      const year = Number(from.slice(0, 4)) + 1;
      const cut = `${year}${from.slice(4)}`;
      const spans: [string, string][] = to > cut ? [[from, cut], [`${cut.slice(0, 8)}02`, to]] : [[from, to]]; // prettier-ignore
      const found: Duty[] = [];
      for (const [first, last] of spans) found.push(...(await duties(first, last)));
      expect(found.filter((duty) => duty['row'] === row)).toEqual(
        days.map((dueOn) => ({ row, source: says, dueOn, missing: null })),
      );
    },
  );
});

describe('whoever asks', () => {
  let desk: CaseDesk;
  beforeAll(async () => {
    desk = await CaseDesk.open('2026-12-07');
  });
  afterAll(() => desk.stop());

  it('reads what is due in the next month, in order, with who does it and whom it goes to', async () => {
    const answer = await desk.ask('{ duties { row dueOn who tells clock ourReading step because } }');
    const duties = answer.data?.['duties'] as { row: string; dueOn: string }[];
    expect(duties.find(({ row }) => row === 'OX-42')).toEqual({
      row: 'OX-42',
      dueOn: '2026-12-31',
      who: ['the officer for children missing education'],
      tells: ['the designated officer'],
      clock: 'every 1 month',
      ourReading: true,
      step: 'report every child missing education, the permanently excluded included',
      because: 'regularly',
    });
    expect(duties.map(({ dueOn }) => dueOn)).toEqual(duties.map(({ dueOn }) => dueOn).sort());
    expect(duties.every(({ dueOn }) => dueOn >= '2026-12-07' && dueOn <= '2027-01-07')).toBe(true);
  });

  it('is told which calendar is missing, and no day is guessed', async () => {
    const answer = await desk.ask(
      '{ duties(from: "2031-09-01", to: "2031-10-01") { row dueOn missing } }',
    );
    expect(answer.data?.['duties']).toContainEqual({
      row: 'OX-62',
      dueOn: null,
      missing: 'la/931 has no term dates for 2031-09-01: enter them under schema/calendars.',
    });
  }); // prettier-ignore

  it.each([
    ['duties(from: "2027-01-02", to: "2027-01-01")', 'to: lies before `from`.'],
    ['duties(from: "2027-01-01", to: "2028-01-02")', 'to: is more than a year after `from`.'],
  ])('is refused %s', async (query, message) => {
    const answer = await desk.ask(`{ ${query} { row } }`, {}, OFFICER, TEAM);
    expect(answer.errors.map((error) => [error.extensions.code, error.message])).toEqual([
      ['BAD_USER_INPUT', message],
    ]);
  });
});
