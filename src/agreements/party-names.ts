import { demoDirectory } from '../identity/demo-directory';
import { homeUnits } from '../identity/home-units';
import { nationalDirectory } from '../identity/national-directory';

/** What organisations and units are called, by id, as a directory just filled would say. */
export function partyNames(homeAuthority: string): ReadonlyMap<string, string> {
  const parts = [...nationalDirectory(homeAuthority), ...demoDirectory()];
  const organisations = parts.flatMap((part) =>
    part.organisations.map((o): [string, string] => [o.id, o.name]),
  );
  const units = homeUnits(homeAuthority, false).map((u): [string, string] => [u.id, u.name]);
  return new Map([...organisations, ...units]);
}
