import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Rooms that compute only (eslint.config.js): a test of theirs leaves nothing behind that the next one could meet. */
const pure = ['model', 'language', 'vocabulary', 'engine', 'plan', 'render', 'demo', 'import', 'library', 'anything'];
const ofPure = pure.map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    globalSetup: ['test/seed/choose.ts'],
    alias: [{ find: /^fast-check$/, replacement: fileURLToPath(new URL('test/seed/fastCheck.ts', import.meta.url)) }],
    // Vitest leaves one processor free: of two, half of the machine.
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      // They share a process, which loads the product once: half of the time went into loading it.
      { extends: true, test: { name: 'computes', include: ofPure, isolate: false } },
      { extends: true, test: { name: 'acts', include: ['test/**/*.test.ts'], exclude: ofPure } },
    ],
  },
});
