import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/seed/choose.ts'],
    alias: [{ find: /^fast-check$/, replacement: fileURLToPath(new URL('test/seed/fastCheck.ts', import.meta.url)) }],
    // Vitest leaves one processor free: of two, half of the machine.
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
