/**
 * The only way out of the domain: what shared/ needs from the world, and nothing more.
 * Every adapter (memory, files, AWS) passes the contract suite of its port in tests/contract/.
 */

/* ---------------------------------------------------------------- Objects */

export interface ObjectHead {
  readonly key: string;
  /** Opaque; compare only for equality. */
  readonly etag: string;
  readonly sizeBytes: number;
  /** Milliseconds since the epoch. */
  readonly lastModifiedMs: number;
}

export interface StoredObject extends ObjectHead {
  readonly body: Uint8Array;
  readonly contentType: string | null;
}

/** `create-once` is `If-None-Match: *`; `compare-and-swap` is `If-Match: etag` (RFC 9110 §13.1). */
export type PutCondition =
  | { readonly kind: 'create-once' }
  | { readonly kind: 'compare-and-swap'; readonly etag: string };

/**
 * `exists`: create-once met an object (412). `stale`: the object has another ETag (412).
 * `missing`: compare-and-swap met no object (404). `conflict`: another write was under way (409): try again.
 */
export type PutOutcome =
  | { readonly kind: 'stored'; readonly etag: string }
  | { readonly kind: 'exists' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'conflict' };

export interface PutOptions {
  readonly condition: PutCondition;
  readonly contentType: string;
  readonly contentEncoding?: string;
  readonly cacheControl?: string;
}

/** Inclusive byte range, as in RFC 9110 §14.1.2. `lastByte` past the end is cut to the end. */
export interface ByteRange {
  readonly firstByte: number;
  readonly lastByte: number;
}

export interface ObjectPage {
  /** In UTF-8 order of the key. */
  readonly objects: readonly ObjectHead[];
  /** Pass as `startAfter` for the next page; null at the end. */
  readonly next: string | null;
}

/** The bucket: flat keys, conditional writes only, immutable unless swapped. Throws DependencyError. */
export interface Objects {
  /**
   * Null when there is no such object. A range past the end gives an empty body. With a range the ETag may be empty, where
   * knowing it would cost a whole read: a swap needs the whole object anyway.
   */
  get(key: string, options?: { readonly range?: ByteRange }): Promise<StoredObject | null>;
  put(key: string, body: Uint8Array, options: PutOptions): Promise<PutOutcome>;
  /** With `etags: false` the ETags may be empty, which spares a read of each object where they are made of the content. */
  list(
    prefix: string,
    options?: { readonly startAfter?: string; readonly limit?: number; readonly etags?: false },
  ): Promise<ObjectPage>;
}

/* ------------------------------------------------------------------ Queue */

export interface OutgoingMessage {
  readonly body: string;
  /** At most one message of a group is in flight at a time (FIFO queues). */
  readonly group?: string;
  /** A second message with the same id within five minutes is not delivered (FIFO queues). */
  readonly deduplicationId?: string;
  /** 0 to 900. Not for FIFO queues. */
  readonly delaySeconds?: number;
}

export interface ReceivedMessage {
  readonly id: string;
  /** Handle of this receipt: valid until the visibility ends. */
  readonly receipt: string;
  readonly body: string;
  /** 1 on the first receipt. */
  readonly receiveCount: number;
  readonly group: string | null;
}

export interface SendFailure {
  /** Index in the list that was given. */
  readonly index: number;
  readonly reason: string;
}

/** At-least-once and unordered, but for groups. Throws DependencyError. */
export interface Queue {
  /** Answers the messages that were not accepted; an empty list means that all were. */
  send(messages: readonly OutgoingMessage[]): Promise<readonly SendFailure[]>;
  receive(options: {
    readonly max: number;
    readonly visibilitySeconds: number;
    readonly waitSeconds?: number;
  }): Promise<readonly ReceivedMessage[]>;
  /** Deleting twice, or after the visibility ended, is no error. */
  delete(receipts: readonly string[]): Promise<void>;
  /** 0 to 43,200; 0 makes the message visible at once. */
  changeVisibility(receipt: string, seconds: number): Promise<void>;
}

/** A queue that also answers how many messages it holds; SQS answers about how many. */
export interface CountedQueue extends Queue {
  count(): Promise<number>;
}

/* ------------------------------------------------------------------ Topic */

export type Rate = 'immediate' | 'daily' | 'weekly' | 'off';

export type TopicTarget =
  | { readonly kind: 'watch'; readonly watch: string; readonly rate: Rate }
  /** One message for each committed release, for machines. */
  | { readonly kind: 'releases' };

export type AlertKind = 'new' | 'revised' | 'withdrawn' | 'digest';

/** What identifies one alert: equal for every subscriber and protocol. */
export interface AlertReference {
  readonly alertId: string;
  readonly watch: string;
  readonly release: string;
  readonly revision: number;
  readonly kind: AlertKind;
}

/** One publish: a text per protocol, and what adapters need for headers and events. */
export interface TopicMessage {
  /** Made of the alert ids (or of key and etag for `releases`): identical on every retry. */
  readonly messageId: string;
  /** 1 to 99 characters, no control characters. */
  readonly subject: string;
  readonly text: string;
  /** JSON for machines (SQS, webhooks). */
  readonly json: string;
  readonly sms: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly alerts: readonly AlertReference[];
}

export type PublishOutcome =
  | { readonly kind: 'accepted'; readonly messageId: string }
  /** Nobody has subscribed to this target. */
  | { readonly kind: 'no-subscriber' };

/** What one machine has without an address: its own mailbox, the desktop's notifications, and the terminal of `start`. */
export const machineEndpointKinds = ['mailbox', 'desktop', 'stdout'] as const;
export type MachineEndpointKind = (typeof machineEndpointKinds)[number];

export type Endpoint =
  | { readonly kind: MachineEndpointKind }
  | { readonly kind: 'email'; readonly address: string }
  | { readonly kind: 'webhook'; readonly url: string }
  | { readonly kind: 'sqs'; readonly arn: string }
  | { readonly kind: 'sms'; readonly number: string };

export interface Subscription {
  readonly id: string;
  readonly watch: string;
  readonly rate: Rate;
  readonly endpoint: Endpoint;
  readonly state: 'confirmed' | 'pending';
}

/** A watch is a topic per rate (DESIGN: "A watch is a topic"). Throws DependencyError. */
export interface Topic {
  publish(target: TopicTarget, message: TopicMessage): Promise<PublishOutcome>;
  /** Idempotent: the same watch, rate and endpoint give the same subscription. */
  subscribe(watch: string, rate: Rate, endpoint: Endpoint): Promise<Subscription>;
  subscriptions(watch: string): Promise<readonly Subscription[]>;
  unsubscribe(id: string): Promise<void>;
  /** Ends every subscription of the watch and its topics. Idempotent. */
  removeWatch(watch: string): Promise<void>;
}

/* ---------------------------------------------------------------- Fetcher */

export interface FetchRequest {
  readonly url: string;
  /** Lower-case names. The adapter adds User-Agent and Accept-Encoding, and nothing else. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBytesMax: number;
  readonly deadlineMs: number;
  /** Hears the decoded bytes as they come; true: the rest is not read, and the answer `isCut`. Only of a 200. */
  readonly isEnough?: (chunk: Uint8Array) => boolean;
  /** Asked before a redirect is followed to that address: null to follow it, else the outcome. Absent: all are followed. */
  readonly admits?: (target: string) => Promise<Exclude<FetchOutcome, FetchedResponse> | null>;
}

export interface RedirectHop {
  readonly status: number;
  readonly url: string;
}

export interface FetchedResponse {
  readonly kind: 'response';
  readonly status: number;
  /** Lower-case names; repeated headers joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** After Content-Encoding. */
  readonly body: Uint8Array;
  /** `isEnough` ended it. */
  readonly isCut?: boolean;
  readonly finalUrl: string;
  readonly redirects: readonly RedirectHop[];
}

export type FetchRefusal =
  | 'bad-url'
  | 'scheme'
  | 'port'
  | 'userinfo'
  | 'private-address'
  | 'redirects'
  | 'downgrade'
  | 'robots'
  | 'too-large'
  | 'ratio'
  | 'encoding'
  | 'headers-too-large';

/** `held`: a redirect led to a host that is left alone for now. */
export type FetchFailure = 'timeout' | 'dns' | 'connect' | 'protocol' | 'held';

/**
 * `refused`: our own rules stopped it (never retried as it is).
 * `failed`: the network or the server did (may pass later).
 */
export type FetchOutcome =
  | FetchedResponse
  | { readonly kind: 'refused'; readonly reason: FetchRefusal; readonly message: string }
  | { readonly kind: 'failed'; readonly reason: FetchFailure; readonly message: string };

/** The guarded client: public addresses only, capped, no cookies, redirects checked hop by hop. Never throws. */
export interface Fetcher {
  fetch(request: FetchRequest): Promise<FetchOutcome>;
}

/* --------------------------------------------------- Clock, Random, Log */

export interface Clock {
  /** The time of day, milliseconds since the epoch. Under `--at` it stands still. */
  nowMs(): number;
  /** Real time since an arbitrary start, for deadlines; it runs on under `--at`. */
  elapsedMs(): number;
  /** Waits in real time and answers true; under `--at` it answers false at once: nothing may wait, carry over instead. */
  wait(ms: number): Promise<boolean>;
}

export interface Random {
  /** 26 characters of [a-z2-7], unguessable. */
  nonce(): string;
  /** In [0, 1). */
  fraction(): number;
}

export type LogFields = Readonly<Record<string, unknown>>;

/** One structured line per event; `event` is a stable kebab-case name. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/* ------------------------------------------------------------------ All */

/** The queues by their names in ARCHITECTURE.md. */
export interface Queues {
  /** One message a shard that is due. */
  readonly due: Queue;
  /** One message a candidate; FIFO, group = the page's host. */
  readonly found: Queue;
  /** One message a release object, for alert. */
  readonly stored: Queue;
  /** One message a release object, for publish. */
  readonly changed: Queue;
  /** One message a watch whose group window ends. */
  readonly windows: Queue;
}

export interface Ports {
  readonly objects: Objects;
  readonly queues: Queues;
  readonly topic: Topic;
  readonly fetcher: Fetcher;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}
