// The last step of the build: writes `page.json`, the list of every file with its hash and of how it is served, by which anyone
// compares a server with it (`coffre page verify`), and compresses each file once, so that the server only has to choose.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** The content type of each sort of file, as the server's `build.rs` knows them. */
const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
  wasm: "application/wasm",
};

/** Writes the list and the compressed forms after everything else. */
export function finish(): Plugin {
  let [root, out] = ["", ""];
  return {
    name: "coffre-finish",
    apply: "build",
    configResolved(config) {
      root = config.root;
      out = resolve(config.root, config.build.outDir);
    },
    closeBundle() {
      const files = walk(out);
      const hash = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");
      const list = Object.fromEntries(files.map((path) => [`/${relative(out, path).replaceAll("\\", "/")}`, hash(path)]));
      const listed = join(out, "page.json");
      const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), "utf8"));
      const screens = Object.fromEntries([...(read("screens.json") as string[]).map((path) => [path, "/index.html"]), ["/calme", "/calme.html"]]);
      const types = Object.fromEntries(Object.entries(TYPES).filter(([end]) => [...files, listed].some((path) => path.endsWith(`.${end}`))));
      writeFileSync(listed, `${JSON.stringify({ format: 1, files: list, screens, types, headers: read("headers.json") }, null, 1)}\n`);
      for (const path of [...files, listed]) compress(path);
    },
  };
}

function walk(folder: string): string[] {
  const found = readdirSync(folder).map((name) => join(folder, name));
  return found.flatMap((path) => (statSync(path).isDirectory() ? walk(path) : [path])).sort();
}

/** A form that is not smaller is not written. */
function compress(path: string): void {
  const plain = readFileSync(path);
  const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
  const gzip = gzipSync(plain, { level: 9 });
  if (brotli.length < plain.length) writeFileSync(`${path}.br`, brotli);
  if (gzip.length < plain.length) writeFileSync(`${path}.gz`, gzip);
}
