import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Tests start processes of their own; more files side by side than cores only makes them wait for each other.
    maxWorkers: 3,
    // node-pty closes a terminal 200 ms after its program ended, read to the end or not; a busy machine loses the tail then.
    retry: 1,
    reporters: ['default'],
  },
});
