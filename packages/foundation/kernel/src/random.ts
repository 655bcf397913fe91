/** Source of unpredictable bytes. Injected, so that vectors can be reproduced. */
export type RandomBytes = (length: number) => Uint8Array;

/** The platform's cryptographic generator (Web Crypto §10.1), in Node, Lambda and the browser alike. */
export const systemRandom: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));
