/** Topic on SNS: a topic for each watch and rate, made by the first subscription, and the stack's own topic for releases. */
import { createHash } from 'node:crypto';
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  type PublishCommandInput,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  type SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { BadInputError, DependencyError } from '../../../shared/errors.ts';
import type {
  Objects,
  PublishOutcome,
  Random,
  Rate,
  Subscription,
  Topic,
  TopicMessage,
} from '../../../shared/ports.ts';
import { sameMailAddress } from '../../../shared/watch/mail-address.ts';
import {
  addSubscription,
  readSubscriptions,
  removeSubscriptions,
  toSubscription,
} from '../../../shared/watch/subscriptions.ts';
import { fromSns, type SnsEndpoint, toSns } from './endpoints.ts';
import { sdkError, throwFault } from './faults.ts';
import { messageAttributes, snsSubject, structuredMessage } from './topic-message.ts';
import { checkPrefix, placeOf, rates, type TopicPlace, topicArn, topicName } from './topic-names.ts';

export interface SnsTopicOptions {
  readonly client: SNSClient;
  /** Begins the name of every topic made at run time, such as `dateline-watch-`; IAM is limited to it. */
  readonly prefix: string;
  /** The stack's topic `releases`; the topics of watches live in its account and region. */
  readonly releasesArn: string;
  /** Where the webhooks stand that we deliver to ourselves; null: this port subscribes none. */
  readonly webhooks?: (WebhookRegistry & { readonly queueUrl: string }) | null;
}

export interface WebhookRegistry {
  readonly objects: Objects;
  readonly random: Random;
}

interface ListedSubscription {
  readonly arn: string;
  readonly protocol: string | undefined;
  readonly address: string | undefined;
}

/** Begins the id of a subscription that waits for its confirmation: SNS lists those without an ARN. */
const pendingIdPrefix = 'pending:';
const listedAsPending = 'PendingConfirmation';
const listedAsDeleted = 'Deleted';

function isNotFound(error: unknown): boolean {
  const { name } = sdkError(error);
  return name === 'NotFound' || name === 'NotFoundException';
}

function pendingId(topic: string, { protocol, address }: SnsEndpoint): string {
  const hash = createHash('sha256').update(`${protocol}\n${address}`).digest('hex').slice(0, 16);
  return `${pendingIdPrefix}${topic}:${hash}`;
}

/** The account keeps its rights; nobody publishes without TLS. */
function tlsOnlyPolicy(arn: string, { partition, account }: TopicPlace): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Owner',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: [
          'SNS:GetTopicAttributes',
          'SNS:SetTopicAttributes',
          'SNS:AddPermission',
          'SNS:RemovePermission',
          'SNS:DeleteTopic',
          'SNS:Subscribe',
          'SNS:ListSubscriptionsByTopic',
          'SNS:Publish',
        ],
        Resource: arn,
      },
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 'SNS:Publish',
        Resource: arn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
}

/** Machines get the JSON itself as the body, not the envelope of SNS around it. */
const isMachine = ({ protocol }: SnsEndpoint): boolean => protocol === 'sqs' || protocol === 'https';

/** The topics by the SNS API; passes the Topic contract. Throws BadInputError on a bad prefix or ARN. */
export function snsTopic({ client, prefix, releasesArn, webhooks = null }: SnsTopicOptions): Topic {
  checkPrefix(prefix);
  const place = placeOf(releasesArn);
  const arnOf = (watch: string, rate: Rate): string => topicArn(place, topicName(prefix, watch, rate));

  async function send(input: PublishCommandInput, arn: string): Promise<PublishOutcome> {
    const sent = await client.send(new PublishCommand({ ...input, TopicArn: arn }));
    if (sent.MessageId === undefined || sent.MessageId === '') {
      throw new DependencyError('E_PUBLISH', `the topic ${arn} did not confirm a message`, { input: arn });
    }
    return { kind: 'accepted', messageId: sent.MessageId };
  }

  async function publishRelease(message: TopicMessage): Promise<PublishOutcome> {
    try {
      const attributes = messageAttributes(message.attributes);
      return await send({ Message: message.json, MessageAttributes: attributes }, releasesArn);
    } catch (error) {
      // This topic belongs to the stack: its absence is a fault, not a lack of subscribers.
      return throwFault(error, { action: 'sns:Publish', thing: releasesArn });
    }
  }

  async function publishAlert(watch: string, rate: Rate, message: TopicMessage): Promise<PublishOutcome> {
    const arn = arnOf(watch, rate);
    try {
      const attributes = messageAttributes(message.attributes);
      return await send(
        {
          Message: structuredMessage(message, attributes),
          MessageStructure: 'json',
          Subject: snsSubject(message),
          MessageAttributes: attributes,
        },
        arn,
      );
    } catch (error) {
      if (isNotFound(error)) return { kind: 'no-subscriber' };
      return throwFault(error, { action: 'sns:Publish', thing: arn });
    }
  }

  /** Idempotent by name. Attributes are never given here: SNS refuses the second call when they differ. */
  async function makeTopic(watch: string, rate: Rate): Promise<string> {
    const name = topicName(prefix, watch, rate);
    const created = await client
      .send(new CreateTopicCommand({ Name: name }))
      .catch((error: unknown) => throwFault(error, { action: 'sns:CreateTopic', thing: name }));
    const arn = created.TopicArn;
    if (arn !== arnOf(watch, rate)) {
      throw new DependencyError('E_RESOURCE', `the topic ${name} was made as ${arn}, not beside ${releasesArn}`, {
        input: name,
        hint: 'use the account and region of the stack: check AWS_REGION and the credentials',
      });
    }
    await client
      .send(
        new SetTopicAttributesCommand({
          TopicArn: arn,
          AttributeName: 'Policy',
          AttributeValue: tlsOnlyPolicy(arn, place),
        }),
      )
      .catch((error: unknown) => throwFault(error, { action: 'sns:SetTopicAttributes', thing: arn }));
    return arn;
  }

  async function listed(arn: string): Promise<ListedSubscription[]> {
    const all: ListedSubscription[] = [];
    let token: string | undefined;
    do {
      const page = await client
        .send(new ListSubscriptionsByTopicCommand({ TopicArn: arn, NextToken: token }))
        .catch((error: unknown) => {
          if (isNotFound(error)) return { Subscriptions: [], NextToken: undefined };
          return throwFault(error, { action: 'sns:ListSubscriptionsByTopic', thing: arn });
        });
      for (const { SubscriptionArn, Protocol, Endpoint } of page.Subscriptions ?? []) {
        if (SubscriptionArn === undefined || SubscriptionArn === listedAsDeleted) continue;
        all.push({ arn: SubscriptionArn, protocol: Protocol, address: Endpoint });
      }
      token = page.NextToken;
    } while (token !== undefined && token !== '');
    return all;
  }

  async function findExisting(topic: string, { protocol, address }: SnsEndpoint): Promise<string | null> {
    const all = await listed(topic);
    const same = all.find((one) => one.protocol === protocol && one.address === address);
    return same === undefined || same.arn === listedAsPending ? null : same.arn;
  }

  /** A mail address as it is subscribed already, where only its capitals differ: to SNS they are two. */
  async function asListed(topic: string, wanted: SnsEndpoint): Promise<SnsEndpoint> {
    const same = (await listed(topic)).find(
      ({ protocol, address }) => protocol === 'email' && sameMailAddress(address ?? '', wanted.address),
    );
    return same?.address === undefined ? wanted : { ...wanted, address: same.address };
  }

  async function subscribeTo(topic: string, endpoint: SnsEndpoint): Promise<string> {
    const call = { action: 'sns:Subscribe', thing: topic };
    try {
      const made = await client.send(
        new SubscribeCommand({
          TopicArn: topic,
          Protocol: endpoint.protocol,
          Endpoint: endpoint.address,
          ReturnSubscriptionArn: true,
          // From the first message on: set later, the first would come in its envelope.
          ...(isMachine(endpoint) ? { Attributes: { RawMessageDelivery: 'true' } } : {}),
        }),
      );
      if (made.SubscriptionArn === undefined) {
        throw new DependencyError('E_AWS', `sns:Subscribe on ${topic} answered no subscription`, { input: topic });
      }
      return made.SubscriptionArn;
    } catch (error) {
      // SNS refuses to subscribe an endpoint again with other attributes than it has.
      const { name } = sdkError(error);
      const existing = name.startsWith('InvalidParameter') ? await findExisting(topic, endpoint) : null;
      return existing ?? throwFault(error, call);
    }
  }

  /** Whether it waits for confirmation; raw delivery is put right where somebody subscribed the endpoint without. */
  async function settle(subscription: string, endpoint: SnsEndpoint): Promise<'confirmed' | 'pending'> {
    const found = await client
      .send(new GetSubscriptionAttributesCommand({ SubscriptionArn: subscription }))
      .catch((error: unknown) => throwFault(error, { action: 'sns:GetSubscriptionAttributes', thing: subscription }));
    const attributes = found.Attributes ?? {};
    if (isMachine(endpoint) && attributes['RawMessageDelivery'] !== 'true') {
      await client
        .send(
          new SetSubscriptionAttributesCommand({
            SubscriptionArn: subscription,
            AttributeName: 'RawMessageDelivery',
            AttributeValue: 'true',
          }),
        )
        .catch((error: unknown) => throwFault(error, { action: 'sns:SetSubscriptionAttributes', thing: subscription }));
    }
    return attributes['PendingConfirmation'] === 'true' ? 'pending' : 'confirmed';
  }

  async function subscriptionsOf(watch: string, rate: Rate): Promise<Subscription[]> {
    const topic = arnOf(watch, rate);
    const found: Subscription[] = [];
    for (const { arn, protocol, address } of await listed(topic)) {
      const endpoint = fromSns(protocol, address);
      // Protocols we never subscribe (a Lambda, say) are somebody else's; our own queue is no subscriber.
      if (endpoint === null || address === deliveriesArn) continue;
      const pending = arn === listedAsPending;
      const id = pending
        ? pendingId(topic, { protocol: protocol as SnsEndpoint['protocol'], address: address ?? '' })
        : arn;
      found.push({ id, watch, rate, endpoint, state: pending ? 'pending' : 'confirmed' });
    }
    return found;
  }

  /** The queue that hears every watch topic with a webhook; its name is the end of its URL. */
  const deliveriesArn =
    webhooks === null
      ? null
      : `arn:${place.partition}:sqs:${place.region}:${place.account}:${webhooks.queueUrl.split('/').at(-1) ?? ''}`;

  /** The topic speaks to the Deliveries queue, once for all its webhooks; deliver looks them up and signs. */
  async function subscribeWebhook(watch: string, rate: Rate, url: string): Promise<Subscription> {
    if (webhooks === null || deliveriesArn === null) {
      throw new DependencyError('E_CONFIG', 'webhooks are subscribed from the command line or the console', {
        input: url,
      });
    }
    const stored = await addSubscription(webhooks, watch, rate, { kind: 'webhook', url });
    await subscribeTo(await makeTopic(watch, rate), { protocol: 'sqs', address: deliveriesArn });
    return toSubscription(stored);
  }

  const ownSubscriptions = async () => (webhooks === null ? [] : readSubscriptions(webhooks.objects));

  return {
    publish: (target, message) =>
      target.kind === 'releases' ? publishRelease(message) : publishAlert(target.watch, target.rate, message),

    async subscribe(watch, rate, endpoint) {
      const wanted = toSns(endpoint);
      if (endpoint.kind === 'webhook') return subscribeWebhook(watch, rate, wanted.address);
      const topic = await makeTopic(watch, rate);
      const as = endpoint.kind === 'email' ? await asListed(topic, wanted) : wanted;
      const arn = await subscribeTo(topic, as);
      const state = await settle(arn, as);
      const id = state === 'pending' ? pendingId(topic, as) : arn;
      return { id, watch, rate, endpoint: fromSns(as.protocol, as.address) ?? endpoint, state };
    },

    async subscriptions(watch) {
      const perRate = await Promise.all(rates.map((rate) => subscriptionsOf(watch, rate)));
      const own = (await ownSubscriptions()).filter((one) => one.watch === watch);
      return [...perRate.flat(), ...own.map(toSubscription)];
    },

    async unsubscribe(id) {
      if (webhooks !== null && (await ownSubscriptions()).some((one) => one.id === id)) {
        await removeSubscriptions(webhooks.objects, (one) => one.id === id);
        return;
      }
      if (id.startsWith(pendingIdPrefix)) {
        throw new BadInputError('E_PENDING', 'a subscription that was never confirmed cannot be ended', {
          input: id,
          hint: 'nothing is sent to it; SNS forgets it after 48 hours without confirmation',
        });
      }
      try {
        await client.send(new UnsubscribeCommand({ SubscriptionArn: id }));
      } catch (error) {
        if (!isNotFound(error)) throwFault(error, { action: 'sns:Unsubscribe', thing: id });
      }
    },

    async removeWatch(watch) {
      if (webhooks !== null) await removeSubscriptions(webhooks.objects, (one) => one.watch === watch);
      for (const rate of rates) {
        const arn = arnOf(watch, rate);
        try {
          // Ends the subscriptions of the topic with it.
          await client.send(new DeleteTopicCommand({ TopicArn: arn }));
        } catch (error) {
          if (!isNotFound(error)) throwFault(error, { action: 'sns:DeleteTopic', thing: arn });
        }
      }
    },
  };
}
