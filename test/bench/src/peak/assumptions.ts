/** What is planned for: the whole country's parcels in one installation, and at worst in one company. */
export const PEAK_DAY = {
  parcels: 10_000_000,
  eventsAParcel: 10,
  /** By how much the busiest hour is above an even day. */
  factor: 5,
} as const;

/** Events a second in the busiest hour. */
export const PEAK_EVENTS_PER_SECOND = (PEAK_DAY.parcels * PEAK_DAY.eventsAParcel * PEAK_DAY.factor) / 86_400;

/** How large the country is beside what is simulated. */
export const SCALE = 1_000;

/**
 * Which share of all that is asked of a kind falls to one partition key value, for kinds that parcels and people share.
 * What is a person's own is asked for as fast as one pair of hands works.
 */
export const SHARED_KINDS = {
  'access.facility': { of: 'the one company', share: 1 },
  'parcels.custodyGate': { of: 'the one company', share: 1 },
  'outbox.event': { of: 'one of 16 shards', share: 1 / 16 },
  'parcels.labelKeyDue': { of: 'one of 16 shards', share: 1 / 16 },
  'parcels.expectedParcel': { of: 'a hub that a twentieth passes', share: 1 / 20 },
} as const;

/** What AWS gives without being asked for more (Service Quotas; DynamoDB Developer Guide, "Quotas"). */
export const QUOTAS = {
  /** HTTP API, requests a second in a region. */
  apiRequestsPerSecond: 10_000,
  /** Lambda, runs at the same time in a region. */
  functionRuns: 1_000,
  /** DynamoDB on demand, units a second of one table, of either kind. */
  tableUnitsPerSecond: 40_000,
  /** DynamoDB, units a second of one partition, and so of one item. */
  partitionReads: 3_000,
  partitionWrites: 1_000,
} as const;
