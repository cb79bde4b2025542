import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import {
  Kind,
  getOperationAST,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { EntityErrors } from './entity-errors';
import type { GatewaySigner } from './signer';

/** What travels from the caller to every subgraph as it is. */
const TRAVELS = [
  'authorization',
  'idempotency-key',
  'request-id',
  'sharing-mode',
  'sharing-on-behalf-of',
  'sharing-purpose',
  'sharing-reference',
  'traceparent',
] as const;

/** A subgraph's word about its part of the answer. */
export interface Part {
  readonly subgraph: string;
  readonly rulesetVersion: string;
  readonly disclosureId: string;
  readonly promise: string;
}

/** One request of a caller, as a gateway takes it apart: the same headers and the same group for every part. */
export class OneRequest {
  /** Groups the ledger entries of all parts (`Rollcall-Request`). */
  readonly id = randomUUID();
  readonly parts: Part[] = [];
  readonly entityErrors = new EntityErrors();
  private roots: readonly string[] = [];

  constructor(
    private readonly headers: IncomingHttpHeaders,
    private readonly signer: GatewaySigner,
  ) {}

  get strict(): boolean {
    return textOf(this.headers['sharing-mode']) === 'strict';
  }

  /** What the caller asks for, told to each subgraph so that it refuses the whole or nothing. */
  about(document: DocumentNode, operationName: string | null | undefined): void {
    this.roots = rootsOf(document, operationName ?? null);
  }

  /** Headers of one question to one subgraph. */
  headersFor(query: string, variables: unknown): Record<string, string> {
    const travelling = TRAVELS.flatMap((name) => {
      const value = textOf(this.headers[name]);
      return value === undefined ? [] : [[name, value] as const];
    });
    const [, token = ''] = /^Bearer +([^ ]+)$/i.exec(textOf(this.headers.authorization)?.trim() ?? '') ?? [];
    const credential = this.signer.sign({ token, request: this.id, query, variables, roots: this.roots });
    return {
      ...Object.fromEntries(travelling),
      'rollcall-gateway': `Bearer ${credential}`,
      'rollcall-request': this.id,
    };
  }

  /** Keeps what a subgraph said of its part. */
  heard(subgraph: string, extensions: unknown): void {
    const { sharing } = (extensions ?? {}) as { readonly sharing?: Omit<Part, 'subgraph'> };
    if (sharing) this.parts.push({ subgraph, ...sharing });
  }
}

function rootsOf(document: DocumentNode, operationName: string | null): string[] {
  const operation = getOperationAST(document, operationName);
  if (!operation) return [];
  const type = operation.operation.charAt(0).toUpperCase() + operation.operation.slice(1);
  const fragments = new Map(
    document.definitions.flatMap((d): [string, FragmentDefinitionNode][] =>
      d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d]] : [],
    ),
  );
  const names = new Set<string>();
  const walk = (set: SelectionSetNode): void => {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) names.add(node.name.value);
      else if (node.kind === Kind.INLINE_FRAGMENT) walk(node.selectionSet);
      else {
        const fragment = fragments.get(node.name.value);
        if (fragment) walk(fragment.selectionSet);
      }
    }
  };
  walk(operation.selectionSet);
  return [...names].filter((name) => !name.startsWith('__')).map((name) => `${type}.${name}`);
}

const textOf = (header: string | readonly string[] | undefined): string | undefined =>
  header === undefined ? undefined : [header].flat().join(', ');
