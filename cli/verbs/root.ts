/** The verbs of `dateline`, in the order of its help. */
import type { Group } from '../command.ts';

export const root: Group = {
  kind: 'group',
  name: 'dateline',
  description: 'Dateline watches newsrooms and tells you when a release matches what you watch for.',
  verbs: {
    start: {
      description: 'Run the whole pipeline and the console on this machine',
      load: async () => (await import('./start.ts')).start,
    },
    run: {
      description: 'One full pass: poll what is due, ingest, alert, publish',
      load: async () => (await import('./run.ts')).run,
    },
  },
};
