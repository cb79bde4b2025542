import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agendaOf } from '../../src/procedures/agenda';
import { calendarBook } from '../../src/procedures/calendar-files';
import { checkProcedures } from '../../src/procedures/check-procedures';
import { classOf } from '../../src/procedures/classify';
import { closingsOf } from '../../src/procedures/closing';
import { leadAndSupport } from '../../src/procedures/lead-services';
import { parseCalendar } from '../../src/procedures/parse-calendar';
import { readProcedureFiles } from '../../src/procedures/procedure-files';
import { meetingsBetween } from '../../src/procedures/regular-duties';
import { factsOf } from './agenda-of-case';
import { AUTHORITIES, BOOK, day, instant, WORDS } from './shipped';

const fixture = (name: string): string => readFileSync(join(__dirname, 'fixtures', name), 'utf8');
const files = [...readProcedureFiles(), { file: 'porthaven.yaml', text: fixture('porthaven.yaml') }];
const { book, problems } = checkProcedures(files, WORDS, AUTHORITIES);
const { dates } = parseCalendar(fixture('porthaven-dates.yaml'), 'porthaven-dates.yaml');
const calendars = calendarBook(dates === null ? [] : [dates]);

function glance(events: Parameters<typeof factsOf>[1], now: string): Record<string, string> {
  if (book === null) throw new Error('The files are not sound.');
  return Object.fromEntries(
    agendaOf(factsOf('la/420', events), book, calendars, instant(now)).map(
      ({ row, state, due, escalatedTo }) => [
        row.row,
        [state, due?.on ?? 'no day', escalatedTo ?? 'nobody'].join(' '),
      ],
    ),
  );
}

describe('a sixth authority is a file and not a line of code', () => {
  it('is sound, and changes nothing for the five', () => {
    expect(problems.filter(({ file }) => file === 'porthaven.yaml')).toEqual([]);
    expect(book?.authorities.get('la/931')).toEqual(BOOK.authorities.get('la/931'));
  });

  it('has steps and days of its own, and a row of the law gives way to its stricter one', () => {
    const absent = [['2026-11-04', 'ABSENCE_UNEXPLAINED']] as const;
    expect(glance(absent, '2026-11-04')).toEqual({
      'PH-01': 'due 2026-11-04 nobody',
      'PH-03': 'due 2026-11-09 nobody',
      'ST-08': 'waiting no day nobody',
    });
    expect(glance(absent, '2026-11-05')['PH-01']).toBe('overdue 2026-11-04 director');
  });

  it('has steps that follow on steps, at its own hours', () => {
    const rung = [
      ['2026-11-04', 'ABSENCE_UNEXPLAINED'],
      ['2026-11-04T15:00:00Z', 'STEP_DONE', { row: 'PH-01' }],
    ] as const;
    expect(glance(rung, '2026-11-04T20:59:00Z')['PH-02']).toBe('due 2026-11-04 nobody');
    expect(glance(rung, '2026-11-04T21:00:00Z')['PH-02']).toBe('overdue 2026-11-04 nobody');
    expect(glance(rung, '2026-11-04T23:00:00Z')['PH-02']).toBe('overdue 2026-11-04 lead');
  });

  it('closes, counts, leads and meets by its own words', () => {
    if (book === null) throw new Error('The files are not sound.');
    expect(closingsOf(book, 'la/420', 'CHECKS_MADE_NOT_FOUND')[0]?.signedBy).toEqual([
      'cmeOfficer',
      'director',
    ]);
    expect(closingsOf(book, 'la/420', 'NOT_OF_COMPULSORY_AGE')[0]?.row).toBe('ST-02');
    const procedure = book.authorities.get('la/420');
    const schooling = { onRoll: true, educatedOtherwise: false, located: true, hours: 19, atRisk: false };
    expect(procedure && classOf(schooling, procedure.definition)).toBe('NOT_SUITABLE_LEVEL');
    expect(leadAndSupport(book, 'la/420', ['RUNAWAY', 'YOUNG_CARER'])).toEqual({
      lead: ['police', 'school'],
      support: [],
    });
    const [panel] = procedure?.meetings ?? [];
    const met = panel && meetingsBetween(panel, day('2026-08-01'), day('2027-07-31'), calendars.of('la/420'));
    expect(met).toEqual(['2026-08-17', '2027-01-11']);
  });
});
