/** Reads the datelines of Chinese, Japanese and Korean agencies: "新华社北京3月5日电", "【東京3月5日共同】", "(서울=연합뉴스)". */
import type { Dateline } from './schema.ts';

const HEAD_CHARACTERS_MAX = 60;

const han = '[\\p{Script=Han}·]';
/** The groups are service, place, year, month and day; each may be missing. */
const forms: readonly RegExp[] = [
  // 新华社北京3月5日电（记者 王明）, 中央社台北2026年3月5日電
  new RegExp(
    `^[（(【]?(?<service>${han}{2,4}?[社网網])(?<reporter>记者|記者)?(?<place>${han}{2,8}?)(?:(?<year>\\d{4})年)?(?:(?<month>\\d{1,2})月)?(?<day>\\d{1,2})日[电電]`,
    'u',
  ),
  // 北京，2026年3月5日——
  new RegExp(
    `^(?<place>${han}{2,8})[，,]?\\s?(?<year>\\d{4})年(?<month>\\d{1,2})月(?<day>\\d{1,2})日\\s?(?:[—–-]{1,2}|电|電|讯|訊)`,
    'u',
  ),
  // 【東京3月5日共同】
  new RegExp(
    `^【(?<place>[\\p{Script=Han}\\p{Script=Katakana}ー]{2,10}?)(?:(?<month>\\d{1,2})月)?(?<day>\\d{1,2})日(?<service>${han}{2,4})】`,
    'u',
  ),
  // (서울=연합뉴스) 김철수 기자 =
  /^[(（](?<place>\p{Script=Hangul}{2,10})=(?<service>[\p{Script=Hangul}\p{L}]{2,10})[)）]/u,
];

function two(number: string): string {
  return number.padStart(2, '0');
}

/** The dateline that begins the paragraph; null where none of these forms does. A day without its month is no date. */
export function readEasternDateline(paragraph: string): Dateline | null {
  const head = paragraph.slice(0, HEAD_CHARACTERS_MAX);
  if (!/^[（(【]?[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}]/u.test(head)) return null;
  for (const form of forms) {
    const found = form.exec(head);
    const { place: printed, year, month, day, service, reporter } = found?.groups ?? {};
    if (found === null || printed === undefined) continue;
    // Between the word "reporter" and the day stand a name and a place of two signs.
    const place = reporter === undefined ? printed : printed.slice(-2);
    if (Number(month ?? 1) > 12 || Number(day ?? 1) > 31) continue;
    const known = month !== undefined && day !== undefined;
    return {
      text: found[0].replace(/[—–-]+$/u, '').trim(),
      place,
      region: null,
      country: null,
      countryCode: null,
      date: known ? `${year ?? '-'}-${two(month)}-${two(day)}` : null,
      service: service ?? null,
    };
  }
  return null;
}
