/** The ports of a deployed stack, from its environment variables; each Lambda has only those of the ports it uses. */
import { DatelineError } from '../../../shared/errors.ts';
import type { CountedQueue, Fetcher, Objects, Ports, Queue, Topic } from '../../../shared/ports.ts';
import type { Notice } from '../../../shared/steps/deliver.ts';
import { type Environment, s3Client, snsClient, sqsClient } from './clients.ts';
import { systemClock } from './clock.ts';
import { confirmationOf, confirmSubscription } from './confirm.ts';
import { jsonLog } from './log.ts';
import { snsNotices } from './notices.ts';
import { s3Objects } from './objects.ts';
import { messageCount, sqsQueue } from './queue.ts';
import { cryptoRandom } from './random.ts';
import { snsTopic, type WebhookRegistry } from './topic.ts';

/** The variables that the stack sets, by the port that needs them. */
export const variables = {
  bucket: 'DATELINE_BUCKET',
  due: 'DATELINE_DUE_URL',
  found: 'DATELINE_FOUND_URL',
  stored: 'DATELINE_STORED_URL',
  changed: 'DATELINE_CHANGED_URL',
  windows: 'DATELINE_WINDOWS_URL',
  deliveries: 'DATELINE_DELIVERIES_URL',
  releasesArn: 'DATELINE_RELEASES_TOPIC_ARN',
  topicPrefix: 'DATELINE_TOPIC_PREFIX',
  operationsArn: 'DATELINE_OPERATIONS_TOPIC_ARN',
} as const;

function required(env: Environment, name: string): string {
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  throw new DatelineError('E_CONFIG', `the environment variable ${name} is not set`, {
    input: name,
    hint: 'the stack sets it for the functions that need it; deploy again, or set it from the outputs of the stack',
  });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

// A port is made by its first call, so that a missing variable is the error of that call and of no other.

function lateObjects(make: () => Objects): Objects {
  const port = once(make);
  return {
    get: async (key, options) => port().get(key, options),
    put: async (key, body, options) => port().put(key, body, options),
    list: async (prefix, options) => port().list(prefix, options),
  };
}

function lateQueue(make: () => Queue): Queue {
  const port = once(make);
  return {
    send: async (messages) => port().send(messages),
    receive: async (options) => port().receive(options),
    delete: async (receipts) => port().delete(receipts),
    changeVisibility: async (receipt, seconds) => port().changeVisibility(receipt, seconds),
  };
}

function lateTopic(make: () => Topic): Topic {
  const port = once(make);
  return {
    publish: async (target, message) => port().publish(target, message),
    subscribe: async (watch, rate, endpoint) => port().subscribe(watch, rate, endpoint),
    subscriptions: async (watch) => port().subscriptions(watch),
    unsubscribe: async (id) => port().unsubscribe(id),
    removeWatch: async (watch) => port().removeWatch(watch),
  };
}

function missing(port: string, input: string): never {
  throw new DatelineError('E_CONFIG', `this function was built without a ${port}`, { input });
}

const noTopic: Topic = {
  publish: async () => missing('topic', 'publish'),
  subscribe: async () => missing('topic', 'subscribe'),
  subscriptions: async () => missing('topic', 'subscriptions'),
  unsubscribe: async () => missing('topic', 'unsubscribe'),
  removeWatch: async () => missing('topic', 'removeWatch'),
};

const noFetcher: Fetcher = { fetch: async ({ url }) => missing('fetcher', url) };

/**
 * Topic on SNS; a function that publishes nothing leaves it out of its bundle. `registry`: where the webhooks stand that we
 * deliver to ourselves; without it the port publishes and subscribes no webhook.
 */
export function topicPort(env: Environment, registry: WebhookRegistry | null = null): Topic {
  return lateTopic(() =>
    snsTopic({
      client: snsClient(env),
      prefix: required(env, variables.topicPrefix),
      releasesArn: required(env, variables.releasesArn),
      webhooks: registry === null ? null : { ...registry, queueUrl: required(env, variables.deliveries) },
    }),
  );
}

/** Confirms a subscription by the link that SNS mailed; answers its ARN. */
export async function confirmByLink(env: Environment, url: string): Promise<string> {
  const confirmation = confirmationOf(url, required(env, variables.topicPrefix));
  return confirmSubscription(snsClient(env), confirmation);
}

/** The queue of messages to webhooks. */
export function deliveriesQueue(env: Environment): Queue {
  return lateQueue(() => sqsQueue({ client: sqsClient(env), url: required(env, variables.deliveries) }));
}

/** Any queue of the stack by its address, for whoever reaches the stack from outside. */
export function queueAt(env: Environment, url: string): CountedQueue {
  const queue = lateQueue(() => sqsQueue({ client: sqsClient(env), url }));
  return { ...queue, count: () => messageCount({ client: sqsClient(env), url }) };
}

/** Notices to whoever runs the stack. */
export function operationsNotices(env: Environment): (notice: Notice) => Promise<void> {
  const notices = once(() => snsNotices({ client: snsClient(env), topicArn: required(env, variables.operationsArn) }));
  return async (notice) => notices()(notice);
}

/**
 * Ports on S3 and SQS, which every function uses. `others` adds or replaces whole ports: what is missing there, topic and
 * fetcher, is a DatelineError E_CONFIG of its first call, and so is a variable that is not set.
 */
export function stepPorts(env: Environment, others: Partial<Ports> = {}): Ports {
  const s3 = once(() => s3Client(env));
  const sqs = once(() => sqsClient(env));
  const queue = (name: string): Queue => lateQueue(() => sqsQueue({ client: sqs(), url: required(env, name) }));
  return {
    objects: lateObjects(() => s3Objects({ client: s3(), bucket: required(env, variables.bucket) })),
    queues: {
      due: queue(variables.due),
      found: queue(variables.found),
      stored: queue(variables.stored),
      changed: queue(variables.changed),
      windows: queue(variables.windows),
    },
    topic: noTopic,
    fetcher: noFetcher,
    clock: systemClock(),
    random: cryptoRandom(),
    log: jsonLog(),
    ...others,
  };
}

/** Ports on S3, SQS and SNS, for whoever reaches a stack from outside. */
export function awsPorts(env: Environment, others: Partial<Ports> = {}): Ports {
  const ports = stepPorts(env, others);
  return { ...ports, topic: topicPort(env, ports), ...others };
}
