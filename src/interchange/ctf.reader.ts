import { TextDecoder } from 'node:util';
import type { CtfHeader, CtfRecord } from './ctf';
import { CtfElements } from './ctf.element';
import { lineOf, toHeader, toPupil } from './ctf.shape';

const DECLARATION = 1024;

/**
 * Reads a common transfer file as it streams in and gives its pupils one at a time; the stream is not read on
 * until they are taken, so a file of any size needs the memory of one pupil and one chunk.
 * Throws CtfFileError, with its line, when the file cannot be read any further.
 */
export async function* readCtf(
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<CtfRecord, void, undefined> {
  const elements = new CtfElements();
  let header: CtfHeader | null = null;
  let index = 0;
  function* records(text: string | null): Generator<CtfRecord> {
    for (const { kind, element } of text === null ? elements.close() : elements.push(text)) {
      if (kind === 'header') {
        header = toHeader(element);
        continue;
      }
      if (header === null) throw elements.problem('the Header element must stand before the pupils.');
      index += 1;
      yield {
        index,
        line: element.line,
        lineOf: (path) => lineOf(element, path),
        header,
        pupil: toPupil(element),
      };
    }
  }
  for await (const text of decode(stream, elements)) yield* records(text);
  yield* records(null);
}

async function* decode(stream: AsyncIterable<Uint8Array>, elements: CtfElements): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let start = Buffer.alloc(0);
  for await (const chunk of stream) {
    if (decoder !== undefined) {
      yield decoded(decoder, chunk, true, elements);
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < DECLARATION) continue;
    decoder = decoderFor(start, elements);
    yield decoded(decoder, start, true, elements);
  }
  const rest = decoder === undefined ? start : new Uint8Array();
  yield decoded(decoder ?? decoderFor(start, elements), rest, false, elements);
}

function decoded(decoder: TextDecoder, bytes: Uint8Array, stream: boolean, elements: CtfElements): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    throw elements.problem(
      `after this line are bytes that are not ${decoder.encoding}, as the file says it is.`,
    );
  }
}

function decoderFor(start: Buffer, elements: CtfElements): TextDecoder {
  const bytes = start.toString('latin1');
  if (bytes.startsWith('PK')) throw elements.problem('this is a zip archive: unpack it first.');
  const declared =
    /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/.exec(bytes)?.[1] ?? 'utf-8';
  const marked = bytes.startsWith('\xff\xfe') ? 'utf-16le' : bytes.startsWith('\xfe\xff') ? 'utf-16be' : null;
  try {
    return new TextDecoder(marked ?? declared, { fatal: true });
  } catch {
    throw elements.problem('the file names an encoding that is not known; write it in UTF-8.');
  }
}
