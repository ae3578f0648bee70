/** Ed25519 and X25519 for browsers whose WebCrypto lacks them; loaded only then. */

import { ed25519, x25519 } from "@noble/curves/ed25519.js";

export { ed25519, x25519 };
