/** YAML checked by a schema, with the line of the first thing that is wrong. */
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

export type YamlOutcome<T> =
  /** Null for an empty text. */
  | { readonly kind: 'read'; readonly value: T | null }
  | { readonly kind: 'bad'; readonly line: number; readonly message: string };

export function readYaml<T>(text: string, schema: z.ZodType<T>): YamlOutcome<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) return { kind: 'bad', line: lines.linePos(error.pos[0]).line, message: error.message };
  const value: unknown = document.toJS({ maxAliasCount: 10 });
  if (value === null || value === undefined) return { kind: 'read', value: null };
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: 'read', value: parsed.data };

  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map((part) => (typeof part === 'symbol' ? String(part) : part));
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const at = lineOf([...path, ...(unknown === undefined ? [] : [unknown])]) ?? lineOf(path) ?? 1;
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  const message = unknown === undefined ? `${where}${issue?.message}` : `${where}there is no key ${unknown}`;
  return { kind: 'bad', line: at, message };

  function lineOf(parts: readonly (string | number)[]): number | null {
    const node = document.getIn(parts, true);
    return isNode(node) && node.range !== undefined && node.range !== null ? lines.linePos(node.range[0]).line : null;
  }
}
