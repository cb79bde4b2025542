/** What may be attached: no office file, which can carry a program; whoever has one prints it to PDF. */
export const MEDIA_TYPES = ['application/pdf', 'image/png', 'image/jpeg'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

const PNG_HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_END = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
const PDF_HEAD = Buffer.from('%PDF-');
const PDF_END = Buffer.from('%%EOF');
/** A PDF ends with its mark, and at most so much after it (ISO 32000-1, annex H.3.4.4). */
const PDF_TAIL = 1024;

/** What a file is by its own bytes, first and last: nothing may stand before it, or hide behind it. Null: none of these. */
export function mediaTypeOf(content: Buffer): MediaType | null {
  if (begins(content, PDF_HEAD))
    return content.subarray(-PDF_TAIL).includes(PDF_END) ? 'application/pdf' : null;
  if (begins(content, PNG_HEAD)) return ends(content, PNG_END) ? 'image/png' : null;
  if (begins(content, Buffer.from([0xff, 0xd8, 0xff])))
    return ends(content, Buffer.from([0xff, 0xd9])) ? 'image/jpeg' : null;
  return null;
}

const begins = (content: Buffer, head: Buffer): boolean => content.subarray(0, head.length).equals(head);
const ends = (content: Buffer, tail: Buffer): boolean => content.subarray(-tail.length).equals(tail);
