/** Companies, which another capability owns. */
export interface Companies {
  exists(company: string): Promise<boolean>;
}

/** Staff, whom another capability keeps. */
export interface Shippers {
  /** Whether somebody is a shipper who may work now, read consistently in this very request. */
  mayCall(tenant: string, staff: string): Promise<boolean>;
}

/** Tells whoever watches over the system, by a structured line without a number that an alarm or a dashboard counts. */
export interface CheckFindings {
  report(
    finding:
      | { readonly finding: 'call-undeclared' | 'call-spoofed' | 'check-failed'; readonly tenant: string }
      | { readonly finding: 'notice-failed'; readonly tenant: string; readonly kind: string },
  ): void;
}
