const CODES =
  /^(ECONN[A-Z]+|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|57P0[1-5]|08[0-9A-Z]{3}|53[34]00|25006)$/;
const WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after|Driver not Connected|Client was closed|Connection is not established)/;

/** Whether an error of pg or TypeORM means that the database cannot be reached just now, so that trying again may do. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && CODES.test(code)) return true;
  return WORDS.test(error.message) || (cause !== undefined && isDatabaseAway(cause));
}
