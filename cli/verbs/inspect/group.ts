/** `dateline inspect …`: what the pipeline would make of bytes that lie in a file. */
import type { Group } from '../../command.ts';

export const inspect: Group = {
  kind: 'group',
  name: 'inspect',
  description: 'What the pipeline would make of a file: one line for each input, in order.',
  verbs: {
    feed: {
      description: 'RSS, Atom, JSON Feed or a sitemap: its items',
      load: async () => (await import('./channel.ts')).feed,
    },
    listing: {
      description: 'An HTML page that lists releases: its items',
      load: async () => (await import('./channel.ts')).listing,
    },
    page: {
      description: 'The page of one release: its record',
      load: async () => (await import('./record.ts')).page,
    },
    text: {
      description: 'The plain text of one release: its record',
      load: async () => (await import('./record.ts')).text,
    },
  },
};
