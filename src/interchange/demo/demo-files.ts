import type { LocalDate } from '../../kernel/local-date';
import type { CtfPupil } from '../ctf';
import { type CtfDestination, ctfFileName, writeCtf } from '../ctf.writer';
import type { DemoChild } from './demo-child';
import type { DemoSchool } from './demo-lists';
import { schoolYearOf } from './demo-stays';

export interface DemoFile {
  readonly name: string;
  readonly text: Iterable<string>;
}

/** The files in which these children come, in the order in which they were sent. */
export function demoFiles(children: Iterable<DemoChild>, schools: readonly DemoSchool[]): DemoFile[] {
  const bundles = new Map<
    string,
    { source: string; day: LocalDate; destination: CtfDestination; pupils: CtfPupil[] }
  >();
  for (const { sendings } of children) {
    for (const { source, day, destination, pupil } of sendings) {
      const key = `${day}/${source}/${JSON.stringify(destination)}`;
      const bundle = bundles.get(key) ?? { source, day, destination, pupils: [] };
      bundles.set(key, bundle);
      bundle.pupils.push(pupil);
    }
  }
  const names = new Map(schools.map(({ laestab, name }) => [laestab, name]));
  const counters = new Map<string, number>();
  const inOrder = [...bundles].sort(([a], [b]) => (a < b ? -1 : 1));
  return inOrder.map(([, { source, day, destination, pupils }]) => {
    const pair = ctfFileName(source, destination, 0);
    const counter = (counters.get(pair) ?? 0) + 1;
    counters.set(pair, counter);
    const sender = {
      laestab: source,
      name: names.get(source) ?? 'The council',
      academicYear: schoolYearOf(day),
    };
    const text = writeCtf({ source: sender, destination, writtenAt: `${day}T09:00:00` }, pupils);
    return { name: ctfFileName(source, destination, counter), text };
  });
}
