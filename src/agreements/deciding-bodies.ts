import { controllersOf } from '../policy/checks/item-controllers';
import { parseAgreement } from '../policy/parse';

/** Organisations whose people decide about a text: its controllers. The hub's own when it cannot be read. */
export function decidersOf(text: string, homeAuthorities: ReadonlySet<string>): ReadonlySet<string> {
  const { agreement } = parseAgreement(text, '');
  return agreement ? controllersOf(agreement) : homeAuthorities;
}

/** Organisations whose people may stop what a text opens: every party, for stopping only narrows. */
export function partiesOf(text: string, homeAuthorities: ReadonlySet<string>): ReadonlySet<string> {
  const { agreement } = parseAgreement(text, '');
  const named = agreement?.parties.map(
    (p) => p.organisation ?? (p.unit ?? '').split('/').slice(0, 2).join('/'),
  );
  return new Set([...(named ?? []), ...homeAuthorities]);
}
