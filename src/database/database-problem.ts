/** Something is wrong with the database or its machine that an operator can put right: the message says how. */
export class DatabaseProblem extends Error {
  override readonly name = 'DatabaseProblem';
}
