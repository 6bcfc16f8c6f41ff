/** What is known of a page in a test that says nothing of it. */
import type { PageContext } from '../../../shared/release/types.ts';

export const emptyContext: PageContext = {
  url: null,
  contentType: null,
  organization: null,
  language: null,
  uiLanguage: null,
  timeZone: null,
  dateOrder: null,
  channel: null,
};
