import { killRounds } from './kill-rounds';

test('killed under load, the hub, its database, and both: no answer without its entry, no gap, and it verifies', async () => {
  let n = 0;
  await killRounds(3, () => (n = (n + 0.37) % 1));
}, 240_000);
