import { registerEnumType } from 'type-graphql';
import { DOCUMENT_KINDS } from './document';

const named = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((v) => [v, v]));

export const DocumentKindEnum = named(DOCUMENT_KINDS);
registerEnumType(DocumentKindEnum, { name: 'DocumentKind', description: 'What a document on a case is.' });
