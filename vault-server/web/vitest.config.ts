// Tests that need no server: vectors shared with Rust, round trips, refusals.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["test/**/*.test.ts"], exclude: ["test/server/**"], testTimeout: 60_000 },
});
