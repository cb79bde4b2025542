import { HubError } from '../kernel/errors';

/** The file as a whole cannot be read. `line` is where; rows before it may be in already. */
export class CsvFileError extends HubError {
  constructor(
    readonly line: number,
    reason: string,
  ) {
    super('BAD_USER_INPUT', `Line ${line}: ${reason}`, { field: 'file', line });
    this.name = 'CsvFileError';
  }
}
