import sodium from 'libsodium-wrappers';

/** Resolves once libsodium's WebAssembly is ready; every verb of this room needs it. Await it during start. */
export const cryptoReady: Promise<void> = sodium.ready;

export { sodium };
