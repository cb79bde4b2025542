// All 200 questions and every act, in every shape (`tests/federation/same-answers.test.ts` is a sample).
process.env['FEDERATION_QUERIES'] ??= '200';

/* eslint-disable @typescript-eslint/no-require-imports -- the number has to stand before the file is read */
require('../federation/same-answers.test');
