// How the page is built: two documents (the vault and the neutral page that one leaves to), sentences in chunks of their own, and
// what is loaded only when a phone lacks a primitive in files of its own. Nothing is inlined: the server's policy forbids it.
import { defineConfig } from "vite";
import { finish } from "./build/finish.ts";
import { messages } from "./build/messages.ts";
import { pdfData, pdfDecoder } from "./build/pdf.ts";

export default defineConfig({
  plugins: [messages(), pdfDecoder(), finish()],
  build: {
    target: "es2022",
    outDir: "dist/page",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rollupOptions: { input: ["index.html", "calme.html"] },
  },
  worker: { format: "es", plugins: () => [messages(), pdfData()] },
});
