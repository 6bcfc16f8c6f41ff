/** Values of flags that more than one verb takes, checked where they come in. */
import { UsageError } from '../shared/errors.ts';

/** `--port`: 0 (any free one) to 65535. */
export function portFlag(value: string | undefined): number | null {
  if (value === undefined) return null;
  const port = /^\d{1,5}$/u.test(value) ? Number(value) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new UsageError('E_FLAG_VALUE', `--port cannot be ${value}`, { input: value, hint: 'a number from 0 to 65535' });
}

/** A number from 0 on, for `--alert-newest` and the like. */
export function countFlag(name: string, value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (/^\d{1,6}$/u.test(value)) return Number(value);
  throw new UsageError('E_FLAG_VALUE', `--${name} cannot be ${value}`, {
    input: value,
    hint: 'a whole number from 0 on',
  });
}

/** `--at`: an ISO 8601 time with a zone, or a day (its start in UTC). Milliseconds since the epoch. */
export function atFlag(value: string | undefined): number | null {
  if (value === undefined) return null;
  const zoned = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/u;
  const ms = zoned.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new UsageError('E_FLAG_VALUE', `--at cannot be ${value}`, {
    input: value,
    hint: 'a time with its zone such as 2026-05-13T09:00:00Z, or a day such as 2026-05-13',
  });
}

/** `--allow-hosts 127.0.0.1:8080,…`: loopback servers that the guarded fetcher may reach beside public addresses. */
export function allowHostsFlag(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  const hosts = value.split(',').map((host) => host.trim());
  for (const host of hosts) {
    const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null;
    const port = /:(\d{1,5})$/u.exec(host)?.[1];
    const plain = url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
    if (!plain || port === undefined || Number(port) < 1) {
      throw new UsageError('E_FLAG_VALUE', `--allow-hosts cannot be ${host}`, {
        input: host,
        hint: 'host:port, several separated by commas, such as 127.0.0.1:8080',
      });
    }
  }
  return hosts.map((host) => host.toLowerCase());
}

const agePattern = /^([1-9]\d{0,4})([smhdw])$/u;
const ageUnitsMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `--since`: a day in UTC or an age such as `7d`. Milliseconds since the epoch. */
export function sinceFlag(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  const [, count, unit] = agePattern.exec(value) ?? [];
  if (count !== undefined && unit !== undefined) return nowMs - Number(count) * (ageUnitsMs[unit] ?? 0);
  const ms = /^\d{4}-\d{2}-\d{2}$/u.test(value) ? Date.parse(value) : Number.NaN;
  // A day that no calendar has may be read as one of the next month.
  if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value)) return ms;
  throw new UsageError('E_FLAG_VALUE', `--since cannot be ${value}`, {
    input: value,
    hint: 'a day in UTC such as 2026-05-13, or an age such as 7d, 12h or 2w',
  });
}
