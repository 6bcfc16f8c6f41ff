/** The templates of newsrooms (`state/templates/<newsroom>.json`): what their pages have in common. A cache: without it pages are read all the same. */
import { sha256Hex } from '../ids.ts';
import { limits } from '../limits.ts';
import type { Log, Objects } from '../ports.ts';
import {
  emptyTemplate,
  learnPage,
  type PageTemplate,
  pageTemplateSchema,
  type TemplatePage,
} from '../release/template/template.ts';
import { templateKey } from './keys.ts';
import { writeJson } from './objects.ts';

interface StoredTemplate {
  readonly template: PageTemplate;
  /** Null when there is none yet. */
  readonly etag: string | null;
}

/** Empty where there is none, or what is there cannot be read: the next page that is learned takes its place. */
async function readStored(objects: Objects, newsroom: string): Promise<StoredTemplate> {
  const stored = await objects.get(templateKey(newsroom));
  if (stored === null) return { template: emptyTemplate, etag: null };
  const { etag } = stored;
  try {
    const parsed = pageTemplateSchema.safeParse(JSON.parse(new TextDecoder().decode(stored.body)));
    return { template: parsed.success ? parsed.data : emptyTemplate, etag };
  } catch {
    return { template: emptyTemplate, etag };
  }
}

export async function readTemplate(objects: Objects, newsroom: string): Promise<PageTemplate> {
  return (await readStored(objects, newsroom)).template;
}

/** A full template is moved on by some pages only, so that a busy newsroom does not cost a write for each release. */
const LEARNED_DIGITS = '0123';
/** Others that learn at the same time are let be first; then this page is left out. */
const ATTEMPTS_MAX = 3;

function isWorthLearning(template: PageTemplate, url: string): boolean {
  return template.pages.length < limits.templatePagesMax || LEARNED_DIGITS.includes(sha256Hex(url).charAt(0));
}

/** Adds a page. Never throws: what could not be learned is learned from the next one. */
export async function learnTemplate(
  { objects, log }: { readonly objects: Objects; readonly log: Log },
  newsroom: string,
  page: TemplatePage,
): Promise<void> {
  try {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const { template, etag } = await readStored(objects, newsroom);
      const learned = isWorthLearning(template, page.url) ? learnPage(template, page) : template;
      if (learned === template) return;
      const outcome = await writeJson(objects, templateKey(newsroom), learned, etag);
      if (outcome.kind === 'stored') return;
    }
  } catch (fault) {
    log.warn('template-not-learned', { newsroom, reason: fault instanceof Error ? fault.message : String(fault) });
  }
}
