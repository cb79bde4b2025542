import { HubError } from '../kernel/errors';

/** The file as a whole cannot be read. `line` is where; everything before it may have been read already. */
export class CtfFileError extends HubError {
  constructor(
    readonly line: number,
    reason: string,
  ) {
    super('BAD_USER_INPUT', `Line ${line}: ${reason}`, { field: 'file', line });
    this.name = 'CtfFileError';
  }
}
