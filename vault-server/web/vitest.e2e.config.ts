// Tests in a real Chromium against a real server: one browser at a time, so that a small machine keeps up. What fails is tried
// again: the driver now and then lets a worker's first requests pass that a test wanted to change or to cut. A fault of ours
// fails each time.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["e2e/**/*.test.ts"], testTimeout: 180_000, retry: 3, hookTimeout: 180_000, fileParallelism: false },
});
