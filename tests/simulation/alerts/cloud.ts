/**
 * The deployed stack, simulated: the production handlers as functions that are called by queues and schedules, run in
 * containers one call at a time, die at their timeouts, and reach bucket, queues, topic and newsrooms through calls
 * that may fail.
 */
import { queueHandler, scheduleHandler } from '../../../functions/lambda.ts';
import { objectMessagesOf, objectQueue } from '../../../functions/object-events.ts';
import { queues as queueTable, type StepName, specificationOf } from '../../../infra/aws/steps.ts';
import { candidateSchema } from '../../../shared/channels/candidate.ts';
import type {
  FetchOutcome,
  FetchRequest,
  Log,
  Objects,
  Ports,
  PublishOutcome,
  PutCondition,
  PutOutcome,
  Queue,
  TopicMessage,
  TopicTarget,
} from '../../../shared/ports.ts';
import { alert } from '../../../shared/steps/alert.ts';
import { closeDigests } from '../../../shared/steps/close-digests.ts';
import { compile } from '../../../shared/steps/compile.ts';
import type { PipelineConfig } from '../../../shared/steps/config.ts';
import { deliver, type Notice, type Post } from '../../../shared/steps/deliver.ts';
import { digest } from '../../../shared/steps/digest.ts';
import { dispatch } from '../../../shared/steps/dispatch.ts';
import { ingest } from '../../../shared/steps/ingest.ts';
import {
  dueMessageSchema,
  parseMessage,
  type StepResult,
  windowMessageSchema,
} from '../../../shared/steps/messages.ts';
import { poll } from '../../../shared/steps/poll.ts';
import { publish } from '../../../shared/steps/publish.ts';
import { recheck } from '../../../shared/steps/recheck.ts';
import { sweep } from '../../../shared/steps/sweep.ts';
import { type FaultKind, fraction } from './faults.ts';
import { SimulatedQueue } from './queue.ts';
import type { Invocation, Simulation } from './simulation.ts';
import { SimulatedStore } from './store.ts';

type QueueName = keyof Ports['queues'] | 'deliveries';
const queueNames = [
  'due',
  'found',
  'stored',
  'changed',
  'windows',
  'deliveries',
] as const satisfies readonly QueueName[];

/** The ports of the simulated stack, with the queue that deliver works off. */
type StackPorts = Ports & { readonly deliveries: Queue };

/** A publish that reached the topic. */
export interface Landing {
  readonly target: TopicTarget;
  readonly message: TopicMessage;
  readonly outcome: PublishOutcome;
  readonly by: Invocation;
  readonly issuedAt: number;
  /** What its call suffered. */
  readonly fault: FaultKind | null;
}

/** What the world tells the stack, and hears of it. */
export interface Surroundings {
  readonly config: PipelineConfig;
  /** What the steps say; absent: nobody listens. */
  readonly log?: Log | undefined;
  respond(request: FetchRequest, invocation: Invocation): FetchOutcome;
  isHeard(target: TopicTarget): boolean;
  onIssue(target: TopicTarget, message: TopicMessage, by: Invocation): void;
  /** Answers whether webhooks wait for it. */
  onLanding(landing: Landing): boolean;
  onPost(request: Parameters<Post>[0]): Awaited<ReturnType<Post>>;
  onNotice(notice: Notice): void;
}

/** A protocol that is broken on purpose: the checker has to see it. */
export interface Variant {
  /** Stands between a step and its ports. */
  readonly ports?: (
    ports: StackPorts,
    context: { readonly step: StepName | 'client'; readonly cloud: Cloud; readonly invocation: () => Invocation },
  ) => Ports;
  /** These delete the messages before they run; true: all steps. */
  readonly deletesFirst?: true | readonly StepName[];
  /** A batch in which a message failed is deleted with it. */
  readonly swallowsFailures?: boolean;
  /** Steps that are never called. */
  readonly without?: readonly StepName[];
}

interface Container {
  invocation: Invocation | null;
  readonly onQueue: ReturnType<typeof queueHandler> | null;
  readonly onSchedule: (() => Promise<StepResult>) | null;
}

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** Clocks of one fleet differ a little; the lease has a margin for more than that. */
const skewsMs = [0, 0, 2_000, 8_000] as const;
const clientMsMax = 60_000;

export class Cloud {
  readonly store: SimulatedStore;
  readonly queues: Readonly<Record<QueueName, SimulatedQueue>>;
  readonly simulation: Simulation;
  /** Whose write lands just now. */
  writer: Invocation | null = null;
  private readonly surroundings: Surroundings;
  private readonly variant: Variant;
  private readonly idle = new Map<StepName, Container[]>();
  private readonly running = new Map<StepName, number>();
  private containers = 0;
  private nonces = 0;
  readonly random = {
    nonce: (): string => {
      this.nonces += 1;
      return `nonce-${String(this.nonces).padStart(20, '0')}`;
    },
    fraction: (): number => {
      this.nonces += 1;
      return fraction(this.simulation.options.seed, 9, this.nonces);
    },
  };

  private readonly log: Log;

  constructor(simulation: Simulation, surroundings: Surroundings, variant: Variant = {}) {
    this.simulation = simulation;
    this.surroundings = surroundings;
    this.log = surroundings.log ?? silent;
    this.variant = variant;
    this.store = new SimulatedStore(() => simulation.clockMs);
    this.queues = Object.fromEntries(
      queueNames.map((name) => {
        const { reader, receivesMax, fifo = false } = queueTable[name];
        const visibilityMs = 6 * specificationOf(reader).timeoutSeconds * 1_000;
        return [name, new SimulatedQueue(simulation, { name, fifo, receivesMax, visibilityMs })];
      }),
    ) as Record<QueueName, SimulatedQueue>;
    for (const name of queueNames) {
      const { reader } = queueTable[name];
      if (specificationOf(reader).invokedBy?.queue === name) this.queues[name].onVisible = () => this.pump(reader);
    }
    this.store.listeners.onPut = (key, _body, before) => {
      if (before === null && key.startsWith('releases/') && key.endsWith('.json')) this.announce(key);
    };
  }

  /** S3's event, to each of the two queues. */
  private announce(key: string): void {
    const body = JSON.stringify({
      Records: [{ s3: { object: { key: encodeURIComponent(key).replaceAll('%2F', '/') } } }],
    });
    for (const name of ['stored', 'changed'] as const) {
      const { call, fault } = this.simulation.decide('s3.event');
      if (fault === 'lost') continue;
      const delay = 50 + Math.floor(400 * fraction(this.simulation.options.seed, 7, call));
      const send = (): void => void this.queues[name].send([{ body }]);
      this.simulation.after(fault === 'slow' ? 100 * delay : delay, send);
      if (fault === 'twice') this.simulation.after(60 * delay, send);
    }
  }

  /** Calls a step by schedule from now on. */
  schedule(step: StepName, everyMs: (now: number) => number): void {
    const tick = (): void => {
      this.simulation.after(everyMs(this.simulation.now), tick);
      const { fault } = this.simulation.decide('timer');
      if (fault === 'lost' || this.variant.without?.includes(step) === true) return;
      this.invokeSchedule(step);
      if (fault === 'twice') this.simulation.after(700, () => this.invokeSchedule(step));
    };
    tick();
  }

  private container(step: StepName): Container {
    const waiting = this.idle.get(step)?.pop();
    return waiting ?? this.newContainer(step);
  }

  private begin(step: StepName, container: Container): Invocation {
    this.running.set(step, (this.running.get(step) ?? 0) + 1);
    const { timeoutSeconds } = specificationOf(step);
    const invocation = this.simulation.start(step, timeoutSeconds * 1_000, () => this.freed(step));
    container.invocation = invocation;
    return invocation;
  }

  private freed(step: StepName): void {
    this.running.set(step, (this.running.get(step) ?? 1) - 1);
    this.pump(step);
  }

  /** A call that came to its end: its container can be used again. */
  private end(step: StepName, container: Container, invocation: Invocation): void {
    if (!invocation.alive) return;
    invocation.alive = false;
    container.invocation = null;
    this.idle.set(step, [...(this.idle.get(step) ?? []), container]);
    this.freed(step);
  }

  private invokeSchedule(step: StepName): void {
    const container = this.container(step);
    const invocation = this.begin(step, container);
    this.simulation.trace(`invoke ${step}`);
    const ended = (): void => this.end(step, container, invocation);
    container.onSchedule?.().then(ended, ended);
  }

  /** Gives the queue's visible messages to as many calls of the step as may run at once. */
  private pump(step: StepName): void {
    const source = specificationOf(step).invokedBy;
    if (source === undefined) return;
    const queue = this.queues[source.queue];
    while ((this.running.get(step) ?? 0) < source.concurrencyMax) {
      const batch = queue.receive(source.batchSize, queue.options.visibilityMs);
      if (batch.length === 0) return;
      const container = this.container(step);
      const invocation = this.begin(step, container);
      this.simulation.trace(`invoke ${step} ${batch.map(({ receipt }) => receipt).join()}`);
      const records = batch.map(({ id, receipt, body, receives, group }) => ({
        messageId: id,
        receiptHandle: receipt ?? '',
        body,
        attributes: {
          ApproximateReceiveCount: String(receives),
          ...(group === null ? {} : { MessageGroupId: group }),
          SentTimestamp: '',
          SenderId: '',
          ApproximateFirstReceiveTimestamp: '',
        },
        messageAttributes: {},
        md5OfBody: '',
        eventSource: 'aws:sqs',
        eventSourceARN: '',
        awsRegion: '',
      }));
      const receipts = records.map(({ receiptHandle }) => receiptHandle);
      const { deletesFirst = [] } = this.variant;
      if (deletesFirst === true || deletesFirst.includes(step)) queue.delete(receipts);
      const remaining = { getRemainingTimeInMillis: () => invocation.deadline - this.simulation.now };
      container.onQueue?.({ Records: records }, remaining).then(
        ({ batchItemFailures }) => {
          if (!invocation.alive) return;
          const failed = new Set(
            this.variant.swallowsFailures === true ? [] : batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
          );
          queue.delete(
            records.filter(({ messageId }) => !failed.has(messageId)).map(({ receiptHandle }) => receiptHandle),
          );
          this.end(step, container, invocation);
        },
        () => this.end(step, container, invocation),
      );
    }
  }

  /** A process outside the stack, a command line, say: it may die, and its calls may fail, as those of any other. */
  client(run: (ports: StackPorts) => Promise<unknown>): void {
    this.containers += 1;
    const invocation = this.simulation.start('client', clientMsMax, () => undefined);
    const plain = this.portsOf(() => invocation, this.containers);
    const context = { step: 'client', cloud: this, invocation: () => invocation } as const;
    const ended = (): void => {
      invocation.alive = false;
    };
    run({ ...(this.variant.ports?.(plain, context) ?? plain), deliveries: plain.deliveries }).then(ended, ended);
  }

  private newContainer(step: StepName): Container {
    this.containers += 1;
    const id = this.containers;
    const container: { invocation: Invocation | null } = { invocation: null };
    const invocation = (): Invocation => {
      if (container.invocation === null) throw new Error(`${step} works without having been called`);
      return container.invocation;
    };
    const plain = this.portsOf(invocation, id);
    const changed = this.variant.ports?.(plain, { step, cloud: this, invocation }) ?? plain;
    const ports = { ...changed, deliveries: plain.deliveries };
    const { simulation, surroundings } = this;
    const { config } = surroundings;
    const onQueue = <M>(
      queue: QueueName,
      read: (body: string) => readonly M[],
      work: (message: M) => Promise<StepResult>,
    ) =>
      Object.assign(container, {
        onQueue: queueHandler({
          queue: queue === 'deliveries' ? ports.deliveries : ports.queues[queue],
          log: this.log,
          read,
          step: work,
        }),
        onSchedule: null,
      });
    const onSchedule = (work: () => Promise<StepResult>) =>
      Object.assign(container, { onQueue: null, onSchedule: scheduleHandler(work, this.log) });
    switch (step) {
      case 'dispatch':
        return onSchedule(dispatch(ports, config));
      case 'publish':
        return onSchedule(
          publish(
            { ...ports, queues: { ...ports.queues, changed: objectQueue(ports.queues.changed, this.log) } },
            config,
          ),
        );
      case 'poll':
        return onQueue('due', (body) => [parseMessage(dueMessageSchema, body)], poll(ports, config));
      case 'ingest':
        return onQueue('found', (body) => [parseMessage(candidateSchema, body)], ingest(ports, config));
      case 'alert':
        return onQueue('stored', objectMessagesOf, alert(ports, config));
      case 'digest':
        // One function, called by its queue and by its schedule.
        onQueue('windows', (body) => [parseMessage(windowMessageSchema, body)], digest(ports, config));
        return Object.assign(container, {
          onSchedule: scheduleHandler(closeDigests(ports, config), this.log),
        }) as Container;
      case 'sweep':
        return onSchedule(sweep(ports));
      case 'compile':
        return onSchedule(compile(ports));
      case 'recheck':
        return onSchedule(recheck(ports, config));
      case 'deliver': {
        const call = simulation.call.bind(simulation);
        const post: Post = (request) =>
          call(invocation(), 'http.post', request.url, (fault) => {
            const answer = fault === 'error' ? null : surroundings.onPost(request);
            return answer === null || fault === 'slow' ? { kind: 'failed', message: 'simulated' } : answer;
          });
        const notify = (notice: Notice): Promise<void> =>
          call(invocation(), 'sns.publish', notice.id, () => surroundings.onNotice(notice));
        return onQueue('deliveries', (body) => [body], deliver({ ...ports, post, notify }, config));
      }
    }
  }

  private portsOf(invocation: () => Invocation, container: number): StackPorts {
    const { simulation, store, surroundings } = this;
    const { seed } = simulation.options;
    const skewMsMax = skewsMs[seed % skewsMs.length] ?? 0;
    const skewMs = Math.round(skewMsMax * (2 * fraction(seed, 8, container) - 1));
    const call = <T>(
      name: Parameters<Simulation['call']>[1],
      subject: string,
      effect: (fault: FaultKind | null) => T,
    ) => simulation.call(invocation(), name, subject, effect);
    const put = (key: string, body: Uint8Array, condition: PutCondition, contentType: string): Promise<PutOutcome> => {
      const writer = invocation();
      return call('s3.put', key, (fault) => {
        if (fault === 'conflict') return { kind: 'conflict' };
        this.writer = writer;
        const outcome = store.put(key, body, condition, contentType);
        return fault === 'retried' ? store.put(key, body, condition, contentType) : outcome;
      });
    };
    const objects: Objects = {
      get: (key, options = {}) => call('s3.get', key, () => store.get(key, options.range)),
      put: (key, body, { condition, contentType }) => put(key, body, condition, contentType),
      list: (prefix, options = {}) =>
        call('s3.list', prefix, () => store.list(prefix, options.startAfter, options.limit ?? 1_000)),
    };
    const queue = (name: QueueName): Queue => {
      const real = this.queues[name];
      return {
        send: (messages) =>
          call('sqs.send', name, (fault) => {
            const failures = real.send(messages, fault === 'partial');
            if (fault === 'twice') real.send(messages);
            return failures;
          }),
        receive: ({ max, visibilitySeconds }) =>
          call('sqs.control', name, () =>
            real.receive(max, visibilitySeconds * 1_000).map(({ id, receipt, body, receives, group }) => ({
              id,
              receipt: receipt ?? '',
              body,
              receiveCount: receives,
              group,
            })),
          ),
        delete: (receipts) => call('sqs.control', name, () => real.delete(receipts)),
        changeVisibility: (receipt, seconds) =>
          call('sqs.control', name, () => real.changeVisibility(receipt, seconds)),
      };
    };
    const unused = (): never => {
      throw new Error('the pipeline does not change subscriptions');
    };
    return {
      objects,
      queues: {
        due: queue('due'),
        found: queue('found'),
        stored: queue('stored'),
        changed: queue('changed'),
        windows: queue('windows'),
      },
      topic: {
        publish: (target, message) => {
          const by = invocation();
          const issuedAt = simulation.now;
          surroundings.onIssue(target, message, by);
          return call('sns.publish', message.messageId, (fault) => {
            const outcome: PublishOutcome = surroundings.isHeard(target)
              ? { kind: 'accepted', messageId: message.messageId }
              : { kind: 'no-subscriber' };
            const posts = surroundings.onLanding({ target, message, outcome, by, issuedAt, fault });
            if (posts) this.queues.deliveries.send([{ body: message.json }]);
            return outcome;
          });
        },
        subscribe: unused,
        subscriptions: unused,
        unsubscribe: unused,
        removeWatch: unused,
      },
      fetcher: {
        fetch: (request) =>
          call(request.url.endsWith('.xml') ? 'http.feed' : 'http.page', request.url, (fault) =>
            fault === 'error' || fault === 'slow'
              ? { kind: 'failed', reason: 'timeout', message: 'simulated' }
              : surroundings.respond(request, invocation()),
          ),
      },
      clock: {
        nowMs: () => simulation.clockMs + skewMs,
        elapsedMs: () => simulation.now,
        wait: (ms) => new Promise((resolve) => simulation.after(ms, () => resolve(true))),
      },
      random: this.random,
      log: this.log,
      deliveries: queue('deliveries'),
    };
  }
}
