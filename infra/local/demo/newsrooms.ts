/** The newsrooms the demo plays, as the same data that a newsroom file holds. */
import { type Newsroom, newsroomSchema } from '../../../shared/newsrooms/schema.ts';
import { interpolStories } from './sample.ts';
import { harbourStories, observatoryStories, waterStories } from './stories.ts';
import type { Story } from './story.ts';

/** One channel of the demo: where it is served, in which form, and what it tells. */
export interface DemoChannel {
  readonly newsroom: string;
  readonly organization: string;
  readonly form: 'interpol' | 'rss' | 'atom' | 'listing';
  readonly path: string;
  /** The newsroom's front page, for people. */
  readonly home: string;
  readonly uiLanguage: string;
  readonly stories: readonly Story[];
}

export const demoChannels: readonly DemoChannel[] = [
  {
    newsroom: 'interpol-demo',
    organization: 'INTERPOL (sample)',
    form: 'interpol',
    path: '/es/News-and-media/News',
    home: '/es',
    uiLanguage: 'es',
    stories: interpolStories,
  },
  {
    newsroom: 'northhaven-demo',
    organization: 'Port of Northhaven (demo)',
    form: 'rss',
    path: '/harbour/news.rss',
    home: '/harbour',
    uiLanguage: 'en',
    stories: harbourStories,
  },
  {
    newsroom: 'water-health-demo',
    organization: 'Federal Office for Water and Health (demo)',
    form: 'atom',
    path: '/water/news.atom',
    home: '/water',
    uiLanguage: 'de',
    stories: waterStories,
  },
  {
    newsroom: 'sierra-clara-demo',
    organization: 'Sierra Clara Observatory (demo)',
    form: 'listing',
    path: '/observatorio/notas',
    home: '/observatorio',
    uiLanguage: 'es',
    stories: observatoryStories,
  },
];

/** Newsroom definitions for the demo served at `origin` (`http://127.0.0.1:PORT`), checked by the newsroom schema. */
export function demoNewsrooms(origin: string): readonly Newsroom[] {
  const listing = { item: 'li.item', link: 'a', title: 'a', date: '.date' };
  const own = (path: string) => new URL(path, origin).href;
  return [
    {
      id: 'interpol-demo',
      organization: 'INTERPOL (sample)',
      acronym: 'INTERPOL',
      country: 'INT',
      homepage: own('/es'),
      enabled: true,
      language: 'en',
      uiLanguage: 'es',
      timeZone: 'Europe/Paris',
      dateOrder: 'day-first',
      channels: [{ kind: 'listing', url: own('/es/News-and-media/News'), every: '2s', listing }],
    },
    {
      id: 'northhaven-demo',
      organization: 'Port of Northhaven (demo)',
      country: 'EU',
      homepage: own('/harbour'),
      enabled: true,
      language: 'en',
      timeZone: 'UTC',
      channels: [{ kind: 'rss', url: own('/harbour/news.rss'), every: '2s' }],
    },
    {
      id: 'water-health-demo',
      organization: 'Federal Office for Water and Health (demo)',
      country: 'EU',
      homepage: own('/water'),
      enabled: true,
      timeZone: 'UTC',
      channels: [{ kind: 'atom', url: own('/water/news.atom'), every: '2s' }],
    },
    {
      id: 'sierra-clara-demo',
      organization: 'Sierra Clara Observatory (demo)',
      country: 'EU',
      homepage: own('/observatorio'),
      enabled: true,
      uiLanguage: 'es',
      timeZone: 'UTC',
      dateOrder: 'day-first',
      channels: [{ kind: 'listing', url: own('/observatorio/notas'), every: '2s', listing }],
    },
  ].map((newsroom) => newsroomSchema.parse(newsroom));
}
