/** A document's key is made of two shares, one held by people, one by the server (FORMATS 2). */

import { type Bytes, utf8 } from "./bytes.ts";
import { type DocumentVersion, versionBytes } from "./ids.ts";
import { hkdfSha256 } from "./suite.ts";

/** `K_doc`: neither share alone says anything about it, and it serves one version of one document. For the caller to wipe. */
export function deriveDocumentKey(client: Bytes, server: Bytes, of: DocumentVersion): Promise<Bytes> {
  return hkdfSha256(new Uint8Array(0), [client, server], [utf8("vault/content-key/v1"), versionBytes(of)]);
}
