/**
 * How much of an address a stranger may read on a label: commune and province; the street too, without any number; the
 * address as it was given. The words are those of the labels' own profiles.
 */
export const LABEL_PROFILES = ['strict', 'street', 'clear'] as const;
export type LabelProfile = (typeof LABEL_PROFILES)[number];

/**
 * Where a parcel's data are kept: in a sealed copy beside what its label carries, or on the label and nowhere else. Each
 * parcel stays as it was issued; a change concerns those that are issued later.
 */
export const KEEPINGS = ['escrow', 'label-only'] as const;
export type Keeping = (typeof KEEPINGS)[number];

/** Whether shippers and sorters sign their requests with a device; off in named test tenants alone. */
export const SIGNED_REQUESTS = ['required', 'off'] as const;

/** A code of a commune (five digits) or of a province (two), as a table of routes may have it. */
export const ROUTED_UNIT = /^(?:[0-9]{2}|[0-9]{5})$/;

/** Where parcels are sorted to. */
export const ROUTE_SORT_CODE = /^[A-Z0-9-]{1,24}$/;

/**
 * Routes of one company, at most: they are read with its other settings, by every function (12 KB at their longest, three units of
 * read capacity). Who must tell more apart has a router of their own.
 */
export const ROUTES_LIMIT = 400;

/** What a company has decided for all of its parcels. */
export interface TenantSettings {
  readonly labels: {
    readonly profile: LabelProfile;
    /** Whether the amount of cash on delivery is printed in clear. */
    readonly codOnLabel: boolean;
  };
  readonly keeping: Keeping;
  readonly signedRequests: (typeof SIGNED_REQUESTS)[number];
  /** Sort codes of parcels that come without, by code of a commune, else of its province. */
  readonly routes: Readonly<Record<string, string>>;
}

/** Settings as somebody gives them: what is left out stays as it is. */
export interface GivenSettings {
  readonly labels?: Partial<TenantSettings['labels']>;
  readonly keeping?: Keeping;
  readonly signedRequests?: TenantSettings['signedRequests'];
  /** In place of the whole former table. */
  readonly routes?: TenantSettings['routes'];
}

/**
 * A tenant's settings where nothing was ever given: strangers read least, no destroyed label loses a parcel, and a stolen
 * token is of no use.
 */
export const DEFAULT_SETTINGS: TenantSettings = {
  labels: { profile: 'strict', codOnLabel: false },
  keeping: 'escrow',
  signedRequests: 'required',
  routes: {},
};

/** Settings with what is given in place of what was. */
export const settingsWith = (settings: TenantSettings, given: GivenSettings): TenantSettings => ({
  labels: { ...settings.labels, ...given.labels },
  keeping: given.keeping ?? settings.keeping,
  signedRequests: given.signedRequests ?? settings.signedRequests,
  routes: given.routes ?? settings.routes,
});

const areSameRoutes = (a: TenantSettings['routes'], b: TenantSettings['routes']): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([unit, sortCode]) => b[unit] === sortCode);

/** Whether two settings say the same. */
export const areSameSettings = (a: TenantSettings, b: TenantSettings): boolean =>
  a.keeping === b.keeping &&
  a.signedRequests === b.signedRequests &&
  a.labels.profile === b.labels.profile &&
  a.labels.codOnLabel === b.labels.codOnLabel &&
  areSameRoutes(a.routes, b.routes);
