/** What one function's bundle may contain. */
export interface FunctionContents {
  /** Its own capability; all of it may be there. */
  readonly capability?: string;
  /** Files of other capabilities, each of them there to satisfy a port. */
  readonly ports: readonly RegExp[];
  /** Files of its own capability that must not be there. */
  readonly never?: readonly RegExp[];
  /** The SDK clients it uses; all that the SDK itself stands on comes with them. */
  readonly clients: readonly ('client-dynamodb' | 'client-kms' | 'client-s3')[];
  /** Packages of others, beyond the SDK's. */
  readonly packages: readonly string[];
}

/** Who asks, the access capability tells. */
const CALLERS = [
  /^access\/src\/domain\//,
  /^access\/src\/http\/(authenticator|signatures)\.ts$/,
  /^access\/src\/store\/(devices|facilities|principals|signature-nonces|remembered-tenants|tenants)\.ts$/,
  /^access\/src\/usecases\/(authenticate-caller|issuer-keys|verify-signature|verify-token|verified-tokens)\.ts$/,
];

/** Settings, staff, facilities and devices of a tenant. */
const DIRECTORY = /^access\/src\/store\/(devices|directory)\.ts$/;

/** Has two people agree: asks for approvals and spends them, and gives none. */
const AGREEING =
  /^access\/src\/(store\/approvals|usecases\/(two-person-rule|approval-content|are-independent|until-settled))\.ts$/;

/** Tells whom a pseudonym means. */
const UNMASKING =
  /^audit\/src\/(unmasking|http\/(problems|unmask-(routes|specs))|store\/find-actor|usecases\/(asked-name|masked-actors|unmask))\.ts$/;

/** What was done goes on the audit capability's record. */
const RECORD = [
  /^audit\/src\/domain\//,
  /^audit\/src\/store\/(actor-(keys|pseudonyms)|drain-marks|refusal-counter)\.ts$/,
  /^audit\/src\/usecases\/(log-refusals|stalled-logs)\.ts$/,
];

/** What moves parcels: scans, claims, collections, the setting of the gate, shifts. What is loaded is moved by `custody-writes` alone. */
const MOVING =
  /^parcel\/src\/(custody|http\/((custody|collection)-(routes|specs)|gate-specs|shift-specs|report-scans)|store\/claim-counts|usecases\/(record-custody|claim|assign|cancel|set|close-shift|custody|open-shift|read-(current|expected))[a-z-]*)\.ts$/;

/** What writes a scan. */
const SCANNING = /^parcel\/src\/store\/(custody-(store|writes)|collection-writes)\.ts$/;

/** What issues and revokes parcels and replaces their labels, answers what their labels say and keeps cases. */
const ISSUING =
  /^parcel\/src\/(capability|http\/(routes|specs|schemas|issue-batch|reissue-specs|(amendment|case)-(routes|specs))|store\/(parcel-store|amendment-(item|reads)|(amend|issue|reissue)-writes)|usecases\/(amend|issue|prepare|rebuild|reissue|resolve|revoke|replay|close-case|open-case|pass-gate)[a-z-]*|domain\/label\/seal-label)\.ts$/;

/** What opens labels, and counts who tries those of others. */
const READING =
  /^parcel\/src\/(store\/foreign-reads|usecases\/open-printed|domain\/(seal-replacement|label\/open-label))\.ts$/;

/** What opens escrow copies, and loads shifts from them. */
const OPENING =
  /^parcel\/src\/(escrow|call-contacts|http\/(escrow|load)-\w+|store\/(escrow-(copies|openings)|load-reads|shift-loads)|usecases\/(find-call-contact|open-(copy|load|parcel)|(load-shift|(bundle|locate|record|refuse)-load)|load-custody|read-bundle-keys))\.ts$/;

/** Takes a parcel out of the world: on request, and where time does. */
const REVOKING = /^parcel\/src\/(store\/(mortal-items|revoke-writes)|usecases\/revoke-parcel)\.ts$/;

/** Whether somebody wants to be told of changes, and what is announced to them. */
const ANNOUNCING = [
  /^webhook\/src\/parcel-announcer\.ts$/,
  /^webhook\/src\/store\/(announcements|webhook-item|webhooks)\.ts$/,
  /^webhook\/src\/usecases\/announcer\.ts$/,
];

/** What does to labels and parcels what time does. */
const SHREDDING =
  /^parcel\/src\/(shredder|store\/(shred-failures|shred-store|shred-writes|unclaim-writes|ending-store)|usecases\/(shred|end-parcels|work-off)[a-z-]*)\.ts$/;

/** Opens the contact of a parcel for a call. */
const CONTACTS = [
  /^parcel\/src\/(domain\/|call-contacts\.ts$|http\/contact-problems\.ts$)/,
  /^parcel\/src\/store\/(indexed-phones|(parcel|custody|label|shift)-item|sealed-groups|parcel-reads|shift-store|final-from|escrow-(copies|openings))\.ts$/,
  /^parcel\/src\/usecases\/(refuse|refuse-shredded|require-alive|find-(by-name|by-token|call-contact)|locate-load|open-(printed|copy|load)|opening-ceiling)\.ts$/,
];

const API_PACKAGES = [
  'canonicalize',
  'hono',
  'jose',
  'libsodium',
  'libsodium-wrappers',
  'structured-headers',
  'uuid',
  'zod',
];

/** Every function's contents, by hand. */
export const FUNCTION_CONTENTS: Readonly<Record<string, FunctionContents>> = {
  'label-api': {
    capability: 'parcel',
    ports: [...CALLERS, ...RECORD, DIRECTORY],
    never: [ISSUING, REVOKING, READING, MOVING, SCANNING, OPENING, SHREDDING],
    clients: ['client-dynamodb', 'client-kms'],
    packages: [...API_PACKAGES, 'dijkstrajs', 'qrcode'],
  },
  'access-api': {
    capability: 'access',
    ports: RECORD,
    clients: ['client-dynamodb', 'client-kms'],
    packages: API_PACKAGES,
  },
  'access-token': { ports: [], clients: [], packages: [] },
  'audit-api': {
    capability: 'audit',
    ports: [
      ...CALLERS,
      // Who a parcel is in the log.
      /^parcel\/src\/subjects\.ts$/,
      /^parcel\/src\/store\/(custody-item|indexed-phones|label-item|parcel-item|parcel-reads|sealed-groups)\.ts$/,
      /^parcel\/src\/usecases\/find-pseudonym\.ts$/,
    ],
    clients: ['client-dynamodb', 'client-kms', 'client-s3'],
    packages: API_PACKAGES,
  },
  'audit-sequencer': {
    capability: 'audit',
    ports: [],
    clients: ['client-dynamodb', 'client-kms', 'client-s3'],
    packages: ['canonicalize', 'libsodium', 'libsodium-wrappers', 'uuid', 'zod'],
  },
  'audit-indexer': {
    capability: 'audit',
    ports: [],
    clients: ['client-dynamodb', 'client-s3'],
    packages: ['zod'],
  },
  'audit-reconciler': {
    capability: 'audit',
    ports: [],
    clients: ['client-dynamodb', 'client-s3'],
    packages: ['zod'],
  },
  'parcel-api': {
    capability: 'parcel',
    // A tenant's settings, of which issuing asks.
    ports: [...CALLERS, ...RECORD, ...ANNOUNCING, DIRECTORY],
    never: [MOVING, SCANNING, OPENING, SHREDDING],
    clients: ['client-dynamodb', 'client-kms'],
    packages: [...API_PACKAGES, 'libphonenumber-js'],
  },
  'custody-api': {
    capability: 'parcel',
    // Staff and facilities, of which custody and shifts ask.
    ports: [...CALLERS, ...RECORD, ...ANNOUNCING, DIRECTORY],
    never: [ISSUING, REVOKING, READING, OPENING, SHREDDING],
    clients: ['client-dynamodb', 'client-kms'],
    packages: API_PACKAGES,
  },
  'parcel-escrow': {
    capability: 'parcel',
    // Devices, to which bundles are sealed.
    ports: [...CALLERS, ...RECORD, ...ANNOUNCING, DIRECTORY],
    never: [ISSUING, REVOKING, MOVING, SHREDDING],
    clients: ['client-dynamodb', 'client-kms'],
    packages: [...API_PACKAGES, 'hpke'].toSorted(),
  },
  'recipient-api': {
    capability: 'parcel',
    ports: [
      ...RECORD,
      // Who has read: what waits for the log, and the logs.
      /^audit\/src\/store\/(event-view|logged-event|outbox-(events|partitions)|waiting-event)\.ts$/,
      /^audit\/src\/store\/((log|indexed|iterate)-(events|files|index|bundles|heads)|events-naming|find-event|readable-logs)\.ts$/,
      // Which companies there are, and where their facilities are.
      /^access\/src\/store\/(devices|directory|facilities|principals|tenants)\.ts$/,
      /^access\/src\/domain\//,
    ],
    never: [MOVING, SCANNING, ISSUING, READING, OPENING, SHREDDING],
    clients: ['client-dynamodb', 'client-kms', 'client-s3'],
    packages: [
      ...API_PACKAGES.filter((name) => name !== 'jose' && name !== 'structured-headers'),
      'libphonenumber-js',
    ],
  },
  'caller-check-api': {
    capability: 'caller-id',
    ports: [
      ...RECORD,
      // Which open shift has a parcel.
      /^parcel\/src\/(parcel-shifts|domain\/.+|store\/(parcel-reads|indexed-phones|sealed-groups|shift-store|(custody|label|parcel|shift)-item))\.ts$/,
      // Which companies there are, and who may call for them.
      /^access\/src\/store\/(devices|directory|facilities|principals|tenants)\.ts$/,
      /^access\/src\/domain\//,
    ],
    // What declares calls, opens the number of one, or signs it.
    never: [
      /^caller-id\/src\/(capability|signing|sweeper|lines|store\/call-keys|usecases\/(sealed-contact|(declare|find-live|record|sign|sweep|verify)-calls?))\.ts$/,
    ],
    clients: ['client-dynamodb', 'client-kms'],
    packages: [
      ...API_PACKAGES.filter((name) => name !== 'jose' && name !== 'structured-headers'),
      'libphonenumber-js',
    ],
  },
  'subject-api': {
    capability: 'parcel',
    ports: [...CALLERS, ...RECORD],
    never: [MOVING, SCANNING, ISSUING, READING, OPENING, SHREDDING],
    clients: ['client-dynamodb', 'client-kms'],
    packages: [...API_PACKAGES, 'libphonenumber-js'],
  },
  'privacy-api': {
    capability: 'parcel',
    ports: [
      ...CALLERS,
      ...RECORD,
      ...ANNOUNCING,
      AGREEING,
      UNMASKING,
      // As whom it stands in the log.
      /^caller-id\/src\/usecases\/own-actors\.ts$/,
      /^subscriber\/src\/usecases\/((bulk\/bulk|registry)-actors|(rights\/)?own-actors)\.ts$/,
    ],
    never: [MOVING, ISSUING, OPENING],
    clients: ['client-dynamodb', 'client-kms'],
    packages: API_PACKAGES,
  },
  'caller-id-api': {
    capability: 'caller-id',
    ports: [...CALLERS, ...RECORD, ...CONTACTS, AGREEING, DIRECTORY, /^parcel\/src\/parcel-shifts\.ts$/],
    clients: ['client-dynamodb', 'client-kms'],
    packages: [...API_PACKAGES, 'libphonenumber-js'],
  },
  'registry-api': {
    capability: 'subscriber',
    ports: [...CALLERS, ...RECORD, AGREEING],
    clients: ['client-dynamodb', 'client-kms', 'client-s3'],
    packages: API_PACKAGES,
  },
  'subscriber-rights-api': {
    capability: 'subscriber',
    ports: [...CALLERS, ...RECORD, AGREEING],
    // What registers, amends and moves, and what makes indexes.
    never: [
      /^subscriber\/src\/(subscribers|lifecycle|bulk|usecases\/(new-subscription|amend-person|move-subscription|backfill-index|begin-index))\.ts$/,
    ],
    clients: ['client-dynamodb', 'client-kms'],
    packages: API_PACKAGES,
  },
  'subscriber-api': {
    capability: 'subscriber',
    ports: [...CALLERS, ...RECORD],
    clients: ['client-dynamodb', 'client-kms'],
    packages: API_PACKAGES,
  },
  'subscriber-images-api': {
    capability: 'subscriber',
    ports: [...CALLERS, ...RECORD],
    // What finds people, and what changes them.
    never: [/^subscriber\/src\/(registry|subscribers|usecases\/(new-person|register-subscription))\.ts$/],
    clients: ['client-dynamodb', 'client-kms', 'client-s3'],
    packages: API_PACKAGES,
  },
  'subscriber-verification-api': {
    capability: 'subscriber',
    ports: [...CALLERS, ...RECORD],
    // What registers, amends, hands over and finds.
    never: [
      /^subscriber\/src\/(subscribers|lifecycle|bulk|usecases\/(new-|amend-|register-|transfer-|find-by-index|backfill-index|begin-index))/,
    ],
    clients: ['client-dynamodb', 'client-kms', 'client-s3'],
    packages: API_PACKAGES,
  },
  'webhook-api': {
    capability: 'webhook',
    ports: [...CALLERS, ...RECORD],
    clients: ['client-dynamodb', 'client-kms'],
    packages: API_PACKAGES,
  },
  'stir-api': {
    capability: 'caller-id',
    // Who may call.
    ports: [...CALLERS, DIRECTORY, ...RECORD],
    clients: ['client-dynamodb', 'client-kms'],
    packages: [
      ...API_PACKAGES,
      '@peculiar/asn1-rfc8226',
      '@peculiar/asn1-schema',
      '@peculiar/asn1-x509',
      '@peculiar/utils',
      'asn1js',
      'pvtsutils',
      'pvutils',
      'tslib',
    ],
  },
  'webhook-sender': {
    capability: 'webhook',
    ports: [
      ...RECORD,
      // The number on a parcel's waybill.
      /^parcel\/src\/waybills\.ts$/,
    ],
    clients: ['client-dynamodb', 'client-kms'],
    packages: ['canonicalize', 'libsodium', 'libsodium-wrappers', 'uuid', 'zod'],
  },
  'subscriber-sweep': {
    capability: 'subscriber',
    ports: RECORD,
    // It finds nobody, changes nobody, and answers nobody.
    never: [
      /^subscriber\/src\/(registry\.ts|http\/|store\/(index-|fill-|drop-|free-)|usecases\/(new-|amend|find-by|move-))/,
    ],
    clients: ['client-dynamodb', 'client-kms', 'client-s3'],
    packages: ['canonicalize', 'libsodium', 'libsodium-wrappers', 'uuid', 'zod'],
  },
  'call-sweeper': {
    capability: 'caller-id',
    ports: [
      ...RECORD,
      // Who may call.
      DIRECTORY,
      /^access\/src\/domain\//,
      /^access\/src\/store\/(facilities|principals|tenants)\.ts$/,
    ],
    clients: ['client-dynamodb', 'client-kms'],
    packages: ['canonicalize', 'libsodium', 'libsodium-wrappers', 'uuid', 'zod'],
  },
  'subscriber-due': {
    capability: 'subscriber',
    // Which companies there are.
    ports: [...RECORD, /^audit\/src\/store\/log-tenants\.ts$/],
    never: [/^subscriber\/src\/(http|usecases\/(bulk|find-by-index|new-|amend-|read-person))/],
    clients: ['client-dynamodb', 'client-kms', 'client-s3'],
    packages: ['canonicalize', 'libsodium', 'libsodium-wrappers', 'uuid', 'zod'],
  },
  'subscriber-indexer': {
    capability: 'subscriber',
    ports: RECORD,
    // It finds nobody, registers and amends nobody, and answers nobody.
    never: [/^subscriber\/src\/(http|usecases\/(bulk|find-by-index|new-|amend-|read-person|move-))/],
    clients: ['client-dynamodb', 'client-kms'],
    packages: ['canonicalize', 'libsodium', 'libsodium-wrappers', 'uuid', 'zod'],
  },
  'subscriber-import': {
    capability: 'subscriber',
    ports: RECORD,
    // It answers nobody, reads nothing to anybody, and ends no number.
    never: [/^subscriber\/src\/usecases\/(due-|sweep|verify-|move-|search-|erase-|read-|amend-)/],
    clients: ['client-dynamodb', 'client-kms', 'client-s3'],
    packages: ['canonicalize', 'libsodium', 'libsodium-wrappers', 'uuid', 'zod'],
  },
  'subscriber-export': {
    capability: 'subscriber',
    ports: RECORD,
    // It finds nobody, changes nobody, and answers nobody.
    never: [
      /^subscriber\/src\/(registry\.ts|http\/|store\/(index-|fill-|drop-|free-)|usecases\/(new-|amend|find-by|move-|read-|bulk\/import))/,
    ],
    clients: ['client-dynamodb', 'client-kms', 'client-s3'],
    packages: ['canonicalize', 'libsodium', 'libsodium-wrappers', 'uuid', 'zod'],
  },
  'parcel-shredder': {
    capability: 'parcel',
    ports: [...RECORD, ...ANNOUNCING],
    never: [ISSUING, READING, MOVING, SCANNING, OPENING],
    clients: ['client-dynamodb', 'client-kms'],
    packages: ['canonicalize', 'libsodium', 'libsodium-wrappers', 'uuid', 'zod'],
  },
};
