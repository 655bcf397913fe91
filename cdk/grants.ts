import type { FunctionName } from './functions.ts';
import type { Grant, Purpose } from './grant.ts';

/** Names people in events: finds or makes the random key of an actor and year, wrapped by a tenant key. */
const NAMING = {
  'tenant-keys': ['get', 'put'],
  pseudonyms: ['get', 'put'],
} as const;

/** Puts events on record, unless those before do not come into the log. */
const EVENTS = { ...NAMING, outbox: ['put'], 'log-heads': ['get'] } as const;

/** Puts events on record, refusals within their budget, and remembers the nonces of signed requests. */
const RECORDING = { ...EVENTS, requests: ['put', 'update'] } as const;

/** Reads events wherever they stand, but for the outbox: in the logs, by their index. To list is to be told what is missing. */
const READING_LOGS = {
  tables: { 'log-heads': ['get', 'query'], 'log-index': ['get', 'query'] },
  buckets: { log: ['get', 'list'] },
} as const;

/** Announces changes of parcels, where a tenant has a webhook. */
const ANNOUNCING = { webhooks: ['get', 'put'] } as const;

const both = (...purposes: readonly Purpose[]) => ({ generate: purposes, unwrap: purposes });

/** Keeps telephones of shippers and accounts: finds them by hashes, seals and opens them. */
const REGISTERS: readonly Purpose[] = ['call-register', 'staff-number', 'collection-account'];

/**
 * What each function may touch, by hand: a line more is a right that somebody must want. `test/cdk/grants.test.ts`
 * compares it with the synthesized policies in both directions.
 */
export const GRANTS: Readonly<Record<FunctionName, Grant>> = {
  'parcel-api': {
    tables: {
      ...RECORDING,
      ...ANNOUNCING,
      parcels: ['get', 'query', 'put', 'update', 'delete', 'check'],
      // Deletes the key of a label that is revoked or replaced, or lets it die sooner; what is amended dies with the keys that
      // it is checked against.
      'parcel-keys': ['get', 'put', 'update', 'delete', 'check'],
      'parcel-escrow': ['put'],
      access: ['get', 'check'],
      requests: ['get', 'put', 'update'],
    },
    rootKeys: {
      main: both('label', 'subject', 'digest', 'phone-index', 'request', 'pseudonym'),
      // Writes escrow copies and cannot open one.
      escrow: { generate: ['escrow'] },
    },
  },
  'custody-api': {
    tables: {
      ...RECORDING,
      ...ANNOUNCING,
      parcels: ['get', 'query', 'put', 'update', 'delete', 'check'],
      // Seals whom a parcel was handed to under the subject key, and brings the death of the label's key forward.
      'parcel-keys': ['get', 'update'],
      access: ['get', 'check'],
      requests: ['get', 'put', 'update'],
    },
    rootKeys: {
      main: {
        generate: ['source-event', 'request', 'pseudonym'],
        // Knows a genuine label when it sees one, and has no key that opens it.
        unwrap: ['digest', 'subject', 'source-event', 'request', 'pseudonym'],
      },
    },
  },
  'parcel-escrow': {
    tables: {
      ...RECORDING,
      ...ANNOUNCING,
      // Takes what a shift loads, and keeps that it was loaded. What it opens it does not decide: custody has its event, and
      // the reconciler finds a change without one. Queries the trail of a disputed delivery.
      parcels: ['get', 'query', 'put', 'update', 'delete', 'check'],
      access: ['get', 'check'],
      // Labels of companies that keep nothing besides them, and the key of a disputed hand-over.
      'parcel-keys': ['get'],
      // Could release nothing to itself.
      releases: ['get', 'check'],
      // The copy of a parcel and its amendments.
      'parcel-escrow': ['query'],
      requests: ['get', 'put', 'update'],
    },
    rootKeys: {
      main: {
        generate: ['request', 'pseudonym'],
        unwrap: ['label', 'subject', 'digest', 'request', 'pseudonym'],
      },
      escrow: { unwrap: ['escrow'] },
    },
    signs: ['bundle'],
  },
  'recipient-api': {
    tables: {
      ...NAMING,
      // Which parcel, and whose number: reads, and can change nothing of a parcel.
      parcels: ['get'],
      // Challenges and counts.
      requests: ['get', 'put', 'update'],
      'subject-requests': ['get', 'put'],
      // Whether there is such a company, and where its facilities are.
      access: ['get'],
      // Who has read: what waits for the log, and the logs.
      outbox: ['query', 'put'],
      'log-heads': ['get', 'query'],
      'log-index': ['query'],
    },
    buckets: READING_LOGS.buckets,
    rootKeys: {
      main: {
        generate: ['pseudonym', 'history'],
        // Finds numbers in the index, and adds none to it.
        unwrap: ['pseudonym', 'history', 'phone-index'],
      },
    },
  },
  'caller-check-api': {
    tables: {
      ...NAMING,
      // Finds declared calls, and changes none; puts reports on file.
      calls: ['get', 'query', 'put'],
      // Which open shift has a parcel.
      parcels: ['get'],
      // Challenges and counts.
      requests: ['get', 'put', 'update'],
      // Whether there is such a company, and whether a shipper may call for it now.
      access: ['get'],
      outbox: ['put'],
      'log-heads': ['get'],
    },
    // Reports, and when they are due: no call, number or account.
    putsInto: { calls: ['CR#', 'RD#'] },
    // No key that opens the number of a call.
    rootKeys: {
      main: {
        generate: ['call', 'call-report', 'pseudonym'],
        // Finds numbers and accounts in the registers, and adds none.
        unwrap: ['call', 'call-report', 'call-register', 'pseudonym'],
      },
    },
  },
  'subject-api': {
    tables: {
      ...RECORDING,
      // The phone index, and by which names events speak of parcels.
      parcels: ['get', 'query'],
      access: ['get', 'check'],
      'subject-requests': ['get', 'query', 'put', 'delete'],
    },
    rootKeys: {
      // Finds numbers in the index, and adds none to it.
      main: { generate: ['pseudonym'], unwrap: ['pseudonym', 'phone-index'] },
    },
  },
  'privacy-api': {
    tables: {
      ...RECORDING,
      ...ANNOUNCING,
      // Ends parcels, and leaves notes for the sweep. Relies on cases, and on the parcels that they are about.
      parcels: ['get', 'put', 'delete', 'check'],
      'parcel-keys': ['get', 'delete'],
      // Destroys escrow copies and can read none.
      'parcel-escrow': ['delete'],
      // Asks for approvals and spends them. Decisions are in the table `access`: it could give itself none.
      approvals: ['get', 'put', 'delete'],
      releases: ['get', 'put', 'update', 'check'],
      // Whom a pseudonym means is found by trying everybody's.
      access: ['get', 'query', 'check'],
      requests: ['get', 'put', 'update'],
    },
    rootKeys: { main: both('approval', 'release', 'request', 'pseudonym') },
  },
  'caller-id-api': {
    tables: {
      ...RECORDING,
      // Whose the parcel is, and whether the label in hand is genuine: reads, and can change nothing of a parcel.
      parcels: ['get', 'check'],
      // Labels of companies that keep nothing besides them.
      'parcel-keys': ['get'],
      // The copy of a parcel and its amendments.
      'parcel-escrow': ['query'],
      access: ['get', 'check'],
      // Asks for approvals and spends them. Decisions are in the table `access`: it could give itself none.
      approvals: ['get', 'put', 'delete'],
      calls: ['get', 'query', 'put', 'update', 'delete', 'check'],
      // Seals the number under the call's key, and opens it nowhere: who connects the call does.
      'call-keys': ['put'],
      requests: ['get', 'put', 'update'],
    },
    rootKeys: {
      main: {
        generate: [...REGISTERS, 'approval', 'call', 'call-key', 'request', 'pseudonym'],
        unwrap: [...REGISTERS, 'label', 'digest', 'approval', 'call', 'call-key', 'request', 'pseudonym'],
      },
      escrow: { unwrap: ['escrow'] },
    },
  },
  'subscriber-rights-api': {
    tables: {
      ...RECORDING,
      access: ['get', 'check'],
      // Asks for approvals and spends them. Decisions are in the table `access`: it could give itself none.
      approvals: ['get', 'put', 'delete'],
      // Codes, sessions and counts besides.
      requests: ['get', 'put', 'update'],
      // Opens and closes cases, keeps findings and begins timelines: registers and amends nobody.
      subscribers: ['get', 'query', 'put', 'update', 'check'],
      // Opens people, and gives and destroys no key.
      'subscriber-keys': ['get', 'check'],
      'subscriber-rights': ['get', 'query', 'put', 'update', 'delete', 'check'],
      'subscriber-index': ['get', 'query', 'check'],
    },
    rootKeys: {
      main: both('self-check', 'approval', 'request', 'pseudonym'),
      // Seals what authorities wrote, and opens people.
      registry: both('registry'),
      // Finds people, and makes no index.
      'registry-index': { unwrap: ['registry-index'] },
    },
  },
  'subscriber-api': {
    tables: {
      ...RECORDING,
      access: ['get', 'check'],
      requests: ['get', 'put', 'update'],
      // What ends is due no more, nor is an image that a record names.
      subscribers: ['get', 'query', 'put', 'update', 'delete', 'check'],
      // Gives people keys and destroys none; takes over those of images; counts people by their keys.
      'subscriber-keys': ['get', 'query', 'put', 'delete', 'check'],
      // What a person is found by no more is deleted one by one; with the end of a number it is free. Begins indexes,
      // and forgets how far former walks had come.
      'subscriber-index': ['get', 'query', 'put', 'delete', 'delete-many', 'check'],
    },
    rootKeys: {
      main: both('request', 'pseudonym'),
      registry: both('registry'),
      'registry-index': both('registry-index'),
    },
  },
  'subscriber-images-api': {
    tables: {
      ...RECORDING,
      access: ['get', 'check'],
      // Who is looked at and upon which case; has images looked after; reads what comparisons found.
      subscribers: ['get', 'query', 'put', 'check'],
      // Keys of images that wait; opens people, and could make, change or destroy nobody's key.
      'subscriber-keys': ['get', 'put', 'check'],
      // Which images two people released, and that it is still so.
      'subscriber-rights': ['get', 'query', 'check'],
    },
    // Of images alone: a key of a person would be a person.
    putsInto: { 'subscriber-keys': ['I#'], subscribers: ['DUE#image#'] },
    rootKeys: { main: both('pseudonym'), registry: both('registry') },
    buckets: { registry: ['list', 'get images', 'put images'] },
  },
  'subscriber-verification-api': {
    tables: {
      ...RECORDING,
      access: ['get', 'check'],
      requests: ['get', 'put', 'update'],
      // Keeps what was asked and answered, begins service, lifts what suspended numbers, and begins timelines: registers and amends nobody.
      // A holder's other numbers, of which one is sent a code.
      subscribers: ['get', 'query', 'put', 'update', 'delete', 'check'],
      // Opens who is asked about, and takes over the picture of a face.
      'subscriber-keys': ['get', 'delete', 'check'],
    },
    // Finds nobody: it has no key of an index.
    rootKeys: { main: both('number-code', 'request', 'pseudonym'), registry: both('registry') },
    buckets: { registry: ['list', 'get images'] },
  },
  'registry-api': {
    tables: {
      ...RECORDING,
      access: ['get', 'check'],
      // Asks for approvals of exports and spends them. Decisions are in the table `access`: it could give itself none.
      approvals: ['get', 'put', 'delete'],
      requests: ['get', 'put', 'update'],
      // Destroys the key of an import or export that is cancelled.
      'registry-bulk': ['get', 'query', 'put', 'update', 'delete', 'check'],
      // Begins sweeps, for which it counts people by their keys.
      'registry-sweeps': ['get', 'query', 'put'],
      'subscriber-keys': ['query'],
    },
    rootKeys: {
      main: both('approval', 'request', 'pseudonym'),
      // Wraps keys of imports, exports and sweeps, seals for whom an export is, and opens them again for whoever asks twice, or what was found; no person is within its reach.
      registry: both('registry'),
    },
    // Signs the addresses at which parts are brought and fetched, and deletes those of what is cancelled.
    buckets: {
      registry: ['list', 'put uploads', 'delete uploads', 'get exports', 'delete exports', 'get sweeps'],
    },
    starts: ['registry-sweep'],
  },
  'label-api': {
    tables: {
      ...RECORDING,
      parcels: ['get', 'check'],
      // Looks whether a label still has its key.
      'parcel-keys': ['get'],
      access: ['get', 'check'],
    },
    rootKeys: { main: { generate: ['pseudonym'], unwrap: ['digest', 'pseudonym'] } },
  },
  'access-api': {
    tables: {
      ...RECORDING,
      access: ['get', 'query', 'put', 'update', 'check'],
      // Shows what was asked for and decides about it; it could ask for nothing.
      approvals: ['get', 'query', 'check'],
    },
    rootKeys: { main: { generate: ['pseudonym'], unwrap: ['approval', 'pseudonym'] } },
  },
  'audit-api': {
    tables: {
      ...RECORDING,
      ...READING_LOGS.tables,
      outbox: ['get', 'query', 'put'],
      parcels: ['get'],
      access: ['get', 'check'],
    },
    rootKeys: { main: both('pseudonym') },
    buckets: READING_LOGS.buckets,
    // Tells auditors what to verify with, and makes no checkpoint.
    verifies: ['log'],
  },
  'webhook-api': {
    tables: {
      ...RECORDING,
      access: ['get', 'check'],
      requests: ['get', 'put', 'update'],
      webhooks: ['get', 'query', 'put', 'update', 'delete', 'check'],
    },
    rootKeys: { main: both('request', 'pseudonym', 'webhook') },
  },
  'stir-api': {
    tables: {
      ...RECORDING,
      // Finds a declared call, relies on its number and counts its signatures. The number that is called it cannot open.
      calls: ['get', 'update', 'check'],
      access: ['get'],
      // Identities that were seen lately, too.
      requests: ['get', 'put', 'update'],
    },
    rootKeys: { main: both('call', 'pseudonym') },
    signs: ['call'],
  },
  'subscriber-sweep': {
    tables: {
      ...EVENTS,
      // Reads people and their keys side by side, and claims about their numbers; changes none.
      subscribers: ['query'],
      'subscriber-keys': ['query'],
      'subscriber-rights': ['query'],
      'registry-sweeps': ['get', 'query', 'put', 'update', 'delete'],
    },
    // Opens people, and the keys of sweeps. Finds nobody: it has no key of an index.
    rootKeys: { main: both('pseudonym'), registry: { unwrap: ['registry'] } },
    buckets: { registry: ['list', 'get sweeps', 'put sweeps', 'delete sweeps'] },
  },
  'webhook-sender': {
    tables: {
      'tenant-keys': ['get'],
      // The number on a parcel's waybill.
      parcels: ['get'],
      webhooks: ['get', 'query', 'put', 'update', 'delete'],
    },
    rootKeys: { main: { unwrap: ['webhook'] } },
  },
  'call-sweeper': {
    tables: {
      ...EVENTS,
      calls: ['get', 'query', 'put', 'update', 'delete'],
      // Destroys keys of calls, and could read none.
      'call-keys': ['delete'],
      // Who may call.
      access: ['get'],
    },
    // Opens nothing: it knows no number that is called.
    rootKeys: { main: both('pseudonym') },
  },
  'subscriber-due': {
    tables: {
      ...EVENTS,
      subscribers: ['get', 'query', 'put', 'update', 'delete', 'check'],
      // Destroys the keys of people who need not be kept, and gives nobody one.
      'subscriber-keys': ['get', 'delete', 'check'],
      // Frees numbers, and takes away by what people were found.
      'subscriber-index': ['get', 'query', 'put', 'delete', 'check'],
      // Which companies there are, and what is due of what people and authorities asked of them.
      'log-heads': ['get', 'query'],
      'subscriber-rights': ['query'],
    },
    rootKeys: {
      main: both('pseudonym'),
      registry: { unwrap: ['registry'] },
      'registry-index': { unwrap: ['registry-index'] },
    },
    // Shows pictures of faces to sources of identities that were silent before, and deletes images that nobody names.
    buckets: { registry: ['list', 'get images', 'delete images'] },
  },
  'subscriber-indexer': {
    tables: {
      ...EVENTS,
      // Reads people and their keys side by side, and changes none.
      subscribers: ['get', 'query', 'check'],
      'subscriber-keys': ['query'],
      // Makes entries and deletes those of a former generation, with its key.
      'subscriber-index': ['get', 'query', 'put', 'update', 'delete', 'delete-many', 'check'],
    },
    rootKeys: {
      main: both('pseudonym'),
      registry: { unwrap: ['registry'] },
      // Makes entries under keys that are there, and gives an index none.
      'registry-index': { unwrap: ['registry-index'] },
    },
  },
  'subscriber-import': {
    tables: {
      ...EVENTS,
      // Finds whom rows are about, registers and amends people and numbers, and begins timelines: ends and erases nobody. An image
      // that a row takes over is due no more.
      subscribers: ['get', 'query', 'put', 'update', 'delete'],
      // Gives people keys, and destroys none; takes over those of images.
      'subscriber-keys': ['get', 'put', 'delete', 'check'],
      // Adds to indexes, and takes away what somebody who is amended was found by.
      'subscriber-index': ['get', 'query', 'put', 'delete', 'check'],
      // Destroys the key of an import that has come to its end, and forgets what a parity report remembered meanwhile.
      'registry-bulk': ['get', 'query', 'put', 'update', 'delete', 'delete-many', 'check'],
    },
    // Of images alone: no key of a person, and nothing else that is due.
    deletesFrom: { 'subscriber-keys': ['I#'], subscribers: ['DUE#image#'] },
    rootKeys: {
      main: both('pseudonym'),
      registry: both('registry'),
      // Finds people, and makes no index.
      'registry-index': { unwrap: ['registry-index'] },
    },
    buckets: { registry: ['list', 'get uploads', 'delete uploads'] },
  },
  'subscriber-export': {
    tables: {
      ...EVENTS,
      // Reads people and their keys, page by page, and relies on nothing having closed them meanwhile; changes none.
      subscribers: ['get', 'query', 'check'],
      'subscriber-keys': ['get'],
      // Destroys the key of an export that is written. Could release none: a key of one that was asked for it cannot make.
      'registry-bulk': ['get', 'query', 'put', 'update', 'delete', 'check'],
    },
    // Of exports alone, their parts.
    putsInto: { 'registry-bulk': ['EXP#'] },
    // Opens people, and keys of exports. Finds nobody: it has no key of an index.
    rootKeys: { main: both('pseudonym'), registry: { unwrap: ['registry'] } },
    buckets: { registry: ['list', 'put exports', 'delete exports'] },
  },
  'parcel-shredder': {
    tables: {
      ...EVENTS,
      ...ANNOUNCING,
      parcels: ['get', 'query', 'put', 'update', 'delete'],
      // Finds out when a label's key would have died. It could open none: its role cannot unwrap what keys are wrapped by.
      'parcel-keys': ['get', 'delete'],
      'parcel-escrow': ['delete'],
    },
    rootKeys: { main: both('pseudonym') },
  },
  'audit-reconciler': {
    tables: { parcels: ['stream'], outbox: ['get'], 'log-heads': ['get'], 'log-index': ['get', 'query'] },
    rootKeys: {},
    buckets: READING_LOGS.buckets,
    queuesFailures: true,
  },
  'audit-sequencer': {
    tables: {
      // Nobody else takes events away.
      outbox: ['stream', 'query', 'delete-many'],
      'log-heads': ['get', 'query', 'put'],
    },
    // Sees pseudonyms alone, and has no key that tells whose.
    rootKeys: {},
    signs: ['log'],
    buckets: { log: ['get', 'list', 'put', 'lock', 'sweep'] },
  },
  'audit-indexer': {
    tables: {
      'log-heads': ['stream', 'query'],
      // Deletes nothing: an index that is made anew is made by hand (docs/operations.md).
      'log-index': ['query', 'put'],
    },
    rootKeys: {},
    buckets: READING_LOGS.buckets,
  },
  'access-token': { tables: {}, rootKeys: {} },
};
