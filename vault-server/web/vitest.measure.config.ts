// Figures of the page on this machine, into docs/BENCHMARKS.md. Not a test: nothing fails because a machine is slow.
import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["e2e/measure.ts"], testTimeout: 1_800_000 } });
