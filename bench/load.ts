import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';

export interface Load {
  readonly port: number;
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent one after the other, again from the first when they are through. */
  readonly bodies: readonly string[];
  readonly seconds: number;
  readonly connections: number;
}

export interface Loaded {
  readonly perSecond: number;
  /** Milliseconds of each answer, shortest first. */
  readonly took: readonly number[];
}

/** Loads a server over kept-alive connections, from a thread of its own. Throws when any answer is not 200. */
export function load(what: Load): Promise<Loaded> {
  return new Promise((done, failed) => {
    const worker = new Worker(resolve(__dirname, 'loader.cjs'), { workerData: what });
    worker.once('error', failed);
    worker.once('message', (said: { answers: number; seconds: number; statuses: object; took: number[] }) => {
      const other = Object.keys(said.statuses).filter((status) => status !== '200');
      if (other.length > 0) failed(new Error(`answers that are not 200: ${JSON.stringify(said.statuses)}`));
      else done({ perSecond: said.answers / said.seconds, took: said.took.sort((a, b) => a - b) });
    });
  });
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
