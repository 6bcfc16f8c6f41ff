import { describe, expect, it } from 'vitest';
import { ClassReader, type ClassReading } from '../../../shared/release/page/class-words.ts';

const names = [
  'caption lead',
  'teaser-content',
  'gallery-intro text',
  'slider',
  'swiper main',
  'related date',
  'hidden teaser',
  'entry-content',
  'field-body date',
  'caption main-content',
  'newsletter-intro story-body',
  'teaser',
];

describe('what a class says of an element', () => {
  it('is the same whatever names were read before', () => {
    const read = (name: string): ClassReading => ({ ...new ClassReader().read(name, '', '') });
    const forwards = new Map(names.map((name) => [name, read(name)]));
    for (const name of names.toReversed()) expect(read(name), name).toEqual(forwards.get(name));
    expect(forwards.get('teaser-content')).toMatchObject({ teaser: true, standfirst: true, picture: false });
    expect(forwards.get('caption lead')).toMatchObject({ teaser: false, standfirst: true, picture: true });
  });
});
