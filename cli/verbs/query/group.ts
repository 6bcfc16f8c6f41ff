/** `dateline query …`: the query language, asked alone, of an archive, or of files. */
import type { Group } from '../../command.ts';

export const query: Group = {
  kind: 'group',
  name: 'query',
  description: 'Queries: what one means, what it would have found, and what many find in a file.',
  verbs: {
    check: {
      description: 'What a query means, or what is wrong with it',
      load: async () => (await import('./check.ts')).check,
    },
    backtest: {
      description: 'What a query would have found in the archive',
      load: async () => (await import('./backtest.ts')).backtest,
    },
    explain: {
      description: 'Why a release matches a watch or a query, or why not',
      load: async () => (await import('./explain.ts')).explain,
    },
    match: {
      description: 'Match a file of watches against a file of releases',
      load: async () => (await import('./match.ts')).match,
    },
  },
};
