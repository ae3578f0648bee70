// How the page is built: what is loaded only when a phone lacks a primitive lies in files of its own.
import { defineConfig } from "vite";

export default defineConfig({
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  worker: { format: "es" },
});
