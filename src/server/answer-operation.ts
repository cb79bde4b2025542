import type { GraphQLResponse } from '@apollo/server';
import type { DocumentNode, GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import type { Gate } from '../gate/answer';
import type { RequestContext } from './context';
import type { ErrorMap } from './error-map';
import { statusOfAnswer } from './http-status';
import { pageSizeProblem } from './page-size';
import { refusedResponse, retryHeaders } from './refusal';

/** What the route hands to the gate, and what it wants to know afterwards. */
export interface OperationContext extends RequestContext {
  readonly outcome: { errors: readonly GraphQLFormattedError[] };
  /** When the last byte of the request had come, by the gate's stopwatch. */
  readonly arrived: number;
}

/** One operation of a document that was found valid. */
export interface ValidOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface AnswerPorts {
  readonly gate: Pick<Gate, 'answer'>;
  readonly mapError: ErrorMap;
}

/** The gate's answer to a valid operation, as a response. Total: whatever is thrown is a refusal. */
export async function answerOperation(
  { gate, mapError }: AnswerPorts,
  context: OperationContext,
  { document, operation, operationName, variables }: ValidOperation,
): Promise<GraphQLResponse> {
  try {
    const tooMany = pageSizeProblem(document, operation, variables);
    if (tooMany) throw tooMany;
    const { data, errors, sharing } = await gate.answer(context.asking, {
      document,
      operationName,
      variables,
      mode: context.mode,
      idempotencyKey: context.idempotencyKey,
      arrived: context.arrived,
      ...(context.roots ? { roots: context.roots } : {}),
    });
    const told = errors.length === 0 ? {} : { errors };
    const singleResult = { ...told, data, extensions: { sharing } };
    return {
      http: { status: statusOfAnswer(data, errors), headers: retryHeaders(errors) },
      body: { kind: 'single', singleResult },
    };
  } catch (error) {
    return refusedResponse(error, mapError);
  }
}
