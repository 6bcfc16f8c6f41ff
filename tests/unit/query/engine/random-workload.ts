/** Seeded queries and documents over one small vocabulary, in which nearly everything that the language knows occurs. */
import { seededRandom } from '../../../support/memory/random.ts';

const queryWords =
  `fraud frauds bank banks city cities child children box man WHO US who us Who #bank #banks =Bank =bank #cyber* bank* cyb* fra?d wom?n ?ank
cyber-crime cybercrime I-24/7 24/7 COVID-19 covid A/RES/78 AT&T O'Brien obrien l'ONU re-use Müller mueller Muller Straße strasse café =café U.S. U.S.'s
1,500 1500 1.500 1.5 2026 10:30 name@example.org 网络 网 打击网络 カード 한국 인터폴 인터* كتاب الكتاب אבג Москва москва cheval chevaux journal journaux
cas casas cidade cidades libro libri Haus Hauser Kind Kinder luz luces nation nations i ice ICE AIDS aids 😀 é ﬁne fine x a C++ C# "re:invent" "title:fraud" "AND" G20 secretary-general
FBI 코로나19 COVID-19는 C WHO's #WHO Østergård ＢＡＮＫ news new gas gases class classes bus buses #news =News s ss Δελτία בנק בנקים`
    .split(/\s+/)
    .filter((word) => word !== '');

const textWords =
  `fraud Fraud. frauds FRAUD bank Bank banks, bank's Bank’s BANKS city cities child children box boxes man men WHO who W.H.O. us US U.S. U.S.’s
cyber-crime cyber crime crimes cybercrime Cyber‑crimes cyber-crime-unit I-24/7 I–24/7 24/7 I24/7 COVID-19 COVID COVID-19-related covid19 A/RES/78/265 A/RES/78 AT&T O'Brien OBrien l'ONU
re-use reuse Müller Mueller Muller MÜLLER Straße Strasse café cafe\u0301 CAFÉ 1,500 1500 1.500 1 500 1.5 2026 10:30 name@example.org 打击网络 网 络 カード 한국은 인터폴은 인터폴
وكتاب الكتاب بالكتاب كتاب אבג Москва МОСКВА cheval chevaux journal journaux cas casas casa cidade cidades libro libri Haus Hauser Häuser Kind Kinder luz luces
nation nations i ice ICE aids AIDS 😀 é E ﬁne fine x-a a x-s o'clock the of and . \n\n ! , — - / (a) “b” woman women fraud-bank bank-fraud-ring
C++ C# C+ re:Invent title:fraud AND G-20 secretaries-general FBI는 코로나19로 코로나-19 COVID-19의 WHO는 1,500명이 Østergaard Ｂａｎｋ－ｆｒａｕｄ cities-up news New new gas gases class classes bus buses new's s ss sss Δελτία בנק בנקים`
    .split(/ |\n(?!\n)/)
    .filter((word) => word !== '');

const languages = [null, 'en', 'en-GB', 'fr', 'de', 'es', 'pt', 'it', 'ar', 'zh', 'ru'];

export interface RandomDocument {
  readonly headline: string;
  readonly body: string;
  readonly language: string | null;
  readonly organization: string;
  readonly date: string | null;
  readonly country: string;
  readonly topics: readonly string[];
  readonly url: string;
  readonly dateline: string | null;
  readonly quotes: readonly { readonly text: string; readonly speaker: string | null }[];
}

export class RandomWorkload {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = seededRandom(seed).fraction;
  }

  number(below: number): number {
    return Math.floor(this.random() * below);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.number(values.length)]!;
  }

  private text(words: number): string {
    let text = '';
    for (let word = 0; word < words; word++) text += this.pick(textWords) + (this.number(12) === 0 ? '-' : ' ');
    return text;
  }

  document(): RandomDocument {
    const headline = this.text(this.number(7));
    return {
      headline: this.number(6) === 0 ? headline.toUpperCase() : headline,
      body: this.text(this.number(40)),
      language: this.pick(languages),
      organization: this.pick(['Fraud Bank', 'City of Banks', '网络 Office', 'ICE']),
      date: this.pick([null, '2026-02-03', '2025-12-31']),
      country: this.pick(['FR', 'INT']),
      topics: this.number(2) === 0 ? ['cyber-crime'] : [],
      url: this.pick(['https://bank.example.org/news/cyber-crime', 'https://example.org/2026/fraud?id=24']),
      dateline: this.pick([null, 'MÜNCHEN, Germany, 3 February', '北京']),
      quotes: this.number(2) === 0 ? [{ text: this.text(6), speaker: this.pick([null, 'Ann Müller']) }] : [],
    };
  }

  private word(): string {
    return this.pick(queryWords);
  }

  private phrase(): string {
    const words = Array.from({ length: 2 + this.number(2) }, () => this.word().replace(/^[#=]/, ''));
    const slop = this.number(8) === 0 ? `~${1 + this.number(4)}` : '';
    return `${this.number(12) === 0 ? '#' : ''}"${words.join(' ')}"${slop}`;
  }

  private leaf(): string {
    return this.number(3) === 0 ? this.phrase() : this.word();
  }

  private operand(): string {
    return this.number(4) === 0 ? `(${this.leaf()} OR ${this.leaf()})` : this.leaf();
  }

  private near(): string {
    const operator = this.pick(['NEAR/1', 'NEAR/2', 'w/5', 'PRE/1', '+3', 'NEAR/20', '/s', '+s', '/p', '+p']);
    const chain = this.number(6) === 0 ? ` ${operator} ${this.operand()}` : '';
    const first = this.operand();
    return `${first} ${operator} ${this.number(8) === 0 ? first : this.operand()}${chain}`;
  }

  private clause(depth: number): string {
    const kind = this.number(13);
    if (kind < 5 || depth === 0) return this.leaf();
    if (kind === 5 || kind === 6) return `(${this.near()})`;
    if (kind === 7) return `${this.pick(['title', 'body'])}:(${this.query(depth - 1)})`;
    if (kind === 8) {
      return this.pick([
        'lang:en',
        'lang:fr',
        'org:bank',
        'org:(fraud OR city)',
        'org:"City of Banks"',
        'org:fra*',
        'org:网络',
        'date:2026',
        'date:<2026',
        'date:2025-12..2026-01',
        'date:..2026-02-03',
        'date:>=2026-02',
        'country:(FR OR DE)',
        'NOT country:FR',
        'url:news',
        'url:example.org',
        'dateline:München',
        'dateline:"Munchen Germany"',
        'dateline:北京',
        'topic:cyber*',
        'speaker:(ann NEAR/2 müller)',
        'country:FR',
        'topic:cybercrime',
        'speaker:mueller',
        `quote:${this.word()}`,
      ]); // prettier-ignore
    }
    if (kind === 9)
      return `ATLEAST/${2 + this.number(2)}(${this.number(3) === 0 ? this.leaf() : this.operand().replace(/^\(|\)$/g, '')})`;
    return `(${this.query(depth - 1)})`;
  }

  /** A query; most parse. */
  query(depth = 2): string {
    const kind = this.number(4);
    if (kind === 0) return `${this.clause(depth)} AND ${this.clause(depth)}`;
    if (kind === 1) return `${this.clause(depth)} OR ${this.clause(depth)}`;
    if (kind === 2 && depth > 0) return `${this.clause(depth)} ${this.clause(depth)} NOT ${this.clause(depth - 1)}`;
    return this.clause(depth);
  }
}
