/** The newsrooms that Dateline ships, compiled from the YAML files beside this module by `npm run generate`. */
import registry from './registry.json' with { type: 'json' };
import type { Newsroom } from './schema.ts';

/** Every built-in newsroom in the order of its id; all ship `enabled: false`. The files were checked when they were compiled. */
export function builtinNewsrooms(): readonly Newsroom[] {
  return registry as readonly Newsroom[];
}
