/** `manifest.json` of an export (FORMATS 9): what the archive holds, where each file lies, and what proves each paper. The fields are the JSON's own. */

import type { B64 } from "../../api/types.ts";
import type { FolderKind } from "../vocabulary.ts";
import type { FileEntry } from "./zip.ts";

/** The manifest. Optional fields are left out. */
export interface Manifest {
  readonly format: "coffre-solidaire/export";
  readonly version: 1;
  /** When, Unix milliseconds, by the server's clock. */
  readonly exported_ms: number;
  /** Place of the event in the log. */
  readonly log_index: number;
  readonly server: { readonly origin: string; readonly log_key: string };
  readonly vault: { readonly vault_id: string; readonly account_id: string; readonly certificates: readonly B64[] };
  readonly folders: readonly { readonly folder_id: string; readonly kind: FolderKind; readonly label: string }[];
  /** In the order in which they were added. */
  readonly documents: ManifestDocument[];
  readonly signers: ManifestSigner[];
  readonly organisations: { readonly organisation_id: string; readonly name: string; readonly certificates: readonly B64[] }[];
  readonly mandates: ManifestMandate[];
  /** Left out when there are none. */
  reminders?: readonly ManifestReminder[];
  /** Every file but the manifest and its signature. */
  files: readonly FileEntry[];
}

/** A paper. */
export interface ManifestDocument {
  readonly document_id: string;
  readonly folder_id: string;
  /** Ascending. */
  readonly versions: ManifestVersion[];
}

/** One version of a paper. */
export interface ManifestVersion {
  readonly version: number;
  /** Unix milliseconds. */
  readonly deposited_ms: number;
  readonly path: string;
  /** The description, as JSON. */
  readonly record: object;
  /** `VDP1`. */
  readonly deposit: B64;
  /** `VAM1`, the first one first. */
  readonly amendments?: readonly B64[];
  /** The record payload that was signed last. */
  readonly payload: B64;
}

/** Who deposited or described. */
export interface ManifestSigner {
  readonly kid: string;
  readonly account_id: string;
  readonly display_name?: string;
  readonly organisation_id?: string;
  /** Left out for the owner. */
  readonly certificates?: readonly B64[];
}

/** A mandate that the owner gave. */
export interface ManifestMandate {
  readonly mandate_id: string;
  readonly mandate: B64;
  readonly revocation?: B64;
  readonly recipient?: string;
  readonly state: string;
}

/** A day on which the owner wanted to be told that a paper is to be renewed. */
export interface ManifestReminder {
  readonly document_id: string;
  /** `YYYY-MM-DD`. */
  readonly on: string;
  /** What is to be done: the owner's word. */
  readonly text: string;
}

/** The manifest's path, and that of its signature. */
export const [MANIFEST, SIGNATURE] = ["manifest.json", "manifest.sig"];
