/** `dateline newsroom …`: the registry, and which of it is watched. */
import type { Group } from '../../command.ts';

export const newsroom: Group = {
  kind: 'group',
  name: 'newsroom',
  description: 'Newsrooms: whose press offices are known, and which are watched.',
  verbs: {
    list: {
      description: 'All newsrooms, and whether each is watched',
      load: async () => (await import('./list.ts')).list,
    },
    show: {
      description: 'One newsroom as its file has it',
      load: async () => (await import('./show.ts')).show,
    },
    probe: {
      description: 'Ask channels once, and see what they answer',
      load: async () => (await import('./probe.ts')).probe,
    },
    add: {
      description: 'Find the channels of a site and write its newsroom file',
      load: async () => (await import('./add.ts')).add,
    },
    enable: {
      description: 'Begin to watch newsrooms',
      load: async () => (await import('./switch.ts')).enable,
    },
    disable: {
      description: 'Stop watching newsrooms',
      load: async () => (await import('./switch.ts')).disable,
    },
  },
};
