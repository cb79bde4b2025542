'use strict';
/**
 * No authority's name or number in the program: what an authority does otherwise than the next is data, under
 * schema/procedures and schema/calendars. Fails on a name of data/reference/las.csv in a literal, a comment or an
 * identifier, and on a number (`la/…`, three digits) or GSS code that is a literal of its own, where it could decide
 * something. An id within a sentence, as an example of the form, decides nothing.
 */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Words of every day that are also the name of an authority: forbidden as a literal of their own alone. */
const EVERYDAY = new Set(['Reading', 'Bury', 'Derby', 'Slough', 'Poole']);

const lines = readFileSync(join(__dirname, 'data/reference/las.csv'), 'utf8').split(/\r?\n/).slice(1);
const names = new Set();
const numbers = new Set();
const gss = new Set();
for (const line of lines) {
  const cells = [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map((match) => match[2] ?? match[1]);
  const [code = '', name = '', , , , , , , number = ''] = cells;
  if (!/^E\d{8}$/.test(code)) continue;
  gss.add(code);
  names.add(name.replace(/,.*$/, '').trim());
  if (/^\d{3}$/.test(number)) numbers.add(number);
}
const slugs = new Set(
  readdirSync(join(__dirname, 'schema/procedures'))
    .map((file) => file.replace(/\.ya?ml$/, ''))
    .filter((slug) => slug !== 'statutory'),
);
const plain = (text) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
const identifiers = new Set([...names].filter((name) => !EVERYDAY.has(name)).map(plain));
const within = new RegExp(
  `\\b(${[...names].filter((name) => name !== '' && !EVERYDAY.has(name)).join('|')})\\b`,
);

/** What of a text names an authority, or null. */
function namedIn(text, whole) {
  const found = within.exec(text);
  if (found !== null) return found[1];
  if (!whole) return null;
  if (EVERYDAY.has(text) || slugs.has(text) || gss.has(text)) return text;
  const number = /^(?:la\/)?(\d{3}|E\d{8})(?:\/[a-z0-9-]+)?$/.exec(text)?.[1];
  return number !== undefined && (numbers.has(number) || gss.has(number)) ? number : null;
}

module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      named: '`{{what}}` names an authority: what one authority does otherwise is data, not code.',
    },
  },
  create(context) {
    const tell = (node, what) => {
      if (what !== null) context.report({ node, messageId: 'named', data: { what } });
    };
    return {
      Literal(node) {
        if (typeof node.value === 'string') tell(node, namedIn(node.value, true));
        else if (typeof node.value === 'number' && node.parent.type === 'BinaryExpression')
          tell(
            node,
            numbers.has(String(node.value)) && /^[!=]==?$/.test(node.parent.operator) ? node.raw : null,
          );
      },
      TemplateElement(node) {
        tell(node, namedIn(node.value.cooked ?? '', true));
      },
      Identifier(node) {
        if (identifiers.has(plain(node.name))) tell(node, node.name);
      },
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const what = namedIn(comment.value, false);
          if (what !== null) context.report({ loc: comment.loc, messageId: 'named', data: { what } });
        }
      },
    };
  },
};
