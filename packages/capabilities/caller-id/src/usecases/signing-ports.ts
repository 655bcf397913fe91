import type { Expiring, OwnCertificate } from '../domain/index.ts';

/** Which certificates the systems of networks connect with. */
export interface PinnedClients {
  /** Whether this client of a tenant may act over a connection that showed this certificate, or none. */
  mayConnect(
    client: { readonly tenant: string; readonly client: string },
    certificate: string | undefined,
  ): boolean;
}

/** What alarms count: a signature that is on record and about to be made, and what runs out. */
export type SigningFinding =
  | { readonly finding: 'call-signed'; readonly tenant: string }
  | (Pick<Expiring, 'kind' | 'tenant'> & {
      readonly finding: 'renewal-due';
      /** Whole days; 0 also where it has run out. */
      readonly daysLeft: number;
    });

export interface SigningFindings {
  report(finding: SigningFinding): void;
}

/** The certificates that calls are signed by. */
export interface OwnCertificates {
  /** The newest that is in force at an instant (milliseconds since the epoch); undefined for a company that has none. */
  inUse(tenant: string, atMilliseconds: number): OwnCertificate | undefined;
  /** By what its address names. */
  find(spc: string, serial: string): OwnCertificate | undefined;
  /** All that are published. */
  all(): readonly OwnCertificate[];
}
