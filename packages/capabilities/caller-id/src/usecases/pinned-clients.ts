import type { PinnedClients } from './signing-ports.ts';

/** A client and the certificates that were agreed on with whoever runs it: the one in use, and the next. */
export interface PinnedClient {
  readonly tenant: string;
  readonly client: string;
  /** SHA-256 of each (DER), in lower-case hexadecimal. */
  readonly certificates: readonly string[];
}

/** Clients by the certificates of a configuration. Whoever is not named there, or shows none, may not act. */
export const pinnedClients = (pinned: readonly PinnedClient[]): PinnedClients => ({
  mayConnect: ({ tenant, client }, certificate) =>
    certificate !== undefined &&
    pinned.some(
      (known) =>
        known.tenant === tenant && known.client === client && known.certificates.includes(certificate),
    ),
});
