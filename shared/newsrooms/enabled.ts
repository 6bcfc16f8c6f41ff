/** Which newsrooms are polled: their file says it, and `state/newsrooms.json` overrides. */
import { keys } from '../archive/keys.ts';
import { readJson, swapJson } from '../archive/objects.ts';
import type { Objects } from '../ports.ts';
import type { Newsroom } from './schema.ts';

/** `state/newsrooms.json`: what `newsroom enable` and `disable` recorded. */
interface NewsroomsState {
  readonly enabled: Readonly<Record<string, boolean>>;
}

const nothingRecorded: NewsroomsState = { enabled: {} };

/** The newsrooms that are polled, in the order given. */
export async function enabledNewsrooms(objects: Objects, newsrooms: readonly Newsroom[]): Promise<readonly Newsroom[]> {
  const { value } = await readJson(objects, keys.newsrooms, nothingRecorded);
  return newsrooms.filter(
    ({ id, enabled }) => (Object.hasOwn(value.enabled, id) ? value.enabled[id] : enabled) === true,
  );
}

/** Records that these newsrooms are polled, or are not; the others stay as they are. Safe against concurrent changes. */
export async function setEnabled(objects: Objects, ids: readonly string[], enabled: boolean): Promise<void> {
  await swapJson<NewsroomsState>(objects, keys.newsrooms, nothingRecorded, (state) => {
    const changed = ids.filter((id) => !Object.hasOwn(state.enabled, id) || state.enabled[id] !== enabled);
    if (changed.length === 0) return undefined;
    return { enabled: { ...state.enabled, ...Object.fromEntries(changed.map((id) => [id, enabled])) } };
  });
}
