/** What a function is, apart from what it may do (grants.ts). */
export interface FunctionDescription {
  readonly does: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** Addresses of the HTTP API that lead here; absent for functions that answer no requests. */
  readonly paths?: readonly string[];
  /** Ends by itself before its time is up, and says what it left over. */
  readonly stopsInTime?: true;
  /** Failures within five minutes that mean something; a single one where absent. */
  readonly errorsThatCount?: number;
}

/** HTTP APIs give up on an integration after 30 s; ours answers before (http/limits.ts), and is cut off before. */
const API_TIMEOUT_SECONDS = 28;

/**
 * Every deployed function. Memory is also the share of a processor: 1,769 MB are one whole (AWS Lambda, "Configure
 * function memory").
 */
export const FUNCTIONS = {
  'parcel-api': {
    does: 'HTTP API: parcels, from their issue to their revocation, and cases',
    memoryMegabytes: 1_024,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: ['/v1/parcels', '/v1/parcels/{proxy+}', '/v1/cases', '/v1/cases/{proxy+}'],
  },
  'custody-api': {
    does: 'HTTP API: custody and its gate, collections, shifts, what facilities have to sort',
    memoryMegabytes: 1_024,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: [
      '/v1/custody-events',
      // An exact path goes before a greedy one.
      '/v1/parcels/claims',
      '/v1/parcels/{parcelId}/collection',
      '/v1/parcels/{parcelId}/collection/cancel',
      '/v1/custody-gate',
      '/v1/custody-gate/{proxy+}',
      '/v1/shifts',
      '/v1/shifts/{proxy+}',
      '/v1/facilities/{proxy+}',
    ],
  },
  'parcel-escrow': {
    does: 'HTTP API: parcels without their labels, and what shifts load to be readable off line',
    memoryMegabytes: 1_024,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: ['/v1/parcels/open', '/v1/shifts/{shiftId}/load', '/v1/bundle-keys'],
  },
  'recipient-api': {
    does: 'HTTP API: what the people of parcels see, who have no account',
    memoryMegabytes: 512,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: ['/v1/public/{company}/parcel-history', '/v1/public/{company}/parcel-history/{proxy+}'],
  },
  'caller-check-api': {
    does: 'HTTP API: what citizens ask about calls, who have no account',
    memoryMegabytes: 512,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: [
      '/v1/public/{company}/caller-checks',
      '/v1/public/{company}/caller-history',
      '/v1/public/{company}/caller-history/{proxy+}',
      '/v1/public/{company}/citizen-messages',
      '/v1/public/{company}/reports',
      '/v1/public/{company}/badge-checks',
      '/v1/public/{company}/payment-checks',
    ],
  },
  'subject-api': {
    does: 'HTTP API: what staff do for the people of parcels: search by phone, and their requests',
    memoryMegabytes: 512,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    // An exact path goes before a greedy one.
    paths: ['/v1/subject-requests', '/v1/subject-requests/{proxy+}', '/v1/parcels/search'],
  },
  'privacy-api': {
    does: 'HTTP API: what two people must agree to',
    memoryMegabytes: 512,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: [
      '/v1/parcels/{parcelId}/shred',
      '/v1/authority-releases',
      '/v1/authority-releases/{proxy+}',
      // An exact path goes before a greedy one.
      '/v1/audit/unmask',
    ],
  },
  'caller-id-api': {
    does: 'HTTP API: calls that shippers declare and networks report, numbers, telephones of shippers, accounts, badges',
    memoryMegabytes: 1_024,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: [
      '/v1/call-intents',
      '/v1/call-intents/{proxy+}',
      '/v1/call-reports',
      '/v1/numbers',
      '/v1/numbers/{proxy+}',
      '/v1/staff-numbers',
      '/v1/staff-numbers/{proxy+}',
      '/v1/collection-accounts',
      '/v1/collection-accounts/{proxy+}',
      '/v1/badge',
      '/v1/collection-qr',
    ],
  },
  'subscriber-rights-api': {
    does: 'HTTP API: what people ask of the registry about themselves, and authorities about people',
    memoryMegabytes: 512,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: [
      '/v1/public/{company}/self-check',
      '/v1/public/{company}/self-check/{proxy+}',
      '/v1/public/{company}/claim-checks',
      '/v1/registry/claims',
      '/v1/registry/claims/{proxy+}',
      '/v1/registry/marks/{proxy+}',
      '/v1/registry/subject-requests',
      '/v1/registry/subject-requests/{proxy+}',
      '/v1/registry/authority-requests',
      '/v1/registry/authority-requests/{proxy+}',
    ],
  },
  'subscriber-api': {
    does: 'HTTP API: people who hold numbers: registered, found, read and amended; the indexes that they are found by',
    memoryMegabytes: 1_024,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: [
      '/v1/registry/open',
      '/v1/registry/indexes',
      '/v1/registry/indexes/{proxy+}',
      '/v1/registry/transactions',
      '/v1/registry/cases',
      '/v1/registry/cases/{proxy+}',
      '/v1/subscribers/{proxy+}',
      '/v1/subscriptions',
      '/v1/subscriptions/{proxy+}',
    ],
  },
  'subscriber-images-api': {
    does: 'HTTP API: images of people who hold numbers, brought and looked at; and in what systems differ from the registry',
    memoryMegabytes: 512,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: [
      '/v1/registry/images',
      '/v1/registry/import-images',
      '/v1/subscribers/{personId}/images/{imageId}/read',
      '/v1/registry/reconciliations',
      '/v1/registry/reconciliations/{proxy+}',
      // An exact path goes before a greedy one.
      '/v1/registry/authority-requests/{requestId}/handovers/{handoverId}/images/{imageId}/read',
    ],
  },
  'subscriber-verification-api': {
    does: 'HTTP API: has holders of numbers verified by sources of identities, and sends codes to their earlier numbers',
    memoryMegabytes: 512,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    // Exact paths go before a greedy one.
    paths: ['/v1/subscriptions/{subscriptionId}/verify', '/v1/subscriptions/{subscriptionId}/codes'],
  },
  'registry-api': {
    does: 'HTTP API: imports and exports of the whole registry, which are sent past it, and sweeps of it',
    memoryMegabytes: 512,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: [
      '/v1/registry/imports',
      '/v1/registry/imports/{proxy+}',
      '/v1/registry/exports',
      '/v1/registry/exports/{proxy+}',
      '/v1/registry/sweeps',
      '/v1/registry/sweeps/{proxy+}',
    ],
  },
  'label-api': {
    does: 'HTTP API: draws labels',
    // A whole processor: a hundred pictures of 300 dpi are seconds of work.
    memoryMegabytes: 1_769,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: ['/v1/labels'],
  },
  'access-api': {
    does: 'HTTP API: staff, facilities, devices and approvals; and the answer to addresses that nothing is at',
    memoryMegabytes: 512,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: [
      '/v1/staff',
      '/v1/staff/{proxy+}',
      '/v1/facilities',
      '/v1/devices',
      '/v1/devices/{proxy+}',
      '/v1/approvals',
      '/v1/approvals/{proxy+}',
      '$default',
    ],
  },
  'audit-api': {
    does: 'HTTP API: what auditors ask',
    memoryMegabytes: 512,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: ['/v1/audit/{proxy+}'],
  },
  'webhook-api': {
    does: 'HTTP API: who is told of changes of parcels',
    memoryMegabytes: 512,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: ['/v1/webhooks', '/v1/webhooks/{proxy+}'],
  },
  'stir-api': {
    does: 'HTTP API: signs and verifies calls for networks',
    memoryMegabytes: 512,
    timeoutSeconds: API_TIMEOUT_SECONDS,
    paths: ['/stir/{proxy+}', '/.well-known/jwks.json'],
  },
  'subscriber-sweep': {
    does: 'State machine of sweeps: a segment or a bucket of the subscriber registry',
    // More than a whole processor; what a segment of half a million people hands on is in memory.
    memoryMegabytes: 3_008,
    timeoutSeconds: 900,
    stopsInTime: true,
    // A part that fails is tried again; a sweep that ends so has an alarm of its own.
    errorsThatCount: 5,
  },
  'webhook-sender': {
    does: 'Every minute: tells receivers of changes of parcels',
    memoryMegabytes: 512,
    timeoutSeconds: 85,
    stopsInTime: true,
  },
  'call-sweeper': {
    does: 'Every minute: ends declared calls by the clock and by who may call, destroys the numbers that they called, and joins reports of citizens',
    memoryMegabytes: 512,
    timeoutSeconds: 85,
    stopsInTime: true,
  },
  'subscriber-due': {
    does: 'Every minute: takes the steps of numbers that the law sets, asks silent sources again, tells networks, erases who need not be kept, drops unnamed images, watches deadlines, compares other systems with the registry',
    memoryMegabytes: 512,
    timeoutSeconds: 85,
    stopsInTime: true,
  },
  'subscriber-indexer': {
    does: 'Every minute: makes indexes of the registry that were begun, deletes what they were before, and counts whether they suit the people there are',
    memoryMegabytes: 512,
    timeoutSeconds: 85,
    stopsInTime: true,
  },
  'subscriber-import': {
    does: 'Every minute: brings the rows of imports into the subscriber registry, and ends imports',
    // Four parts are open at a time, each in memory as it was sealed, as it is, and as text.
    memoryMegabytes: 1_769,
    timeoutSeconds: 85,
    stopsInTime: true,
  },
  'subscriber-export': {
    does: 'Every minute: writes the exports of the subscriber registry that two people released, and deletes what was there for long enough',
    memoryMegabytes: 1_024,
    timeoutSeconds: 85,
    stopsInTime: true,
  },
  'parcel-shredder': {
    does: 'Every hour: does on record what time does to labels and parcels',
    memoryMegabytes: 512,
    timeoutSeconds: 600,
    stopsInTime: true,
  },
  'audit-reconciler': {
    does: 'Stream of the table parcels: finds changes that no event accounts for',
    memoryMegabytes: 256,
    timeoutSeconds: 60,
  },
  'audit-sequencer': {
    does: 'Stream of the table outbox, and every minute: moves events into the logs',
    memoryMegabytes: 512,
    timeoutSeconds: 85,
    stopsInTime: true,
  },
  'audit-indexer': {
    does: 'Stream of the table log-heads, and every minute: indexes what is published of the logs',
    memoryMegabytes: 512,
    timeoutSeconds: 85,
    stopsInTime: true,
  },
  'access-token': {
    does: 'Cognito, before a token is made: adds the tenant',
    memoryMegabytes: 256,
    // Cognito waits no longer for a trigger.
    timeoutSeconds: 5,
    // It fails for a client or person without tenant, which is a mistake of theirs.
    errorsThatCount: 50,
  },
} as const satisfies Readonly<Record<string, FunctionDescription>>;

export type FunctionName = keyof typeof FUNCTIONS;

export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[];
