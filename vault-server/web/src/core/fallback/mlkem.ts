/** ML-KEM-768 (FIPS 203) for browsers whose WebCrypto lacks it; loaded only then. */

export { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
