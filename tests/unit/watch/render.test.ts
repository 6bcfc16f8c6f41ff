import { describe, expect, it } from 'vitest';
import { alertId } from '../../../shared/ids.ts';
import { limits, textMessageLimits } from '../../../shared/limits.ts';
import type { AlertKind } from '../../../shared/ports.ts';
import { compileQueries } from '../../../shared/query/compile.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { changedParts } from '../../../shared/watch/changed-parts.ts';
import { queryDocument } from '../../../shared/watch/document.ts';
import { feedItems } from '../../../shared/watch/feed.ts';
import { markedText, matchedSentence } from '../../../shared/watch/matched-sentence.ts';
import { alertMessageSchema } from '../../../shared/watch/message-schema.ts';
import { type AlertItem, renderAlerts, renderReleaseNotice } from '../../../shared/watch/render.ts';
import { renderDigest } from '../../../shared/watch/render-digest.ts';
import { renderTest } from '../../../shared/watch/render-test.ts';
import type { Watch } from '../../../shared/watch/schema.ts';
import { makeRelease } from '../../support/releases.ts';

const settings = { consoleAddress: null, target: 'local' };

function watchOf(query: string, name = query): Watch {
  return { version: 1, id: 'w', name, query, createdAt: '2026-03-02T09:00:00Z', removedAt: null } as Watch;
}

function itemOf(query: string, release: Release, kind: AlertKind = 'new'): AlertItem {
  const [hit] = compileQueries([{ id: 'w', query }]).matcher.match(queryDocument(release));
  return {
    alertId: alertId('w', release.id, release.revision),
    watch: 'w',
    release: release.id,
    revision: release.revision,
    kind,
    releaseRecord: release,
    hit: hit ?? null,
  };
}

const digestFacts = {
  alertId: 'a',
  rate: 'weekly',
  from: '2026-03-02T00:00:00.000Z',
  to: '2026-03-09T00:00:00.000Z',
  afterPause: false,
  isGathered: false,
  unlisted: 3,
  where: 'https://x.example',
} as const;

const render = (query: string, release: Release) => renderAlerts(watchOf(query), [itemOf(query, release)], settings);

describe('a group', () => {
  it('says what its releases are where all are of one kind', () => {
    const group = (...kinds: readonly AlertKind[]) =>
      renderAlerts(
        watchOf('ferry'),
        kinds.map((kind, index) =>
          itemOf('ferry', makeRelease({ slug: `k${index}`, headline: 'Ferry' }), kind),
        ) as never,
        settings,
      );
    expect(group('new', 'new').subject).toBe('2 releases: Ferry [ferry]');
    expect(group('revised', 'new').subject).toBe('2 releases: Ferry [ferry]');
    expect(group('revised', 'revised').subject).toBe('2 revised releases: Ferry [ferry]');
    expect(group('withdrawn', 'withdrawn').text).toMatch(/^2 withdrawn releases matched your watch/);
  });

  it('is the same item of the feed when the feed remembers fewer of its releases', () => {
    const hits = [1, 2].map((index) => {
      const item = itemOf('ferry', makeRelease({ slug: `f${index}`, headline: `Ferry ${index}` }));
      const { alertId: id, watch, kind } = item;
      const at = '2026-03-02T09:00:00.000Z';
      return { item, entry: { watch, alertId: id, kind, state: 'accepted', messageId: 'm', at } as const };
    });
    const idsOf = (some: typeof hits) => feedItems(watchOf('ferry'), some).map(({ id }) => id);
    expect(idsOf(hits)).toEqual(['m']);
    expect(idsOf(hits.slice(1))).toEqual(['m']);
  });
});

describe('a message of hostile length', () => {
  const address = (length: number) => `https://harbour.example.org/${'p'.repeat(length)}`;
  const group = (headline: string, url: string) =>
    Array.from({ length: limits.groupedAlertsPerMessageMax }, (_, index) =>
      itemOf(
        'ferry',
        makeRelease({ slug: `r${index}`, headline, canonicalUrl: url, url, body: 'A ferry. '.repeat(200) }),
      ),
    ) as unknown as [AlertItem, ...AlertItem[]];
  const mostBytes = limits.messageTextBytesMax + limits.messageBytesMax;

  it('shows the beginning of a headline that is none, in text and JSON', () => {
    const { text, json } = render('ferry', makeRelease({ headline: `Ferry ${'word '.repeat(10_000)}` }));
    expect(text.length).toBeLessThan(2_000);
    expect(JSON.parse(json).alerts[0].headline).toMatch(/^Ferry word .*…$/);
  });

  it('says less of each release in its JSON, and keeps every alert id and the shape of the schema', () => {
    const items = group(`Ferry ${'ü'.repeat(5_000)}`, address(100));
    const { json, alerts } = renderAlerts(watchOf('ferry'), items, settings);
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(limits.messageBytesMax);
    const message = alertMessageSchema.parse(JSON.parse(json));
    expect(message).toMatchObject({ truncated: true });
    expect(message.alerts.map((alert) => alert.alertId)).toEqual(alerts.map((alert) => alert.alertId));
  });

  it('is cut in its middle, and fits into a queue whatever the newsroom wrote', () => {
    const { text, json } = renderAlerts(watchOf('ferry'), group('Ferry', address(8_000)), settings);
    expect(Buffer.byteLength(JSON.stringify({ text, json }))).toBeLessThanOrEqual(mostBytes * 1.2);
    expect(text).toContain('[…]\n\n--\nYou get this because of your watch “ferry”');
    expect(JSON.parse(json).alerts).toHaveLength(limits.groupedAlertsPerMessageMax);
  });
});

describe('the sentence of an alert', () => {
  it('is the one that matched, with every match in it marked', () => {
    const release = makeRelease({ body: 'Nothing here. Police linked I‑24/7 and the I-24/7 desk.\n\nMore text.' });
    const sentence = matchedSentence(release, itemOf('I-24/7', release).hit!.spans)!;
    expect(markedText(sentence)).toBe('Police linked *I‑24/7* and the *I-24/7* desk.');
    expect(sentence.marks.map(({ start, end }) => sentence.text.slice(start, end))).toEqual(['I‑24/7', 'I-24/7']);
  });

  it('comes from the headline when only that matched', () => {
    const release = makeRelease({ headline: 'Ferry seized', body: 'Nothing to see.' });
    expect(markedText(matchedSentence(release, itemOf('ferry', release).hit!.spans)!)).toBe('*Ferry* seized');
  });

  it('keeps its marks in place when the text holds line feeds and hidden characters', () => {
    const release = makeRelease({ body: 'The\u200B new\n cyber\u00ADcrime   unit\u202E works.' });
    const sentence = matchedSentence(release, itemOf('cybercrime', release).hit!.spans)!;
    expect(sentence.text).toBe('The new cybercrime unit works.');
    expect(markedText(sentence)).toBe('The new *cybercrime* unit works.');
    const glued = makeRelease({ body: 'The ferry\u0000 was\u202E seized.' });
    expect(markedText(matchedSentence(glued, itemOf('ferry', glued).hit!.spans)!)).toBe('The *ferry* was seized.');
  });
});

describe('an alert', () => {
  it('has a subject that is safe and short, with the name of the watch at its end', () => {
    const release = makeRelease({
      headline: `Port${' harbour'.repeat(40)}\r\nBcc: everyone@example.org`,
      body: 'ferry',
    });
    const { subject } = render('ferry', release);
    expect(subject.length).toBeLessThanOrEqual(limits.subjectCharactersMax);
    expect(subject).toMatch(/^Port harbour [^\r\n]*… \[ferry\]$/);
  });

  it('names the organization from the registry, the printed day, the place and how to stop', () => {
    const dateline = {
      text: 'LYON, France',
      place: 'LYON',
      region: null,
      country: 'France',
      countryCode: 'FR',
      date: null,
      service: null,
    };
    const { text } = render('cybercrime', makeRelease({ dateline }));
    expect(text).toContain('Harbour Authority · 1 March 2026 · LYON, France');
    expect(text).toContain('npx dateline unsubscribe w --email YOUR-ADDRESS');
    expect(text).toContain('Matched: cybercrime');
  });

  it('links to the console where that has a fixed address', () => {
    const item = itemOf('cybercrime', makeRelease());
    const { text } = renderAlerts(watchOf('cybercrime'), [item], {
      ...settings,
      consoleAddress: 'https://alerts.example.org',
    });
    expect(text).toContain('https://alerts.example.org/watches/w');
  });

  it('says what changed in a revision', () => {
    const release = makeRelease({
      revision: 2,
      change: { previousContentHash: 'x', verdict: 'figures', material: true, fields: ['body'] },
    });
    const message = renderAlerts(watchOf('cybercrime'), [itemOf('cybercrime', release, 'revised')], settings);
    expect(message.subject).toMatch(/^Revised: /);
    expect(message.text).toContain('Changed in revision 2: body, figures among it');
  });

  it('shows what a revision changed, in the places that differ', () => {
    const before = makeRelease({
      body: 'LYON – Officers seized 12 boats off the coast near Marseille on Monday. cybercrime',
    });
    const after = makeRelease({
      body: 'LYON – Officers seized 14 boats off the coast near Marseille on Monday. cybercrime',
      revision: 2,
      change: { previousContentHash: 'x', verdict: 'figures', material: true, fields: ['body'] },
    });
    const item = { ...itemOf('cybercrime', after, 'revised'), changes: changedParts(before, after) };
    const message = renderAlerts(watchOf('cybercrime'), [item], settings);
    expect(message.text).toContain('  was: LYON – Officers seized 12 boats off the coast …');
    expect(message.text).toContain('  now: LYON – Officers seized 14 boats off the coast …');
    expect(JSON.parse(message.json).alerts[0].changes).toHaveLength(1);
  });

  it('shows the changed place in a text without spaces too', () => {
    const text = '港口将于冬季开放，届时所有船只均可使用北侧码头，管理局表示已为此准备了两年之久。'.repeat(4);
    const before = makeRelease({ body: `${text}共有240艘船登记。${text}` });
    const after = makeRelease({ body: `${text}共有260艘船登记。${text}`, revision: 2 });
    const [part] = changedParts(before, after);
    expect(part?.before).toContain('共有240艘船登记');
    expect(part?.after).toContain('共有260艘船登记');
  });

  it('says JSON that its published schema allows', () => {
    const items = ['one', 'two'].map((slug) => itemOf('cybercrime', makeRelease({ slug, inLanguage: null })));
    const watch = { ...watchOf('cybercrime'), timeZone: 'UTC' };
    const messages = [
      renderAlerts(watch, [items[0]!], settings),
      renderAlerts(watch, [items[0]!, items[1]!], settings, { waiting: 2, where: 'https://x.example' }),
      renderDigest(watch, items, digestFacts, settings),
      renderTest(watch, 'daily', settings, 'n'),
    ];
    for (const { json } of messages) expect(alertMessageSchema.safeParse(JSON.parse(json)).error).toBeUndefined();
  });

  it('says of a withdrawn release that it was taken down', () => {
    const change = { previousContentHash: 'x', verdict: 'withdrawn', material: true, fields: ['status'] } as const;
    const release = makeRelease({ revision: 3, status: 'withdrawn', change: { ...change, fields: ['status'] } });
    const message = renderAlerts(watchOf('cybercrime'), [itemOf('cybercrime', release, 'withdrawn')], settings);
    expect(message.subject).toMatch(/^Withdrawn: /);
    expect(message.text).toContain('Taken down by its newsroom (revision 3).');
  });

  it('puts no name or figure beside a name that runs from right to left, where both would change places', () => {
    const watch = { ...watchOf('السيبرانية', 'الجريمة'), timeZone: 'UTC' };
    const items = ['one', 'two'].map((slug) => itemOf('cybercrime', makeRelease({ slug })));
    const messages = [
      renderAlerts(watch, [items[0]!, items[1]!], settings),
      renderDigest(watch, items, digestFacts, settings),
      renderDigest(watch, items, { ...digestFacts, afterPause: true }, settings),
    ];
    for (const { text } of messages) {
      for (const line of text.split('\n').filter((one) => /[a-z].*الجريمة/.test(one))) {
        expect(line).toMatch(/الجريمة”(?:\.|,? [a-z].*)$/);
      }
      expect(text.split('\n')).toContain('السيبرانية');
    }
  });

  it('gives machines a headline without what would turn their own words around', () => {
    const { json } = render('ferry', makeRelease({ headline: 'Ferry\u202E gnp\u0007', organization: 'Har\u200Bbour' }));
    expect(JSON.parse(json).alerts).toMatchObject([{ headline: 'Ferry gnp', organization: 'Harbour' }]);
  });

  it('keeps a headline that runs from right to left whole, on a line of its own', () => {
    const headline = 'الإنتربول يكافح الجريمة السيبرانية cybercrime';
    const { subject, text, sms } = render('cybercrime', makeRelease({ headline: `\u202E${headline}\u202C` }));
    expect(subject).toBe(`${headline} [cybercrime]`);
    expect(text.split('\n')).toContain(headline);
    expect(sms).toContain(headline);
  });

  it('keeps the short line within a text message, with the address when it fits', () => {
    const { sms } = render('cybercrime', makeRelease({ headline: 'Unit '.repeat(60) }));
    expect(sms.length).toBeLessThanOrEqual(textMessageLimits.placesMax);
    expect(sms).toContain('https://harbour.example.org/news/one');
  });

  it('gives machines spans that cut the match out of the record', () => {
    const release = makeRelease();
    const { alerts } = JSON.parse(render('I-24/7', release).json) as {
      alerts: { why: { spans: { field: 'body'; start: number; end: number }[] } }[];
    };
    const [span] = alerts[0]!.why.spans;
    expect(release.body.slice(span!.start, span!.end)).toBe('I-24/7');
  });

  it('has one message id for the same alerts, whatever else changes', () => {
    const one = render('cybercrime', makeRelease());
    const again = render('cybercrime', makeRelease({ headline: 'Corrected since' }));
    expect(again.messageId).toBe(one.messageId);
  });
});

describe('the notice of a release for machines', () => {
  it('names key, id, origin and revision, and can be filtered by newsroom, language and country', () => {
    const release = makeRelease();
    const notice = renderReleaseNotice('releases/x.json', release);
    expect(JSON.parse(notice.json)).toMatchObject({
      version: 1,
      key: 'releases/x.json',
      id: release.id,
      origin: 'live',
      revision: 1,
    });
    expect(notice.attributes).toEqual({ organization: 'harbour', language: 'en', country: 'FR' });
  });
});
