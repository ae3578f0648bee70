// One call, handed on as it is: the line's plain work.
import type { IncomingMessage, ServerResponse } from "node:http";
import { request } from "node:https";

/** Another body than the server's, from that and its type. */
export type Change = (body: Buffer, type: string) => Buffer | string;

/** Where a call breaks. */
export interface Breaking {
  /** `up`: when so many bytes have gone to the server; `down`: when so many have come back; `answer`: the server has done it, and its answer is lost. */
  readonly at: "up" | "down" | "answer";
  readonly after?: number;
}

/** What is done to a call on its way. */
export interface Meddling {
  readonly change?: Change | undefined;
  readonly breaking?: Breaking | undefined;
  /** Called once it is broken. */
  broken(): void;
}

/** Raw headers, name and value in turn, without some of them. */
const without = (raw: readonly string[], ...names: readonly string[]): string[] =>
  raw.filter((_, index) => !names.includes(raw[index - (index % 2)]?.toLowerCase() ?? ""));

/** Hands a call on to a port of this machine, and its answer back. */
export function relay(asked: IncomingMessage, answer: ServerResponse, port: number, { change, breaking, broken }: Meddling): void {
  const breakNow = (): void => {
    for (const end of [asked, answer, behind]) end.destroy();
    broken();
  };
  const headers = change === undefined ? asked.rawHeaders : [...without(asked.rawHeaders, "accept-encoding"), "Accept-Encoding", "identity"];
  // A connection for each call: one that was kept could just be closing at the other end.
  const to = { host: "127.0.0.1", port, rejectUnauthorized: false, agent: false as const, path: asked.url ?? "/", method: asked.method ?? "GET" };
  const behind = request({ ...to, headers }, (told) => {
    told.on("error", () => answer.destroy());
    if (breaking?.at === "answer") breakNow();
    else if (change === undefined) giveBack(told, answer, breaking?.at === "down" ? { after: breaking.after ?? 0, breakNow } : undefined);
    else giveChanged(told, answer, change);
  });
  behind.on("error", () => answer.destroy());
  answer.on("close", () => behind.destroy());
  asked.on("error", () => behind.destroy());
  let sent = 0;
  if (breaking?.at === "up") {
    asked.on("data", (piece: Buffer) => {
      sent += piece.length;
      if (sent >= (breaking.after ?? 0)) breakNow();
    });
  }
  asked.pipe(behind);
}

function giveBack(told: IncomingMessage, answer: ServerResponse, down: { readonly after: number; readonly breakNow: () => void } | undefined): void {
  answer.writeHead(told.statusCode ?? 500, told.rawHeaders);
  if (down === undefined) return void told.pipe(answer);
  let left = down.after;
  told.on("data", (piece: Buffer) => {
    const last = piece.length >= left;
    if (last) told.pause();
    // So many bytes leave, and no more.
    answer.write(piece.subarray(0, left), () => last && down.breakNow());
    left -= piece.length;
  });
  // Shorter than where it was to break.
  told.on("end", () => answer.end());
}

function giveChanged(told: IncomingMessage, answer: ServerResponse, change: Change): void {
  const pieces: Buffer[] = [];
  told.on("data", (piece: Buffer) => void pieces.push(piece));
  told.on("end", () => {
    const body = change(Buffer.concat(pieces), told.headers["content-type"] ?? "");
    answer.writeHead(told.statusCode ?? 500, without(told.rawHeaders, "content-length", "transfer-encoding")).end(body);
  });
}
