/** What a story of the demo newsroom is, before it is printed as a page or an item of a channel. */

/** One state of a story; a later state replaces an earlier one at the same address. */
export interface StoryState {
  /** Seconds after the channel's clock started; negative: it stood there before the first poll. */
  readonly afterSeconds: number;
  readonly headline: string;
  readonly paragraphs: readonly string[];
}

export interface Story {
  /** Path of its page on the demo server. */
  readonly path: string;
  /** Language of the text (BCP 47). */
  readonly language: string;
  /** The printed day where the page does not follow the clock: ISO date and the label as printed. */
  readonly printed: { readonly date: string; readonly label: string } | null;
  /** In the order of time; the first publishes the story, the others correct it. */
  readonly states: readonly [StoryState, ...StoryState[]];
}

/** A story as it stands at some moment. */
export interface PublishedStory {
  readonly story: Story;
  readonly state: StoryState;
  /** Milliseconds since the epoch. */
  readonly publishedMs: number;
  readonly updatedMs: number;
}

/** When a channel's own time began, in milliseconds since the epoch. */
export interface ChannelClock {
  /** The demo's first start: older items are dated from it. */
  readonly openedMs: number;
  /** Null until a reader has shown that it keeps what it read; later stories are dated from it. */
  readonly startedMs: number | null;
}

/** What is published at `nowMs`, newest first. */
export function publishedStories(
  stories: readonly Story[],
  clock: ChannelClock,
  nowMs: number,
): readonly PublishedStory[] {
  const published: PublishedStory[] = [];
  for (const story of stories) {
    const state = story.states.filter((candidate) => isVisible(candidate, clock, nowMs)).at(-1);
    if (state === undefined) continue;
    published.push({
      story,
      state,
      publishedMs: timeOf(story.states[0], clock),
      updatedMs: timeOf(state, clock),
    });
  }
  return published.sort((a, b) => b.publishedMs - a.publishedMs);
}

/** Seconds until the next state of any story appears, or null when all is said. */
export function secondsUntilNext(stories: readonly Story[], clock: ChannelClock, nowMs: number): number | null {
  if (clock.startedMs === null) return 0;
  const elapsed = (nowMs - clock.startedMs) / 1000;
  const coming = stories
    .flatMap((story) => story.states.map((state) => state.afterSeconds))
    .filter((at) => at > elapsed);
  return coming.length === 0 ? null : Math.ceil(Math.min(...coming) - elapsed);
}

function timeOf(state: StoryState, clock: ChannelClock): number {
  const base = state.afterSeconds < 0 ? clock.openedMs : (clock.startedMs ?? clock.openedMs);
  return base + state.afterSeconds * 1000;
}

function isVisible(state: StoryState, clock: ChannelClock, nowMs: number): boolean {
  return state.afterSeconds < 0 || (clock.startedMs !== null && nowMs >= timeOf(state, clock));
}
