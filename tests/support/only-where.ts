type Body = jest.ProvidesCallback;

/**
 * `it` where a thing can be shown at all (as root, on Linux), and nothing elsewhere: the test is not made, so that it
 * neither passes for nothing nor counts as skipped.
 */
export const onlyWhere =
  (possible: boolean) =>
  (name: string, body: Body, timeout?: number): void => {
    if (possible) it(name, body, timeout);
  };
