/** How a verb is written: a citty command with the flags that every verb takes, one example, and an exit code as its result. */
import type { ArgsDef, CommandDef, ParsedArgs } from 'citty';
import { usualDataFolder } from '../infra/local/folder.ts';
import type { Output } from './output.ts';

/** Flags that are valid on every verb. */
export const commonArgs = {
  data: {
    type: 'string',
    valueHint: 'DIR',
    default: usualDataFolder,
    description: 'Folder of this machine’s archive, queues and mailbox',
  },
  target: {
    type: 'enum',
    options: ['local', 'aws'],
    default: 'local',
    description: 'This machine, or a deployed stack',
  },
  stack: { type: 'string', valueHint: 'NAME', default: 'Dateline', description: 'Name of the deployed stack' },
  json: { type: 'boolean', description: 'JSON Lines on stdout and nothing else' },
  debug: { type: 'boolean', description: 'Show stack traces' },
  help: { type: 'boolean', alias: 'h', description: 'Show this help' },
} as const satisfies ArgsDef;

export interface VerbContext<T extends ArgsDef> {
  readonly args: ParsedArgs<T & typeof commonArgs>;
  readonly output: Output;
}

/** Exit codes of INTERFACES: 0 done, 1 some input was bad, 2 wrong usage, 3 a dependency could not be reached. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface VerbDefinition<T extends ArgsDef> {
  readonly name: string;
  readonly description: string;
  /** One real command line, without the leading `npx`. */
  readonly example: string;
  readonly args: T;
  /** More positional arguments may follow the named ones: they are in `args._`. */
  readonly rest?: boolean;
  run(context: VerbContext<T>): Promise<ExitCode>;
}

/** A verb as the dispatcher sees it, with the types of its own flags erased. */
export interface Verb {
  readonly kind: 'verb';
  readonly name: string;
  readonly example: string;
  readonly rest: boolean;
  readonly args: ArgsDef;
  readonly command: CommandDef;
}

/** Verbs under one noun (`watch add`), each loaded when it is called. */
export interface Group {
  readonly kind: 'group';
  readonly name: string;
  readonly description: string;
  readonly verbs: Readonly<Record<string, VerbEntry>>;
}

export interface VerbEntry {
  readonly description: string;
  load(): Promise<Verb | Group>;
}

/** Defines a verb. */
export function defineVerb<const T extends ArgsDef>(definition: VerbDefinition<T>): Verb {
  const args = { ...definition.args, ...commonArgs };
  const command: CommandDef<typeof args> = {
    meta: { name: definition.name, description: definition.description },
    args,
    run: ({ args: parsed, data }) =>
      definition.run({ args: parsed as unknown as VerbContext<T>['args'], output: data as Output }),
  };
  return {
    kind: 'verb',
    name: definition.name,
    example: definition.example,
    rest: definition.rest ?? false,
    args,
    command: command as unknown as CommandDef,
  };
}
