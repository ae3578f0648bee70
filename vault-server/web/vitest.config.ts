// Tests that need no server: vectors shared with Rust, round trips, refusals.
import { defineConfig } from "vitest/config";
import { messages } from "./build/messages.ts";

export default defineConfig({
  plugins: [messages()],
  test: { include: ["test/**/*.test.ts"], exclude: ["test/server/**"], testTimeout: 60_000 },
});
