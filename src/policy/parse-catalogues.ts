import type { Node } from 'yaml';
import {
  FORMS,
  type Action,
  type Catalogues,
  type DataItem,
  type LegalPower,
  type Purpose,
  type Role,
} from './catalogue';
import type { Problem } from './problem';
import { YamlReader } from './yaml-reader';

export interface CatalogueTexts {
  readonly items: string;
  readonly actions: string;
  readonly purposes: string;
  readonly powers: string;
  readonly roles: string;
}

/** Reads the five catalogue files. Total; the catalogues of a text with problems must not be used. */
export function parseCatalogues(texts: CatalogueTexts): {
  catalogues: Catalogues;
  problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const read = <T>(
    file: string,
    text: string,
    key: string,
    one: (y: YamlReader, code: string, node: Node | null) => T,
  ) => {
    const y = new YamlReader(file, text);
    const entries = new Map<string, T>();
    if (y.root) {
      const top = y.map(y.root, file, [key, 'selfMade']);
      const body = top.get(key)?.value;
      if (!body) y.fail(y.root, `\`${key}\` is missing`, 'required');
      else
        for (const [code, { value }] of y.map(body, `\`${key}\``, null))
          entries.set(code, one(y, code, value));
      if (key === 'roles') selfMade.push(...y.words(top.get('selfMade')?.value, '`selfMade`'));
    } else if (y.problems.length === 0) y.fail(null, 'the file is empty', 'yaml');
    problems.push(...y.problems);
    return entries;
  };
  const selfMade: string[] = [];
  const catalogues: Catalogues = {
    items: read('data-items.yaml', texts.items, 'items', parseItem),
    actions: read('actions.yaml', texts.actions, 'actions', parseAction),
    purposes: read('purposes.yaml', texts.purposes, 'purposes', (y, code, node): Purpose => ({
      code,
      words: words(y, node, code),
    })),
    powers: read('legal-powers.yaml', texts.powers, 'powers', parsePower),
    roles: read('roles.yaml', texts.roles, 'roles', parseRole),
    selfMade: new Set(selfMade),
  };
  for (const code of catalogues.items.keys()) {
    if (!catalogues.actions.has(code)) continue;
    const message = `\`${code}\` is both a data item and an action`;
    problems.push({
      file: 'actions.yaml',
      at: { line: 1, column: 1 },
      severity: 'error',
      check: 'catalogue',
      message,
    });
  }
  return { catalogues, problems };
}

function words(y: YamlReader, node: Node | null, code: string): string {
  const map = y.map(node, `\`${code}\``, ['words']);
  return y.optionalText(map.get('words')?.value, `the words of \`${code}\``) ?? code;
}

function parseItem(y: YamlReader, code: string, node: Node | null): DataItem {
  const keys = [
    'words',
    'category',
    'specialCategory',
    'forms',
    'controller',
    'onwardSharing',
    'onAssertion',
    'silent',
    'needsPower',
  ];
  const map = y.map(node, `item \`${code}\``, keys);
  const text = (key: string) => y.optionalText(map.get(key)?.value, `\`${key}\` of \`${code}\``);
  const forms = y.words(map.get('forms')?.value, `the forms of \`${code}\``);
  for (const form of forms) {
    if (!FORMS.includes(form as (typeof FORMS)[number]))
      y.fail(map.get('forms')?.value, `unknown form \`${form}\``);
  }
  const needs = map.get('needsPower')?.value;
  const needsMap = needs ? y.map(needs, `\`needsPower\` of \`${code}\``, ['unlessRole', 'powers']) : null;
  return {
    code,
    words: text('words') ?? code,
    category: text('category') ?? 'P',
    specialCategory: y.boolean(
      map.get('specialCategory')?.value,
      `\`specialCategory\` of \`${code}\``,
      false,
    ),
    forms: forms.length > 0 ? forms : ['full'],
    controller: text('controller') ?? 'home-authority',
    onwardSharing: text('onwardSharing') ?? '',
    onAssertion: y.words(map.get('onAssertion')?.value, `\`onAssertion\` of \`${code}\``),
    silent: y.boolean(map.get('silent')?.value, `\`silent\` of \`${code}\``, false),
    needsPower: needsMap
      ? {
          unlessRole: y.words(needsMap.get('unlessRole')?.value, '`unlessRole`'),
          powers: y.words(needsMap.get('powers')?.value, '`powers`'),
        }
      : null,
  };
}

function parsePower(y: YamlReader, id: string, node: Node | null): LegalPower {
  const map = y.map(node, `power \`${id}\``, ['words', 'inForceFrom']);
  return {
    id,
    words: y.optionalText(map.get('words')?.value, `the words of \`${id}\``) ?? id,
    inForceFrom: y.optionalText(map.get('inForceFrom')?.value, `\`inForceFrom\` of \`${id}\``),
  };
}

function parseAction(y: YamlReader, code: string, node: Node | null): Action {
  const map = y.map(node, `action \`${code}\``, ['words', 'alwaysTaken']);
  return {
    code,
    words: y.optionalText(map.get('words')?.value, `the words of \`${code}\``) ?? code,
    alwaysTaken: y.boolean(map.get('alwaysTaken')?.value, `\`alwaysTaken\` of \`${code}\``, false),
  };
}

function parseRole(y: YamlReader, code: string, node: Node | null): Role {
  const map = y.map(node, `role \`${code}\``, ['words', 'authorityFor']);
  return {
    code,
    words: y.optionalText(map.get('words')?.value, `the words of \`${code}\``) ?? code,
    authorityFor: y.words(map.get('authorityFor')?.value, `\`authorityFor\` of \`${code}\``),
  };
}
