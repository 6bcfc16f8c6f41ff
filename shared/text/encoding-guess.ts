/**
 * What a text without any label is written in, by its bytes alone: Cyrillic, Greek, Hebrew, Thai, Chinese, Japanese and Korean
 * encodings of one or two bytes. Each candidate decodes a sample; the one whose characters are those its language uses most
 * wins, if it wins clearly. Latin scripts are no matter of this: their marked letters stand alone between ASCII letters.
 */

interface Candidate {
  readonly encoding: string;
  /** Characters by how much a running text holds of them: most, some, few. Others count against. */
  readonly most: string;
  readonly some: string;
  readonly few: RegExp;
  /** Sequences that its spelling never has; each counts as one character against it. */
  readonly impossible?: RegExp;
}

const cyrillic = {
  most: 'оеаинтсрвл',
  some: 'кмдпуяыьгзбчй',
  few: /[а-яёіїєґўА-ЯЁІЇЄҐЎ«»—–№„“”]/,
};
const greek = { most: 'αοιετσνηυρ', some: 'πκμλςωδγάίόέήύ', few: /[\u0370-\u03ff«»’–—]/ };
const hebrew = { most: 'יוהלאתבמרש', some: 'נםדעקפחטצסגכןז', few: /[\u0590-\u05ff–—“”]/ };
const thai = {
  most: 'านรกอเงั่มย',
  some: '้วสดทลีตะิ',
  few: /[\u0e00-\u0e7f–—“”]/,
  // A mark above or below stands on a consonant; a vowel that is written first has one behind it.
  impossible:
    /(?<![\u0e01-\u0e2e\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|[\u0e40-\u0e44](?![\u0e01-\u0e2e])/g,
};
const japanese = {
  most: 'のにはをたがでとしてるいなっらかまれもすりこくんーンスルトイクラ、。',
  some: 'アリドシタジプコレロマテムバサカフィグメデダニネハブベボウエオキケせさけそつちうだよめきえみやどねわ日本年月大人者',
  few: /[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef…―“”‘’]/,
};
const korean = {
  most: '이다는의에을를가고하한지도로기사서인어자리정과대시으',
  some: '해나일수부보구장제원국들전상관있은그아라니면게만중조경주공동유여화성비신세방용위안발선무오스마적연회모통우분진재소개문차',
  few: /[\uac00-\ud7a3\u3000-\u303f…·“”‘’「」]/,
};
const simplified = {
  most: '的一是不了在人有我他这中大来上国和个到说们为子时地出会生年，。、',
  some: '要得自就对成可作家发下以好小工民之本无开方现后前主心里学用还也去同业法行然过作理多经动进分文部长政与于新其实加高日月第三力当把两重公关系全间使些点定性机市区员最体起能事法院化将信务建战教安社电专：；“”《》（）？！',
  few: /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef…—]/,
};
const traditional = {
  most: '的一是不了在人有我他這中大來上國和個到說們為子時地出會生年，。、',
  some: '要得自就對成可作家發下以好小工民之本無開方現後前主心裡學用還也去同業法行然過理多經動進分文部長政與於新其實加高日月第三力當把兩重公關系全間使些點定性機市區員最體起能事院化將信務建戰教安社電專很您其望改容易：；「」（）？！',
  few: /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef…—]/,
};

const candidates: readonly Candidate[] = [
  { encoding: 'windows-1251', ...cyrillic },
  { encoding: 'koi8-r', ...cyrillic },
  { encoding: 'windows-1253', ...greek },
  { encoding: 'windows-1255', ...hebrew },
  { encoding: 'windows-874', ...thai },
  { encoding: 'shift_jis', ...japanese },
  { encoding: 'euc-jp', ...japanese },
  { encoding: 'euc-kr', ...korean },
  { encoding: 'gb18030', ...simplified },
  { encoding: 'big5', ...traditional },
];

const sampleBytesMax = 32_768;
/** Below this nothing can be convincing. */
const highBytesMin = 10;
/** In other scripts than the Latin one high bytes stand side by side. */
const neighbouredMin = 0.6;
const scoreMin = 0.3;
const leadMin = 0.12;
const weights = { most: 1, some: 0.6, few: 0.1, none: -1 } as const;

/** The encoding that the bytes are convincingly in; null when none is, as for windows-1252. */
export function guessEncoding(bytes: Uint8Array): string | null {
  const start = bytes.findIndex((byte) => byte > 0x7f);
  if (start < 0) return null;
  // The first byte of a pair may be followed by an ASCII one, so the sample begins with a whole character.
  const sample = bytes.subarray(start, start + sampleBytesMax);
  if (!isDense(sample)) return null;
  let best: { readonly encoding: string; readonly score: number } | null = null;
  let second = 0;
  for (const candidate of candidates) {
    const score = scoreOf(new TextDecoder(candidate.encoding).decode(sample), candidate);
    if (best === null || score > best.score) {
      second = best?.score ?? 0;
      best = { encoding: candidate.encoding, score };
    } else second = Math.max(second, score);
  }
  return best !== null && best.score >= scoreMin && best.score - second >= leadMin ? best.encoding : null;
}

function isDense(sample: Uint8Array): boolean {
  let high = 0;
  let neighboured = 0;
  for (let i = 0; i < sample.length; i += 1) {
    if ((sample[i] ?? 0) < 0x80) continue;
    high += 1;
    if ((sample[i - 1] ?? 0) > 0x7f || (sample[i + 1] ?? 0) > 0x7f) neighboured += 1;
  }
  return high >= highBytesMin && neighboured / high >= neighbouredMin;
}

/** From -1 to 1: how much the characters beyond ASCII are those of the candidate's languages. */
function scoreOf(text: string, candidate: Candidate): number {
  const most = new Set(candidate.most);
  const some = new Set(candidate.some);
  let sum = 0;
  let count = 0;
  for (const char of text) {
    if (char < '\u0080') continue;
    count += 1;
    if (most.has(char)) sum += weights.most;
    else if (some.has(char)) sum += weights.some;
    else sum += candidate.few.test(char) ? weights.few : weights.none;
  }
  const impossible = candidate.impossible === undefined ? 0 : (text.match(candidate.impossible)?.length ?? 0);
  return count === 0 ? -1 : (sum - impossible) / count;
}
