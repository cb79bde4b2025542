import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isLocalDate } from '../kernel/local-date';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** A day of the calendar, `YYYY-MM-DD`. What it refuses it never repeats. */
export const LocalDate = new GraphQLScalarType<string, string>({
  name: 'LocalDate',
  description: 'A day of the calendar as year-month-day, such as 2026-09-01.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  serialize: (value) => day(value),
  parseValue: (value) => day(value),
  parseLiteral: (node) => day(textOf(node)),
});

/** An instant. Given out in UTC with milliseconds. */
export const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'An instant in UTC, such as 2026-09-01T08:30:00.000Z.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  serialize: (value) => instant(value),
  parseValue: (value) => instant(value),
  parseLiteral: (node) => instant(textOf(node)),
});

function day(value: unknown): string {
  if (typeof value === 'string' && isLocalDate(value)) return value;
  throw new TypeError('Write a day of the calendar as year-month-day, as in 2026-09-01.');
}

function instant(value: unknown): string {
  const date =
    value instanceof Date ? value : typeof value === 'string' && INSTANT.test(value) ? new Date(value) : null;
  if (date !== null && !Number.isNaN(date.getTime())) return date.toISOString();
  throw new TypeError('Write an instant with its offset, as in 2026-09-01T08:30:00Z.');
}

const textOf = (node: ValueNode): unknown => (node.kind === Kind.STRING ? node.value : null);
