import { escaped } from '../agreements/matrix-picture';
import { plain, whenWords, type Report, type ReportRow, type ReportSection } from './ledger-questions-report';

/** The report as one page that needs nothing else: A4, black on white, no script; well-formed as XML too. */
export function reportPage(report: Report): string {
  const { title, question, asked, head, rulesetVersion, looks, notes, sections, words } = report;
  const size = head === null ? 'no signed head yet' : `${head.size} entries, signed ${whenWords(head.at)}`;
  const facts: readonly (readonly [string, string])[] = [
    ['Question', question],
    ['Asked by', `${asked.by}, for ${asked.as}`],
    ['Why', `${asked.purpose}; reference ${asked.reference}`],
    ['When', whenWords(asked.at)],
    ['Rules then in force', rulesetVersion],
    ['Ledger then', size],
    ['This look on record', looks.join(', ')],
  ];
  const marked = sections.flatMap(({ rows }) => rows).filter(({ marks }) => marks.length > 0).length;
  const rows = sections.reduce((sum, section) => sum + section.rows.length, 0);
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
<header><h1>${text(title)}</h1>
<table class="facts">${facts.map(([name, value]) => `<tr><th scope="row">${text(name)}</th><td>${text(value)}</td></tr>`).join('\n')}</table>
</header>
${marked === 0 ? '' : decide(marked, rows)}
${notes.map((note) => `<p class="note">${text(note)}</p>`).join('\n')}
${sections.map(sectionOf).join('\n')}
${words.length === 0 ? '' : `<section class="words"><h2>Words used</h2>${list(words)}</section>`}
<footer>End of the answer: ${rows} ${rows === 1 ? 'row' : 'rows'}.</footer>
</body>
</html>
`;
}

const decide = (
  marked: number,
  rows: number,
): string => `<section class="decide"><h2>Before this is handed over</h2>
<p>${marked} of ${rows} rows are marked. A person decides about each of them, and writes the decision into its last column: the hub has left nothing out and decided nothing. A row without a mark may do harm too.</p>
<p>Give no row of which giving it would be likely to cause serious harm to the physical or mental health of the child or of anybody else (Data Protection Act 2018, Schedule 3). Think of other people named (Schedule 2, paragraph 16) and of investigations (Schedule 2, paragraph 2).</p>
<p>Decided by <span class="line"></span> on <span class="line"></span></p></section>`;

function sectionOf({ heading, columns, rows, empty }: ReportSection): string {
  const title = heading === null ? '' : `<h2>${text(heading)}</h2>`;
  if (rows.length === 0) return `<section>${title}<p class="empty">${text(empty)}</p></section>`;
  const marked = rows.some(({ marks }) => marks.length > 0);
  const heads = [...columns, ...(marked ? ['To be decided'] : [])];
  const head = heads.map((name) => `<th scope="col">${text(name)}</th>`).join('');
  const body = rows.map((row) => rowOf(row, marked)).join('\n');
  return `<section>${title}<table class="rows"><thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody></table></section>`;
}

function rowOf({ cells, marks }: ReportRow, marked: boolean): string {
  const all = cells.map((lines) => `<td>${lines.map(text).join('<br/>')}</td>`).join('');
  const box = '<p class="box">&#9744; give &#160; &#9744; give in part &#160; &#9744; hold back</p>';
  const last =
    marks.length === 0
      ? '<td></td>'
      : `<td class="mark">${marks.map((m) => `<p>${text(m)}</p>`).join('')}${box}</td>`;
  return `<tr>${all}${marked ? last : ''}</tr>`;
}

const list = (words: Report['words']): string =>
  `<dl>${words.map(([code, said]) => `<dt>${text(code)}</dt><dd>${text(said)}</dd>`).join('\n')}</dl>`;

const text = (words: string): string => escaped(plain(words));

const STYLE = `
@page { size: A4 landscape; margin: 14mm 12mm; @bottom-right { content: "page " counter(page) " of " counter(pages); font-size: 8pt; } }
* { box-sizing: border-box; }
body { font: 10.5pt/1.35 "Liberation Sans", Arial, Helvetica, sans-serif; color: #000; background: #fff; margin: 0 auto; padding: 16px; max-width: 1120px; }
h1 { font-size: 18pt; margin: 0 0 6pt; } h2 { font-size: 12.5pt; margin: 14pt 0 4pt; break-after: avoid; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: 2pt 6pt 2pt 0; overflow-wrap: break-word; }
.facts th { width: 120pt; font-weight: bold; white-space: nowrap; }
.rows { font-size: 9pt; table-layout: auto; } .rows thead { display: table-header-group; } .rows th { border-bottom: 1.2pt solid #000; } .rows td { border-bottom: .5pt solid #000; }
.rows tr { break-inside: avoid; }
.mark { border-left: 2pt solid #000; padding-left: 6pt; width: 26%; } .mark p { margin: 0 0 2pt; } .box { margin-top: 4pt; white-space: nowrap; }
.decide { border: 1.2pt solid #000; padding: 2pt 10pt 6pt; margin: 10pt 0; break-inside: avoid; } .decide h2 { margin-top: 4pt; } .decide p { margin: 3pt 0; }
.line { display: inline-block; border-bottom: .8pt solid #000; width: 150pt; } .empty { font-size: 12pt; font-weight: bold; } .note { margin: 6pt 0; }
dl { columns: 2; column-gap: 20pt; font-size: 9pt; } dt { font-weight: bold; break-after: avoid; } dd { margin: 0 0 3pt; }
footer { margin-top: 12pt; font-size: 9pt; }
@media print { body { padding: 0; max-width: none; } .words { break-before: page; } }
`;
