// Pictures of every screen, to be looked at.
import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["e2e/screenshots.ts"], testTimeout: 1_200_000 } });
