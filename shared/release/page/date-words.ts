/** The words around a printed date, in the languages of newsrooms: which make it the publication's, which another one. Data for date-label.ts. */

/** The act of publishing, before or behind a date; unlike "date" alone these fit nothing else. Languages split by lines. */
const publicationWords = [
  'published|publication date|release date|date of (?:publication|issue|release)|posted|date posted|first published|originally published|date published|issued on|released on',
  'veröffentlicht|veröffentlichung|veröffentlichungsdatum|erschienen|erscheinungsdatum|erstellt|gepostet|eingestellt|online seit|publiziert',
  'publiée?|mise? en ligne|date de publication|parue?|diffusée? le|paru le',
  'publicad[oa]|fecha de publicación|fecha de emisión|difundid[oa]',
  'pubblicat[oa]|data di pubblicazione|data pubblicazione',
  'data de publicação|data da publicação|postad[oa] em|divulgad[oa] em',
  'gepubliceerd|geplaatst|publicatiedatum|datum publicatie',
  'publicat|data publicării|postat',
  'publisert|publiseringsdato|lagt ut',
  'publicerad|publicerat|publiceringsdatum|publicerades',
  'udgivet|offentliggjort|publiceret|udgivelsesdato',
  'julkaistu|julkaisupäivä|julkaistiin',
  'opublikowan[oay]|data publikacji|dodano|data dodania',
  'publikováno|zveřejněno|vydáno|datum zveřejnění|vloženo',
  'publikované|zverejnené|pridané|dátum zverejnenia',
  'közzétéve|megjelent|publikálva|közzététel dátuma|megjelenés',
  'objavljen[oa]|datum objave|objava',
  'avaldatud|avaldamise kuupäev|publicēts|publicēta|publicēšanas datums|paskelbta|publikuota|paskelbimo data',
  'публикувано|публикуван[ао]?|дата на публикуване',
  'опубликован[оа]?|дата публикации|размещено',
  'опубліковано|дата публікації|оприлюднено|објављено|објавено',
  'δημοσιεύτηκε|δημοσίευση|δημοσιεύθηκε|ημερομηνία δημοσίευσης|αναρτήθηκε',
  'yayınlanma(?: tarihi)?|yayınlandı|yayın tarihi|yayımlanma tarihi|eklenme tarihi',
  'diterbitkan|dipublikasikan|tanggal terbit|diterbitkan pada|tarikh terbitan|đăng ngày|ngày đăng|xuất bản',
  'تاريخ النشر|نشر في|نُشر|نشرت في|نشر بتاريخ|تم النشر|تاریخ انتشار|منتشر شده|زمان انتشار',
  'פורסם|תאריך פרסום|פורסם בתאריך',
  '発表日|公開日|掲載日|発行日|投稿日|配信日|登録日',
  '发布时间|发布日期|发表时间|发布于|發布日期|發布時間|發佈日期|刊登日期|公告日期|發表時間|上架日期',
  '게시일|발행일|등록일|작성일|입력|보도일|배포일',
  'เผยแพร่|วันที่เผยแพร่|โพสต์เมื่อ|ประกาศเมื่อ',
];

/** The word "date" itself: right in front of one it names it, whatever stands before. */
const dateNouns =
  'date|datum|dato|data|fecha|kuupäev|päivä(?:ys)?|päiväys|dátum|dátuma|kelt|datums|дата|ημερομηνία|tarih|tanggal|tarikh|ngày|التاريخ|تاريخ|بتاريخ|تاریخ|תאריך';
const unspacedDateNouns = '日期|日付|날짜|일자|วันที่';

/** What stands before a publication's date, and follows other words too: "mis à jour le". */
const prepositions =
  'dated|vom|le|del|dne|dňa|dana|z dnia|на|от|від|du|pressemitteilung|press release|news release|media release|issued|released';

/** Words that say: this is the date of the last change. */
const changeWords = [
  'last (?:updated?|modified|changed?|reviewed|edited|amended|revised|(?:content )?review(?:ed)?)|updated?|modified|reviewed|revised|amended|edited',
  'letzte (?:änderung|aktualisierung)|zuletzt (?:geändert|aktualisiert|bearbeitet)|geändert|aktualisiert|bearbeitet|änderungsdatum',
  'mise? à jour|dernière (?:mise à jour|modification)|modifiée?|actualisée?',
  'actualizad[oa]|última (?:actualización|modificación)|modificad[oa]',
  'aggiornat[oa]|ultimo aggiornamento|ultima modifica|modificat[oa]|atualizad[oa]|última (?:atualização|modificação)',
  'bijgewerkt|laatst (?:gewijzigd|bijgewerkt)|gewijzigd|actualizat|ultima actualizare|modificat',
  'oppdatert|sist (?:oppdatert|endret)|endret|uppdaterad|senast (?:uppdaterad|ändrad)|ändrad|opdateret|sidst (?:opdateret|ændret)|ændret|päivitetty|viimeksi (?:päivitetty|muokattu)|muokattu',
  'zaktualizowan[oa]|aktualizacja|ostatnia (?:aktualizacja|modyfikacja)|zmodyfikowano|aktualizováno|poslední (?:aktualizace|změna)|změněno|aktualizované|posledná (?:aktualizácia|zmena)|frissítve|módosítva|utoljára (?:frissítve|módosítva)|ažurirano|zadnja (?:promjena|izmjena|sprememba)|posodobljeno|izmijenjeno',
  'uuendatud|viimati (?:uuendatud|muudetud)|muudetud|atjaunots|pēdējo reizi|atnaujinta|paskutinį kartą',
  'обновен[ао]?|актуализирано|последна (?:промяна|актуализация)|обновлен[оа]?|изменен[оа]?|последнее (?:обновление|изменение)|оновлено|останнє оновлення|ажурирано',
  'ενημερώθηκε|τελευταία (?:ενημέρωση|τροποποίηση)|τροποποιήθηκε|güncellen(?:me|di)|son güncelle(?:me|nme)(?: tarihi)?|güncelleme(?: tarihi)?|diperbarui|terakhir diperbarui|cập nhật',
  'آخر تحديث|تاريخ التحديث|تم التحديث|آخر تعديل|به روزرسانی|آخرین به روزرسانی|עודכן|עדכון אחרון',
  '更新日|最終更新日?|最終更新|最后更新|更新时间|更新時間|更新日期|最後更新|修改时间|수정일?|최종수정|업데이트|อัปเดต|ปรับปรุงล่าสุด|แก้ไขล่าสุด',
];

/** Words that say: this is the page clock, a deadline, an event, the time from which something holds, a person's day. */
const otherWords = [
  'today|as of|copyright|©|joined|registered|member since|born|died|expires?|expiry|valid (?:from|until|since|to)|effective|in force since|deadline|closing date|due|event date|date of event|until|till|from|next (?:review|update)|accessed|retrieved|crawled|printed',
  'stand|heute|aktuelle zeit|ausgabejahr|registriert|mitglied seit|geboren|gültig (?:ab|bis|seit)|bis zum|ab dem|frist|einsendeschluss|bewerbungsschluss|termin|abgerufen|veranstaltungsdatum|gedruckt am',
  "inscrite?|née? le|aujourd’hui|aujourd'hui|jusqu[’']au|date limite|valable|à partir du|consultée? le",
  'nacid[oa]|hoy|hasta(?: el)?|fecha límite|válido|vigente|desde el|consultado|oggi|scadenza|fino al|entro il|nat[oa] il|hoje|até|prazo',
  'vandaag|geldig|uiterlijk|astăzi|până la|i dag|idag|frist|gældende|tänään|dziś|dzisiaj|dnes|danes|danas|днес|сегодня|сьогодні|σήμερα|bugün|hari ini|hôm nay',
  'اليوم|امروز|היום',
  '今天|本日|오늘|วันนี้',
];

/** Whole sentences in which a page tells of itself: "This entry was posted on …". */
const pageSentence =
  /^(?:this (?:entry|post|article|release|press release|page|story|item|statement|news) (?:was|has been|is) |(?:dieser (?:beitrag|artikel|eintrag)|diese (?:meldung|seite|nachricht|pressemitteilung|mitteilung)|dieses dokument) wurde |(?:cet article|ce billet|ce message|cette entrée|cette publication|ce communiqué) (?:a été|est) |(?:esta entrada|este artículo|esta noticia|este comunicado) (?:fue|ha sido|se) |(?:questo articolo|questa voce|questo comunicato|questa notizia) (?:è stat[oa]|è) |(?:este artigo|esta entrada|este post|esta notícia) foi |(?:dit (?:bericht|artikel)|deze (?:pagina|entry)) (?:is|werd) |(?:denne (?:artikkelen|artikel|nyheten|meldingen)|detta inlägg|den här (?:artikeln|nyheten)|dette indlæg) (?:ble|blev|postades|publicerades|er) |(?:ten wpis|ten artykuł|tento (?:článek|příspěvek|článok|príspevok)) (?:został|byl|bol) )/i;

/** Scripts that leave no space between words: there a word may stand right behind another. */
const unspaced = /^[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

function asPattern(lines: readonly string[]): RegExp {
  const spaced = lines.filter((line) => !unspaced.test(line)).join('|');
  const others = lines.filter((line) => unspaced.test(line)).join('|');
  return new RegExp(`(?<!\\p{L})(?:${spaced})(?!\\p{L})${others === '' ? '' : `|${others}`}`, 'iu');
}

const publication = asPattern(publicationWords);
const noun = asPattern([dateNouns, unspacedDateNouns]);
const vague = asPattern([dateNouns, prepositions, unspacedDateNouns]);
const change = asPattern(changeWords);
const other = asPattern([...changeWords, ...otherWords]);
const everyPublication = new RegExp(publication, 'giu');
const everyNoun = new RegExp(noun, 'giu');
const everyVague = new RegExp(vague, 'giu');
const everyOther = new RegExp(other, 'giu');
const documentWords =
  /press|presse|prensa|stampa|imprensa|pers|media|medien|news|communiqu|comunicad|nota de|kommunik|meddela|melding|tiedot|sajt|basın|пресс|прес|بيان|بلاغ/iu;
/** Before a vague word and behind it, up to the date, stands no more than a weekday or the number of the release. */
const NEAR_CHARACTERS_MAX = 18;
/** "Last updated by the press office on …" */
const OTHER_CHARACTERS_MAX = 30;

export function namesPublication(text: string): boolean {
  return publication.test(text);
}

/** Whether the line has a word that could name a date of publication. */
export function mayNamePublication(text: string): boolean {
  return publication.test(text) || /:\s*\d/.test(text);
}

/** Whether a sentence tells when the page itself was published. */
export function isDateAboutPage(text: string): boolean {
  return pageSentence.test(text) && namesPublication(text);
}

/** Whether words call a date that of the last change. */
export function namesChange(text: string): boolean {
  return change.test(text);
}

function lastMatch(text: string, pattern: RegExp): { readonly start: number; readonly end: number } | null {
  let last: { start: number; end: number } | null = null;
  for (const match of text.matchAll(pattern)) last = { start: match.index, end: match.index + match[0].length };
  return last;
}

/**
 * Whether the words in front of a date call it the publication's, another one, or nothing. The nearest word decides;
 * "le" and "vom" follow any other ("mis à jour le") and decide only where they stand alone before the date.
 */
export function meaningOfLabel(before: string): 'published' | 'other' | null {
  if (before.trim() === '') return null;
  const another = lastMatch(before, everyOther);
  const own = lastMatch(before, everyPublication);
  if (another !== null && another.end >= (own?.end ?? 0)) {
    // "Ausgabejahr 2022 Datum 25.01.2022", but "Updated date: …".
    const apart = lastMatch(before, everyNoun);
    if (apart !== null && apart.start > another.end + 2) return 'published';
    return before.length - another.end <= OTHER_CHARACTERS_MAX ? 'other' : null;
  }
  if (own !== null) return 'published';
  const last = lastMatch(before, everyVague);
  if (last === null || before.length - last.end > NEAR_CHARACTERS_MAX) return null;
  return last.start <= NEAR_CHARACTERS_MAX || documentWords.test(before) ? 'published' : null;
}
