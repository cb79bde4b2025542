import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { transformSync } from '@swc/core';
import { ENGINE, type Engine } from './differential';

/** One thing done wrong: the piece of source that does it right, and what stands there instead. */
export interface Fault {
  readonly name: string;
  readonly file: keyof typeof FILES;
  readonly right: string;
  readonly wrong: string;
}

const SRC = join(__dirname, '../../src');
const FILES = {
  compile: { path: 'policy/compile.ts', gives: ['compile'] },
  profile: { path: 'policy/profile.ts', gives: ['profileFor'] },
  decide: { path: 'policy/decide.ts', gives: ['decide'] },
  scopeSql: { path: 'gate/scope-sql.ts', gives: ['scopeSql'] },
} as const;

/** The engine with one fault in it; the rest is the real one. Throws when the source has no such place, or several. */
export function faultyEngine(fault: Fault): Engine {
  const { path, gives } = FILES[fault.file];
  const source = readFileSync(join(SRC, path), 'utf8');
  const pieces = source.split(fault.right);
  if (pieces.length !== 2) {
    throw new Error(`"${fault.name}": ${pieces.length - 1} places in ${path} read: ${fault.right}`);
  }
  const { code } = transformSync(pieces.join(fault.wrong), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    module: { type: 'commonjs' },
  });
  const found: Record<string, unknown> = {};
  const run = compileFunction(code, ['exports', 'require']) as (exports: object, require: unknown) => void;
  run(found, createRequire(join(SRC, path)));
  return { ...ENGINE, ...Object.fromEntries(gives.map((name) => [name, found[name]])) };
}
