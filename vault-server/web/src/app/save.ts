// A file that a person takes along. Never on a shared computer: it would stay there.

/** Time that a browser gets to begin writing, in milliseconds. */
const KEPT_MS = 60_000;

/** Hands a file to the browser, to be written where the person says. */
export function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
