import type { EmbeddedServer } from '../../src/database/embedded/start-embedded';

/** Jest loads setup and teardown apart, so what one leaves for the other has to be global. */
const place = globalThis as { rollcallTestServer?: EmbeddedServer };

export function keepServer(server: EmbeddedServer): void {
  place.rollcallTestServer = server;
}

export function keptServer(): EmbeddedServer | undefined {
  return place.rollcallTestServer;
}
