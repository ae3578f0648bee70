/** Errors cross from the worker as what they are, and nothing else is asked of it than what it offers. */

import { expect, it } from "vitest";
import { ServerRefusal, Unreachable } from "../src/api/problem.ts";
import { Refused } from "../src/core/error.ts";
import { hear, tell } from "../src/worker/protocol.ts";
import { newWorker } from "./worker.ts";

it("an error is the same on the other side", () => {
  const refused = new Refused("wrap", "maker");
  refused.about = "a1";
  const server = new ServerRefusal(403, { code: "wrong-pin", tries_left: 3 });
  for (const error of [refused, server, new Unreachable()]) expect(hear(structuredClone(tell(error)))).toEqual(error);
});

it("a fault of the code tells its kind only", () => {
  expect(tell(new TypeError("secret"))).toEqual({ kind: "fault", detail: "TypeError" });
});

it("refuses what cannot be read, before any server is asked", async () => {
  const page = await newWorker();
  await page.begin("https://coffre.example");
  await expect(page.logIn("self", { card: "AAAA", pin: "1234" })).rejects.toMatchObject({ what: "credential", property: "length" });
  await expect(page.listPapers("self", "a1")).rejects.toThrow();
  await expect((page as unknown as Record<string, () => Promise<void>>)["constructor"]?.()).rejects.toThrow();
  page.stop();
});
