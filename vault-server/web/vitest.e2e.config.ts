// Tests in a real Chromium against a real server: one browser at a time, so that a small machine keeps up; what fails is
// tried once more, because a busy machine loses a touch now and then: a fault of ours fails twice.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["e2e/**/*.test.ts"], testTimeout: 180_000, retry: 1, hookTimeout: 180_000, fileParallelism: false },
});
