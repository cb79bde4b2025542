import { escaped } from '../agreements/matrix-picture';
import {
  DETAILS,
  MEMO,
  PERSON,
  PUPIL,
  REFERRAL,
  RISKS,
  TRIED,
  type Labels,
  type Line,
  type Lines,
  type PrintedAlert,
  type Referral,
} from './alert-form-lines';
import { plain, whenWords } from './ledger-questions-report';

export interface Printing {
  readonly at: Date;
  readonly by: string;
  /** The entries of the ledger that tell of this look. */
  readonly looks: readonly string[];
  /** False: lines that are read while a referral is open were left out. */
  readonly open: boolean;
}

/** An alert as one page that needs nothing else: the form as it is on paper, every line of it, filled or empty. */
export function alertPage(alert: PrintedAlert, printing: Printing): string {
  const { memo, hubReferral } = alert;
  const title = memo
    ? 'Missing-children memo'
    : hubReferral
      ? 'Suspected missing pupil: referral'
      : 'Concern';
  const head: readonly (readonly [string, Line])[] = [
    ['Number', alert.id],
    ['Received', whenWords(new Date(alert.raisedAt))],
    [
      'From',
      ['organisation', 'team', 'user', 'job']
        .map((of) => alert.raisedBy[of])
        .filter(Boolean)
        .join(', '),
    ],
    ['Their reference', alert.reference],
    ['Reason', alert.reason],
    ['State', [alert.state, alert.finding].filter((word) => word !== null).join(', ')],
    ['Lacking', alert.lacking.length === 0 ? null : alert.lacking.join(', ')],
    ['In their words', alert.text],
    ...DETAILS.map(([line, label]): [string, Line] => [label, alert.details[line] ?? null]),
    ...alert.additions.map(({ text, at }): [string, Line] => [`Added ${whenWords(new Date(at))}`, text]),
  ];
  return `<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>${text(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${text(title)}</h1>
${table(head.filter(([, value]) => value !== null))}
${memo ? MEMO.map(([heading, labels]) => section(heading, table(filled(labels, memo, printing)))).join('\n') : ''}
${hubReferral ? referral(hubReferral, alert, printing) : ''}
<footer>Printed ${text(whenWords(printing.at))} by ${text(printing.by)}; in the record of use as ${text(printing.looks.join(', '))}. Personal data: for those who work the case.</footer>
</body>
</html>
`;
}

function referral(form: Referral, alert: PrintedAlert, printing: Printing): string {
  const { lines, livesWith, tried, homeVisitRisk } = form;
  const people = [...livesWith, ...Array.from({ length: Math.max(0, 2 - livesWith.length) }, () => ({}))];
  const name: readonly (readonly [string, Line])[] = [
    ['Child’s name', [lines['forenames'], lines['surname']].filter(Boolean).join(' ')],
    ['Date of birth', lines['dateOfBirth'] ?? null],
  ];
  return [
    section('Pupil details', table(filled(PUPIL, lines, printing))),
    section('Referral details', table(filled(REFERRAL, lines, printing))),
    section(
      'Persons with whom the child lives',
      `<div class="people">${people.map((person) => table(filled(PERSON, person, printing))).join('')}</div>${table([['Other relevant information, known family members', lines['familyInformation'] ?? null]])}`,
    ),
    section('Intervention previously tried by the school', table(name) + attempts(tried)),
    ...alert.completions.map(({ at, tried: later }) =>
      section(`Completed ${whenWords(new Date(at))}`, attempts(later)),
    ),
    section(
      'Initial health and safety risk assessment: home visit',
      printing.open ? risks(homeVisitRisk ?? {}) : '<p>Not open any more: the referral is dealt with.</p>',
    ),
  ].join('\n');
}

const attempts = (tried: Lines | null): string => {
  const rows = TRIED.map(
    ([line, label]) =>
      `<tr><th scope="row">${text(label)}</th><td>${ticked(tried?.[line])}</td><td>${shown(tried?.[`${line}On`] ?? null)}</td></tr>`,
  );
  return `<table><thead><tr><th></th><th scope="col">Yes or no</th><th scope="col">Dates</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>${table([['Additional information, previous concerns', tried?.['additionalInformation'] ?? null]])}`;
};

function risks(lines: Lines): string {
  const other = lines['other'];
  const all: readonly (readonly [string, Line | undefined])[] = [
    ...RISKS.map(([line, label]) => [label, lines[line]] as const),
    [`Other${typeof other === 'string' ? `: ${other}` : ''}`, lines['otherLevel']],
  ];
  const row = ([label, level]: readonly [string, Line | undefined]): string =>
    `<tr><th scope="row">${text(label)}</th>${['HIGH', 'MEDIUM', 'LOW'].map((each) => `<td>${level === each ? '&#9746;' : '&#9744;'}</td>`).join('')}</tr>`;
  return `<table><thead><tr><th scope="col">Risk posed</th><th scope="col">High</th><th scope="col">Medium</th><th scope="col">Low</th></tr></thead><tbody>${all.map(row).join('\n')}</tbody></table>`;
}

const filled = (labels: Labels, lines: Lines, { open }: Printing): (readonly [string, Line])[] =>
  labels.map(([line, label]) => [
    label,
    line === 'sen' && !open ? 'not open any more: the referral is dealt with' : (lines[line] ?? null),
  ]);

const section = (heading: string, body: string): string =>
  `<section><h2>${text(heading)}</h2>\n${body}</section>`;

const table = (rows: readonly (readonly [string, Line])[]): string =>
  `<table>${rows.map(([label, value]) => `<tr><th scope="row">${text(label)}</th><td>${shown(value)}</td></tr>`).join('\n')}</table>`;

const shown = (value: Line): string =>
  typeof value === 'string'
    ? value.split('\n').map(text).join('<br/>')
    : Array.isArray(value)
      ? text(value.join(', '))
      : value === null
        ? ''
        : ticked(value);

const ticked = (value: Line | undefined): string =>
  typeof value === 'boolean'
    ? `${value ? '&#9746;' : '&#9744;'} Yes ${value ? '&#9744;' : '&#9746;'} No`
    : '&#9744; Yes &#9744; No';

const text = (words: string): string => escaped(plain(words));

const STYLE = `
@page { size: A4; margin: 14mm; @bottom-right { content: "page " counter(page) " of " counter(pages); font-size: 8pt; } }
* { box-sizing: border-box; }
body { font: 10.5pt/1.35 "Liberation Sans", Arial, Helvetica, sans-serif; color: #000; background: #fff; margin: 0 auto; padding: 16px; max-width: 800px; }
h1 { font-size: 17pt; margin: 0 0 6pt; } h2 { font-size: 12pt; margin: 12pt 0 3pt; break-after: avoid; }
table { border-collapse: collapse; width: 100%; margin-bottom: 4pt; } th, td { text-align: left; vertical-align: top; padding: 3pt 6pt; border: .5pt solid #000; overflow-wrap: anywhere; }
th[scope="row"] { width: 38%; font-weight: normal; } tr { break-inside: avoid; }
.people { display: grid; grid-template-columns: 1fr 1fr; gap: 8pt; }
footer { margin-top: 12pt; font-size: 9pt; }
@media print { body { padding: 0; max-width: none; } }
`;
