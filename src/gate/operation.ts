import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { canonicalJson, type JsonValue } from '../kernel/canonical-json';
import { sha256 } from '../kernel/digest';

export interface Operation {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly mode: 'partial' | 'strict';
  readonly idempotencyKey: string | null;
  /** One event of a stream: the answer to it is a fresh one, decided and logged like any other. */
  readonly event?: Readonly<Record<string, unknown>>;
  /** When the last byte of the request had come, by the stopwatch; else the answer begins when it is asked for. */
  readonly arrived?: number;
  /**
   * Root fields of the whole of which this operation is a part, as `Query.alerts`: a gateway says them, so that a
   * request is refused as a whole or not at all, however it was taken apart. Nothing is opened by them.
   */
  readonly roots?: readonly string[];
}

const canonicalTexts = new WeakMap<DocumentNode, string>();

/** The canonical text of a document's text, made once. */
function canonicalText(document: DocumentNode): string {
  const known = canonicalTexts.get(document);
  if (known !== undefined) return known;
  const made = canonicalJson(document.loc?.source.body ?? '');
  canonicalTexts.set(document, made);
  return made;
}

/** SHA-256 of the canonical JSON of text, operation name and variables, for idempotency and the ledger. */
export function digestOf({ document, variables }: Operation, name: string): Buffer {
  const given = JSON.parse(JSON.stringify(variables)) as JsonValue;
  return sha256(`[${canonicalText(document)},${canonicalJson(name)},${canonicalJson(given)}]`);
}

/** Variables with the switches that the operation gives by default. */
export function withDefaults(
  node: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = { ...variables };
  for (const definition of node.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    if (values[name] === undefined && definition.defaultValue?.kind === 'BooleanValue')
      values[name] = definition.defaultValue.value;
  }
  return values;
}
