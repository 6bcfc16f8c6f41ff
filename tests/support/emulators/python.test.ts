/** What a person reads where Python is missing. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { findPython } from './python.ts';

describe('findPython', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('says what it tried and how to install it when there is none', () => {
    vi.stubEnv('PATH', '/nonexistent');
    vi.stubEnv('PYTHON', '/nonexistent/python3');
    expect(findPython).toThrow(/\/nonexistent\/python3 was not found[\s\S]*apt-get install python3 python3-venv/);
  });

  test('does not take something else for Python', () => {
    vi.stubEnv('PATH', '/nonexistent');
    vi.stubEnv('PYTHON', process.execPath);
    expect(findPython).toThrow(/is Python of an unknown version/);
  });
});
