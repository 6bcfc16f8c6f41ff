/** `dateline query …`: the query language without an archive. */
import type { Group } from '../../command.ts';

export const query: Group = {
  kind: 'group',
  name: 'query',
  description: 'Queries: what one means, and what many find in a file.',
  verbs: {
    check: {
      description: 'What a query means, or what is wrong with it',
      load: async () => (await import('./check.ts')).check,
    },
    match: {
      description: 'Match a file of watches against a file of releases',
      load: async () => (await import('./match.ts')).match,
    },
  },
};
