import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rollcall } from '../../src/cli/rollcall';
import { makeTestFolder } from '../support/data-folder';
import { runProgram } from '../support/run-program';

/** One first start, everything that hangs on it, and one second start: each takes seconds. */
test('rollcall start: a hub with a demonstration, tried as it says, stopped, and started again', async () => {
  const folder = makeTestFolder();
  const env = { ROLLCALL_DATA_DIR: folder.path };
  try {
    const first = runProgram(['start', '--port', '0'], env);
    const said = await first.says('Ctrl-C');
    const address = /serves (http:\/\/127\.0\.0\.1:\d+)\/graphql/.exec(said)?.[1] ?? '';

    // The question that it prints, sent as a person would who pastes it.
    const header = (name: string): string => new RegExp(`-H '${name}: ([^']+)'`).exec(said)?.[1] ?? '';
    const answer = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: Object.fromEntries(
        ['Content-Type', 'Authorization', 'Sharing-Purpose', 'Sharing-Reference'].map((name) => [
          name,
          header(name),
        ]),
      ),
      body: /-d '([^']+)'/.exec(said)?.[1] ?? '',
    });
    expect(await answer.json()).toMatchObject({
      data: { lookupChild: { confidence: 'CONFIRMED', child: { inEducationNow: 'YES', nhsNumber: null } } },
      errors: [{ extensions: { code: 'WITHHELD', coordinate: 'Child.nhsNumber' } }],
    });

    const taken = await runProgram(['start', '--port', new URL(address).port], env).ended;
    expect(taken.code).toBe(1);
    expect(taken.err).toMatch(/^rollcall: Port \d+ on 127\.0\.0\.1 is taken by another program: .*--port/);

    first.process.kill('SIGINT');
    const ended = await first.ended;
    expect(ended.code).toBe(0);
    expect(ended.err).toContain('FOR THE DEMONSTRATION, two invented approvers brought into force');
    expect(ended.err).toMatch(/demonstration: 500 invented children/);
    expect(existsSync(join(folder.path, 'postgres-18', 'postmaster.pid'))).toBe(false);

    const second = runProgram(['start', '--port', '0'], env);
    await second.says('Ctrl-C');
    second.process.kill('SIGTERM');
    const again = await second.ended;
    expect(again.code).toBe(0);
    expect(again.err).not.toMatch(/demonstration:|migrations ran|FOR THE DEMONSTRATION/);
  } finally {
    folder.remove();
  }
}, 180_000);

describe('wrong usage', () => {
  const before = { ...process.env };
  let told = '';
  beforeEach(() => {
    told = '';
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((text) => {
        told += String(text);
        return true;
      });
    }
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.env = { ...before };
    process.exitCode = undefined;
  });

  test.each([
    [['start', '--port', '70000'], {}, 2, '--port'],
    [['start', '--prot', '4000'], {}, 2, '--port'],
    [['start'], { ROLLCALL_HOST: '0.0.0.0' }, 2, '--no-demo'],
    [['start'], { ROLLCALL_HOME_AUTHORITY: 'la/852' }, 2, '--no-demo'],
    [['start'], { ROLLCALL_PORT: 'many' }, 1, 'ROLLCALL_PORT'],
    [['no-such-command'], {}, 2, '--help'],
    [['--help'], {}, 0, 'Exit codes'],
  ])('rollcall %j with %j ends with the reason', async (args, env, code, words) => {
    Object.assign(process.env, env);
    await rollcall(['node', 'rollcall', ...args]);
    expect([process.exitCode, told]).toEqual([code, expect.stringContaining(words)]);
  });
});
