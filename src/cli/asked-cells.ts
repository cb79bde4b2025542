import type { Coverage } from '../gate/coverage';
import { nearWord } from '../kernel/near-word';
import type { Catalogues } from '../policy/catalogue';
import type { SpaceCell } from '../policy/space';

/** What a person asks about by name: a field of the graph, an item (in a form), or an action. */
export interface AskedCells {
  /** The field, where one was named. */
  readonly coordinate: string | null;
  readonly cells: readonly SpaceCell[];
}

/** `Child.currentAddress`, `CURRENT_ADDRESS`, `CME_FLAG/yesNo` or `RAISE_ALERT`; else the sentence that says why not. */
export function askedCells(asked: string, coverage: Coverage, catalogues: Catalogues): AskedCells | string {
  const declared = coverage.get(asked);
  if (declared?.kind === 'item')
    return { coordinate: asked, cells: [{ word: declared.item, form: declared.form }] };
  if (declared?.kind === 'action')
    return { coordinate: asked, cells: [{ word: declared.action, form: 'full' }] };
  if (declared?.kind === 'open') return `${asked} holds nothing about anybody: ${declared.reason}.`;
  if (declared) return `${asked} is governed by the field by which it is reached: ask about that one.`;
  const [word = '', form, ...rest] = asked.split('/');
  const item = catalogues.items.get(word);
  if (item && rest.length === 0) {
    if (form !== undefined && !item.forms.includes(form))
      return `${word} has no form ${form}; its forms are ${item.forms.join(', ')}.`;
    const forms = form === undefined ? item.forms : [form];
    return { coordinate: null, cells: forms.map((f) => ({ word, form: f })) };
  }
  if (catalogues.actions.has(asked)) return { coordinate: null, cells: [{ word: asked, form: 'full' }] };
  const near = nearWord(asked, [
    ...coverage.keys(),
    ...catalogues.items.keys(),
    ...catalogues.actions.keys(),
  ]);
  return `There is no field, data item or action ${asked}${near === null ? '' : `; did you mean ${near}?`}`;
}
