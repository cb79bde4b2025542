import { isUnionType } from 'graphql';
import { SDL, typeOf, type Part, type Root } from './write-queries';

/** The same wish in other words: each gives selections that ask for the very same fields. */
export type Way = (parts: readonly Part[], type: string) => readonly Part[];

type Field = Extract<Part, { kind: 'field' }>;

const field = (name: string, below: readonly Part[] | null = null): Field => ({
  kind: 'field',
  name,
  alias: 'none',
  only: '',
  below,
});
const TYPENAME = field('__typename');

/** `$yes` is true and `$no` is false. */
function isIn(part: Part): boolean {
  if (part.only === '' || (part.kind === 'fragment' && part.spread === 'twice')) return true;
  return part.only.startsWith('@include') === /true|\$yes/.test(part.only);
}

/** The fields that apply to a type, out of their fragments. */
const fieldsFor = (parts: readonly Part[], type: string): Field[] =>
  parts.filter(isIn).flatMap((part) => {
    if (part.kind === 'field') return [part];
    const condition = part.on === null || part.on === type || isUnionType(SDL.getType(part.on));
    return condition ? fieldsFor(part.below, type) : [];
  });

/** Every field once, under its own name, nothing switched and nothing in a fragment that needs none. */
export const plainly: Way = (parts, type) => {
  const union = SDL.getType(type);
  if (!isUnionType(union)) return merged(fieldsFor(parts, type), type);
  return union.getTypes().map((member) => ({
    kind: 'fragment',
    on: member.name,
    spread: 'inline',
    only: '',
    below: merged(fieldsFor(parts, member.name), member.name),
  }));
};

function merged(fields: readonly Field[], type: string): Part[] {
  const below = new Map<string, Part[] | null>();
  for (const { name, below: under } of fields)
    below.set(name, under ? [...(below.get(name) ?? []), ...under] : null);
  below.delete('__typename');
  const all = [...below].map(([name, under]) => field(name, under && plainly(under, typeOf(type, name))));
  return all.length > 0 ? all : [TYPENAME];
}

/** Changes every selection, innermost first. */
function everywhere(parts: readonly Part[], type: string, change: Way): readonly Part[] {
  const changed = parts.map((part): Part => {
    if (part.kind === 'fragment') return { ...part, below: everywhere(part.below, part.on ?? type, change) };
    return part.below
      ? { ...part, below: everywhere(part.below, typeOf(type, part.name), change) }
      : part;
  }); // prettier-ignore
  return change(changed, type);
}

/** Ways of writing a wish, by what they do to a plain one. */
export const WAYS: Readonly<Record<string, Way>> = {
  'in the other order': (parts, type) => everywhere(parts, type, (all) => [...all].reverse()),
  'each under the name of another': (parts, type) =>
    everywhere(parts, type, (all) =>
      all.map((part) => (part === TYPENAME || part.kind === 'fragment' ? part : { ...part, alias: 'other' })),
    ),
  'in named fragments, each spread twice': (parts, type) =>
    everywhere(parts, type, (below, on) => [{ kind: 'fragment', on, spread: 'twice', only: '', below }]),
  'in inline fragments': (parts, type) =>
    everywhere(parts, type, (below) => [{ kind: 'fragment', on: null, spread: 'inline', only: '', below }]),
  'each field twice, and once more under another name': (parts, type) =>
    everywhere(parts, type, (all) =>
      all.flatMap((part) => (part.kind === 'field' && part !== TYPENAME ? [part, { ...part, alias: 'new' as const }, part] : [part])),
    ),
  'with all of it switched on, and switched off beside it': (parts, type) =>
    everywhere(parts, type, (all) =>
      all.flatMap((part) => [{ ...part, only: '@include(if: $yes)' }, { ...part, only: '@skip(if: $yes)' }]),
    ),
}; // prettier-ignore

/** Two wishes that are one together: every other value that is asked for in the one, the rest in the other. */
export function halves(parts: readonly Part[]): readonly [readonly Part[], readonly Part[]] {
  const half = (which: number): readonly Part[] => {
    let serial = 0;
    const kept = (all: readonly Part[]): Part[] =>
      all.flatMap((part): Part[] => {
        if (part.below === null) return serial++ % 2 === which ? [part] : [];
        const below = kept(part.below);
        return below.length > 0 ? [{ ...part, below }] : [];
      });
    const some = kept(parts);
    return some.length > 0 ? some : [TYPENAME];
  };
  return [half(0), half(1)];
}

/** A question of one root with other selections. */
export const reworded = (root: Root, way: Way): Root => {
  const type = typeOf('Query', root.name);
  return { ...root, only: '', below: way(plainly(root.below, type), type) };
};
