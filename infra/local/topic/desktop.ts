/**
 * Delivers as a notification of the desktop, by the program that each system brings for it. The words of a message are
 * arguments or environment variables of that program, never part of a command: no shell reads them.
 */

import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { BadInputError } from '../../../shared/errors.ts';
import { deliveryLimits } from '../../../shared/limits.ts';
import { escapeMarkup } from '../../../shared/text/escape-markup.ts';
import { safeLine, truncate } from '../../../shared/watch/safe-text.ts';
import type { Deliverer, Delivery } from './delivery.ts';

interface Words {
  readonly title: string;
  readonly body: string;
}

interface Notifier {
  readonly program: string;
  readonly install: string;
  call(words: Words): { readonly args: readonly string[]; readonly env?: Readonly<Record<string, string>> };
}

const balloon = [
  'Add-Type -AssemblyName System.Windows.Forms, System.Drawing',
  '$icon = New-Object System.Windows.Forms.NotifyIcon',
  '$icon.Icon = [System.Drawing.SystemIcons]::Information',
  '$icon.Visible = $true',
  '$icon.ShowBalloonTip(8000, $env:DATELINE_TITLE, $env:DATELINE_BODY, [System.Windows.Forms.ToolTipIcon]::None)',
  'Start-Sleep -Seconds 8',
  '$icon.Dispose()',
].join('; ');

const freedesktop: Notifier = {
  program: 'notify-send',
  install: 'install it (Debian and Ubuntu: libnotify-bin)',
  // Bodies may hold markup (Desktop Notifications Specification 1.2, "body-markup"): it is taken by its letters.
  call: ({ title, body }) => ({ args: ['--app-name=Dateline', '--', title, escapeMarkup(body)] }),
};

/** By `process.platform`; every other system is one of freedesktop.org. */
const notifiers: Readonly<Record<string, Notifier>> = {
  darwin: {
    program: 'osascript',
    install: 'it is a part of macOS',
    call: ({ title, body }) => ({
      args: [
        ...['-e', 'on run argv'],
        ...['-e', 'display notification (item 2 of argv) with title (item 1 of argv)'],
        ...['-e', 'end run'],
        title,
        body,
      ],
    }),
  },
  win32: {
    program: 'powershell.exe',
    install: 'it is a part of Windows',
    call: ({ title, body }) => ({
      args: ['-NoProfile', '-NonInteractive', '-Command', balloon],
      env: { DATELINE_TITLE: title, DATELINE_BODY: body },
    }),
  },
};

/** Where to look, and on what; tests give their own. */
export interface Desktop {
  readonly platform?: string;
  readonly path?: string;
}

async function onPath(program: string, path: string): Promise<string | null> {
  for (const folder of path.split(delimiter).filter(isAbsolute)) {
    const file = join(folder, program);
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return file;
  }
  return null;
}

/** The program that shows notifications here. Throws BadInputError E_DESKTOP where there is none. */
export async function findNotifier({
  platform = process.platform,
  path = process.env['PATH'] ?? '',
}: Desktop = {}): Promise<{ readonly notifier: Notifier; readonly file: string }> {
  const notifier = notifiers[platform] ?? freedesktop;
  const file = await onPath(notifier.program, path);
  if (file !== null) return { notifier, file };
  throw new BadInputError('E_DESKTOP', `no notification can be shown here: there is no ${notifier.program}`, {
    input: 'desktop',
    hint: `${notifier.install}, or take --mailbox or --stdout`,
  });
}

const linesMax = 3;
const lineCharactersMax = 180;

/** A release by its sentence; several by their headlines; else what the text begins with. */
function wordsOf({ message }: Delivery): Words {
  const { alerts = [] } = JSON.parse(message.json) as {
    alerts?: readonly {
      readonly organization?: string;
      readonly headline?: string;
      readonly why?: { readonly sentence: { readonly text: string } | null };
    }[];
  };
  const [first, ...others] = alerts;
  const alone = others.length === 0 ? first?.why?.sentence?.text : undefined;
  const lines =
    first === undefined
      ? message.text.split('\n').slice(0, 1)
      : alone === undefined
        ? alerts.map(({ headline = '' }) => headline)
        : [`${first.organization ?? ''}: ${alone}`];
  const body = lines.slice(0, linesMax).map((line) => truncate(safeLine(line), lineCharactersMax));
  return { title: safeLine(message.subject), body: body.join('\n') };
}

/** A program that fails, or is gone, fails the delivery with its own words. */
export function desktopDeliverer(desktop: Desktop = {}): Deliverer {
  return async (delivery) => {
    const found = await findNotifier(desktop).catch((fault: unknown) => {
      if (fault instanceof BadInputError) return fault.message;
      throw fault;
    });
    if (typeof found === 'string') return { kind: 'failed', message: found };
    const { args, env = {} } = found.notifier.call(wordsOf(delivery));
    const options = { timeout: deliveryLimits.deliveryDeadlineMs, env: { ...process.env, ...env }, windowsHide: true };
    return new Promise((resolve) => {
      execFile(found.file, args, options, (error, _, stderr) => {
        const reason = safeLine(stderr) || (error?.message ?? '');
        resolve(
          error === null
            ? { kind: 'delivered' }
            : { kind: 'failed', message: `${found.notifier.program} did not show the notification: ${reason}` },
        );
      });
    });
  };
}
