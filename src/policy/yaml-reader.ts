import {
  LineCounter,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { nearWord } from '../kernel/near-word';
import type { Position } from './agreement';
import type { Problem } from './problem';

/**
 * Reads YAML node by node and gathers every problem with its place instead of stopping at the first.
 * A scalar is always its source text: `6.10` stays "6.10" and a day stays a day.
 */
export class YamlReader {
  readonly problems: Problem[] = [];
  private readonly lines = new LineCounter();
  readonly root: Node | null;

  constructor(
    private readonly file: string,
    text: string,
  ) {
    const document = parseDocument(text, { lineCounter: this.lines, version: '1.2', merge: false });
    for (const error of document.errors) {
      const { line, col } = this.lines.linePos(error.pos[0]);
      const message = error.message.split('\n')[0] ?? 'not YAML';
      this.problems.push({
        file,
        at: { line, column: col },
        severity: 'error',
        check: 'yaml',
        message: message.replace(/ at line \d+, column \d+:?$/, ''),
      });
    }
    this.root = document.errors.length > 0 ? null : document.contents;
  }

  at(node: unknown): Position {
    const range = (node as Node | null)?.range;
    if (!range) return { line: 1, column: 1 };
    const { line, col } = this.lines.linePos(range[0]);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  fail(node: unknown, message: string, check = 'shape'): void {
    this.problems.push({ file: this.file, at: this.at(node), severity: 'error', check, message });
  }

  /** The entries of a map; unknown keys are problems with the near word. */
  map(
    node: unknown,
    what: string,
    keys: readonly string[] | null,
  ): Map<string, { key: Node; value: Node | null }> {
    const entries = new Map<string, { key: Node; value: Node | null }>();
    if (!isMap(node)) {
      this.fail(node, `${what} must be a map`);
      return entries;
    }
    for (const pair of (node as YAMLMap<Node, Node | null>).items) {
      const word = isScalar(pair.key) ? this.source(pair.key) : '';
      if (keys && !keys.includes(word)) {
        const near = nearWord(word, keys);
        this.fail(
          pair.key,
          `unknown word \`${word}\` in ${what}${near ? `; did you mean \`${near}\`?` : ''}`,
          'unknown-word',
        );
        continue;
      }
      entries.set(word, { key: pair.key, value: pair.value });
    }
    return entries;
  }

  list(node: unknown, what: string): Node[] {
    if (node === null || node === undefined) return [];
    if (!isSeq(node)) {
      this.fail(node, `${what} must be a list`);
      return [];
    }
    return node.items as Node[];
  }

  text(node: unknown, what: string): string | null {
    if (!isScalar(node) || node.value === null || this.source(node).trim() === '') {
      this.fail(node, `${what} must be a word or sentence`);
      return null;
    }
    return this.source(node).trim();
  }

  optionalText(node: Node | null | undefined, what: string): string | null {
    return node === undefined || node === null || this.isNull(node) ? null : this.text(node, what);
  }

  /** Whether it says nothing: `null`, `~`, or a key without a value. */
  isNull(node: Node): boolean {
    return isScalar(node) && node.value === null;
  }

  boolean(node: Node | null | undefined, what: string, otherwise: boolean): boolean {
    if (node === undefined || node === null) return otherwise;
    if (isScalar(node) && typeof node.value === 'boolean') return node.value;
    this.fail(node, `${what} must be true or false`);
    return otherwise;
  }

  words(node: Node | null | undefined, what: string): string[] {
    return this.list(node, what).flatMap((item) => this.text(item, `each entry of ${what}`) ?? []);
  }

  private source(scalar: Scalar): string {
    return scalar.source ?? '';
  }
}
