import type { Checked } from '../../src/kernel/checked';

export function mustParse<T>(parse: (text: string) => Checked<T>, text: string): T {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem}`);
  return parsed.value;
}
