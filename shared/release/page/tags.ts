/** What is known of each HTML element by its name: one object a name, so that reading a tag is one look-up. */

export interface Tag {
  readonly name: string;
  /** Its place among the tags of a page: known ones from 0, others behind them. */
  readonly index: number;
  /** Has no content and no end tag. */
  readonly isVoid: boolean;
  /** Holds text up to its end tag, where `&` stands for itself. */
  readonly isRawText: boolean;
  /** Its start tag ends the innermost open elements with these indexes: their end tags may be left out. */
  readonly ends: ReadonlySet<number> | null;
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
  const indexes = new Map(names.map((name, index) => [name, index]));
  const tags = new Map<string, Tag>();
  for (const [index, name] of names.entries()) {
    const ended = endsOf.get(name)?.map((other) => indexes.get(other) ?? -1);
    const tag: Tag = {
      name,
      index,
      isVoid: voidNames.includes(name),
      isRawText: rawTextNames.includes(name),
      ends: ended === undefined ? null : new Set(ended),
      context: foreignNames.includes(name) ? 'foreign' : integrationNames.includes(name) ? 'html' : null,
      isBlock: blockNames.includes(name),
      isSkipped: skippedNames.includes(name),
      isOfHead: headNames.includes(name),
    };
    tags.set(name, tag);
    tags.set(name.toUpperCase(), tag);
  }
  return tags;
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

  of(printed: string): Tag {
    const found = knownTags.get(printed);
    if (found !== undefined) return found;
    const name = printed.toLowerCase();
    return knownTags.get(name) ?? this.unknown.get(name) ?? this.add(name);
  }

  private add(name: string): Tag {
    const tag: Tag = {
      name,
      index: knownTags.size + this.unknown.size,
      isVoid: false,
      isRawText: false,
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
