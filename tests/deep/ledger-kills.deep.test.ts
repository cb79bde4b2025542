import { killRounds } from '../contract/kill-rounds';

test('killed fifty times at random moments under load, hub, database or both: nothing is missing, and it verifies', async () => {
  await killRounds(50, Math.random);
}, 1_800_000);
