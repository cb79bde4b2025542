import { checkBirth, nameOf } from '../children/lookup-criteria';
import type { JsonValue } from '../kernel/canonical-json';
import { badInput } from '../kernel/errors';
import { parsePostcode } from '../kernel/postcode';
import { parseUpn } from '../kernel/upn';
import { needed, written } from '../kernel/written';

export type Given = Readonly<Record<string, unknown>>;
export type Fields = Record<string, JsonValue>;

const SHORT = 500;
const LONG = 4000;
const MOST_DAYS = 20;
const OLDEST = 25;

/** Reads the lines of one form, each named in what it throws. */
export class FormLines {
  readonly fields: Fields = {};
  constructor(
    private readonly given: Given,
    private readonly at: string,
    private readonly today: string,
  ) {}

  texts(names: readonly string[], most = SHORT): void {
    for (const name of names) this.put(name, written(this.text(name), this.field(name), most));
  }

  long(name: string): void {
    this.texts([name], LONG);
  }

  starred(name: string, why: string): void {
    this.put(name, needed(this.text(name), this.field(name), SHORT, why));
  }

  /** The name of a child, as a lookup takes it. */
  name(name: string): void {
    if (nameOf(this.text(name), this.field(name)) === null)
      throw badInput(this.field(name), 'is missing: the form needs the name of the child.');
    this.texts([name]);
  }

  day(name: string, starred = false): void {
    const day = this.given[name];
    if (typeof day !== 'string') {
      if (starred) throw badInput(this.field(name), 'is missing: write the day as YYYY-MM-DD.');
      return;
    }
    this.put(name, this.past(day, name));
  }

  born(name: string, starred = false): void {
    const day = this.given[name];
    if (typeof day !== 'string') {
      this.day(name, starred);
      return;
    }
    checkBirth(day, this.today, this.at);
    this.put(name, day);
  }

  upn(): void {
    const text = written(this.text('upn'), this.field('upn'), SHORT);
    if (text === null) return;
    const parsed = parseUpn(text);
    if (!parsed.ok) throw badInput(this.field('upn'), parsed.problem);
    this.put('upn', parsed.value);
  }

  postcode(): void {
    const text = written(this.text('postcode'), this.field('postcode'), SHORT);
    if (text === null) return;
    const parsed = parsePostcode(text);
    if (!parsed.ok) throw badInput(this.field('postcode'), parsed.problem);
    this.put('postcode', parsed.value);
  }

  flag(name: string): void {
    const value = this.given[name];
    if (typeof value === 'boolean') this.put(name, value);
  }

  /** Yes or no, and with yes the days. */
  tried(name: string): void {
    const value = this.given[name];
    const days = this.given[`${name}On`];
    const on = Array.isArray(days) ? days.map(String) : [];
    if (typeof value !== 'boolean') throw badInput(this.field(name), 'is missing: say yes or no.');
    if (on.length > MOST_DAYS) throw badInput(this.field(`${name}On`), `takes up to ${MOST_DAYS} days.`);
    if (!value && on.length > 0)
      throw badInput(this.field(`${name}On`), `has days, and \`${name}\` says that it was not done.`);
    if (value && on.length === 0) throw badInput(this.field(`${name}On`), 'is missing: say on which days.');
    this.put(name, value);
    if (on.length > 0)
      this.put(`${name}On`, [...new Set(on.map((day) => this.past(day, `${name}On`)))].sort());
  }

  put(name: string, value: JsonValue): void {
    if (value !== null) this.fields[name] = value;
  }

  field(name: string): string {
    return `${this.at}.${name}`;
  }

  private text(name: string): string | null {
    const value = this.given[name];
    return typeof value === 'string' ? value : null;
  }

  private past(day: string, name: string): string {
    if (day > this.today)
      throw badInput(this.field(name), 'lies in the future; write the day as YYYY-MM-DD.');
    if (Number(this.today.slice(0, 4)) - Number(day.slice(0, 4)) > OLDEST)
      throw badInput(this.field(name), `is more than ${OLDEST} years ago.`);
    return day;
  }
}
