/** INTERPOL's sample release of 13 May 2017, and the two older items that stand in its newsroom before it. */
import { readFileSync } from 'node:fs';
import type { Story } from './story.ts';

const [, label = '', headline = '', ...paragraphs] = readFileSync(
  new URL('./interpol-2017-05-13.txt', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '');

/** The sample appears as soon as the listing's clock runs; the older items are ours and say so. */
export const interpolStories: readonly Story[] = [
  {
    path: '/es/News-and-media/News/2017/N2017-063',
    language: 'en',
    printed: { date: '2017-05-13', label },
    states: [{ afterSeconds: 0, headline, paragraphs }],
  },
  {
    path: '/es/News-and-media/News/2017/N2017-demo-2',
    language: 'en',
    printed: { date: '2017-05-11', label: '11 mayo 2017' },
    states: [
      {
        afterSeconds: -1,
        headline: 'Placeholder item two of the Dateline demo newsroom',
        paragraphs: [
          'This text was written for the demo. It stands here so that the newsroom is not empty when Dateline reads it for the first time.',
          'Whatever a newsroom already shows at the first reading is stored quietly. Alerts begin with the next thing it publishes.',
        ],
      },
    ],
  },
  {
    path: '/es/News-and-media/News/2017/N2017-demo-1',
    language: 'en',
    printed: { date: '2017-05-10', label: '10 mayo 2017' },
    states: [
      {
        afterSeconds: -2,
        headline: 'Placeholder item one of the Dateline demo newsroom',
        paragraphs: [
          'This text was written for the demo and says nothing about any organization.',
          'It shows how an older item looks that was there before Dateline began to watch.',
        ],
      },
    ],
  },
];
