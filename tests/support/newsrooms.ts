/** Newsrooms for tests, told apart by their id and by what a test gives. */
import type { Newsroom } from '../../shared/newsrooms/schema.ts';

export function makeNewsroom(id: string, fields: Partial<Newsroom> = {}): Newsroom {
  return {
    id,
    organization: id,
    country: 'FR',
    homepage: 'https://harbour.example.org/',
    enabled: true,
    channels: [{ kind: 'rss', url: 'https://harbour.example.org/rss' }],
    ...fields,
  };
}
