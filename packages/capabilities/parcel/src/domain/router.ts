/** Where a parcel goes, as far as sorting it needs: no name and no telephone number. */
export interface RoutedAddress {
  readonly street: string;
  /** Official code of the commune or ward, five digits. */
  readonly communeCode: string;
}

/** Knows where parcels are sorted to: a company's own table, or its carrier's service. */
export interface Router {
  /**
   * The sort code of an address, as `SORT_CODE` has it; undefined where there is no route to it. Rejects where that cannot be
   * told, or where the signal is aborted.
   */
  sortCode(tenant: string, address: RoutedAddress, signal: AbortSignal): Promise<string | undefined>;
}
