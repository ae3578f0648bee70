/** Why bytes are refused: the object, and the one property of it that failed. The names are Rust's (`vault_core::error`). */

/** The objects that can be refused. */
export const WHATS = [
  "document", "certificate", "wrap", "record", "recovery", "name", "deposit", "amendment", "mandate", "revocation",
  "consent", "act", "request", "credential", "pin", "login", "root", "origin", "at-rest", "log-body", "log-tree",
  "checkpoint", "vault-head", "id", "export", "provenance",
] as const;

/** The object whose bytes were read. */
export type What = (typeof WHATS)[number];

/** The properties that can fail. */
export const PROPERTIES = [
  "magic", "version", "suite", "kind", "reserved", "length", "trailing", "padding", "alphabet", "checksum", "json",
  "signature", "authentication", "commitment", "ids", "epoch", "validity", "maker", "recipient", "hash", "order",
  "rights", "anchor", "sequence", "inclusion", "consistency", "weak", "key",
] as const;

/** The property that failed. */
export type Property = (typeof PROPERTIES)[number];

/** A refusal to accept bytes. */
export class Refused extends Error {
  /** The object that was read. */
  readonly what: What;
  /** The property of it that failed. */
  readonly property: Property;
  /** Which one of its kind: an id, when the one who asked knows it. */
  about?: string;

  constructor(what: What, property: Property) {
    super(`${what}: ${property} does not hold`);
    this.name = "Refused";
    this.what = what;
    this.property = property;
  }
}

/** Refuses with this object and property unless `holds`. */
export function ensure(holds: boolean, what: What, property: Property): asserts holds {
  if (!holds) throw new Refused(what, property);
}
