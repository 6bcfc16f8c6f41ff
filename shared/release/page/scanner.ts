/**
 * Finds tags, attributes and texts in HTML markup, as the HTML standard's tokenizer does (13.2.5) where that decides what a
 * page says: one pass, by position alone; nothing is cut out and no reference decoded. What lies between is jumped over by
 * search, which is why this is quicker than going through states from one character to the next.
 */
import { indexIn, isAsciiSpace, unitAt } from '../../text/units.ts';

/** Told of what stands where: positions are [start, end) in the markup. */
export interface MarkupEvents {
  /** Answers the name of the element, in lower case, where what it holds is text up to its own end tag; null for all others. */
  startTag(start: number, end: number): string | null;
  /** Of the start tag before it. */
  attribute(start: number, end: number, valueStart: number, valueEnd: number): void;
  startTagEnd(selfClosing: boolean): void;
  endTag(start: number, end: number): void;
  text(start: number, end: number): void;
  /** Whether the rest of the markup is not wanted: asked behind each text and start tag. */
  isEnough(): boolean;
}

const exclamation = 33;
const doubleQuote = 34;
const singleQuote = 39;
const slash = 47;
const equals = 61;
const greater = 62;
const question = 63;

function isLetter(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
}

/** What ends the name of a tag. */
function endsName(unit: number): boolean {
  return unit <= greater && (unit === greater || unit === slash || isAsciiSpace(unit));
}

class Scanner {
  private readonly html: string;
  private readonly length: number;
  private readonly events: MarkupEvents;
  /** Where the next `--!>` stands: searched for again only behind it, or each comment would search to the end. */
  private nextBangEnd = -1;

  constructor(html: string, events: MarkupEvents) {
    this.html = html;
    this.length = html.length;
    this.events = events;
  }

  run(): void {
    const { html, length, events } = this;
    let textStart = 0;
    let from = 0;
    while (from < length) {
      const open = indexIn(html, '<', from);
      if (open < 0) break;
      const next = open + 1 < length ? unitAt(html, open + 1) : -1;
      const isMarkup = isLetter(next) || next === slash || next === exclamation || next === question;
      // At the very end these are text as well.
      if (open > textStart) {
        events.text(textStart, open);
        if (events.isEnough()) return;
      }
      textStart = open;
      if (!isMarkup || (next === slash && open + 2 === length)) {
        from = open + 1;
        continue;
      }
      const behind =
        next === slash
          ? this.endTag(open + 2)
          : next === exclamation
            ? this.declaration(open + 2)
            : next === question
              ? this.behind('>', open + 2)
              : this.startTag(open + 1);
      if (behind < 0 || events.isEnough()) return;
      textStart = behind;
      from = behind;
    }
    if (textStart < length) events.text(textStart, length);
  }

  /** One past the next `mark`; -1 without any: what is not closed reaches to the end of the page, and is nothing. */
  private behind(mark: string, from: number): number {
    const at = indexIn(this.html, mark, from);
    return at < 0 ? -1 : at + mark.length;
  }

  private nameEnd(from: number): number {
    let at = from;
    while (at < this.length && !endsName(unitAt(this.html, at))) at += 1;
    return at;
  }

  /** Reads behind `</`. */
  private endTag(from: number): number {
    const { html } = this;
    const first = unitAt(html, from);
    if (!isLetter(first)) return this.behind('>', from);
    const end = this.nameEnd(from + 1);
    if (end === this.length) return -1;
    this.events.endTag(from, end);
    return this.behind('>', end);
  }

  /** Reads behind `<!`: comments and CDATA have ends of their own, all else ends at the next `>`. */
  private declaration(from: number): number {
    const { html } = this;
    if (html.startsWith('--', from)) return this.comment(from + 2);
    return html.startsWith('[CDATA[', from) ? this.behind(']]>', from + 7) : this.behind('>', from);
  }

  /** `<!-->` and `<!--->` are closed at once; `--!>` closes as `-->` does (HTML standard 13.2.5.43 to 52). */
  private comment(from: number): number {
    const { html } = this;
    if (html.startsWith('>', from)) return from + 1;
    if (html.startsWith('->', from)) return from + 2;
    const end = indexIn(html, '-->', from);
    if (this.nextBangEnd < from) {
      const found = indexIn(html, '--!>', from);
      this.nextBangEnd = found < 0 ? this.length : found;
    }
    if (this.nextBangEnd < this.length && (end < 0 || this.nextBangEnd < end)) return this.nextBangEnd + 4;
    return end < 0 ? -1 : end + 3;
  }

  private startTag(from: number): number {
    const { events } = this;
    const end = this.nameEnd(from + 1);
    if (end === this.length) return -1;
    const rawText = events.startTag(from, end);
    const behind = this.attributes(end);
    if (behind < 0 || rawText === null || events.isEnough()) return behind;
    if (rawText === 'plaintext') {
      if (behind < this.length) events.text(behind, this.length);
      return -1;
    }
    return this.rawText(behind, rawText);
  }

  /** Text up to `</name`; without one all the rest. */
  private rawText(from: number, name: string): number {
    const { html, events, length } = this;
    for (let at = indexIn(html, '</', from); at >= 0; at = indexIn(html, '</', at + 2)) {
      const end = at + 2 + name.length;
      if (end >= length) break;
      if (!endsName(unitAt(html, end)) || html.slice(at + 2, end).toLowerCase() !== name) continue;
      if (at > from) events.text(from, at);
      events.endTag(at + 2, end);
      return this.behind('>', end);
    }
    if (from < length) events.text(from, length);
    return -1;
  }

  /** Reads the attributes of a start tag and its end; answers what follows, -1 where the page ends inside. */
  private attributes(from: number): number {
    const { html, length, events } = this;
    let at = from;
    let slashed = false;
    while (at < length) {
      const unit = unitAt(html, at);
      if (unit === greater) {
        events.startTagEnd(slashed);
        return at + 1;
      }
      if (unit === slash) slashed = true;
      if (unit === slash || isAsciiSpace(unit)) {
        at += 1;
        continue;
      }
      slashed = false;
      const start = at;
      at += 1;
      while (at < length) {
        const other = unitAt(html, at);
        if (other === equals || endsName(other)) break;
        at += 1;
      }
      const end = at;
      while (at < length && isAsciiSpace(unitAt(html, at))) at += 1;
      if (at >= length) return -1;
      if (unitAt(html, at) !== equals) {
        events.attribute(start, end, end, end);
        continue;
      }
      at += 1;
      while (at < length && isAsciiSpace(unitAt(html, at))) at += 1;
      if (at >= length) return -1;
      const quote = unitAt(html, at);
      if (quote === doubleQuote || quote === singleQuote) {
        const close = indexIn(html, quote === doubleQuote ? '"' : "'", at + 1);
        if (close < 0) return -1;
        events.attribute(start, end, at + 1, close);
        at = close + 1;
      } else {
        const valueStart = at;
        while (at < length && unitAt(html, at) !== greater && !isAsciiSpace(unitAt(html, at))) at += 1;
        if (at >= length) return -1;
        events.attribute(start, end, valueStart, at);
      }
    }
    return -1;
  }
}

/** Tells of all that is in the markup, in its order. Linear, without recursion; never throws. */
export function scanMarkup(html: string, events: MarkupEvents): void {
  new Scanner(html, events).run();
}
