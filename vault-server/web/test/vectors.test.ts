/** Every case that Rust writes, in the page's code: what one accepts and refuses, and why, so does the other. */

import { describe, expect, it } from "vitest";
import * as acts from "./vectors/acts.ts";
import { type Case, casesOf, FILES, outcome } from "./vectors/case.ts";
import { document } from "./vectors/document.ts";
import { log } from "./vectors/log.ts";
import * as sealed from "./vectors/sealed.ts";

const RUNS: Record<string, (c: Case) => unknown> = {
  amendment: acts.amendment,
  certificate: sealed.certificate,
  consent: acts.consent,
  credential: sealed.credential,
  "credential-file": sealed.credentialFile,
  deposit: acts.deposit,
  document,
  export: acts.manifest,
  import: sealed.imported,
  log,
  login: acts.login,
  mandate: acts.mandate,
  name: sealed.name,
  provenance: sealed.provenance,
  record: sealed.record,
  recovery: sealed.recovery,
  request: acts.request,
  revocation: acts.revocation,
  session: sealed.session,
  share: sealed.share,
  wrap: sealed.wrap,
};

/** The files that concern no page, and why. */
const NOT_THE_PAGE: Record<string, string> = {
  at_rest: "the server's lock on its own rows: no client ever holds its keys",
};

it("every file is run, or listed with the reason", () => {
  expect(FILES.length).toBeGreaterThan(20);
  expect([...Object.keys(RUNS), ...Object.keys(NOT_THE_PAGE)].sort()).toEqual([...FILES].sort());
});

for (const [file, run] of Object.entries(RUNS)) {
  describe(file, () => {
    for (const c of casesOf(file)) {
      it(c.name, async () => {
        expect(await outcome(run, c)).toEqual(c.error === undefined ? { expect: c.expect } : { error: c.error });
      });
    }
  });
}
