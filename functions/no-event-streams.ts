/**
 * No call of ours answers with an event stream (of S3, only SelectObjectContent does). In the bundles this file stands in for
 * `@smithy/core/event-streams`, which the SDK also imports lazily: esbuild then wraps the 190 modules that it shares with the
 * rest in functions, and V8 reads each of them twice.
 */
function refuse(): never {
  throw new Error('a bundle has no event streams');
}

export const eventStreamSerdeProvider = () => ({ serialize: refuse, deserialize: refuse });

/** As the SDK's own does: sets the marshaller of the client. */
export const resolveEventStreamSerdeConfig = <T extends { eventStreamSerdeProvider: (input: T) => unknown }>(
  input: T,
) => Object.assign(input, { eventStreamMarshaller: input.eventStreamSerdeProvider(input) });

export class EventStreamSerde {
  constructor() {
    refuse();
  }
}
