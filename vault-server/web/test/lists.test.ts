/** The closed lists are Rust's: a code that is added there and not here fails these tests. */

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { PROBLEM_CODES } from "../src/api/problem.ts";
import { PROPERTIES, WHATS } from "../src/core/error.ts";
import * as vocabulary from "../src/core/vocabulary.ts";

const rust = (path: string): string => readFileSync(new URL(`../../../vault-core/src/${path}`, import.meta.url), "utf8");

/** The name of a list here, from Rust's. */
const LISTS: Record<string, Record<string, number>> = {
  FolderKind: vocabulary.FOLDER_KINDS,
  Purpose: vocabulary.PURPOSES,
  AccountKind: vocabulary.ACCOUNT_KINDS,
  Role: vocabulary.ROLES,
  MemberState: vocabulary.MEMBER_STATES,
  CredentialKind: vocabulary.CREDENTIAL_KINDS,
  EventType: vocabulary.EVENT_TYPES,
  ResultCode: vocabulary.RESULT_CODES,
  RecoveryMeans: vocabulary.RECOVERY_MEANS,
  RecoveryState: vocabulary.RECOVERY_STATES,
  ChannelKind: vocabulary.CHANNEL_KINDS,
  NoticeKind: vocabulary.NOTICE_KINDS,
};

it("the vocabulary is Rust's, list by list", () => {
  const source = rust("vocabulary.rs");
  const lists = [...source.matchAll(/^ {4}(?:\/\/\/.*\n {4})*(\w+): u\d+ \{\n([\s\S]*?)^ {4}\}/gm)];
  expect(lists.map(([, name]) => name).sort()).toEqual(Object.keys(LISTS).sort());
  for (const [, name = "", body = ""] of lists) {
    const rows = [...body.matchAll(/\w+ = (\d+), "([^"]+)";/g)].map(([, number, code]) => [code, Number(number)]);
    expect(Object.entries(LISTS[name] ?? {}), name).toEqual(rows);
  }
  const types = /DOCUMENT_TYPES: [^=]*= &\[([\s\S]*?)\];/.exec(source)?.[1] ?? "";
  expect(vocabulary.DOCUMENT_TYPES).toEqual([...types.matchAll(/"([^"]+)"/g)].map(([, code]) => code));
});

it("the names of refusals are Rust's", () => {
  const codes = [...rust("error.rs").matchAll(/Self::\w+ => "([^"]+)"/g)].map(([, code]) => code ?? "");
  expect([...WHATS, ...PROPERTIES].sort()).toEqual(codes.sort());
});

it("the server's refusals are Rust's", () => {
  const codes = [...rust("api/problem.rs").matchAll(/^ {4}\w+, "([^"]+)", \d+,/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(30);
  expect(PROBLEM_CODES).toEqual(codes);
});

it("a number has one word, and an unknown one none", () => {
  expect(vocabulary.wordOf(vocabulary.EVENT_TYPES, 14)).toBe("opening");
  expect(vocabulary.wordOf(vocabulary.EVENT_TYPES, 255)).toBeUndefined();
});

it("every call of the page is a route of the server", () => {
  const routes = readFileSync(new URL("../../src/http/routes.rs", import.meta.url), "utf8");
  const known = [...routes.matchAll(/\("(get|post|put|delete)", "([^"]+)"\)/g)].map(([, method, path]) => `${method} ${path?.replace(/\{[^}]+\}/g, "{}")}`);
  const calls = readFileSync(new URL("../src/api/calls.ts", import.meta.url), "utf8");
  const called: string[] = [];
  for (const [, how = "", quoted = ""] of calls.matchAll(/(#get|#post|call\("(?:GET|POST|PUT|DELETE)",|download)\(?\s*[`"]([^`"]+)[`"]/g)) {
    const method = how === "#post" ? "post" : /"(\w+)"/.exec(how)?.[1]?.toLowerCase() ?? "get";
    called.push(`${method} ${quoted.replace(/\$\{[^}]+\}/g, "{}").replace(/\?.*$/, "")}`);
  }
  expect(called.length).toBeGreaterThan(55);
  expect(called.filter((call) => !known.includes(call))).toEqual([]);
});
