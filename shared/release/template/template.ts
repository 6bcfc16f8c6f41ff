/**
 * The template of a newsroom's pages: the paragraphs of its last releases, so that what repeats on sibling pages is known
 * not to be this release. Kept as `state/templates/<newsroom>.json`; each page adds to it, and the oldest leaves it.
 */
import { sha256Hex } from '../../ids.ts';
import { limits } from '../../limits.ts';
import * as z from '../../zod.ts';
import { fingerprint } from './fingerprints.ts';

export const pageTemplateSchema = z.strictObject({
  /** Raised with every page that was learned; a record read with it can say which one. */
  version: z.int().check(z.gte(0)),
  pages: z.array(
    z.strictObject({
      /** Hash of the page's address: a later state of the page takes the place of the earlier one. */
      page: z.string(),
      /** Fingerprint of its title; null for a short one. */
      title: z.nullable(z.string()),
      /** Fingerprints of its paragraphs, each once, in their order. */
      paragraphs: z.array(z.string()),
    }),
  ),
});

export type PageTemplate = z.infer<typeof pageTemplateSchema>;

export const emptyTemplate: PageTemplate = { version: 0, pages: [] };

const PAGE_HASH_DIGITS = 16;
/**
 * A sibling of the same title, or one that shares this part of all paragraphs, is the same release again or one of a series
 * written from a form: what they share may be news in each.
 */
const TWIN_SHARE = 0.5;

function pageHash(url: string): string {
  return sha256Hex(url).slice(0, PAGE_HASH_DIGITS);
}

function fingerprintsOf(paragraphs: readonly string[]): readonly string[] {
  const prints = paragraphs.map(fingerprint).filter((print) => print !== null);
  return [...new Set(prints)].slice(0, limits.templateParagraphsPerPageMax);
}

/** One page as it is learned and compared: its address, its title, and the texts of its body and tail. */
export interface TemplatePage {
  readonly url: string;
  readonly title: string | null;
  readonly paragraphs: readonly string[];
}

function titleOf(page: TemplatePage): string | null {
  return page.title === null ? null : fingerprint(page.title);
}

/** The template with this page in it. A page without paragraphs teaches nothing; one that is known as it is changes nothing. */
export function learnPage(template: PageTemplate, learned: TemplatePage): PageTemplate {
  const paragraphs = [...fingerprintsOf(learned.paragraphs)];
  if (paragraphs.length === 0) return template;
  const page = pageHash(learned.url);
  const known = template.pages.find((one) => one.page === page);
  if (known !== undefined && known.paragraphs.join() === paragraphs.join()) return template;
  const others = template.pages.filter((one) => one.page !== page);
  return {
    version: template.version + 1,
    pages: [...others, { page, title: titleOf(learned), paragraphs }].slice(-limits.templatePagesMax),
  };
}

/** How often the paragraphs of one page stand on its siblings. */
export interface Repetitions {
  /** Siblings that were compared. */
  readonly siblings: number;
  /** On how many of them this paragraph stands. */
  of(paragraph: string): number;
}

/**
 * Compares a page with its siblings: neither with itself nor with its twins, which are the same release at another address
 * (another language tree, a reissue) and would make all of it look like furniture.
 */
export function repetitionsOn(template: PageTemplate, compared: TemplatePage): Repetitions {
  const page = pageHash(compared.url);
  const title = titleOf(compared);
  const own = new Set(fingerprintsOf(compared.paragraphs));
  const counts = new Map<string, number>();
  let siblings = 0;
  for (const other of template.pages) {
    if (other.page === page || (title !== null && other.title === title)) continue;
    const shared = other.paragraphs.filter((print) => own.has(print));
    if (shared.length >= TWIN_SHARE * Math.max(other.paragraphs.length, own.size)) continue;
    siblings += 1;
    for (const print of shared) counts.set(print, (counts.get(print) ?? 0) + 1);
  }
  return {
    siblings,
    of: (paragraph) => {
      const print = fingerprint(paragraph);
      return print === null ? 0 : (counts.get(print) ?? 0);
    },
  };
}
