/** Writes docs/reference/release.md: the page about the release record, its table of fields made of the JSON Schema itself. */

interface Field {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Field[];
  readonly items?: Field;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly pattern?: string;
  readonly format?: string;
  readonly description?: string;
}

const introduction = `# The release record

One JSON object under \`releases/newsroom=<id>/date=<YYYY-MM-DD>/<release>.json\`, schema version 1. A later state of the same
release is an object of its own beside it (\`….r2.json\`); nothing is ever written over. The JSON Schema lies in the archive
(\`schema/release-v1.json\`) and in this folder ([release-v1.schema.json](release-v1.schema.json)); both are generated from
\`shared/release/schema.ts\`, as is the table below.

- **Absent knowledge is null** (or an empty list), never invented. A date is never the time of fetching.
- **Printed things stay as printed**: places, names, dates in the newsroom's own zone. Clocks that are ours are UTC.
- **Offsets** (\`quotes[].start\`, \`end\`) count UTF-16 units of \`body\`.
- **Where a field comes from** is said beside it (\`dateSource\`, \`dateConfidence\`, \`bodyStatus\`, \`channel\`, \`capture\`), and
  every doubt is a line in \`warnings\`. \`npx dateline inspect page FILE --explain\` shows the evidence.

[examples/release.json](examples/release.json) is a whole record, [examples/release-revised.json](examples/release-revised.json)
its second revision. The tests validate both.

## What may change within version 1

- Fields may be **added**, always with null or an empty list where nothing is known. Ignore fields that you do not know.
- Values may be added to \`dateSource\`, \`origin\`, \`change.verdict\` and \`channel.kind\`. Treat one that you do not know as "other".
- \`warnings\` may be worded differently at any time.
- No field is removed or renamed, none changes its type or its meaning, none that is never null becomes null. Such a change
  makes version 2, under its own \`schema/release-v2.json\`; version 1 objects stay as they are.
- Better extraction does not rewrite old objects. \`npx dateline replay\` may add revisions with \`origin: reprocessed\`.

## Fields
`;

/** The page as Markdown. `schema` is what `releaseJsonSchema` gives. */
export function releaseReference(schema: Readonly<Record<string, unknown>>): string {
  const rows = rowsOf('', (schema['properties'] ?? {}) as Readonly<Record<string, Field>>);
  const table = ['| field | type | what |', '|---|---|---|', ...rows].join('\n');
  return `${introduction}\n${table}\n`;
}

function rowsOf(prefix: string, properties: Readonly<Record<string, Field>>): readonly string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const { type, inner, suffix } = typeOf(field);
    const description = field.description ?? '';
    const row = `| \`${prefix}${name}\` | ${type} | ${escaped(description)} |`;
    return [row, ...rowsOf(`${prefix}${name}${suffix}.`, inner)];
  });
}

interface Described {
  readonly type: string;
  readonly inner: Readonly<Record<string, Field>>;
  readonly suffix: string;
}

function typeOf(field: Field): Described {
  const options = field.anyOf ?? [];
  if (options.length > 0) {
    const some = options.filter((option) => option.type !== 'null').map(typeOf);
    const nullable = some.length < options.length ? ' or null' : '';
    const [first] = some;
    return {
      type: `${some.map(({ type }) => type).join(' or ')}${nullable}`,
      inner: first?.inner ?? {},
      suffix: first?.suffix ?? '',
    };
  }
  if (field.const !== undefined) return plain(`\`${String(field.const)}\``);
  if (field.enum !== undefined) return plain(field.enum.map((value) => `\`${String(value)}\``).join(', '));
  if (field.items !== undefined) {
    const item = typeOf(field.items);
    return { type: `list of ${item.type}`, inner: item.inner, suffix: '[]' };
  }
  if (field.properties !== undefined) return { type: 'object', inner: field.properties, suffix: '' };
  const types = typeof field.type === 'string' ? [field.type] : (field.type ?? []);
  return plain(types.map((type) => (type === 'null' ? 'null' : (field.format ?? type))).join(' or '));
}

function plain(type: string): Described {
  return { type, inner: {}, suffix: '' };
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
