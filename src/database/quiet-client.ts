import { Client } from 'pg';

/**
 * A connection whose cut is told by the statement that it fails, and by nothing else. A pool listens for errors of the
 * connections that lie idle in it, and whoever holds one listens for its own; a connection that was just given back
 * because a statement failed has no listener at all, and the server's last words on it would end the process.
 */
export class QuietClient extends Client {
  constructor(...given: ConstructorParameters<typeof Client>) {
    super(...given);
    this.on('error', () => undefined);
  }
}
