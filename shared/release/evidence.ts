/** What was found for a field and where, the value that was used included: the answer to "why does the record say this?". */

import type { MachineDate } from './page/machine-dates.ts';
import type { MeasuredPage } from './page/measure.ts';
import type { FoundTitle } from './page/title.ts';
import type { PageContext } from './types.ts';

export interface FieldEvidence {
  /** Name of the record's field. */
  readonly field: string;
  /** Where it was found: `h1`, `og:title`, `page-label`, `html-lang`, … */
  readonly source: string;
  readonly value: string;
  /** Whether the record says this. */
  readonly used: boolean;
}

const VALUE_CHARACTERS_MAX = 500;

function evidence(field: string, source: string, value: string | null, used: boolean): readonly FieldEvidence[] {
  return value === null || value === '' ? [] : [{ field, source, value: value.slice(0, VALUE_CHARACTERS_MAX), used }];
}

/** The places that print or state the headline. */
export function titleEvidence(page: MeasuredPage, title: FoundTitle, context: PageContext): readonly FieldEvidence[] {
  const { tree, blocks } = page;
  const heading = blocks.slice(Math.max(title.firstBlock, 0), Math.max(title.endBlock, 0));
  const element = tree.elements[heading[0]?.element ?? -1]?.name ?? 'heading';
  const stated = (name: string): string | null => tree.meta.find((entry) => entry.name === name)?.content ?? null;
  const places: readonly (readonly [string, string | null])[] = [
    [element, heading.map((block) => block.text).join(' ')],
    ['og:title', stated('og:title')],
    ['title-element', tree.title],
    ['channel', context.channel?.title ?? null],
  ];
  return places.flatMap(([source, value]) => evidence('headline', source, value, value === title.headline));
}

export interface DateFacts {
  /** The line that prints the date. */
  readonly label: string | null;
  readonly machine: readonly MachineDate[];
  readonly dateline: string | null;
  readonly datePublished: string | null;
  readonly dateSource: string | null;
}

export function dateEvidence(facts: DateFacts): readonly FieldEvidence[] {
  const isUsed = (source: string, value: string): boolean =>
    facts.dateSource === source && facts.datePublished?.slice(0, 10) === value.slice(0, 10);
  return [
    ...evidence('datePublished', 'page-label', facts.label, facts.dateSource === 'page-label'),
    ...facts.machine.flatMap(({ source, value }) => evidence('datePublished', source, value, isUsed(source, value))),
    ...evidence('datePublished', 'dateline', facts.dateline, facts.dateSource === 'dateline'),
  ];
}

export interface LanguageFacts {
  readonly channel: string | null;
  readonly newsroom: string | null;
  readonly html: string | null;
  readonly inLanguage: string | null;
  readonly uiLanguage: string | null;
}

export function languageEvidence(facts: LanguageFacts): readonly FieldEvidence[] {
  const { inLanguage } = facts;
  const same = (tag: string | null): boolean =>
    tag !== null && inLanguage !== null && tag.toLowerCase().split('-')[0] === inLanguage.split('-')[0];
  return [
    ...evidence('inLanguage', 'channel', facts.channel, same(facts.channel)),
    ...evidence('inLanguage', 'newsroom', facts.newsroom, same(facts.newsroom)),
    ...evidence('inLanguage', 'html-lang', facts.html, same(facts.html)),
    ...evidence('inLanguage', 'text', inLanguage, true),
    ...evidence('uiLanguage', 'labels', facts.uiLanguage, true),
  ];
}
