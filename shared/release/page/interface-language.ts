/** Finds the language of the labels around a release, which may differ from that of its text: INTERPOL's Spanish tree prints "13 mayo 2017" over English releases. */
import { primaryLanguage } from '../../text/language.ts';
import { languagesOfMonth } from '../../text/printed-dates.ts';

export interface InterfaceEvidence {
  /** The date label as printed. */
  readonly dateLabel: string | null;
  /** `lang` of the html element. */
  readonly pageLanguage: string | null;
  /** What the newsroom file says. */
  readonly declared: string | null;
  readonly textLanguage: string | null;
}

/** Languages whose month names stand in the label; empty when it is all numbers. */
function labelLanguages(label: string): readonly string[] {
  const languages = new Set<string>();
  for (const word of label.match(/\p{L}{3,}/gu) ?? []) {
    for (const language of languagesOfMonth(word)) languages.add(primaryLanguage(language) ?? language);
  }
  // "4. November": no English page puts a stop behind the day.
  if (/\d\.\s?\p{L}/u.test(label)) languages.delete('en');
  return [...languages];
}

/**
 * The label's own month decides where it belongs to one language, or to one that other evidence names; without a month
 * the html element's `lang`, then the newsroom file. Null where nothing says.
 */
export function interfaceLanguage(evidence: InterfaceEvidence): string | null {
  const named = [evidence.pageLanguage, evidence.declared].map(primaryLanguage).filter((language) => language !== null);
  const fromLabel = evidence.dateLabel === null ? [] : labelLanguages(evidence.dateLabel);
  const [only] = fromLabel;
  if (fromLabel.length === 1 && only !== undefined) return only;
  // "May 6, 2003": the month in front of the day is English usage.
  if (/^\p{L}+\.?\s+\d/u.test(evidence.dateLabel ?? '') && fromLabel.includes('en')) return 'en';
  const supported = [...named, primaryLanguage(evidence.textLanguage)].find(
    (language) => language !== null && fromLabel.includes(language),
  );
  return supported ?? named[0] ?? (fromLabel.length > 0 ? primaryLanguage(evidence.textLanguage) : null);
}
