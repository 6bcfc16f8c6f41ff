/** JSON that its writer broke: what follows the value, commas before a closing bracket, raw line breaks in strings, an end that is missing. Linear. */

/** Text that has a good chance to parse: the first value of `text`, whose last incomplete field is left out. Null when nothing is left. */
export function repairJson(text: string): string | null {
  /** What was changed and what stands before it; what stands from `kept` on is taken as it is. */
  const parts: string[] = [];
  let kept = 0;
  /** The closing brackets that are due, innermost last. */
  const due: string[] = [];
  /** The end of the last complete field or element. What is due there stays in `due`: whatever closes makes a new end. */
  let end = { parts: 0, kept: 0, at: 0, depth: 0 };
  const mark = (at: number): void => {
    end = { parts: parts.length, kept, at, depth: due.length };
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') {
      const close = endOfString(text, at);
      const string = text.slice(at, close + 1);
      if (controls.test(string)) {
        parts.push(text.slice(kept, at), string.replace(/[\u0000-\u001f]/g, asReference));
        kept = close + 1;
      }
      at = close;
    } else if (char === '{' || char === '[') {
      due.push(char === '{' ? '}' : ']');
      if (char === '[') mark(at + 1);
    } else if (char === ',') {
      mark(at);
      if (!closesNext(text, at + 1)) continue;
      parts.push(text.slice(kept, at));
      kept = at + 1;
    } else if (char === '}' || char === ']') {
      if (due.at(-1) !== char) break;
      due.pop();
      mark(at + 1);
      if (due.length === 0) break;
    }
  }
  if (end.at === 0) return null;
  const closing = due.slice(0, end.depth).reverse().join('');
  return parts.slice(0, end.parts).join('') + text.slice(end.kept, end.at) + closing;
}

const controls = /[\u0000-\u001f]/;

function asReference(control: string): string {
  return `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Where the JSON string that begins at `start` ends: its closing quote, or the end of the text. */
export function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at > 0) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return text.length;
}

function closesNext(text: string, from: number): boolean {
  let at = from;
  while (/\s/.test(text.charAt(at))) at += 1;
  return text.charAt(at) === '}' || text.charAt(at) === ']';
}
