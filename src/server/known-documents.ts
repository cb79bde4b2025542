import { getOperationAST, type DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { ValidOperation } from './answer-operation';

const CHARACTERS_KEPT = 4_000_000;
const NAMES: ReadonlySet<string> = new Set(['query', 'variables', 'operationName']);

/**
 * Documents that Apollo has parsed and found valid, by their text. Who sends one again goes straight to the gate: the text
 * alone decides whether it is valid, and who may ask what is the gate's to say, each time.
 */
export class KnownDocuments {
  private readonly documents = new LRUCache<string, DocumentNode>({
    maxSize: CHARACTERS_KEPT,
    sizeCalculation: (_document, text) => text.length + 1,
  });

  keep(text: string, document: DocumentNode): void {
    if (!this.documents.has(text)) this.documents.set(text, document);
  }

  /** The operation that a request's body asks for; null for whatever Apollo has to look at first, or to refuse. */
  operationOf(body: unknown): ValidOperation | null {
    if (!isRecord(body)) return null;
    const { query, variables = null, operationName = null } = body;
    if (typeof query !== 'string' || (variables !== null && !isRecord(variables))) return null;
    if (operationName !== null && (typeof operationName !== 'string' || operationName === '')) return null;
    for (const name in body) if (!NAMES.has(name)) return null;
    const document = this.documents.get(query);
    const operation = document && getOperationAST(document, operationName);
    return document && operation ? { document, operation, operationName, variables: variables ?? {} } : null;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
