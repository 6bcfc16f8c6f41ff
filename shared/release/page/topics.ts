/** Finds the tags that a page declares for its release: in its head, in its JSON-LD, and in the list that it prints around the text. */
import { jsonLdNodes, parseLeniently, rankOf } from './json-ld.ts';
import type { MeasuredPage } from './measure.ts';
import type { PageElement } from './tree.ts';

const TOPICS_MAX = 30;
const TOPIC_CHARACTERS_MAX = 80;
/** Meta elements that newsrooms fill for one text; `keywords` is filled for a whole site as often. */
const metaNames = new Set([
  'article:tag',
  'news_keywords',
  'dc.subject',
  'dcterms.subject',
  'dc.keywords',
  'parsely-tags',
  'sailthru.tags',
]);
const ARTICLE_RANK = 3;
/** Words for tags in the class names of content systems. */
const tagsName =
  /(?:^|[\s_-])(?:tags?|hash-?tags?|taglist|keywords?|topics?|schlag(?:wort|worte|wörter|woerter)|stichworte?|mots?-?cles?|etiquetas?|palabras-?clave|palavras-?chave|trefwoorden|tematy|emneord|nyckelord|avainsanat)(?:$|[\s_-])/iu;
const noTagsName = /cloud|popular|trending|(?:^|[\s_-])(?:all|menu|nav|navigation|related)(?:$|[\s_-])/iu;
const siteNames = new Set(['nav', 'aside', 'dialog', 'form', 'head']);
const separators = /\s*[,;|，、；]\s*/u;
const LIST_BLOCKS_MAX = 40;
const BLOCKS_BEFORE = 6;
const LEVELS_MAX = 8;

export interface TopicContext {
  readonly page: MeasuredPage;
  /** First block of title or text, and the one that its files and tags stand in front of. */
  readonly from: number;
  readonly to: number;
}

/** Tags as printed, each once whatever its case, without "#". */
export function findTopics(context: TopicContext): string[] {
  const found = new Map<string, string>();
  const add = (text: string): void => {
    const topic = text.replace(/^#\s?/u, '').replace(/\s+/gu, ' ').trim();
    if (topic === '' || topic.length > TOPIC_CHARACTERS_MAX || found.size >= TOPICS_MAX) return;
    if (!found.has(topic.toLowerCase())) found.set(topic.toLowerCase(), topic);
  };
  const { tree } = context.page;
  for (const { name, content } of tree.meta)
    if (metaNames.has(name)) for (const part of content.split(separators)) add(part);
  for (const keyword of jsonLdKeywords(tree.jsonLd)) add(keyword);
  for (const text of printedTags(context)) add(text);
  return [...found.values()];
}

/** `keywords` of the articles in JSON-LD: a list, or one string. */
function jsonLdKeywords(sources: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const source of sources) {
    if (!source.includes('"keywords"')) continue;
    for (const node of jsonLdNodes(parseLeniently(source))) {
      if (rankOf(node) < ARTICLE_RANK) continue;
      for (const one of [node['keywords']].flat()) if (typeof one === 'string') found.push(...one.split(separators));
    }
  }
  return found;
}

/** The texts of links that say they are tags, or that stand in a list called so; and of microdata. */
function printedTags({ page, from, to }: TopicContext): readonly string[] {
  const { elements, links, blocks } = page.tree;
  const first = from - BLOCKS_BEFORE;
  const found: string[] = [];
  const lists: PageElement[] = [];
  const kinds = new Map<string, boolean>();
  for (const element of elements) {
    if (element.firstBlock > to) break;
    if (element.firstBlock < first || element.endBlock === element.firstBlock) continue;
    if (element.itemprop === 'keywords' && element.endBlock - element.firstBlock === 1) {
      found.push(...(blocks[element.firstBlock]?.text ?? '').split(separators));
    }
    if (element.className === '' || element.name === 'a') continue;
    let isNamed = kinds.get(element.className);
    if (isNamed === undefined) {
      isNamed = tagsName.test(element.className);
      kinds.set(element.className, isNamed);
    }
    if (isNamed && element.endBlock - element.firstBlock <= LIST_BLOCKS_MAX && !isOfSite(page, element)) {
      lists.push(element);
    }
  }
  for (const link of links) {
    if (link.text === '' || link.block < first || link.block > to) continue;
    const inList = lists.some((list) => list.firstBlock <= link.block && link.block < list.endBlock);
    const holds = inList && lists.some((list) => isInside(page, link.element, list));
    if (holds || (link.isTag && !isOfSite(page, elements[link.element]))) found.push(link.text);
  }
  return found;
}

/** A list may be part of a block that has more in it: what counts is the element. */
function isInside(page: MeasuredPage, element: number, list: PageElement): boolean {
  let at = element;
  for (let level = 0; at > list.index && level < LEVELS_MAX; level += 1) at = page.tree.elements[at]?.parent ?? -1;
  return at === list.index;
}

function isOfSite(page: MeasuredPage, element: PageElement | undefined): boolean {
  let at = element;
  for (let level = 0; at !== undefined && level < LEVELS_MAX; level += 1) {
    if (siteNames.has(at.name) || noTagsName.test(at.className)) return true;
    at = page.tree.elements[at.parent];
  }
  return false;
}
