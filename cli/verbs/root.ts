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
    watch: {
      description: 'Watches: standing queries with a name (add, list, show, rm)',
      load: async () => (await import('./watch/group.ts')).watch,
    },
    subscribe: {
      description: 'Tell an address what a watch finds',
      load: async () => (await import('./subscribe.ts')).subscribe,
    },
    unsubscribe: {
      description: 'End the subscription of an address',
      load: async () => (await import('./unsubscribe.ts')).unsubscribe,
    },
    newsroom: {
      description: 'Newsrooms: the registry, and which are watched (list, show, enable, disable)',
      load: async () => (await import('./newsroom/group.ts')).newsroom,
    },
    health: {
      description: 'How the watched newsrooms are doing, with reasons',
      load: async () => (await import('./health.ts')).health,
    },
    releases: {
      description: 'What is in the archive, newest first',
      load: async () => (await import('./releases.ts')).releases,
    },
    export: {
      description: 'The archive as one table: ndjson, parquet or csv',
      load: async () => (await import('./export.ts')).exportTable,
    },
    follow: {
      description: 'Every change of the archive once, from a cursor on',
      load: async () => (await import('./follow.ts')).follow,
    },
    replay: {
      description: 'Run stored captures through today’s code; shows what would change before it writes',
      load: async () => (await import('./replay.ts')).replayCaptures,
    },
    audit: {
      description: 'Every hit and what became of it; find gaps and send them again',
      load: async () => (await import('./audit.ts')).audit,
    },
    redrive: {
      description: 'Put back what the queues gave up',
      load: async () => (await import('./redrive.ts')).redrive,
    },
    verify: {
      description: 'Check every hash of the archive and the chain of its change log',
      load: async () => (await import('./verify.ts')).verify,
    },
    query: {
      description: 'Queries: check, backtest or explain one, or match files (check, backtest, explain, match)',
      load: async () => (await import('./query/group.ts')).query,
    },
    inspect: {
      description: 'What the pipeline would make of a file (feed, listing, page, text)',
      load: async () => (await import('./inspect/group.ts')).inspect,
    },
    doctor: {
      description: 'Check this machine, and say what to fix',
      load: async () => (await import('./doctor.ts')).doctor,
    },
  },
};
