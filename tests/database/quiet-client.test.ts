import { Client } from 'pg';
import { QuietClient } from '../../src/database/quiet-client';
import { createTestDatabase } from '../support/database';

test('an error that nobody listens for ends a process, but not on a connection of ours', async () => {
  const last = new Error('terminating connection');
  expect(() => new Client().emit('error', last)).toThrow('terminating connection');
  const database = await createTestDatabase();
  try {
    for (const source of [database.owner, database.app]) {
      const runner = source.createQueryRunner();
      const connection = (await runner.connect()) as unknown;
      expect(connection).toBeInstanceOf(QuietClient);
      await runner.release();
      expect(() => (connection as QuietClient).emit('error', last)).not.toThrow();
    }
  } finally {
    await database.drop();
  }
});
