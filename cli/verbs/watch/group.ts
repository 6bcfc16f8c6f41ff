/** `dateline watch …`: standing queries with a name. */
import type { Group } from '../../command.ts';

export const watch: Group = {
  kind: 'group',
  name: 'watch',
  description: 'Watches: standing queries with a name.',
  verbs: {
    add: {
      description: 'Watch for what a query finds',
      load: async () => (await import('./add.ts')).add,
    },
    list: {
      description: 'All watches',
      load: async () => (await import('./list.ts')).list,
    },
    show: {
      description: 'One watch: its query in words, and who is told',
      load: async () => (await import('./show.ts')).show,
    },
    edit: {
      description: 'Change its name, query, rate or time zone',
      load: async () => (await import('./edit.ts')).edit,
    },
    pause: {
      description: 'Send nothing until it is resumed',
      load: async () => (await import('./pause.ts')).pause,
    },
    resume: {
      description: 'End a pause; what was missed comes as one digest',
      load: async () => (await import('./resume.ts')).resume,
    },
    test: {
      description: 'Send a test message to everybody whom it tells',
      load: async () => (await import('./test.ts')).test,
    },
    rm: {
      description: 'Remove a watch and its subscriptions',
      load: async () => (await import('./rm.ts')).rm,
    },
  },
};
