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

/** What a company has decided for all of its parcels. */
export interface TenantSettings {
  readonly labels: {
    readonly profile: LabelProfile;
    /** Whether the amount of cash on delivery is printed in clear. */
    readonly codOnLabel: boolean;
  };
  readonly keeping: Keeping;
}

/** Settings as somebody gives them: what is left out stays as it is. */
export interface GivenSettings {
  readonly labels?: Partial<TenantSettings['labels']>;
  readonly keeping?: Keeping;
}

/** A tenant's settings where nothing was ever given: strangers read least, and no destroyed label loses a parcel. */
export const DEFAULT_SETTINGS: TenantSettings = {
  labels: { profile: 'strict', codOnLabel: false },
  keeping: 'escrow',
};

/** Settings with what is given in place of what was. */
export const settingsWith = ({ labels, keeping }: TenantSettings, given: GivenSettings): TenantSettings => ({
  labels: { ...labels, ...given.labels },
  keeping: given.keeping ?? keeping,
});

/** Whether two settings say the same. */
export const areSameSettings = (a: TenantSettings, b: TenantSettings): boolean =>
  a.keeping === b.keeping &&
  a.labels.profile === b.labels.profile &&
  a.labels.codOnLabel === b.labels.codOnLabel;
