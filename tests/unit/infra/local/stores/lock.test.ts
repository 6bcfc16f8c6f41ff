import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acquireDataLock } from '../../../../../infra/local/stores/lock.ts';
import { identityLives, identityOf, ownIdentity } from '../../../../../infra/local/stores/process-identity.ts';
import { DependencyError } from '../../../../../shared/errors.ts';
import { temporaryFolder } from '../../../../support/memory/folder.ts';

describe('the data lock', () => {
  test('is held once; the second holder is told the pid', async () => {
    const folder = await temporaryFolder();
    const lock = await acquireDataLock(folder);
    const second = acquireDataLock(folder);
    await expect(second).rejects.toThrow(DependencyError);
    await expect(second).rejects.toMatchObject({
      code: 'E_LOCKED',
      message: expect.stringContaining(`${process.pid}`),
    });
    await lock.release();
    await lock.release();
    await (await acquireDataLock(folder)).release();
  });

  test('one of several at the same time gets it', async () => {
    const folder = await temporaryFolder();
    const attempts = await Promise.allSettled(Array.from({ length: 6 }, () => acquireDataLock(folder)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a dead holder is taken over, and so is a pid that now belongs to another process', async () => {
    const folder = await temporaryFolder();
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const identity = identityOf(child.pid!)!;
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: child.pid, identity, since: 'before' }));
    await expect(acquireDataLock(folder)).rejects.toMatchObject({ message: expect.stringContaining(`${child.pid}`) });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await acquireDataLock(folder)).release();

    const reused = `${process.pid}-0123456789ab`;
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.pid, identity: reused, since: 'before' }));
    const lock = await acquireDataLock(folder);
    expect(JSON.parse(await readFile(join(folder, 'lock'), 'utf8'))).toMatchObject({ identity: ownIdentity() });
    await lock.release();
  });

  test('a lock file that was cut by a power failure holds nobody off', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'lock'), '');
    await (await acquireDataLock(folder)).release();
  });

  test('identities tell the living from the dead and from nonsense', () => {
    expect(identityLives(ownIdentity())).toBe(true);
    expect(identityLives(identityOf(process.ppid) ?? '')).toBe(true);
    for (const nobody of ['', '1', '0-0123456789ab', '-1-0123456789ab', '999999999-0123456789ab', `${process.pid}-x`]) {
      expect(identityLives(nobody)).toBe(false);
    }
  });
});
