import type { Agreement } from '../policy/agreement';
import type { Catalogues } from '../policy/catalogue';
import { REACHES, type Matrix, type Reach } from '../policy/matrix';
import { dayWords } from '../policy/sentence';
import { escaped, matrixPicture, reachMark } from './matrix-picture';
import { headingOf, REACH_WORDS } from './matrix-words';

export interface MatrixPageInput {
  readonly matrix: Matrix;
  readonly catalogues: Catalogues;
  /** The agreements of the ruleset, for the list of what was read. */
  readonly agreements: readonly Agreement[];
  /** What people call the authority that runs the hub. */
  readonly authority: string;
}

/** The matrix as one page that needs nothing else: pictures for the wall (A3, landscape), then every cell in words. */
export function matrixPage({ matrix, catalogues, agreements, authority }: MatrixPageInput): string {
  const half = Math.ceil(matrix.actions.length / 2);
  const items = matrixPicture(matrix, catalogues, {
    words: matrix.items,
    title: 'Which role may see which data item',
    labelWidth: 470,
  });
  const actions = [matrix.actions.slice(0, half), matrix.actions.slice(half)].map((words) =>
    matrixPicture(matrix, catalogues, { words, title: 'Which role may do what', labelWidth: 400 }),
  );
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Who may see what: ${escaped(authority)}, ${dayWords(matrix.day)}</title>
<style>${STYLE}</style>
</head>
<body>
<section class="sheet">
<header><h1>Who may see what</h1><p>${escaped(authority)} · information-sharing agreements in force on ${dayWords(matrix.day)} · ruleset ${escaped(matrix.rulesetVersion.slice(0, 12))}</p></header>
<div class="wall"><figure>${items}</figure>${aside(matrix, catalogues)}</div>
</section>
<section class="sheet">
<header><h2>Who may do what</h2><p>Actions that an agreement permits. A mark says for which children, as for data items.</p></header>
<div class="pair">${actions.map((picture) => `<figure>${picture}</figure>`).join('')}</div>
<h2>Agreements read</h2><div class="read">${agreementsRead(agreements)}</div>
</section>
<section class="details"><h2>Every open cell in words</h2><div class="columns">${detailsOf(matrix, catalogues)}</div></section>
</body>
</html>
`;
}

function aside(matrix: Matrix, catalogues: Catalogues): string {
  const mark = (reach: Reach, r = 6): string =>
    `<svg class="key" viewBox="0 0 18 18">${reachMark(reach, 9, 9, r)}</svg>`;
  const legend = [...REACHES]
    .reverse()
    .map((reach) => `<li>${mark(reach)}<span>${escaped(REACH_WORDS[reach])}</span></li>`);
  const notes = [
    `<li>${mark('standing', 3.6)}<span>a small mark: a lesser form alone reaches as far as this (yes or no, the kind, the name …)</span></li>`,
    '<li><b class="key">s</b><span>only some of the organisations or units that hold the role</span></li>',
    '<li><b class="key">j</b><span>only people in a job that the clause names</span></li>',
  ];
  const roles = matrix.roles.map(
    (role) =>
      `<tr><th>${escaped(headingOf(role))}</th><td>${escaped(catalogues.roles.get(role)?.words ?? '')}</td></tr>`,
  );
  return `<aside>
<h2>How to read it</h2><ul class="legend">${legend.join('')}${notes.join('')}</ul>
<p>A mark is the most that anybody of the role may see for any purpose. Purposes, children and clauses of each stand on the pages after this one; on a screen, rest the pointer on a mark or follow it.</p>
<h2>Roles</h2><table class="plain">${roles.join('')}</table>
</aside>`;
}

function agreementsRead(agreements: readonly Agreement[]): string {
  return [...agreements]
    .sort((a, b) => (a.agreement < b.agreement ? -1 : 1))
    .map(
      ({ agreement, title, version, term }) =>
        `<p>${escaped(title)} <code>${escaped(agreement)}</code>, version ${version}, to be reviewed by ${dayWords(term.review)}</p>`,
    )
    .join('');
}

function detailsOf(matrix: Matrix, catalogues: Catalogues): string {
  return [...matrix.items, ...matrix.actions]
    .map((word) => {
      const cells = matrix.cells.filter((cell) => cell.word === word && cell.sightings.length > 0);
      const item = catalogues.items.get(word);
      const words = item?.words ?? catalogues.actions.get(word)?.words ?? word;
      const rows = cells.flatMap((cell) =>
        cell.sightings.map(
          ({ who, children }, i) =>
            `<tr${i === 0 ? ` id="${cell.word}-${cell.role}"` : ''}><th>${i === 0 ? escaped(headingOf(cell.role)) : ''}</th><td>${escaped(who)}</td><td>${children.map(escaped).join('<br>')}</td></tr>`,
        ),
      );
      const onward = item ? ` <span class="onward">Passing on: ${escaped(item.onwardSharing)}</span>` : '';
      const body = rows.length === 0 ? '<p>Nobody.</p>' : `<table class="cells">${rows.join('')}</table>`;
      return `<article><h3>${escaped(capital(words))} <code>${escaped(word)}</code>${onward}</h3>${body}</article>`;
    })
    .join('\n');
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const STYLE = `
@page { size: A3 landscape; margin: 10mm; }
* { box-sizing: border-box; }
body { font: 13px/1.4 "Liberation Sans", Arial, Helvetica, sans-serif; color: #16202c; margin: 0 auto; padding: 16px; max-width: 1560px; background: #fff; }
h1 { font-size: 26px; margin: 0; } h2 { font-size: 16px; margin: 14px 0 4px; } h3 { font-size: 13px; margin: 14px 0 3px; }
header p { margin: 2px 0 6px; color: #43505e; }
figure { margin: 0; } .wall { display: grid; grid-template-columns: minmax(0, 1fr) 350px; gap: 22px; } .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 20px; }
svg.matrix { width: 100%; height: auto; display: block; font-family: inherit; }
.matrix .label { font-size: 12px; fill: #16202c; } .matrix .head { font-size: 12px; font-weight: bold; fill: #16202c; }
.matrix .band { fill: #f1f4f8; } .matrix .rule { stroke: #d5dce4; stroke-width: .6; } .matrix .note { font-size: 11px; font-weight: bold; fill: #43505e; } .matrix .tag { font-size: 9px; fill: #b45309; }
.matrix a:hover rect, .matrix a:focus rect { fill: #fde68a; fill-opacity: .5; }
aside h2 { font-size: 14px; } aside p { margin: 6px 0; } aside { font-size: 12px; }
.legend { list-style: none; padding: 0; margin: 0; } .legend li { display: flex; gap: 8px; align-items: center; margin: 3px 0; } .key { width: 18px; min-width: 18px; height: 18px; text-align: center; }
table { border-collapse: collapse; width: 100%; } .plain th, .plain td { text-align: left; vertical-align: top; padding: 1px 6px 2px 0; border-bottom: 1px solid #e3e8ee; } .plain th { font-weight: bold; white-space: nowrap; }
.read { columns: 3; column-gap: 26px; font-size: 12px; } .read p { margin: 0 0 4px; break-inside: avoid; }
code { font: .85em "Liberation Mono", monospace; color: #43505e; }
.cells th { width: 92px; text-align: left; vertical-align: top; font-weight: bold; } .cells td { vertical-align: top; padding: 2px 12px 2px 0; } .cells td:nth-child(2) { width: 40%; } .cells tr { border-top: 1px solid #e3e8ee; } tr:target { background: #fef3c7; }
.onward { font-weight: normal; color: #43505e; }
.columns { columns: 2; column-gap: 26px; } .columns article { break-inside: auto; } .cells tr { break-inside: avoid; } .details h3 { break-after: avoid; }
@media print {
  body { padding: 0; max-width: none; font-size: 10px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .sheet { break-after: page; } a { color: inherit; text-decoration: none; }
  .wall { grid-template-columns: minmax(0, 1fr) 88mm; gap: 6mm; } aside { font-size: 9.5px; } aside h2 { font-size: 11px; margin: 6px 0 2px; } h1 { font-size: 20px; }
  svg.matrix { max-height: 252mm; } .read { font-size: 9.5px; } .details { font-size: 8.4px; line-height: 1.3; } .details h3 { font-size: 9.5px; margin: 7px 0 1px; } .cells th { width: 62px; } .cells td { padding-right: 7px; }
}
`;
