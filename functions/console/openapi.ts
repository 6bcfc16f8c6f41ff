/** The description of the HTTP interface (OpenAPI 3.1), served as /api/openapi.json; a test asks every path that it names. */
import { machineEndpointKinds } from '../../shared/ports.ts';

const json = (schema: unknown) => ({ 'application/json': { schema } });
const ok = (description: string, schema: unknown) => ({ description, content: json(schema) });
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const listOf = (name: string) => ({
  type: 'object',
  required: ['items', 'next'],
  properties: { items: { type: 'array', items: reference(name) }, next: { type: ['string', 'null'] } },
});
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: reference('Problem') } },
});
const parameter = (name: string, where: 'path' | 'query', description: string) => ({
  name,
  in: where,
  required: where === 'path',
  description,
  schema: { type: 'string' },
});
const bodyOf = (schema: unknown) => ({ required: true, content: json(schema) });
const strings = (...names: readonly string[]) => ({
  type: 'object',
  required: names,
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
});
const rate = { enum: ['immediate', 'daily', 'weekly', 'off'] };
const optionalStrings = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
const cursor = parameter('cursor', 'query', 'The `next` of the page before.');
const releaseIdParameter = parameter('id', 'path', 'Id of the release.');
const watchIdParameter = parameter('id', 'path', 'Id of the watch.');

export const openApi = {
  openapi: '3.1.0',
  info: {
    title: 'Dateline',
    version: '1',
    description: 'Releases, watches and alerts. A foreign Host, a foreign Origin or a body that is no JSON is refused.',
  },
  servers: [{ url: '/api/v1' }],
  paths: {
    '/health': {
      get: {
        summary: 'How the newsrooms that are asked are doing',
        responses: { '200': ok('Health', listOf('Health')) },
      },
    },
    '/newsrooms': {
      get: { summary: 'Every known newsroom', responses: { '200': ok('Newsrooms', listOf('Newsroom')) } },
    },
    '/newsrooms/{id}': {
      patch: {
        summary: 'Begin or end asking a newsroom',
        parameters: [parameter('id', 'path', 'Id of the newsroom.')],
        requestBody: bodyOf({ type: 'object', required: ['enabled'], properties: { enabled: { type: 'boolean' } } }),
        responses: {
          '200': ok('What stands now', strings('id')),
          '400': problem('A bad body'),
          '404': problem('No such newsroom'),
        },
      },
    },
    '/releases': {
      get: {
        summary: 'Releases, the last changed first',
        parameters: [
          parameter('q', 'query', 'A query; only releases that match.'),
          parameter('newsroom', 'query', 'Id of a newsroom.'),
          parameter(
            'since',
            'query',
            'ISO 8601: printed on this day or later; a release without a printed day first seen at or after this time.',
          ),
          cursor,
        ],
        responses: { '200': ok('Releases', listOf('Release')), '400': problem('A bad query or time') },
      },
    },
    '/releases/{id}': {
      get: {
        summary: 'The last revision of one release',
        parameters: [releaseIdParameter],
        responses: { '200': ok('The record', reference('Release')), '404': problem('No such release') },
      },
    },
    '/releases/{id}/diff': {
      get: {
        summary: 'What the last revision changed',
        parameters: [releaseIdParameter],
        responses: {
          '200': ok('The difference', reference('Diff')),
          '404': problem('No such release, or only one revision'),
        },
      },
    },
    '/watches': {
      get: { summary: 'All watches', responses: { '200': ok('Watches', listOf('Watch')) } },
      post: {
        summary: 'Add a watch; the same name and query again give the same watch',
        requestBody: bodyOf({
          type: 'object',
          required: ['name', 'query'],
          properties: { ...optionalStrings('name', 'query', 'timeZone'), rate },
        }),
        responses: {
          '200': ok('It was there already', reference('Watch')),
          '201': ok('Added', reference('Watch')),
          '400': problem('A bad name or query, with errors and fixes'),
          '409': problem('The name belongs to another query'),
        },
      },
    },
    '/watches/{id}': {
      get: {
        summary: 'One watch',
        parameters: [watchIdParameter],
        responses: { '200': ok('The watch', reference('Watch')), '404': problem('No such watch') },
      },
      patch: {
        summary: 'Change a watch, pause it, or end its pause; its id stays',
        parameters: [watchIdParameter],
        requestBody: bodyOf({
          type: 'object',
          properties: { ...optionalStrings('name', 'query', 'timeZone'), rate, paused: { type: 'boolean' } },
        }),
        responses: {
          '200': ok('What stands now', reference('Watch')),
          '400': problem('A bad name, query or time zone'),
          '404': problem('No such watch'),
        },
      },
      delete: {
        summary: 'Remove a watch and its subscriptions',
        parameters: [watchIdParameter],
        responses: { '204': { description: 'Removed' }, '404': problem('No such watch') },
      },
    },
    '/watches/{id}/subscriptions': {
      get: {
        summary: 'Who is told',
        parameters: [watchIdParameter],
        responses: { '200': ok('Subscriptions', listOf('Subscription')), '404': problem('No such watch') },
      },
      post: {
        summary: 'Subscribe an address: give one of `email`, `webhook` and `machine`',
        parameters: [watchIdParameter],
        requestBody: bodyOf({
          type: 'object',
          properties: {
            email: { type: 'string', format: 'email' },
            webhook: { type: 'string', format: 'uri' },
            machine: { enum: [...machineEndpointKinds], description: 'What one machine has without an address.' },
            rate,
          },
        }),
        responses: {
          '201': ok('Subscribed; `secret` signs the deliveries of a webhook', reference('Subscription')),
          '400': problem('No usable address'),
          '404': problem('No such watch'),
        },
      },
    },
    '/watches/{id}/test': {
      post: {
        summary: 'Send a test message to everybody whom the watch tells',
        parameters: [watchIdParameter],
        requestBody: bodyOf({ type: 'object' }),
        responses: {
          '200': ok('The messages that are on their way', listOf('SentTest')),
          '404': problem('No such watch'),
        },
      },
    },
    '/watches/{id}/subscriptions/{subscription}': {
      patch: {
        summary: 'Another rate; for a webhook: enable it again, with what it missed, or rotate its secret',
        parameters: [watchIdParameter, parameter('subscription', 'path', 'Id of the subscription.')],
        requestBody: bodyOf({
          type: 'object',
          properties: { rate, enabled: { const: true }, rotateSecret: { const: true } },
        }),
        responses: {
          '200': ok(
            'What stands now; `secret` after a rotation, `sentAgain` after enabling',
            reference('Subscription'),
          ),
          '400': problem('A bad body'),
          '404': problem('No such subscription'),
        },
      },
      delete: {
        summary: 'End a subscription',
        parameters: [watchIdParameter, parameter('subscription', 'path', 'Id of the subscription.')],
        responses: { '204': { description: 'Ended' }, '404': problem('No such subscription') },
      },
    },
    '/alerts': {
      get: {
        summary: 'Alerts that were accepted, the latest first',
        parameters: [cursor],
        responses: { '200': ok('Alerts', listOf('Alert')) },
      },
    },
    '/events': {
      get: {
        summary: 'Releases and alerts as they happen',
        responses: {
          '200': { description: 'Server-sent events `release` and `alert`', content: { 'text/event-stream': {} } },
        },
      },
    },
    '/query/check': {
      post: {
        summary: 'Whether a query parses, what it means, and how to repair it',
        requestBody: bodyOf(strings('query')),
        responses: { '200': ok('The verdict', reference('QueryCheck')), '400': problem('No query in the body') },
      },
    },
    '/query/backtest': {
      post: {
        summary: 'What a query finds among the stored releases',
        description:
          'Counts by week, what that lets expect, samples with the sentence that matched, and near misses with the first clause that failed.',
        requestBody: bodyOf({
          type: 'object',
          required: ['query'],
          properties: {
            query: { type: 'string' },
            since: { type: 'string', description: 'ISO 8601: only what is printed from this day on.' },
          },
        }),
        responses: { '200': ok('The backtest', reference('Backtest')), '400': problem('A bad query or time') },
      },
    },
  },
  components: {
    schemas: {
      Problem: {
        type: 'object',
        description: 'RFC 9457',
        required: ['title', 'status', 'detail', 'code'],
        properties: {
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          code: { type: 'string' },
          errors: { type: 'array', items: { type: 'object' } },
        },
      },
      Health: strings('id', 'status'),
      Newsroom: strings('id', 'organization', 'country', 'homepage', 'status'),
      Release: {
        ...strings('id', 'newsroom', 'organization', 'headline', 'body'),
        description: 'The record of schema/release-v1.json.',
      },
      Diff: {
        type: 'object',
        required: ['id', 'from', 'to', 'change', 'headline', 'body'],
        properties: { body: { type: 'array', items: strings('op', 'text') } },
      },
      Watch: {
        type: 'object',
        required: ['id', 'name', 'query', 'rate', 'timeZone', 'paused'],
        properties: {
          ...optionalStrings('id', 'name', 'query', 'createdAt', 'timeZone'),
          rate,
          paused: { type: 'boolean' },
        },
      },
      Subscription: strings('id', 'watch', 'rate', 'state'),
      SentTest: {
        type: 'object',
        required: ['rate', 'messageId'],
        properties: { rate, messageId: { type: ['string', 'null'] } },
      },
      Alert: {
        ...strings('alertId', 'watch', 'release', 'kind', 'at', 'newsroom'),
        description: 'What became of one hit; `revision` is the release’s.',
      },
      QueryCheck: {
        type: 'object',
        required: ['ok', 'canonical', 'words', 'errors', 'warnings'],
        properties: { ok: { type: 'boolean' }, errors: { type: 'array' }, warnings: { type: 'array' } },
      },
      Backtest: {
        type: 'object',
        required: ['matches', 'releases', 'span', 'weeks', 'earlier', 'expected', 'samples', 'nearMisses', 'missedBy'],
        properties: {
          matches: { type: 'integer' },
          releases: { type: 'integer', description: 'How many stored releases were asked.' },
          span: {
            type: 'object',
            description:
              'First and last printed day, since when releases are seen as they come out, how many were there before, and weeks without any.',
          },
          weeks: {
            type: 'array',
            items: {
              type: 'object',
              required: ['week', 'releases', 'matches'],
              properties: {
                week: { type: 'string', format: 'date', description: 'Its Monday.' },
                releases: { type: 'integer' },
                matches: { type: 'integer' },
              },
            },
          },
          expected: {
            type: ['object', 'null'],
            description:
              'Alerts a week with the range of four weeks in five, and how it was reckoned; null before a whole week.',
            properties: {
              perWeek: { type: 'number' },
              low: { type: 'integer' },
              high: { type: 'integer' },
              messagesPerWeek: { type: 'number' },
              isSlowed: {
                type: 'boolean',
                description: 'Some days have so many messages that the rest goes as one digest an hour.',
              },
              method: { type: 'string' },
            },
          },
          expectedWords: { type: 'string', description: 'The same in a sentence.' },
          samples: { type: 'array', items: strings('id', 'newsroom', 'headline') },
          nearMisses: {
            type: 'array',
            items: {
              type: 'object',
              required: ['id', 'headline', 'failed'],
              properties: { failed: strings('clause', 'words', 'reason') },
            },
          },
          missedBy: { type: 'array', items: { type: 'object', required: ['clause', 'releases'] } },
        },
      },
    },
  },
} as const;
