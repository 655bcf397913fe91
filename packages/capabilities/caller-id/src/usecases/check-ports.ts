/** Companies, which another capability owns. */
export interface Companies {
  exists(company: string): Promise<boolean>;
}

/** Staff, whom another capability keeps. */
export interface Shippers {
  /** Whether somebody is a shipper who may work now, read consistently in this very request. */
  mayCall(tenant: string, staff: string): Promise<boolean>;
}

/** Telephones of the shippers' own, which a register keeps. */
export interface StaffOwners {
  /** Whose a number is (E.164); undefined for a number that is nobody's. */
  ownerOf(tenant: string, number: string): Promise<string | undefined>;
}

/** Tells whoever watches over the system, by a structured line without a number that an alarm or a dashboard counts. */
export interface CheckFindings {
  report(
    finding:
      | {
          readonly finding: 'call-declared' | 'call-undeclared' | 'call-spoofed' | 'check-failed';
          readonly tenant: string;
        }
      | { readonly finding: 'notice-failed'; readonly tenant: string; readonly kind: string },
  ): void;
}
