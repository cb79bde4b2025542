import { type SaxesOptions, SaxesParser } from 'saxes';
import { CtfFileError } from './ctf.errors';

/** An element of the file with what is in it. Attributes are not kept: the format has none that matter. */
export interface CtfElement {
  readonly name: string;
  readonly line: number;
  text: string;
  readonly children: CtfElement[];
}

export type CtfPart = { readonly kind: 'header' | 'pupil'; readonly element: CtfElement };

/** Sections of a pupil that are read. All others (attendance, assessments …) pass by without being kept. */
const SECTIONS = new Set([
  'UPN',
  'Surname',
  'Forename',
  'DOB',
  'Gender',
  'Sex',
  'BasicDetails',
  'LookedAfter',
  'SENhistory',
  'Address',
  'Phones',
  'Contacts',
  'SchoolHistory',
]);

const LONGEST_TEXT = 10_000;
const MOST_ELEMENTS = 5_000;
const DEEPEST = 64;
const LONGEST_WITHOUT_TAG = 4_000_000;

/**
 * Turns text into the header and the pupils of a common transfer file, one after the other. What it holds at any
 * time is one pupil, and that is bounded too: a hostile file is refused, never collected. A document type is
 * refused whole, so there are no entities to expand.
 */
export class CtfElements {
  private readonly parser = new SaxesParser<SaxesOptions>();
  private readonly open: CtfElement[] = [];
  private ready: CtfPart[] = [];
  private depth = 0;
  private skipped = 0;
  private kept = 0;
  private sinceTag = 0;
  private section = '';
  private seenPupilData = false;

  constructor() {
    this.parser.on('error', (error) => {
      // After the colon saxes may repeat what stands in the file.
      const reason = error.message.replace(/^[\d:]+\s*/, '').split(':')[0];
      throw this.problem(`this is not well-formed XML (${reason?.replace(/\.$/, '')}).`);
    });
    this.parser.on('doctype', () => {
      throw this.problem('a common transfer file has no document type (DOCTYPE); take it out.');
    });
    this.parser.on('opentag', (tag) => this.begin(tag.name));
    this.parser.on('closetag', (tag) => this.end(tag.name));
    this.parser.on('text', (text) => this.text(text));
    this.parser.on('cdata', (text) => this.text(text));
  }

  get line(): number {
    return this.parser.line;
  }

  /** The parts that became complete with this text. */
  push(text: string): CtfPart[] {
    this.sinceTag += text.length;
    this.parser.write(text);
    if (this.sinceTag > LONGEST_WITHOUT_TAG) throw this.problem('there is no end to this text.');
    return this.take();
  }

  close(): CtfPart[] {
    if (this.parser.position === 0) throw this.problem('the file is empty.');
    this.parser.close();
    if (!this.seenPupilData) throw this.problem('there is no CTFpupilData element in this file.');
    return this.take();
  }

  problem(reason: string): CtfFileError {
    return new CtfFileError(this.parser.line, reason);
  }

  private take(): CtfPart[] {
    const parts = this.ready;
    this.ready = [];
    return parts;
  }

  private begin(qualified: string): void {
    const name = localName(qualified);
    this.sinceTag = 0;
    this.depth += 1;
    if (this.depth > DEEPEST) throw this.problem('elements stand too deep in one another.');
    if (this.depth === 1 && name.toLowerCase() !== 'ctfile') {
      throw this.problem('this is not a common transfer file: its outermost element is not CTfile.');
    }
    if (this.depth === 2) {
      this.section = name;
      this.seenPupilData ||= name === 'CTFpupilData';
    }
    const parent = this.open.at(-1);
    if (parent === undefined) {
      const starts = (this.depth === 2 && name === 'Header') || (this.depth === 3 && this.isPupil(name));
      if (starts) this.keep(name, undefined);
    } else if (this.skipped > 0 || (parent.name === 'Pupil' && !SECTIONS.has(name))) {
      this.skipped += 1;
    } else {
      this.keep(name, parent);
    }
  }

  private isPupil(name: string): boolean {
    return this.section === 'CTFpupilData' && name === 'Pupil';
  }

  private keep(name: string, parent: CtfElement | undefined): void {
    this.kept = parent === undefined ? 1 : this.kept + 1;
    if (this.kept > MOST_ELEMENTS) throw this.problem('this pupil has more elements than any pupil can.');
    const element = { name, line: this.parser.line, text: '', children: [] };
    parent?.children.push(element);
    this.open.push(element);
  }

  private text(text: string): void {
    const element = this.open.at(-1);
    if (element === undefined || this.skipped > 0) return;
    if (element.text.length + text.length > LONGEST_TEXT)
      throw this.problem('the text of this element is too long.');
    element.text += text;
  }

  private end(qualified: string): void {
    this.sinceTag = 0;
    this.depth -= 1;
    if (this.skipped > 0) {
      this.skipped -= 1;
      return;
    }
    const element = this.open.pop();
    if (element === undefined || this.open.length > 0) return;
    this.ready.push({ kind: localName(qualified) === 'Header' ? 'header' : 'pupil', element });
  }
}

function localName(qualified: string): string {
  return qualified.slice(qualified.indexOf(':') + 1);
}
