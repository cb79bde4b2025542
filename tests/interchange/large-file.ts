import { samplePupil, SCHOOL } from './sample-file';
import { writeCtf } from '../../src/interchange/ctf.writer';

/** Ten kilobytes of what a real file has most of and the import does not read. */
const ASSESSMENTS = `<StageAssessments>${'<KeyStage><Stage>KS2</Stage><Result>100</Result></KeyStage>\n'.repeat(170)}</StageAssessments>`;

/** A common transfer file of about so many megabytes, made while it is read. */
export async function* largeFile(megabytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  function* pupils(): Generator<ReturnType<typeof samplePupil>> {
    for (let n = 0; size < megabytes * 1_000_000; n += 1) yield samplePupil(n);
  }
  for (const text of writeCtf(SCHOOL, pupils())) {
    const bytes = Buffer.from(text.replace('</Pupil>', `${ASSESSMENTS}</Pupil>`));
    size += bytes.length;
    yield bytes;
  }
}
