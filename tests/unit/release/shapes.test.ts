import { describe, expect, it } from 'vitest';
import { readPage } from '../../../shared/release/read.ts';
import { shapedPages, shapeNames } from '../../support/pages/shapes.ts';
import { emptyContext } from './context.ts';

/** Scripts and directions that differ; the bench reads all languages. */
const pages = shapedPages(['en', 'ar']);

describe('the text of a page is found whole and alone', () => {
  it.each(shapeNames)('in the shape of %s', async (shape) => {
    for (const page of pages.filter((other) => other.shape === shape)) {
      const { content, pageKind } = await readPage(new TextEncoder().encode(page.html), {
        ...emptyContext,
        url: 'https://post.example.org/2024/quay',
        contentType: 'text/html; charset=utf-8',
      });
      expect(pageKind).toBe('release');
      expect(content.headline).toBe(page.title);
      expect(content.body.split('\n\n'), page.id).toEqual(page.body);
    }
  });
});
