/** Attributions in Chinese, Japanese and Korean, which have no capitals and put words together: subject, particle and verb by their endings. */
import type { FoundSpeaker } from './speaker.ts';

export type EasternScript = 'zh' | 'ja' | 'ko';

/** What is read on either side. */
const SIDE_CHARACTERS = 80;

const chineseVerbs =
  '补充说|補充說|告诉记者|告訴記者|强调指出|强调|強調|指出|表示|认为|認為|介绍|介紹|宣布|透露|回应|回應|写道|寫道|警告|呼吁|呼籲|重申|解释|解釋|称|稱|说|說|道';
const chineseBefore = new RegExp(
  `([^，。；！？：“”「」『』\\s]{1,40}?)(?:${chineseVerbs})(?:道|说|說)?[，,：:]?\\s?$`,
  'u',
);
const chineseBehind = new RegExp(
  `^[，,]?\\s?([^，。；！？：“”「」\\s]{1,30}?)(?:${chineseVerbs})(?=[，。；！,.;\\s]|$)`,
  'u',
);
const chinesePronoun = /^(?:他|她|其|他们|她们|他們|它)$/u;
/** Words between subject and verb: also, further, at the meeting. */
const chineseAdverbs =
  /(?:还|還|也|又|则|則|曾|再次|进一步|進一步|日前|今天|昨日|当日|随后|隨後|同时|同時|在[^，。]{1,16}(?:上|中|时|時|后|後)|对此|對此|就此)+$/u;
const chineseLead = /^(?:对此|對此|随后|隨後|同时|同時|此外|另外|当天|當天|日前)/u;
const chineseOffice =
  /^.*(?:发言人|發言人|部长|部長|主席|总统|總統|总理|總理|秘书长|秘書長|主任|局长|局長|司长|司長|署长|署長|大使|代表|专员|專員|首相|院长|院長|市长|市長|省长|省長|行长|行長|董事长|董事長|总裁|總裁|首席执行官|校长|校長|总干事|總幹事|总监|總監|负责人|負責人|书记|書記|会长|會長|教授|博士|经理|經理|大臣|总警监|執行長)/u;

const japaneseVerbs =
  /^と(?:いう|の|して)?[^。」]{0,40}?(?:述べ|語っ|語り|話し|説明し|強調し|指摘し|コメントし|発表し|言っ|言い|明らかにし|訴え|答え|表明し|呼びかけ|付け加え|振り返っ|述懐し|書い|主張し)/u;
const japaneseSubject = /(?:^|[。、\s])([^。、「」\s]{2,40}?)(?:は|が|も)(?:、|[^。「」]{0,30})$/u;
const japaneseBehindSubject = /^と([^。、「」\s]{2,30}?)(?:は|が)/u;

const koreanQuotative = /^(?:이?라고|고|이?라며|며|이?라면서|면서|이?라는|는|하고)/u;
const koreanVerbs =
  /(?:말했|밝혔|강조했|전했|설명했|덧붙였|언급했|주장했|지적했|당부했|답했|소감을|평가했|말한다|말합니다|전합니다|밝힌|촉구했)/u;
const koreanSubject =
  /(?:^|[.。]\s)((?:[^\s.“”"‘’]+\s){0,3}[^\s.“”"‘’]+?)(?:은|는|이|가)[\s,]*(?:[^\s.“”"‘’]+\s){0,4}$/u;
const koreanBehindSubject = /^\S+\s((?:[^\s.,“”"]+\s){0,2}[^\s.,“”"]+?)(?:은|는|이|가)\s/u;

/** Which of the three the text beside a quotation is written in; null for every other script. */
export function easternScript(text: string): EasternScript | null {
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  return /\p{Script=Han}/u.test(text) ? 'zh' : null;
}

function chineseName(printed: string): FoundSpeaker {
  const subject = printed.replace(chineseLead, '').replace(chineseAdverbs, '');
  if (subject === '') return { kind: 'unnamed' };
  if (chinesePronoun.test(subject)) return { kind: 'pronoun' };
  const office = chineseOffice.exec(subject)?.[0] ?? '';
  const name = subject.slice(office.length);
  const person = name.includes('·') || (name.length >= 2 && name.length <= 4);
  return { kind: 'named', name: office !== '' && person ? name : subject, person: true };
}

function chinese(before: string, behind: string): FoundSpeaker | null {
  const front = chineseBefore.exec(before)?.[1];
  if (front !== undefined) return chineseName(front);
  const back = chineseBehind.exec(behind)?.[1];
  return back === undefined ? null : chineseName(back);
}

function japanese(before: string, behind: string): FoundSpeaker | null {
  if (!japaneseVerbs.test(behind)) return null;
  const subject = japaneseBehindSubject.exec(behind)?.[1] ?? japaneseSubject.exec(before)?.[1];
  if (subject === undefined) return { kind: 'unnamed' };
  if (/^(?:彼|彼女|同氏|氏)$/u.test(subject)) return { kind: 'pronoun' };
  return { kind: 'named', name: subject, person: true };
}

function korean(before: string, behind: string): FoundSpeaker | null {
  if (!koreanQuotative.test(behind)) return null;
  const subject = koreanSubject.exec(before)?.[1] ?? koreanBehindSubject.exec(behind)?.[1];
  if (subject !== undefined) {
    if (/^(?:그|그녀|그들)$/u.test(subject)) return { kind: 'pronoun' };
    return { kind: 'named', name: subject.trim(), person: true };
  }
  return koreanVerbs.test(behind) || /^(?:이?라며|며|이?라면서|면서)/u.test(behind) ? { kind: 'unnamed' } : null;
}

/** Who spoke, of the text in front of the opening and behind the closing mark; null where nothing attributes. */
export function easternSpeaker(script: EasternScript, before: string, behind: string): FoundSpeaker | null {
  const front = before.slice(-SIDE_CHARACTERS);
  const back = behind.slice(0, SIDE_CHARACTERS);
  if (script === 'zh') return chinese(front, back);
  return script === 'ja' ? japanese(front, back) : korean(front, back);
}
