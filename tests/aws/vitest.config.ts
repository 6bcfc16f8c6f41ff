/** Tests of the AWS adapters against an emulator; `npm run test:aws` starts it and says where it is. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/aws/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // The emulators answer one request at a time: more workers only wait for each other.
    maxWorkers: 3,
  },
});
