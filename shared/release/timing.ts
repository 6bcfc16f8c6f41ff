/** Finds the line that says when a release may be used: "For immediate release", "EMBARGOED UNTIL 1200 GMT", "Sperrfrist: 12. Mai, 10 Uhr". */
import type { DateOrder } from '../newsrooms/schema.ts';
import { findPrintedDates } from '../text/printed-dates.ts';
import type { ReleaseTiming } from './schema.ts';

/** How press offices begin such a line, lower case; the first that fits decides. */
const beginnings: readonly { readonly kind: ReleaseTiming['kind']; readonly words: readonly string[] }[] = [
  {
    kind: 'immediate',
    words: [
      'for immediate release',
      'for immediate publication',
      'for immediate use',
      'release: immediate',
      'release time: immediate',
      'immediate release',
      'zur sofortigen veröffentlichung',
      'zur sofortigen freigabe',
      'pour diffusion immédiate',
      'pour publication immédiate',
      'diffusion immédiate',
      'para publicación inmediata',
      'para su publicación inmediata',
      'para difusión inmediata',
      'para su difusión inmediata',
      'de publicación inmediata',
      'per pubblicazione immediata',
      'per diffusione immediata',
      'para divulgação imediata',
      'para publicação imediata',
      'voor onmiddellijke publicatie',
      'voor onmiddellijke vrijgave',
      'til umiddelbar offentliggørelse',
      'til umiddelbar publisering',
      'för omedelbar publicering',
      'do natychmiastowej publikacji',
      'для немедленного распространения',
      'для немедленной публикации',
      'для негайного поширення',
      'для негайної публікації',
      'k okamžitému zveřejnění',
      'azonnali közlésre',
      'pentru publicare imediată',
      'για άμεση δημοσίευση',
      'heti julkaistavissa',
      'לפרסום מיידי',
      '立即发布',
      '即时发布',
      '即時発表',
      '즉시 배포',
      '즉시 보도',
      'للنشر الفوري',
      'للنشر الآن',
      'للنشر فورا',
      'for immediate distribution',
      'for immediate broadcast',
      'ab sofort frei',
      'frei zur veröffentlichung',
      'à diffuser immédiatement',
      'para distribución inmediata',
      'para divulgación inmediata',
      'para liberação imediata',
      'per la pubblicazione immediata',
      'per la diffusione immediata',
      'a pubblicazione immediata',
      'per immediata pubblicazione',
      'til øyeblikkelig publisering',
      'till omedelbar publicering',
      'för omedelbar spridning',
      'julkaistavissa heti',
      'julkaisuvapaa heti',
      'do natychmiastowego rozpowszechnienia',
      'к немедленной публикации',
      'към незабавно публикуване',
      'за незабавно публикуване',
      'za trenutnu objavu',
      'za objavo takoj',
      'na okamžité zverejnenie',
      'derhal yayınlanmak üzere',
      'hemen yayınlanması için',
      'acil yayın için',
      'untuk segera disiarkan',
      'untuk disiarkan segera',
      'untuk siaran segera',
      'untuk diterbitkan segera',
      'để phát hành ngay',
      'phát hành ngay',
      'برای انتشار فوری',
      'तत्काल प्रकाशन',
      'तत्काल जारी',
      '供即时发布',
      '供立即发布',
      '即時發布',
      '立即發布',
      '即日発表',
      '報道発表（即時）',
      '즉시 배포용',
      '즉시 보도용',
    ],
  },
  {
    kind: 'embargo',
    words: [
      'embargoed until',
      'embargoed till',
      'embargoed for',
      'embargoed to',
      'under embargo until',
      'strictly embargoed',
      'strict embargo',
      'embargo until',
      'embargo lifts',
      'embargo:',
      'embargo :',
      'not for release before',
      'not for publication before',
      'sperrfrist',
      'gesperrt bis',
      'sous embargo',
      "embargo jusqu'au",
      'embargo jusqu’au',
      'embargo hasta',
      'embargado hasta',
      'sotto embargo',
      'embargo fino',
      'sob embargo',
      'embargado até',
      'onder embargo',
      'embargo tot',
      'embargo till',
      'embargo til',
      'embargo do',
      'embargo până',
      'julkaisuvapaa',
      'эмбарго до',
      'эмбарго:',
      'ембарго до',
      'ембарго:',
      'εμπάργκο',
      'אמברגו',
      '엠바고',
      '解禁',
      '禁发期',
      'محظور النشر حتى',
      'حظر النشر حتى',
      'embargoed news',
      'under embargo',
      'hold for release',
      'hold for',
      'not for publication',
      'not for release',
      'not for broadcast',
      'not to be published',
      'not to be released',
      'do not publish before',
      'frei ab',
      'freigegeben ab',
      'sperrvermerk',
      'sperrzeit',
      'embargo bis',
      "sous embargo jusqu'",
      'à ne pas diffuser avant',
      'ne pas diffuser avant',
      'no publicar antes',
      'no difundir antes',
      'bajo embargo',
      'non pubblicare prima',
      'não publicar antes',
      'niet publiceren voor',
      'embargo t/m',
      'klausuleret til',
      'klausul til',
      'sperrefrist',
      'under embargo till',
      'julkistamisvapaa',
      'vapaa julkaistavaksi',
      'embargo až do',
      'embargó',
      'под эмбарго',
      'під ембарго',
      'yayın yasağı',
      'ambargo:',
      'ambargolu',
      'embargo hingga',
      'embargo sampai',
      'cấm công bố trước',
      'לפרסום החל',
      '报道禁令',
      '發布禁令',
      '禁止提前发布',
      '報道解禁',
      '情報解禁',
      '보도시점',
      '보도 시점',
      'تحت الحظر',
    ],
  },
  {
    kind: 'scheduled',
    words: [
      'for release at',
      'for release on',
      'for release after',
      'for release:',
      'for publication at',
      'for publication on',
      'to be released at',
      'hold for release until',
      'hold until',
      'zur veröffentlichung am',
      'freigabe:',
      'à diffuser le',
      'para publicar el',
    ],
  },
];

/** A longer line is a sentence of the text that happens to begin so. */
const LINE_CHARACTERS_MAX = 160;
const LEAD_PARAGRAPHS = 2;

export interface TimingContext {
  readonly uiLanguage: string | null;
  readonly dateOrder: DateOrder | null;
}

/** Which of the three the line is; null for every other line. */
function kindOf(line: string): ReleaseTiming['kind'] | null {
  if (line.length > LINE_CHARACTERS_MAX) return null;
  const lower = line.toLowerCase().replace(/^[\s*[(#•–—-]+/u, '');
  const says = (beginning: string): boolean =>
    lower.startsWith(beginning) && !/^\p{L}/u.test(lower.slice(beginning.length));
  return beginnings.find(({ words }) => words.some(says))?.kind ?? null;
}

/** Whether the line says when the release may be used. */
export function isTimingLine(line: string): boolean {
  return kindOf(line) !== null;
}

/**
 * The first such line among the labels around the title, else at the very beginning of the text, as printed.
 * `until` is the day it names, ISO; null where it names none or one that could be read in two ways: a time alone is
 * in `text`. Null when nothing is said: most releases say nothing.
 */
export function findTiming(
  labels: readonly string[],
  body: readonly string[],
  context: TimingContext,
): ReleaseTiming | null {
  for (const line of [...labels, ...body.slice(0, LEAD_PARAGRAPHS)]) {
    const kind = kindOf(line);
    if (kind === null) continue;
    const [date] = kind === 'immediate' ? [] : findPrintedDates(line, context);
    return { kind, text: line, until: date?.certainty === 'certain' ? date.date : null };
  }
  return null;
}
