import { readConfig } from '../config';
import { invalid, valid, type Checked } from '../kernel/checked';
import { AddressRefused, parseOutsideUrl } from '../outbox/outside-address';

/** An address to which something is sent, as an option gives it. */
export function parseOutside(text: string): Checked<string> {
  try {
    return valid(parseOutsideUrl(text, { loopback: readConfig().callLoopback === true }).href);
  } catch (error) {
    if (error instanceof AddressRefused) return invalid(error.message);
    throw error;
  }
}
