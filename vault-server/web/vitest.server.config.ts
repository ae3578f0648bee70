// Tests against the real server, `npm run test:server`; COFFRE_BINARIES names the folder of the programs.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["test/server/**/*.test.ts"], testTimeout: 180_000, hookTimeout: 180_000, fileParallelism: false },
});
