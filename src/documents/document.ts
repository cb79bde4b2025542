export const DOCUMENT_KINDS = ['LETTER', 'REPORT', 'FORM', 'OTHER'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Most bytes of one file: a scanned letter of many pages. */
export const UPLOAD_BYTES = 5 * 1024 * 1024;
