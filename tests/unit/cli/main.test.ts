/** The command line as a whole: help, wrong verbs, exit codes, and one JSON line for an error. */
import { expect, test } from 'vitest';
import { asFault, exitCodeOf } from '../../../cli/faults.ts';
import { main } from '../../../cli/main.ts';
import { BadInputError, DependencyError, UsageError } from '../../../shared/errors.ts';

async function call(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  const code = await main(argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { code, stdout, stderr };
}

test('--help lists the verbs on stdout', async () => {
  const { code, stdout, stderr } = await call('--help');
  expect(code).toBe(0);
  expect(stdout).toContain('start');
  expect(stdout).toContain('run');
  expect(stderr).toBe('');
});

test('no verb at all is wrong usage and shows the verbs on stderr', async () => {
  const { code, stdout, stderr } = await call();
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('Usage: dateline <verb>');
});

test('an unknown verb names the nearest right one', async () => {
  const { code, stderr } = await call('strat');
  expect(code).toBe(2);
  expect(stderr).toContain('did you mean start?');
});

test('with --json an error is one line on stderr and nothing on stdout', async () => {
  const { code, stdout, stderr } = await call('strat', '--json');
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(JSON.parse(stderr)).toEqual({
    error: { code: 'E_VERB', message: expect.any(String), input: 'strat', hint: expect.stringContaining('start') },
  });
});

test('a stack is shown with --debug only', async () => {
  expect((await call('strat')).stderr).not.toContain('at ');
  expect((await call('strat', '--debug')).stderr).toContain('main.ts');
});

test('a verb explains itself with one real example', async () => {
  const { code, stdout } = await call('run', '--help');
  expect(code).toBe(0);
  expect(stdout).toContain('--at');
  expect(stdout).toContain('--data');
  expect(stdout).toContain('Example:\n  dateline run --once');
});

test('an unknown flag is wrong usage and names the nearest right one', async () => {
  const { code, stderr } = await call('run', '--onec');
  expect(code).toBe(2);
  expect(stderr).toContain('--once');
});

test('`run` without --once says what to do', async () => {
  const { code, stderr } = await call('run');
  expect(code).toBe(2);
  expect(stderr).toContain('--once');
});

test('each kind of fault has its documented exit code', () => {
  expect(exitCodeOf(new UsageError('E', 'x'))).toBe(2);
  expect(exitCodeOf(new BadInputError('E', 'x'))).toBe(1);
  expect(exitCodeOf(new DependencyError('E', 'x'))).toBe(3);
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write', path: '/data/x' });
  const fault = asFault(full);
  expect(exitCodeOf(fault)).toBe(3);
  expect(fault.message).toContain('/data/x');
  expect(fault.message).toContain('the disk is full');
});
