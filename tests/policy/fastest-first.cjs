const Sequencer = require('@jest/test-sequencer').default;

/** In the order of the list, so that a mutant meets the cheap tests first. */
module.exports = class FastestFirst extends Sequencer {
  sort(tests) {
    const order = ['regressions', 'checks', 'differential', 'parse', 'explain', 'properties'];
    const place = (test) => order.findIndex((name) => test.path.endsWith(`${name}.test.ts`));
    return [...tests].sort((a, b) => place(a) - place(b));
  }
};
