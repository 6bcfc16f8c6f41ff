/** Where a verb writes: results on stdout (text for people, JSON Lines for programs), everything else on stderr. */

/** The part of a stream that is used; tests give their own. */
export interface TextSink {
  /** False when it is full: `drain` follows. */
  write(text: string | Buffer): unknown;
  once?(event: 'drain', listener: () => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What standard input gives; tests give their own, or none. */
export interface InputSource extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean;
}

export interface Streams {
  readonly stdin?: InputSource;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
}

export interface Output {
  /** JSON Lines are wanted. */
  readonly json: boolean;
  /** Stack traces are wanted. */
  readonly debug: boolean;
  /** Stdout is a terminal. */
  readonly terminal: boolean;
  /** Standard input, where there is one. */
  readonly stdin: InputSource | null;
  /** Width of the terminal in characters. */
  readonly columns: number;
  /** One result as one JSON line. */
  line(value: unknown): void;
  /** Text for people, one line. */
  text(line?: string): void;
  /** A part of a file that goes to stdout; resolves when there is room for more. */
  bytes(body: Uint8Array): Promise<void>;
  /** A message beside the result, on stderr. */
  note(line: string): void;
  /** Text without a line feed, for progress on a terminal. */
  raw(text: string): void;
}

export function openOutput(streams: Streams, options: { readonly json: boolean; readonly debug: boolean }): Output {
  const { stdout, stderr } = streams;
  return {
    ...options,
    // Not before it is asked for: touching process.stdin opens it.
    get stdin() {
      return streams.stdin ?? null;
    },
    terminal: stdout.isTTY === true,
    // A terminal that does not know its width says 0.
    columns: stdout.columns || 80,
    line: (value) => stdout.write(`${JSON.stringify(value)}\n`),
    text: (line = '') => stdout.write(`${line}\n`),
    bytes: async (body) => {
      const hasRoom = stdout.write(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
      if (hasRoom === false) await new Promise<void>((resolve) => stdout.once?.('drain', resolve) ?? resolve());
    },
    note: (line) => stderr.write(`${line}\n`),
    raw: (text) => stdout.write(text),
  };
}

/** JSON Lines are wanted, or nobody looks: for the verbs that stream (INTERFACES). */
export function streamsJson(output: Output): boolean {
  return output.json || !output.terminal;
}
