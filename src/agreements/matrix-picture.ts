import type { Catalogues } from '../policy/catalogue';
import type { Matrix, MatrixCell, Reach } from '../policy/matrix';
import { cellLines, headingOf } from './matrix-words';

const ROW = 20;
const COLUMN = 56;
const HEAD = 92;
const COLOURS: Readonly<Record<Reach, string>> = {
  never: '#b5bcc4',
  emergency: '#b45309',
  standing: '#2b6cb0',
  anyButForbidden: '#1d4ed8',
  always: '#0b2545',
};

export interface PictureOptions {
  readonly words: readonly string[];
  readonly title: string;
  readonly labelWidth: number;
}

/** Rows of words × columns of roles as one SVG; each cell says on hovering what it means, and leads to its details. */
export function matrixPicture(matrix: Matrix, catalogues: Catalogues, options: PictureOptions): string {
  const { words, labelWidth, title } = options;
  const [width, height] = [labelWidth + matrix.roles.length * COLUMN + 44, HEAD + words.length * ROW + 4];
  const cellAt = new Map(matrix.cells.map((cell) => [`${cell.word} ${cell.role}`, cell]));
  const heads = matrix.roles.map((role, i) => {
    const x = labelWidth + (i + 0.5) * COLUMN;
    return `<text class="head" transform="translate(${x + 4} ${HEAD - 8}) rotate(-38)">${escaped(headingOf(role))}</text>`;
  });
  const lines = matrix.roles.map((_, i) => {
    const x = labelWidth + i * COLUMN;
    return `<line class="rule" x1="${x}" y1="${HEAD}" x2="${x}" y2="${height - 4}"/>`;
  });
  const rows = words.map((word, i) => {
    const y = HEAD + i * ROW;
    const item = catalogues.items.get(word);
    const label = item?.words ?? catalogues.actions.get(word)?.words ?? word;
    const tag = item?.specialCategory === true ? '<tspan class="tag"> special</tspan>' : '';
    const cells = matrix.roles.map((role, c) => {
      const cell = cellAt.get(`${word} ${role}`);
      return cell ? cellPicture(cell, labelWidth + (c + 0.5) * COLUMN, y + ROW / 2, catalogues) : '';
    });
    return `<g>${i % 2 === 0 ? `<rect class="band" x="0" y="${y}" width="${labelWidth + matrix.roles.length * COLUMN}" height="${ROW}"/>` : ''}<text class="label" x="6" y="${y + 14}">${escaped(shortened(label.charAt(0).toUpperCase() + label.slice(1), (labelWidth - 16) / 6.1))}${tag}</text>${cells.join('')}</g>`;
  });
  return `<svg class="matrix" preserveAspectRatio="xMinYMin meet" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}" xmlns="http://www.w3.org/2000/svg">${heads.join('')}${rows.join('')}${lines.join('')}</svg>`;
}

function cellPicture(cell: MatrixCell, x: number, y: number, catalogues: Catalogues): string {
  const lesser = cell.full !== cell.widest;
  const marks = lesser
    ? `${cell.full === 'never' ? '' : reachMark(cell.full, x - 8, y, 6)}${reachMark(cell.widest, cell.full === 'never' ? x : x + 8, y, 3.6)}`
    : reachMark(cell.full, x, y, 6);
  const note = `${cell.someOnly && cell.widest !== 'never' ? 's' : ''}${cell.jobsOnly ? 'j' : ''}`;
  const small = note === '' ? '' : `<text class="note" x="${x + 13}" y="${y + 1}">${note}</text>`;
  const title = `<title>${escaped(cellLines(cell, catalogues).join('\n'))}</title>`;
  const area = `<rect x="${x - COLUMN / 2}" y="${y - ROW / 2}" width="${COLUMN}" height="${ROW}" fill="none" pointer-events="all"/>`;
  const drawn = `<g>${title}${area}${marks}${small}</g>`;
  return cell.sightings.length === 0 ? drawn : `<a href="#${cell.word}-${cell.role}">${drawn}</a>`;
}

/** One mark: shape and colour say the same, so that it is read in black and white too. */
export function reachMark(reach: Reach, x: number, y: number, r: number): string {
  const colour = COLOURS[reach];
  switch (reach) {
    case 'never':
      return `<circle cx="${x}" cy="${y}" r="1.1" fill="${colour}"/>`;
    case 'emergency':
      return `<path d="M${x} ${y - r} L${x + r} ${y + r * 0.8} L${x - r} ${y + r * 0.8} Z" fill="#fff" stroke="${colour}" stroke-width="1.5"/>`;
    case 'standing':
      return `<circle cx="${x}" cy="${y}" r="${r}" fill="#fff" stroke="${colour}" stroke-width="1.5"/><path d="M${x} ${y - r} A${r} ${r} 0 0 1 ${x} ${y + r} Z" fill="${colour}"/>`;
    case 'anyButForbidden':
      return `<circle cx="${x}" cy="${y}" r="${r + 0.5}" fill="${colour}"/><circle cx="${x}" cy="${y}" r="${r * 0.35}" fill="#fff"/>`;
    case 'always':
      return `<rect x="${x - r}" y="${y - r}" width="${2 * r}" height="${2 * r}" fill="${colour}"/>`;
  }
}

export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => `&#${c.codePointAt(0) ?? 0};`);

const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, Math.max(1, Math.floor(most) - 1)).trimEnd()}…`;
