/** What is known of each HTML element by its name: one object a name, so that reading a tag is one look-up. */
import { isSpelt, partOf, unitAt } from '../../text/units.ts';

export interface Tag {
  readonly name: string;
  /** Its place among the tags of a page: known ones from 0, others behind them. */
  readonly index: number;
  /** Has no content and no end tag. */
  readonly isVoid: boolean;
  /** Holds text up to its end tag, where `&` stands for itself. */
  readonly isRawText: boolean;
  /** Holds text up to its end tag: raw text, or text with references and no tags. */
  readonly holdsText: boolean;
  /** 1 at the index of what its start tag ends, innermost first: their end tags may be left out. */
  readonly ends: Uint8Array | null;
  /** `foreign`: another vocabulary begins; `html`: HTML inside one (HTML standard 13.2.6.5). */
  readonly context: 'foreign' | 'html' | null;
  /** Stands on lines of its own. */
  readonly isBlock: boolean;
  /** Its content is no text of the page. */
  readonly isSkipped: boolean;
  /** May stand in the head. */
  readonly isOfHead: boolean;
}

const split = (names: string): readonly string[] => names.split(' ');

const voidNames = split(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr',
);
const rawTextNames = split('script style iframe noembed noframes xmp plaintext');
const textNames = [...rawTextNames, 'title', 'textarea'];
const foreignNames = split('svg math');
const integrationNames = split('mi mo mn ms mtext annotation-xml foreignobject desc title');
const blockNames = split(
  'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul caption',
);
const skippedNames = split(
  'script style noscript template svg math iframe object embed canvas audio video select datalist textarea button map noframes applet',
);
const headNames = split('html head title meta link base script style noscript template');
const inlineNames = split('a abbr b big br cite code em font i img label mark q s small span strong sub sup time u');

/** Start tag → what it ends. */
const impliedEnds: readonly (readonly [string, string])[] = [
  ['tr', 'tr th td'],
  ['th', 'th'],
  ['td', 'thead th td'],
  ['body', 'head link script'],
  ['a', 'a'],
  ['li', 'li'],
  ['h1 h2 h3 h4 h5 h6', 'h1 h2 h3 h4 h5 h6 p'],
  ['select input output button datalist textarea', 'input option optgroup select button datalist textarea'],
  ['option', 'option'],
  ['optgroup', 'optgroup option'],
  ['dd dt', 'dd dt'],
  [
    'p address article aside blockquote details div dl fieldset figcaption figure footer form header hr main nav ol pre section table ul',
    'p',
  ],
  ['rt rp', 'rt rp'],
  ['tbody tfoot', 'thead tbody'],
];

const knownTags: ReadonlyMap<string, Tag> = (() => {
  const endsOf = new Map(impliedEnds.flatMap(([starts, ended]) => split(starts).map((start) => [start, split(ended)])));
  const listed = [
    voidNames,
    rawTextNames,
    foreignNames,
    integrationNames,
    blockNames,
    skippedNames,
    headNames,
    inlineNames,
  ];
  const names = [...new Set([...listed.flat(), ...endsOf.keys(), ...[...endsOf.values()].flat()])];
  const tags = new Map<string, Tag>();
  for (const [index, name] of names.entries()) {
    const ended = endsOf.get(name);
    const tag: Tag = {
      name,
      index,
      isVoid: voidNames.includes(name),
      isRawText: rawTextNames.includes(name),
      holdsText: textNames.includes(name),
      ends: ended === undefined ? null : Uint8Array.from(names, (other) => (ended.includes(other) ? 1 : 0)),
      context: foreignNames.includes(name) ? 'foreign' : integrationNames.includes(name) ? 'html' : null,
      isBlock: blockNames.includes(name),
      isSkipped: skippedNames.includes(name),
      isOfHead: headNames.includes(name),
    };
    tags.set(name, tag);
  }
  return tags;
})();

const BUCKETS = 256;

/** By length, first and last letter: hardly any two known names are alike in these. */
function bucketOf(text: string, start: number, end: number): number {
  return ((unitAt(text, start) | 32) * 31 + (unitAt(text, end - 1) | 32) * 7 + end - start) & (BUCKETS - 1);
}

const buckets: readonly (readonly Tag[])[] = (() => {
  const made = Array.from({ length: BUCKETS }, (): Tag[] => []);
  for (const tag of knownTags.values()) made[bucketOf(tag.name, 0, tag.name.length)]?.push(tag);
  return made;
})();

function known(name: string): Tag {
  const tag = knownTags.get(name);
  if (tag === undefined) throw new Error(`no element ${name}`);
  return tag;
}

/** The tags that HTML itself makes or mends. */
export const brTag = known('br');
export const formTag = known('form');
export const imageTag = known('img');
export const paragraphTag = known('p');

/** The tags of one page: names that HTML does not know are told apart by their spelling. */
export class PageTags {
  private readonly unknown = new Map<string, Tag>();

  /** The tag whose name stands at [start, end). */
  at(html: string, start: number, end: number): Tag {
    const bucket = buckets[bucketOf(html, start, end)] ?? [];
    for (const tag of bucket) if (isSpelt(html, start, end, tag.name)) return tag;
    return this.of(partOf(html, start, end));
  }

  private of(printed: string): Tag {
    const name = printed.toLowerCase();
    return knownTags.get(name) ?? this.unknown.get(name) ?? this.add(name);
  }

  private add(name: string): Tag {
    const tag: Tag = {
      name,
      index: knownTags.size + this.unknown.size,
      isVoid: false,
      isRawText: false,
      holdsText: false,
      ends: null,
      context: null,
      isBlock: false,
      isSkipped: false,
      isOfHead: false,
    };
    this.unknown.set(name, tag);
    return tag;
  }
}
