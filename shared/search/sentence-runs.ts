/** Which words of a body stand in one sentence and paragraph, as runs: what /s and /p need without the text. */
import type { SearchText } from '../query/search-text.ts';
import { ByteReader, ByteWriter } from './bytes.ts';

/** A run of words of one sentence: its length, and whether it begins a paragraph. */
export function encodeSentences(text: SearchText): Uint8Array {
  const sentences = text.unitNumbers('sentence');
  const paragraphs = text.unitNumbers('paragraph');
  const writer = new ByteWriter(64);
  let start = 0;
  for (let token = 1; token <= sentences.length; token++) {
    const continues =
      token < sentences.length &&
      sentences[token] === sentences[token - 1] &&
      paragraphs[token] === paragraphs[token - 1];
    if (continues) continue;
    const begins = start > 0 && paragraphs[start] !== paragraphs[start - 1];
    writer.varint(((token - start) << 1) | (begins ? 1 : 0));
    start = token;
  }
  return writer.view();
}

/** Numbers of the sentence or paragraph of each word. */
export function decodeSentences(bytes: Uint8Array, unit: 'sentence' | 'paragraph'): Int32Array {
  const lengths: number[] = [];
  const numbers: number[] = [];
  let words = 0;
  let sentence = -1;
  let paragraph = 0;
  for (const reader = new ByteReader(bytes); !reader.isAtEnd; ) {
    const run = reader.varint();
    sentence++;
    if ((run & 1) === 1) paragraph++;
    lengths.push(run >>> 1);
    numbers.push(unit === 'sentence' ? sentence : paragraph);
    words += run >>> 1;
  }
  const units = new Int32Array(words);
  let at = 0;
  lengths.forEach((length, index) => {
    units.fill(numbers[index] ?? 0, at, at + length);
    at += length;
  });
  return units;
}
