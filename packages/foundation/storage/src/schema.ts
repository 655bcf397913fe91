export interface ItemKind {
  /** Key templates; `{name}` is filled in percent-encoded. */
  readonly partition: string;
  readonly sort: string;
}

export interface TableSchema {
  /** The capability or foundation room that owns the table. */
  readonly owner: string;
  /**
   * Days of point-in-time recovery: how long a deleted item can still be brought back; 0 where all is made again of other data, or is to
   * be gone when it is deleted.
   */
  readonly recoveryDays: number;
  readonly items: Readonly<Record<string, ItemKind>>;
}

/**
 * Every table and every kind of item, by its key; the class of every field stands in `classification.ts`.
 * `expiresAtSeconds` is in seconds since the epoch: from then on an item is dead to its readers; a sweep removes it later.
 */
export const tables = {
  /**
   * Parcels, labels, amendments, custody, shifts, claims, cases, the phone index, what facilities expect, the gate
   * of custody, what is due when.
   */
  parcels: {
    /**
     * Parcels, labels, amendments, custody, shifts, claims, cases, the phone index, what facilities expect, the gate of
     * custody, what is due when.
     */
    owner: 'parcel',
    recoveryDays: 35,
    items: {
      parcel: {
        partition: 'P#{tenant}#{parcelId}',
        sort: 'parcel',
      },
      custodyEvent: {
        partition: 'P#{tenant}#{parcelId}',
        sort: 'custody#{custodyEventId}',
      },
      amendment: {
        partition: 'P#{tenant}#{parcelId}',
        sort: 'amendment#{amendmentVersion}',
      },
      label: {
        partition: 'L#{tenant}#{labelId}',
        sort: 'label',
      },
      waybill: {
        partition: 'W#{tenant}#{waybillNumber}',
        sort: 'waybill',
      },
      phone: {
        partition: 'PH#{tenant}#{indexKeyId}#{phoneHash}',
        sort: 'parcel#{parcelId}',
      },
      shift: {
        partition: 'S#{tenant}#{shiftId}',
        sort: 'shift',
      },
      claims: {
        partition: 'S#{tenant}#{shiftId}',
        sort: 'claims',
      },
      shiftLoad: {
        partition: 'S#{tenant}#{shiftId}',
        sort: 'load#{loadId}',
      },
      expectedParcel: {
        partition: 'F#{tenant}#{facility}',
        sort: 'parcel#{parcelId}',
      },
      custodyGate: {
        partition: 'G#{tenant}',
        sort: 'gate',
      },
      gatedReads: {
        partition: 'GR#{tenant}#{day}',
        sort: '{facility}#{role}#{reader}',
      },
      openShift: {
        partition: 'SH#{tenant}#{shipper}',
        sort: 'open-shift',
      },
      foreignReads: {
        partition: 'SH#{tenant}#{shipper}',
        sort: 'foreign-reads#{day}',
      },
      case: {
        partition: 'C#{tenant}#{caseId}',
        sort: 'case',
      },
      due: {
        partition: 'DUE#{day}#{shard}',
        sort: '{tenant}#{clock}#{id}',
      },
      shredProgress: {
        partition: 'DUE',
        sort: 'progress',
      },
      shredFailure: {
        partition: 'DUE#failed',
        sort: '{day}#{shard}#{name}',
      },
    },
  },
  /** Label keys and subject keys, each wrapped by a tenant key; no stream, never exported. */
  'parcel-keys': {
    /** Label keys and subject keys, each wrapped by a tenant key; no stream, never exported. */
    owner: 'parcel',
    recoveryDays: 7,
    items: {
      labelKey: {
        partition: 'L#{tenant}#{labelId}',
        sort: 'key',
      },
      subjectKey: {
        partition: 'P#{tenant}#{parcelId}',
        sort: 'key',
      },
    },
  },
  /** Escrow copies and their amendments: every field group sealed under keys of a root of their own. */
  'parcel-escrow': {
    /** Escrow copies and their amendments: every field group sealed under keys of a root of their own. */
    owner: 'parcel',
    recoveryDays: 7,
    items: {
      escrow: {
        partition: 'P#{tenant}#{parcelId}',
        sort: 'escrow',
      },
      amendment: {
        partition: 'P#{tenant}#{parcelId}',
        sort: 'amendment#{amendmentVersion}',
      },
    },
  },
  /** What two people released of parcels to authorities, and what those wrote. */
  releases: {
    /** What two people released of parcels to authorities, and what those wrote. */
    owner: 'parcel',
    recoveryDays: 35,
    items: {
      release: {
        partition: 'RE#{tenant}#{releaseId}',
        sort: 'release',
      },
    },
  },
  /** What the people of parcels asked for: masking, erasure, complaints; who they are stays in the parcel. */
  'subject-requests': {
    /** What the people of parcels asked for: masking, erasure, complaints; who they are stays in the parcel. */
    owner: 'parcel',
    recoveryDays: 35,
    items: {
      subjectRequest: {
        partition: 'SR#{tenant}',
        sort: '{state}#{requestId}',
      },
    },
  },
  /** Tenants and their settings, principals, facilities, devices, what people decided about approvals. */
  access: {
    /** Tenants and their settings, principals, facilities, devices, what people decided about approvals. */
    owner: 'access',
    recoveryDays: 35,
    items: {
      tenant: {
        partition: 'T#{tenant}',
        sort: 'tenant',
      },
      principal: {
        partition: 'PR#{tenant}#{issuer}#{subject}',
        sort: 'principal',
      },
      staff: {
        partition: 'T#{tenant}',
        sort: 'staff#{id}',
      },
      facility: {
        partition: 'T#{tenant}',
        sort: 'facility#{facility}',
      },
      device: {
        partition: 'D#{tenant}#{deviceId}',
        sort: 'device',
      },
      listedDevice: {
        partition: 'T#{tenant}',
        sort: 'device#{deviceId}',
      },
      approvalDecision: {
        partition: 'AD#{tenant}#{approvalId}',
        sort: '{requestEventId}',
      },
    },
  },
  /** What somebody asked for that two people must agree to, until it is done or expires; no decision. */
  approvals: {
    /** What somebody asked for that two people must agree to, until it is done or expires; no decision. */
    owner: 'access',
    recoveryDays: 1,
    items: {
      approvalRequest: {
        partition: 'AP#{tenant}',
        sort: '{approvalId}',
      },
    },
  },
  /**
   * Tenant keys per purpose, wrapped by the root key, what that key is recognized by, and a restore under way.
   */
  'tenant-keys': {
    /** Tenant keys per purpose, wrapped by the root key, what that key is recognized by, and a restore under way. */
    owner: 'crypto',
    recoveryDays: 35,
    items: {
      tenantKey: {
        partition: 'K#{tenant}#{purpose}',
        sort: '{keyId}',
      },
      rootKey: {
        partition: 'ROOT',
        sort: 'fingerprint',
      },
      restoring: {
        partition: 'ROOT',
        sort: 'restoring',
      },
    },
  },
  /** Events on their way into the log, as the bytes that will be its entries. */
  outbox: {
    /** Events on their way into the log, as the bytes that will be its entries. */
    owner: 'audit',
    recoveryDays: 35,
    items: {
      event: {
        partition: 'OB#{tenant}#{shard}',
        sort: '{eventId}',
      },
    },
  },
  /**
   * The head of every log: its size, its frontier, what is committed and not laid out yet; whose logs there are, how
   * far their outbox is drained, and where on one machine they lie.
   */
  'log-heads': {
    /**
     * The head of every log: its size, its frontier, what is committed and not laid out yet; whose logs there are, how far
     * their outbox is drained, and where on one machine they lie.
     */
    owner: 'audit',
    recoveryDays: 35,
    items: {
      head: {
        partition: 'L#{tenant}',
        sort: '{year}',
      },
      listed: { partition: 'ALL', sort: '{tenant}' },
      place: { partition: 'PLACE', sort: 'directory' },
      drained: { partition: 'D#{tenant}', sort: 'outbox' },
    },
  },
  /**
   * Where events stand in the logs, by whom they name and by time; made of the logs alone, and made again from them.
   */
  'log-index': {
    /** Where events stand in the logs, by whom they name and by time; made of the logs alone, and made again from them. */
    owner: 'audit',
    recoveryDays: 0,
    items: {
      named: {
        partition: 'N#{tenant}#{pseudonym}#{month}',
        sort: '{eventId}#{index}',
      },
      bundle: {
        partition: 'B#{tenant}#{year}',
        sort: '{earliest}#{index}',
      },
      follower: {
        partition: 'F#{tenant}',
        sort: '{year}',
      },
    },
  },
  /** One random key per actor and year, wrapped by a tenant key. */
  pseudonyms: {
    /** One random key per actor and year, wrapped by a tenant key. */
    owner: 'audit',
    recoveryDays: 7,
    items: {
      actorKey: {
        partition: 'A#{tenant}#{actor}',
        sort: '{year}',
      },
    },
  },
  /**
   * Idempotency claims, nonces of signatures, refusal budgets, ceilings, and the one-time codes and counts of public
   * pages; nothing that was sent or answered, but how a gateway's message was, in a word.
   */
  requests: {
    /**
     * Idempotency claims, nonces of signatures, refusal budgets, ceilings, and the one-time codes and counts of public
     * pages; nothing that was sent or answered, but how a gateway's message was, in a word.
     */
    owner: 'http',
    recoveryDays: 1,
    items: {
      idempotencyClaim: {
        partition: 'I#{tenant}#{claim}',
        sort: 'claim',
      },
      refusalBudget: {
        partition: 'R#{tenant}#{principal}',
        sort: '{minute}',
      },
      signatureNonce: {
        partition: 'N#{tenant}#{deviceId}',
        sort: '{nonce}',
      },
      escrowOpenings: {
        partition: 'E#{tenant}#{principal}',
        sort: '{hour}#{purpose}',
      },
      phoneSearches: {
        partition: 'PS#{tenant}#{principal}',
        sort: '{hour}#{purpose}',
      },
      registrySearches: {
        partition: 'RS#{tenant}#{principal}',
        sort: '{period}',
      },
      historyChallenge: {
        partition: 'H#{tenant}#{challengeId}',
        sort: 'challenge',
      },
      ownNumberChallenge: {
        partition: 'ON#{tenant}#{challengeId}',
        sort: 'challenge',
      },
      selfCheck: {
        partition: 'SC#{tenant}#{challengeId}',
        sort: 'challenge',
      },
      numberCode: {
        partition: 'NC#{tenant}#{codeId}',
        sort: 'code',
      },
      seenIdentity: {
        partition: 'SI#{tenant}#{keyId}#{identityHash}',
        sort: 'seen',
      },
      citizenMessage: {
        partition: 'CM#{tenant}#{messageHash}',
        sort: 'message',
      },
      publicCount: {
        partition: 'HC#{tenant}#{counted}',
        sort: '{window}',
      },
    },
  },
  /** Who is told of changes of parcels, changes that wait to be told, messages on their way. */
  webhooks: {
    /** Who is told of changes of parcels, changes that wait to be told, messages on their way. */
    owner: 'webhook',
    recoveryDays: 7,
    items: {
      webhook: {
        partition: 'T#{tenant}',
        sort: 'webhook#{webhookId}',
      },
      webhookCount: { partition: 'T#{tenant}', sort: 'count' },
      listed: {
        partition: 'ALL',
        sort: '{tenant}#{webhookId}',
      },
      announcement: {
        partition: 'A#{shard}',
        sort: '{eventId}#{tenant}#{part}',
      },
      dueMessage: {
        partition: 'M#{tenant}#{webhookId}',
        sort: 'due#{dueAt}#{messageId}',
      },
      deadMessage: {
        partition: 'M#{tenant}#{webhookId}',
        sort: 'dead#{messageId}',
      },
    },
  },
  /**
   * Numbers of the pool and the names they go by, declared calls, what they are checked by, which of them are live
   * or due, counts of a day; telephones of staff, accounts for cash on delivery.
   */
  calls: {
    /**
     * Numbers of the pool and the names they go by, declared calls, what they are checked by, which of them are live or due,
     * counts of a day; telephones of staff, accounts for cash on delivery.
     */
    owner: 'caller-id',
    recoveryDays: 35,
    items: {
      poolNumber: {
        partition: 'PN#{tenant}',
        sort: '{number}',
      },
      ownedNumber: {
        partition: 'ON#{number}',
        sort: 'owner',
      },
      callIntent: {
        partition: 'C#{tenant}#{intentId}',
        sort: 'intent',
      },
      liveShipper: {
        partition: 'CS#{tenant}#{shipper}',
        sort: 'live',
      },
      livePair: {
        partition: 'CP#{tenant}#{number}#{recipientHash}',
        sort: 'live',
      },
      checkable: {
        partition: 'CC#{tenant}#{keyId}#{proofHash}',
        sort: '{createdAt}#{intentId}',
      },
      dueCall: {
        partition: 'CD#{shard}',
        sort: '{dueAt}#{tenant}#{intentId}',
      },
      boundLine: {
        partition: 'CX#{tenant}#{number}',
        sort: '{side}#{end}',
      },
      callOfNumber: {
        partition: 'CN#{tenant}#{keyId}#{numberHash}',
        sort: '{createdAt}#{intentId}',
      },
      lostCalls: {
        partition: 'LC#{tenant}',
        sort: '{from}',
      },
      callReport: {
        partition: 'CR#{tenant}',
        sort: '{reportId}',
      },
      dueReport: {
        partition: 'RD#{shard}',
        sort: '{dueAt}#{tenant}#{reportId}',
      },
      callHistory: {
        partition: 'CH#{tenant}#{keyId}#{recipientHash}',
        sort: '{createdAt}#{intentId}',
      },
      parcelCalls: {
        partition: 'CL#{tenant}#{parcelId}',
        sort: '{day}',
      },
      spentBudget: {
        partition: 'CB#{tenant}#{day}',
        sort: '{share}',
      },
      registerKey: {
        partition: 'RK#{tenant}',
        sort: '{register}',
      },
      staffNumber: {
        partition: 'SN#{tenant}',
        sort: '{staffNumberId}',
      },
      staffNumberOwner: {
        partition: 'SH#{tenant}#{numberHash}',
        sort: 'owner',
      },
      staffLine: {
        partition: 'SL#{tenant}#{shipper}',
        sort: 'line',
      },
      collectionAccount: {
        partition: 'CA#{tenant}',
        sort: '{accountId}',
      },
      officialAccount: {
        partition: 'CO#{tenant}#{accountHash}',
        sort: 'account',
      },
    },
  },
  /**
   * A key for every declared call, wrapped by a tenant key, and the number called, sealed under it; deleted when the
   * call is over; in no backup.
   */
  'call-keys': {
    /**
     * A key for every declared call, wrapped by a tenant key, and the number called, sealed under it; deleted when the call
     * is over; in no backup.
     */
    owner: 'caller-id',
    recoveryDays: 0,
    items: {
      callKey: {
        partition: 'CK#{tenant}#{intentId}',
        sort: 'key',
      },
    },
  },
  /** People who hold numbers, and what they hold: every personal field sealed by itself under the key of its person. */
  subscribers: {
    /** People who hold numbers, and what they hold: every personal field sealed by itself under the key of its person. */
    owner: 'subscriber',
    recoveryDays: 35,
    items: {
      person: {
        partition: 'R#{tenant}#{segment}',
        sort: '{personId}#person',
      },
      subscription: {
        partition: 'R#{tenant}#{segment}',
        sort: '{personId}#subscription#{subscriptionId}',
      },
      subscriptionHolder: {
        partition: 'S#{tenant}#{subscriptionId}',
        sort: 'holder',
      },
      verification: {
        partition: 'R#{tenant}#{segment}',
        sort: '{personId}#verification#{verificationId}',
      },
      basis: {
        partition: 'RB#{tenant}#{basisId}',
        sort: 'basis',
      },
      boundPerson: {
        partition: 'RB#{tenant}#{basisId}',
        sort: 'person#{personId}',
      },
      timeline: {
        partition: 'R#{tenant}#{segment}',
        sort: '{personId}#timeline#{subscriptionId}#{timeline}',
      },
      finding: {
        partition: 'R#{tenant}#{segment}',
        sort: '{personId}#finding#{subscriptionId}#{findingId}',
      },
      order: {
        partition: 'R#{tenant}#{segment}',
        sort: '{personId}#order#{subscriptionId}',
      },
      reconciliation: {
        partition: 'RC#{tenant}',
        sort: '{day}#{system}',
      },
      difference: {
        partition: 'RD#{tenant}#{day}#{system}',
        sort: '{subscriptionId}',
      },
      dueWork: {
        partition: 'DUE#{what}#{shard}',
        sort: '{dueAt}#{tenant}#{id}',
      },
    },
  },
  /** A random key for every person, wrapped by a tenant key; a person is erased with it. And keys of images that no record names yet. */
  'subscriber-keys': {
    /** A random key for every person, wrapped by a tenant key; a person is erased with it. And keys of images that no record names yet. */
    owner: 'subscriber',
    recoveryDays: 7,
    items: {
      personKey: {
        partition: 'R#{tenant}#{segment}',
        sort: '{personId}',
      },
      pendingImage: {
        partition: 'I#{tenant}#{imageId}',
        sort: 'pending',
      },
    },
  },
  /**
   * What people and authorities asked of the registry: claims that a number is not theirs, requests of people about their data,
   * requests of authorities and what was handed over, and what of it is due when.
   */
  'subscriber-rights': {
    /**
     * What people and authorities asked of the registry: claims that a number is not theirs, requests of people about their data,
     * requests of authorities and what was handed over, and what of it is due when.
     */
    owner: 'subscriber',
    recoveryDays: 35,
    items: {
      claim: {
        partition: 'C#{tenant}#{claimId}',
        sort: 'claim',
      },
      claimReceipt: {
        partition: 'CR#{tenant}#{receipt}',
        sort: 'claim',
      },
      claimedNumber: {
        partition: 'CN#{tenant}#{segment}',
        sort: '{personId}#{subscriptionId}#{claimantSubscriptionId}',
      },
      dataRequest: {
        partition: 'Q#{tenant}#{requestId}',
        sort: 'request',
      },
      authorityRequest: {
        partition: 'A#{tenant}#{requestId}',
        sort: 'request',
      },
      handover: {
        partition: 'A#{tenant}#{requestId}',
        sort: 'handover#{handoverId}',
      },
      docket: {
        partition: 'D#{tenant}#{register}',
        sort: '{state}#{at}#{id}',
      },
    },
  },
  /**
   * By which keyed hashes people are found, the keys of those hashes, wrapped, and how far indexes are made; made of the
   * people alone, and made again from them; in no backup.
   */
  'subscriber-index': {
    /**
     * By which keyed hashes people are found, the keys of those hashes, wrapped, and how far indexes are made; made of the
     * people alone, and made again from them; in no backup.
     */
    owner: 'subscriber',
    recoveryDays: 7,
    items: {
      personEntry: {
        partition: 'X#{tenant}#{index}#{generation}#{hash}',
        sort: 'person#{personId}',
      },
      liveEntry: {
        partition: 'X#{tenant}#{index}#{generation}#{hash}',
        sort: 'live',
      },
      subscriptionEntry: {
        partition: 'X#{tenant}#{index}#{generation}#{hash}',
        sort: 'subscription#{personId}#{subscriptionId}',
      },
      indexGenerations: {
        partition: 'XG#{tenant}',
        sort: '{copy}',
      },
      indexKey: {
        partition: 'XK#{tenant}#{index}#{generation}',
        sort: 'key',
      },
      holderClaim: {
        partition: 'XC#{tenant}#{generation}#{hash}',
        sort: 'claim',
      },
      /** Companies with indexes, all in one partition, for whoever works at them. */
      indexedCompany: {
        partition: 'XT',
        sort: '{tenant}',
      },
      walkProgress: {
        partition: 'XW#{tenant}#{index}#{generation}',
        sort: '{walk}#{segment}',
      },
    },
  },
  /** Sweeps of the registry for junk SIMs, how far they are, and their keys, wrapped; made of the people alone, and made again; in no backup. */
  'registry-sweeps': {
    /** Sweeps of the registry for junk SIMs, how far they are, and their keys, wrapped; made of the people alone, and made again; in no backup. */
    owner: 'subscriber',
    recoveryDays: 0,
    items: {
      sweep: {
        partition: 'SW#{tenant}',
        sort: '{sweepId}',
      },
      runningSweep: {
        partition: 'SWR',
        sort: '{tenant}',
      },
      laidSweep: {
        partition: 'SWL',
        sort: '{tenant}#{sweepId}',
      },
      sweptPart: {
        partition: 'SWP#{tenant}#{sweepId}',
        sort: '{step}#{part}',
      },
      sweepKey: {
        partition: 'SWK#{tenant}#{sweepId}',
        sort: '{of}',
      },
    },
  },
  /**
   * Imports and exports of the registry: how far they are, rows that were rejected by number and code, their keys, wrapped; nothing of any
   * row; in no backup.
   */
  'registry-bulk': {
    /**
     * Imports and exports of the registry: how far they are, rows that were rejected by number and code, their keys, wrapped; nothing of any
     * row; in no backup.
     */
    owner: 'subscriber',
    recoveryDays: 0,
    items: {
      import: {
        partition: 'IM#{tenant}',
        sort: '{importId}',
      },
      importKey: {
        partition: 'IMK#{tenant}#{importId}',
        sort: 'key',
      },
      importPart: {
        partition: 'IMP#{tenant}#{importId}',
        sort: '{part}',
      },
      importReject: {
        partition: 'IMR#{tenant}#{importId}',
        sort: '{row}',
      },
      openImport: {
        partition: 'IMO',
        sort: '{tenant}#{importId}',
      },
      parityStep: {
        partition: 'IMS#{tenant}#{importId}',
        sort: '{of}#{at}',
      },
      parityMet: {
        partition: 'IMM#{tenant}#{importId}#{segment}',
        sort: '{lot}',
      },
      parityUnmet: {
        partition: 'IMU#{tenant}#{importId}',
        sort: '{subscriptionId}',
      },
      export: {
        partition: 'EX#{tenant}',
        sort: '{exportId}',
      },
      exportKey: {
        partition: 'EXK#{tenant}#{exportId}',
        sort: 'key',
      },
      exportPart: {
        partition: 'EXP#{tenant}#{exportId}',
        sort: '{part}',
      },
      openExport: {
        partition: 'EXO',
        sort: '{tenant}#{exportId}',
      },
    },
  },
} as const satisfies Readonly<Record<string, TableSchema>>;

export type TableName = keyof typeof tables;

export const TABLE_NAMES = Object.keys(tables) as readonly TableName[];
