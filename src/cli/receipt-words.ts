import type { Catalogues } from '../policy/catalogue';
import type { JsonValue } from '../kernel/canonical-json';
import { londonDate, londonTimeOfDay } from '../kernel/london-time';
import type { JsonObject, OpenedReceipt } from '../ledger/verify/receipt';
import { cellWords, dayWords } from '../policy/sentence';

/** What a receipt proves, for people: who was told what about whom, under which clause, when, and in reply to what. */
export function receiptInWords(receipt: OpenedReceipt, catalogues: Catalogues): string {
  const { id, at, recipient, controller, erased } = receipt;
  const lines = ['GENUINE. ' + evidenceInWords(receipt), ''];
  if (recipient) lines.push(...toldInWords(recipient, at, catalogues));
  else
    lines.push(
      `The content of entry ${id} of ${timeInWords(at)} was erased at the end of its time, its salt with it.`,
      'What stands is that there was such an entry, and that it has not been changed.',
    );
  if (controller) lines.push('', ...controllerInWords(controller));
  if (controller === null && erased.includes('controller') && recipient)
    lines.push('', 'The controller’s part was erased.');
  return `${lines.join('\n')}\n`;
}

function evidenceInWords({ evidence }: OpenedReceipt): string {
  if (evidence.by === 'proof')
    return `${evidence.origin} holds this entry at place ${evidence.index} of the ${evidence.size} under the head that ${evidence.signedBy.join(' and ')} signed.`;
  return `${evidence.origin} promised to hold this entry by ${timeInWords(evidence.until)}. No signed head covers it in this file: ask for the receipt again.`;
}

function toldInWords(part: JsonObject, at: string, catalogues: Catalogues): string[] {
  if (part['v'] !== 2)
    return ['The entry is from before recipients had a part of their own: it says nothing of what was told.'];
  const { organisation, unit, user, job, onBehalfOf, purpose, reference, requestId } = part;
  const told = member(part['told']);
  const who = `${word(organisation)} (unit ${word(unit)}; user ${word(user)}, ${word(job)}${onBehalfOf === null ? '' : `; on behalf of ${word(onBehalfOf)}`})`;
  const request = `request ${word(requestId)} for ${word(purpose)}, reference ${word(reference)}, on ${timeInWords(at)}`;
  if (typeof told['action'] === 'string')
    return [
      `${who} did this by ${request}:`,
      `  ${inWords(catalogues, told['action'])}, under ${clausesInWords(told['clauses'])}; what came of it has the id ${word(told['outcome'])}`,
    ];
  const refused = words(told['refused']);
  const items = member(told['items']);
  const children = list(items['children']).map(member);
  const given = [
    ...children.flatMap((child) => cellsInWords(`about child ${word(child['child'])}`, child, catalogues)),
    ...cellsInWords('about no child that is named', member(items['other']), catalogues),
  ];
  return [
    given.length === 0 ? `${who} was told nothing in reply to ${request}.` : `${who} was told, in reply to ${request}:`,
    ...given,
    ...(refused.length > 0 ? [`The answer refused something: ${refused.join(', ')}.`] : []),
    ...(given.length > 0
      ? ['An item is told also where the answer was that nothing is held. Its clauses are those that could open it then.']
      : []),
    ...(typeof told['responseDigest'] === 'string' ? [`SHA-256 of the answer’s data: ${told['responseDigest']}`] : []),
  ]; // prettier-ignore
}

function cellsInWords(about: string, { disclosed, withheld }: JsonObject, catalogues: Catalogues): string[] {
  const given = Object.entries(member(disclosed)).map(
    ([cell, clauses]) => `    ${inWords(catalogues, cell)}, under ${clausesInWords(clauses)}`,
  );
  const kept = words(withheld).map((cell) => `    refused: ${inWords(catalogues, cell)}`);
  return given.length + kept.length === 0 ? [] : [`  ${about}:`, ...given, ...kept];
}

function controllerInWords(part: JsonObject): string[] {
  const children = words(part['children']);
  const weighed = words(member(part['body'])['candidates']);
  return [
    'The controller’s part is genuine too: everything that the entry concerns.',
    `  children (the hub’s own ids): ${children.length === 0 ? 'none' : children.join(', ')}`,
    ...(weighed.length > 0 ? [`  of those weighed and not returned: ${weighed.join(', ')}`] : []),
    '  --json has the whole of it.',
  ];
}

const clausesInWords = (value: JsonValue | undefined): string => words(value).join(' or ') || 'no clause';

/** `ITEM/form` as the catalogue of this version has it, and the code itself. */
function inWords(catalogues: Catalogues, cell: string): string {
  const [code = '', form = 'full'] = cell.split('/');
  return `${cellWords(catalogues, { word: code, form })} (${cell.replace('/full', '')})`;
}

function timeInWords(instant: string): string {
  const at = new Date(instant);
  const time = new Date(londonTimeOfDay(at)).toISOString().slice(11, 19);
  return `${dayWords(londonDate(at))} at ${time} (London)`;
}

const member = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
const list = (value: JsonValue | undefined): readonly JsonValue[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]) : [];
const word = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '-');
const words = (value: JsonValue | undefined): string[] => list(value).map(word);
