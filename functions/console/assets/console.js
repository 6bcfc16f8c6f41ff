/**
 * What the console's pages do in the browser: show moments in the reader's zone, follow what happens, and try a query
 * while it is typed. Text from outside only ever becomes text content.
 */

/** Moments in the reader's own zone, short when they are of today. */
function showMoments(root) {
  const today = new Date().toDateString();
  for (const element of root.querySelectorAll('[data-moment]')) {
    const at = new Date(element.dateTime);
    const options =
      at.toDateString() === today
        ? { hour: '2-digit', minute: '2-digit', second: '2-digit' }
        : { dateStyle: 'medium', timeStyle: 'short' };
    element.textContent = at.toLocaleString([], options);
    element.title = at.toISOString();
  }
}

/** Brings the live regions of this page up to date from a fresh copy of it. */
async function refreshRegions() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const region of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(region.id);
    if (next === null || region.contains(document.activeElement)) continue;
    const known = new Set([...region.querySelectorAll('[data-key]')].map((item) => item.dataset.key));
    for (const item of next.querySelectorAll('[data-key]')) {
      if (!known.has(item.dataset.key)) item.classList.add('arrived');
    }
    showMoments(next);
    region.replaceChildren(...next.childNodes);
  }
}

function follow(address) {
  const note = document.querySelector('[data-connection]');
  let timer = null;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => refreshRegions().catch(() => undefined), 400);
  };
  const source = new EventSource(address);
  let lost = false;
  source.addEventListener('open', () => {
    note.textContent = 'Live';
    if (lost) soon();
    lost = false;
  });
  source.addEventListener('error', () => {
    note.textContent = 'Not connected; trying again';
    lost = true;
  });
  source.addEventListener('release', soon);
  source.addEventListener('alert', soon);
  // Health changes without an event.
  setInterval(soon, 60_000);
  addEventListener('pagehide', () => source.close());
}

async function send(method, path, body) {
  const init = { method, headers: { accept: 'application/json' } };
  if (body !== undefined) {
    init.headers['content-type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  const response = await fetch(`/api/v1${path}`, init);
  return { ok: response.ok, status: response.status, value: response.status === 204 ? null : await response.json() };
}

/** A sentence with its marks as nodes. */
function markedNodes({ text, marks }) {
  const nodes = [];
  let at = 0;
  for (const { start, end } of marks) {
    const mark = document.createElement('mark');
    mark.textContent = text.slice(start, end);
    nodes.push(text.slice(at, start), mark);
    at = end;
  }
  nodes.push(text.slice(at));
  return nodes;
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

function sampleItem({ id, organization, headline, datePublished, sentence }) {
  const link = element('a', '', headline);
  link.href = `/releases/${encodeURIComponent(id)}`;
  const item = element('li', '', element('h3', '', link));
  item.append(element('p', 'meta', `${organization} · ${(datePublished ?? 'undated').slice(0, 10)}`));
  if (sentence !== null) item.append(element('p', 'sentence', ...markedNodes(sentence)));
  return item;
}

function missItem({ id, organization, headline, datePublished, failed }) {
  const item = sampleItem({ id, organization, headline, datePublished, sentence: null });
  item.append(element('p', 'sentence', element('code', '', failed.clause), ` ${failed.reason}`));
  return item;
}

/** A bar for each of the last weeks. */
function showWeeks(chart, weeks) {
  const shown = weeks.slice(-26);
  const most = Math.max(1, ...shown.map(({ matches }) => matches));
  chart.hidden = shown.length < 2;
  chart.replaceChildren(
    ...shown.map(({ week, matches, releases }) => {
      const bar = element('span', '');
      bar.style.height = `${Math.round((100 * matches) / most)}%`;
      bar.title = `Week of ${week}: ${matches} of ${releases}`;
      return bar;
    }),
  );
}

function watchForm(form) {
  const query = form.elements.namedItem('query');
  const name = form.elements.namedItem('name');
  const part = (key) => form.querySelector(`[data-${key}]`);
  const message = part('query-message');
  let timer = null;
  let round = 0;

  const showCount = (count, words, { samples = [], nearMisses = [], weeks = [], expectedWords = '' } = {}) => {
    part('backtest-count').textContent = count;
    part('backtest-words').textContent = words;
    part('backtest-expected').textContent = expectedWords;
    showWeeks(part('backtest-weeks'), weeks);
    part('backtest-samples').replaceChildren(...samples.map(sampleItem));
    part('backtest-missed').hidden = nearMisses.length === 0;
    part('backtest-misses').replaceChildren(...nearMisses.map(missItem));
  };

  const addFix = (fix) => {
    const button = element('button', 'chip', fix.label);
    button.type = 'button';
    button.title = fix.query;
    button.addEventListener('click', () => use(fix.query));
    message.append(' ', button);
  };

  const showErrors = (errors) => {
    query.setAttribute('aria-invalid', 'true');
    message.replaceChildren(errors.map((error) => `${error.message} ${error.hint ?? ''}`.trim()).join(' '));
    for (const fix of errors.flatMap((error) => error.fixes ?? [])) addFix(fix);
    showCount('–', 'The query cannot be read yet.');
  };

  const test = async () => {
    round += 1;
    const mine = round;
    const text = query.value.trim();
    if (text === '') {
      query.removeAttribute('aria-invalid');
      message.textContent = '';
      showCount('–', 'Type a query to see how many stored releases match.');
      return;
    }
    const check = await send('POST', '/query/check', { query: text });
    if (mine !== round) return;
    if (!check.ok || !check.value.ok) {
      showErrors(check.value.errors ?? [{ message: check.value.detail }]);
      return;
    }
    const answer = await send('POST', '/query/backtest', { query: text });
    if (mine !== round || !answer.ok) return;
    const { matches, releases, words, warnings } = answer.value;
    query.removeAttribute('aria-invalid');
    message.textContent = [words, ...warnings.map((warning) => warning.message)].filter(Boolean).join(' ');
    showCount(String(matches), `of ${releases} stored releases match.`, releases === 0 ? {} : answer.value);
    for (const fix of warnings.flatMap((warning) => warning.fixes)) addFix(fix);
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => test().catch(() => showCount('–', 'The console does not answer.')), 250);
  };

  function use(text) {
    query.value = text;
    query.focus();
    later();
  }

  query.addEventListener('input', later);
  for (const chip of form.querySelectorAll('[data-example]')) {
    chip.addEventListener('click', () => use(chip.dataset.example));
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const saving = part('save-message');
    saving.textContent = '';
    const answer = await send('POST', '/watches', { name: name.value, query: query.value }).catch(() => null);
    if (answer?.ok) {
      location.href = `/watches/${encodeURIComponent(answer.value.id)}`;
      return;
    }
    if (answer?.value.errors !== undefined) showErrors(answer.value.errors);
    saving.textContent = answer === null ? 'The console does not answer.' : answer.value.detail;
  });
  if (query.value !== '') later();
}

function removeButton(button) {
  let asked = false;
  button.addEventListener('click', async () => {
    if (!asked) {
      asked = true;
      button.textContent = 'Remove it and end its subscriptions';
      return;
    }
    const answer = await send('DELETE', `/watches/${encodeURIComponent(button.dataset.removeWatch)}`).catch(() => null);
    if (answer?.ok) location.href = '/watches';
    else document.querySelector('[data-remove-status]').textContent = 'It could not be removed.';
  });
}

/** Pause and resume: the page is shown anew, as it stands then. */
function changeButton(button) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    const path = `/watches/${encodeURIComponent(button.dataset.watchChange)}`;
    const answer = await send('PATCH', path, JSON.parse(button.dataset.change)).catch(() => null);
    if (answer?.ok) location.reload();
    else {
      document.querySelector('[data-watch-status]').textContent = 'It could not be changed.';
      button.disabled = false;
    }
  });
}

/** The server's own words name what is missing here; those about an address name a field of JSON. */
function subscribeProblem(answer, onMachine) {
  return onMachine ? answer.value.detail : 'That is no address: nothing was changed.';
}

function subscribeForm(form) {
  const field = form.elements.namedItem('address');
  const receiver = form.elements.namedItem('receiver');
  const message = form.querySelector('[data-subscribe-message]');
  const onMachine = () => receiver !== null && receiver.value !== '';
  receiver?.addEventListener('change', () => {
    field.required = !onMachine();
    field.disabled = onMachine();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    field.removeAttribute('aria-invalid');
    const address = field.value.trim();
    const typed = address.includes('://') ? { webhook: address } : { email: address };
    const to = onMachine() ? { machine: receiver.value } : typed;
    const path = `/watches/${encodeURIComponent(form.dataset.subscribeForm)}/subscriptions`;
    const answer = await send('POST', path, { ...to, rate: form.elements.namedItem('rate').value }).catch(() => null);
    if (answer?.ok && answer.value.secret !== undefined) {
      message.textContent = `Subscribed. Keep this secret, it signs the deliveries: ${answer.value.secret}`;
    } else if (answer?.ok) location.reload();
    else {
      if (!onMachine()) field.setAttribute('aria-invalid', 'true');
      message.textContent = answer === null ? 'The console does not answer.' : subscribeProblem(answer, onMachine());
    }
  });
}

/** A change of one subscription: the page is shown anew, as it stands then. */
function changeSubscription(element, on, method, path, bodyOf) {
  element.addEventListener(on, async () => {
    const answer = await send(method, path, bodyOf()).catch(() => null);
    if (answer?.ok) location.reload();
    else document.querySelector('[data-subscribe-message]').textContent = 'It could not be changed.';
  });
}

function testButton(button) {
  button.addEventListener('click', async () => {
    const path = `/watches/${encodeURIComponent(button.dataset.watchTest)}/test`;
    const answer = await send('POST', path, {}).catch(() => null);
    const sent = (answer?.value?.items ?? []).filter((item) => item.messageId !== null).length;
    const words = sent === 0 ? 'Nobody is told.' : 'A test message is on its way.';
    document.querySelector('[data-watch-status]').textContent = answer?.ok ? words : 'It could not be sent.';
  });
}

function enableButton(button) {
  const status = document.querySelector('[data-enable-status]');
  button.addEventListener('click', async () => {
    button.disabled = true;
    const ids = button.dataset.enable.split(' ');
    for (const [index, id] of ids.entries()) {
      status.textContent = `${index + 1} of ${ids.length}`;
      const path = `/newsrooms/${encodeURIComponent(id)}`;
      const answer = await send('PATCH', path, { enabled: true }).catch(() => null);
      if (!answer?.ok) {
        status.textContent = answer === null ? 'The console does not answer.' : answer.value.detail;
        button.disabled = false;
        return;
      }
    }
    location.reload();
  });
}

showMoments(document);
const address = document.body.dataset.follow;
if (address !== undefined) follow(address);
for (const form of document.querySelectorAll('[data-watch-form]')) watchForm(form);
for (const button of document.querySelectorAll('[data-remove-watch]')) removeButton(button);
for (const button of document.querySelectorAll('[data-watch-change]')) changeButton(button);
for (const button of document.querySelectorAll('[data-watch-test]')) testButton(button);
for (const form of document.querySelectorAll('[data-subscribe-form]')) subscribeForm(form);
for (const select of document.querySelectorAll('[data-subscription-rate]')) {
  changeSubscription(select, 'change', 'PATCH', select.dataset.subscriptionRate, () => ({ rate: select.value }));
}
for (const button of document.querySelectorAll('[data-subscription-end]')) {
  changeSubscription(button, 'click', 'DELETE', button.dataset.subscriptionEnd, () => undefined);
}
for (const button of document.querySelectorAll('[data-subscription-enable]')) {
  changeSubscription(button, 'click', 'PATCH', button.dataset.subscriptionEnable, () => ({ enabled: true }));
}
for (const button of document.querySelectorAll('[data-enable]')) enableButton(button);
