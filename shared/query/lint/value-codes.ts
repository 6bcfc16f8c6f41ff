/** W_NEVER_SEEN: lang: and country: ask for codes; a name, or a code that none is, never meets a release. */
import type { FieldNode, PhraseNode, QueryNode, TermNode } from '../ast.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Finding } from './finding.ts';

/** Codes that people write and that the standards know otherwise. */
const OTHERWISE: Readonly<Record<'lang' | 'country', Readonly<Record<string, string>>>> = {
  lang: {
    jp: 'ja',
    cn: 'zh',
    gr: 'el',
    cz: 'cs',
    dk: 'da',
    kr: 'ko',
    ua: 'uk',
    eng: 'en',
    fra: 'fr',
    deu: 'de',
    spa: 'es',
  },
  country: { uk: 'GB', usa: 'US', uae: 'AE', eng: 'GB', int: 'INT', eu: 'EU' },
};
const LANGUAGE_TAG = /^[a-z]{2,3}(?:[-_][a-z0-9]{1,8})*$/i;
const COUNTRY_CODE = /^[a-z]{2}$/i;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

export function valueCodes(node: FieldNode): readonly Finding[] {
  const { field } = node;
  if (field !== 'lang' && field !== 'country') return [];
  return valuesOf(node.child).flatMap((value): Finding[] => {
    const written = value.kind === 'term' ? value.text : value.words.map(({ text }) => text).join(' ');
    if (value.kind === 'term' && value.prefix) return [];
    const code = codeOf(written, field);
    if (code === written.toLowerCase() || code === written.toUpperCase()) return [];
    const text = problemTexts.noCode(written, field === 'lang' ? 'language' : 'country', code);
    const { start, end } = value;
    const by: TermNode | null =
      code === null ? null : { kind: 'term', text: code, mode: 'plain', prefix: false, start, end };
    return [{ text, node: value, removed: null, by }];
  });
}

function valuesOf(node: QueryNode): readonly (TermNode | PhraseNode)[] {
  if (node.kind === 'term' || node.kind === 'phrase') return [node];
  if (node.kind === 'and' || node.kind === 'or') return node.children.flatMap(valuesOf);
  return node.kind === 'not' ? valuesOf(node.child) : [];
}

/** The code itself when it is one, the code that a name or a foreign code means, or null. */
function codeOf(written: string, field: 'lang' | 'country'): string | null {
  const small = written.toLowerCase();
  const other = OTHERWISE[field][small];
  if (other !== undefined) return other;
  const type = field === 'lang' ? 'language' : 'region';
  const names = new Intl.DisplayNames(['en'], { type, fallback: 'none' });
  if (field === 'lang' && LANGUAGE_TAG.test(written)) {
    const primary = small.split(/[-_]/)[0] ?? '';
    return primary.length > 2 || names.of(primary) !== undefined ? small : null;
  }
  if (field === 'country' && COUNTRY_CODE.test(written))
    return names.of(small.toUpperCase()) === undefined ? null : small;
  for (const first of ALPHABET) {
    for (const second of ALPHABET) {
      const code = field === 'lang' ? first + second : (first + second).toUpperCase();
      if (names.of(code)?.toLowerCase() === small && OTHERWISE[field][code.toLowerCase()] === undefined) return code;
    }
  }
  return null;
}
