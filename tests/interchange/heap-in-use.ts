import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Megabytes that are really held: what is garbage is collected first. */
export function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1_000_000;
}
