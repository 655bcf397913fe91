/**
 * How much a stolen dump would tell from a field:
 * `clear` nothing personal, readable; `sealed` ciphertext; `keyed` the output of a keyed hash, or what only equals itself.
 */
export type Classification = 'clear' | 'sealed' | 'keyed';

export interface ItemKind {
  /** Key templates; `{name}` is filled in percent-encoded. */
  readonly partition: string;
  readonly sort: string;
  readonly fields: Readonly<Record<string, Classification>>;
}

export interface TableSchema {
  /** The capability or foundation room that owns the table. */
  readonly owner: string;
  /** Days of point-in-time recovery: how long a deleted item can still be brought back; 0 where all is made again of other data. */
  readonly recoveryDays: number;
  readonly items: Readonly<Record<string, ItemKind>>;
}

/**
 * Every table, every kind of item and the class of every field: read by CDK, the local store and the canary tests.
 * `expiresAtSeconds` is in seconds since the epoch: from then on an item is dead to its readers; a sweep removes it later.
 */
export const tables = {
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
        fields: {
          parcelId: 'clear',
          waybillNumber: 'clear',
          labelId: 'clear',
          kind: 'clear',
          service: 'clear',
          state: 'clear',
          holderType: 'clear',
          holderId: 'clear',
          holderShipper: 'clear',
          holderFacility: 'clear',
          offeredToType: 'clear',
          offeredToId: 'clear',
          assignedTo: 'clear',
          recipientReaders: 'clear',
          senderReaders: 'clear',
          movedAt: 'clear',
          communeCode: 'clear',
          sortCode: 'clear',
          recipientPhoneKeyId: 'clear',
          recipientPhoneHash: 'keyed',
          senderPhoneKeyId: 'clear',
          senderPhoneHash: 'keyed',
          supersededLabelId: 'clear',
          supersededUntil: 'clear',
          amendmentVersion: 'clear',
          amendedAt: 'clear',
          issuedAt: 'clear',
          dueAt: 'clear',
          retainedUntil: 'clear',
          shreddedAt: 'clear',
          issuedBy: 'clear',
          issueEventId: 'clear',
          issueLeaf: 'keyed',
          pseudonym: 'keyed',
          eventId: 'clear',
          version: 'clear',
        },
      },
      custodyEvent: {
        partition: 'P#{tenant}#{parcelId}',
        sort: 'custody#{custodyEventId}',
        fields: {
          custodyEventId: 'clear',
          event: 'clear',
          state: 'clear',
          holderType: 'clear',
          holderId: 'clear',
          holderShipper: 'clear',
          holderFacility: 'clear',
          offeredToType: 'clear',
          offeredToId: 'clear',
          reason: 'clear',
          detail: 'sealed',
          occurredAt: 'clear',
          recordedAt: 'clear',
          order: 'clear',
          source: 'clear',
          flags: 'clear',
          eventId: 'clear',
        },
      },
      amendment: {
        partition: 'P#{tenant}#{parcelId}',
        sort: 'amendment#{amendmentVersion}',
        fields: {
          amendmentId: 'clear',
          version: 'clear',
          fields: 'clear',
          amendedAt: 'clear',
          eventId: 'clear',
          leaf: 'keyed',
          labels: 'sealed',
        },
      },
      label: {
        partition: 'L#{tenant}#{labelId}',
        sort: 'label',
        fields: {
          parcelId: 'clear',
          kind: 'clear',
          status: 'clear',
          payloadVersion: 'clear',
          digest: 'keyed',
          digestKeyId: 'clear',
          groups: 'sealed',
          replacement: 'sealed',
          replacementVersion: 'clear',
          reissueEventId: 'clear',
          reissueLeaf: 'keyed',
          version: 'clear',
        },
      },
      waybill: {
        partition: 'W#{tenant}#{waybillNumber}',
        sort: 'waybill',
        fields: { parcelId: 'clear', expiresAtSeconds: 'clear' },
      },
      phone: {
        partition: 'PH#{tenant}#{indexKeyId}#{phoneHash}',
        sort: 'parcel#{parcelId}',
        fields: { party: 'clear', expiresAtSeconds: 'clear' },
      },
      shift: {
        partition: 'S#{tenant}#{shiftId}',
        sort: 'shift',
        fields: {
          shiftId: 'clear',
          shipper: 'clear',
          facility: 'clear',
          state: 'clear',
          openedAt: 'clear',
          openedBy: 'clear',
          closedAt: 'clear',
          openEventId: 'clear',
          openLeaf: 'keyed',
          version: 'clear',
        },
      },
      claims: {
        partition: 'S#{tenant}#{shiftId}',
        sort: 'claims',
        fields: { shipper: 'clear', dispatcher: 'clear', version: 'clear', expiresAtSeconds: 'clear' },
      },
      shiftLoad: {
        partition: 'S#{tenant}#{shiftId}',
        sort: 'load#{loadId}',
        fields: {
          deviceId: 'clear',
          parcels: 'clear',
          issuedAt: 'clear',
          eventId: 'clear',
          expiresAtSeconds: 'clear',
        },
      },
      expectedParcel: {
        partition: 'F#{tenant}#{facility}',
        sort: 'parcel#{parcelId}',
        fields: { waybillNumber: 'clear', communeCode: 'clear', sortCode: 'clear' },
      },
      custodyGate: {
        partition: 'G#{tenant}',
        sort: 'gate',
        fields: { settings: 'clear', eventId: 'clear', version: 'clear' },
      },
      gatedReads: {
        partition: 'GR#{tenant}#{day}',
        sort: '{facility}#{role}#{reader}',
        fields: { reads: 'clear', wouldHaveRefused: 'clear', expiresAtSeconds: 'clear' },
      },
      openShift: {
        partition: 'SH#{tenant}#{shipper}',
        sort: 'open-shift',
        fields: { shiftId: 'clear', version: 'clear' },
      },
      foreignReads: {
        partition: 'SH#{tenant}#{shipper}',
        sort: 'foreign-reads#{day}',
        fields: { parcelIds: 'clear', version: 'clear', expiresAtSeconds: 'clear' },
      },
      case: {
        partition: 'C#{tenant}#{caseId}',
        sort: 'case',
        fields: {
          caseId: 'clear',
          parcelId: 'clear',
          kind: 'clear',
          reason: 'clear',
          state: 'clear',
          openedBy: 'clear',
          openedAt: 'clear',
          closedAt: 'clear',
          openEventId: 'clear',
          openLeaf: 'keyed',
          version: 'clear',
        },
      },
      due: {
        partition: 'DUE#{day}#{shard}',
        sort: '{tenant}#{clock}#{id}',
        fields: { pseudonym: 'keyed', parcelId: 'clear', dueAtSeconds: 'clear', superseded: 'clear' },
      },
      shredProgress: {
        partition: 'DUE',
        sort: 'progress',
        fields: { day: 'clear' },
      },
      shredFailure: {
        partition: 'DUE#failed',
        sort: '{day}#{shard}#{name}',
        fields: { notedAtSeconds: 'clear' },
      },
    },
  },
  'parcel-keys': {
    /** Label keys and subject keys, each wrapped by a tenant key; no stream, never exported. */
    owner: 'parcel',
    recoveryDays: 7,
    items: {
      labelKey: {
        partition: 'L#{tenant}#{labelId}',
        sort: 'key',
        fields: { keyId: 'clear', nonce: 'clear', wrapped: 'sealed', expiresAtSeconds: 'clear' },
      },
      subjectKey: {
        partition: 'P#{tenant}#{parcelId}',
        sort: 'key',
        fields: { keyId: 'clear', nonce: 'clear', wrapped: 'sealed', expiresAtSeconds: 'clear' },
      },
    },
  },
  'parcel-escrow': {
    /** Escrow copies and their amendments: every field group sealed under keys of a root of their own. */
    owner: 'parcel',
    recoveryDays: 7,
    items: {
      escrow: {
        partition: 'P#{tenant}#{parcelId}',
        sort: 'escrow',
        fields: {
          keyId: 'clear',
          nonce: 'clear',
          wrapped: 'sealed',
          payloadVersion: 'clear',
          groups: 'sealed',
          foldedVersion: 'clear',
          expiresAtSeconds: 'clear',
        },
      },
      amendment: {
        partition: 'P#{tenant}#{parcelId}',
        sort: 'amendment#{amendmentVersion}',
        fields: {
          keyId: 'clear',
          nonce: 'clear',
          wrapped: 'sealed',
          groups: 'sealed',
          expiresAtSeconds: 'clear',
        },
      },
    },
  },
  releases: {
    /** What two people released of parcels to authorities, and what those wrote. */
    owner: 'parcel',
    recoveryDays: 35,
    items: {
      release: {
        partition: 'RE#{tenant}#{releaseId}',
        sort: 'release',
        fields: {
          releaseId: 'clear',
          parcelId: 'clear',
          ground: 'clear',
          groups: 'clear',
          validUntil: 'clear',
          state: 'clear',
          madeBy: 'clear',
          madeAt: 'clear',
          closedAt: 'clear',
          keyId: 'clear',
          nonce: 'clear',
          request: 'sealed',
          makeEventId: 'clear',
          makeLeaf: 'keyed',
          version: 'clear',
        },
      },
    },
  },
  'subject-requests': {
    /** What the people of parcels asked for: masking, erasure, complaints; who they are stays in the parcel. */
    owner: 'parcel',
    recoveryDays: 35,
    items: {
      subjectRequest: {
        partition: 'SR#{tenant}',
        sort: '{state}#{requestId}',
        fields: {
          requestId: 'clear',
          parcelId: 'clear',
          party: 'clear',
          kind: 'clear',
          state: 'clear',
          filedAt: 'clear',
          replyBy: 'clear',
          doneBy: 'clear',
          closedAt: 'clear',
          closedBy: 'clear',
          outcome: 'clear',
          fileEventId: 'clear',
          fileLeaf: 'keyed',
        },
      },
    },
  },
  access: {
    /** Tenants and their settings, principals, facilities, devices, what people decided about approvals. */
    owner: 'access',
    recoveryDays: 35,
    items: {
      tenant: {
        partition: 'T#{tenant}',
        sort: 'tenant',
        fields: {
          tenant: 'clear',
          displayName: 'clear',
          issuers: 'clear',
          settings: 'clear',
          version: 'clear',
        },
      },
      principal: {
        partition: 'PR#{tenant}#{issuer}#{subject}',
        sort: 'principal',
        fields: {
          id: 'clear',
          issuer: 'clear',
          subject: 'clear',
          kind: 'clear',
          roles: 'clear',
          facility: 'clear',
          status: 'clear',
          recordId: 'keyed',
          admissions: 'keyed',
          version: 'clear',
        },
      },
      staff: {
        partition: 'T#{tenant}',
        sort: 'staff#{id}',
        fields: { issuer: 'clear', subject: 'clear' },
      },
      facility: {
        partition: 'T#{tenant}',
        sort: 'facility#{facility}',
        fields: { facility: 'clear', displayName: 'clear', communeCode: 'clear', version: 'clear' },
      },
      device: {
        partition: 'D#{tenant}#{deviceId}',
        sort: 'device',
        fields: {
          deviceId: 'clear',
          displayName: 'clear',
          facility: 'clear',
          signingKey: 'clear',
          bundleKey: 'clear',
          enrolledBy: 'clear',
          status: 'clear',
          enrolEventId: 'clear',
          enrolLeaf: 'keyed',
          version: 'clear',
        },
      },
      listedDevice: {
        partition: 'T#{tenant}',
        sort: 'device#{deviceId}',
        fields: { deviceId: 'clear' },
      },
      approvalDecision: {
        partition: 'AD#{tenant}#{approvalId}',
        sort: '{requestEventId}',
        fields: { verdict: 'clear', decidedBy: 'clear', decidedAt: 'clear', expiresAtSeconds: 'clear' },
      },
    },
  },
  approvals: {
    /** What somebody asked for that two people must agree to, until it is done or expires; no decision. */
    owner: 'access',
    recoveryDays: 1,
    items: {
      approvalRequest: {
        partition: 'AP#{tenant}',
        sort: '{approvalId}',
        fields: {
          action: 'clear',
          requestedBy: 'clear',
          requestedAt: 'clear',
          keyId: 'clear',
          nonce: 'clear',
          content: 'sealed',
          eventId: 'clear',
          expiresAtSeconds: 'clear',
        },
      },
    },
  },
  'tenant-keys': {
    /** Tenant keys per purpose, wrapped by the root key, what that key is recognized by, and a restore under way. */
    owner: 'crypto',
    recoveryDays: 35,
    items: {
      tenantKey: {
        partition: 'K#{tenant}#{purpose}',
        sort: '{keyId}',
        fields: { wrapped: 'sealed', createdAt: 'clear' },
      },
      rootKey: {
        partition: 'ROOT',
        sort: 'fingerprint',
        fields: { fingerprint: 'keyed' },
      },
      restoring: {
        partition: 'ROOT',
        sort: 'restoring',
        fields: { backup: 'clear', options: 'clear' },
      },
    },
  },
  outbox: {
    /** Events on their way into the log, as the bytes that will be its entries. */
    owner: 'audit',
    recoveryDays: 35,
    items: {
      event: {
        partition: 'OB#{tenant}#{shard}',
        sort: '{eventId}',
        fields: { entry: 'keyed' },
      },
    },
  },
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
        fields: {
          version: 'clear',
          size: 'clear',
          frontier: 'keyed',
          stage: 'clear',
          publishedSize: 'clear',
          signedBy: 'clear',
          nextKeyId: 'clear',
        },
      },
      listed: { partition: 'ALL', sort: '{tenant}', fields: { tenant: 'clear' } },
      place: { partition: 'PLACE', sort: 'directory', fields: { id: 'clear' } },
      drained: { partition: 'D#{tenant}', sort: 'outbox', fields: { throughMilliseconds: 'clear' } },
    },
  },
  'log-index': {
    /** Where events stand in the logs, by whom they name and by time; made of the logs alone, and made again from them. */
    owner: 'audit',
    recoveryDays: 0,
    items: {
      named: {
        partition: 'N#{tenant}#{pseudonym}#{month}',
        sort: '{eventId}#{index}',
        fields: { year: 'clear', index: 'clear', action: 'clear', outcome: 'clear', role: 'clear' },
      },
      bundle: {
        partition: 'B#{tenant}#{year}',
        sort: '{earliest}#{index}',
        fields: { latest: 'clear' },
      },
      follower: {
        partition: 'F#{tenant}',
        sort: '{year}',
        fields: { indexedThrough: 'clear', latest: 'clear', widest: 'clear', writers: 'clear' },
      },
    },
  },
  pseudonyms: {
    /** One random key per actor and year, wrapped by a tenant key. */
    owner: 'audit',
    recoveryDays: 7,
    items: {
      actorKey: {
        partition: 'A#{tenant}#{actor}',
        sort: '{year}',
        fields: { keyId: 'clear', nonce: 'clear', wrapped: 'sealed' },
      },
    },
  },
  requests: {
    /**
     * Idempotency claims, nonces of signatures, refusal budgets, ceilings, and the one-time codes and counts of public
     * pages; nothing that was sent or answered.
     */
    owner: 'http',
    recoveryDays: 1,
    items: {
      idempotencyClaim: {
        partition: 'I#{tenant}#{claim}',
        sort: 'claim',
        fields: { bodyHash: 'keyed', seed: 'clear', expiresAtSeconds: 'clear' },
      },
      refusalBudget: {
        partition: 'R#{tenant}#{principal}',
        sort: '{minute}',
        fields: { refusals: 'clear', aggregates: 'clear', expiresAtSeconds: 'clear' },
      },
      signatureNonce: {
        partition: 'N#{tenant}#{deviceId}',
        sort: '{nonce}',
        fields: { expiresAtSeconds: 'clear' },
      },
      escrowOpenings: {
        partition: 'E#{tenant}#{principal}',
        sort: '{hour}#{purpose}',
        fields: { openings: 'clear', expiresAtSeconds: 'clear' },
      },
      phoneSearches: {
        partition: 'PS#{tenant}#{principal}',
        sort: '{hour}#{purpose}',
        fields: { searches: 'clear', expiresAtSeconds: 'clear' },
      },
      historyChallenge: {
        partition: 'H#{tenant}#{challengeId}',
        sort: 'challenge',
        fields: {
          parcelId: 'clear',
          party: 'clear',
          hashKeyId: 'clear',
          codeHash: 'keyed',
          tries: 'clear',
          askedAt: 'clear',
          followUpHash: 'keyed',
          expiresAtSeconds: 'clear',
        },
      },
      ownNumberChallenge: {
        partition: 'ON#{tenant}#{challengeId}',
        sort: 'challenge',
        fields: {
          recipient: 'keyed',
          hashKeyId: 'clear',
          codeHash: 'keyed',
          tries: 'clear',
          expiresAtSeconds: 'clear',
        },
      },
      seenIdentity: {
        partition: 'SI#{tenant}#{keyId}#{identityHash}',
        sort: 'seen',
        fields: { callHash: 'keyed', expiresAtSeconds: 'clear' },
      },
      publicCount: {
        partition: 'HC#{tenant}#{counted}',
        sort: '{window}',
        fields: { count: 'clear', expiresAtSeconds: 'clear' },
      },
    },
  },
  webhooks: {
    /** Who is told of changes of parcels, changes that wait to be told, messages on their way. */
    owner: 'webhook',
    recoveryDays: 7,
    items: {
      webhook: {
        partition: 'T#{tenant}',
        sort: 'webhook#{webhookId}',
        fields: {
          webhookId: 'clear',
          url: 'clear',
          events: 'clear',
          state: 'clear',
          disabledBecause: 'clear',
          createdAt: 'clear',
          failingSince: 'clear',
          secretKeyId: 'clear',
          secretNonce: 'clear',
          secret: 'sealed',
          previousKeyId: 'clear',
          previousNonce: 'clear',
          previousSecret: 'sealed',
          previousUntil: 'clear',
          madeBy: 'clear',
          createEventId: 'clear',
          createLeaf: 'keyed',
          version: 'clear',
        },
      },
      webhookCount: { partition: 'T#{tenant}', sort: 'count', fields: { count: 'clear' } },
      listed: {
        partition: 'ALL',
        sort: '{tenant}#{webhookId}',
        fields: { busyUntilSeconds: 'clear' },
      },
      announcement: {
        partition: 'A#{shard}',
        sort: '{eventId}#{tenant}#{part}',
        fields: { announcedAt: 'clear', changes: 'clear' },
      },
      dueMessage: {
        partition: 'M#{tenant}#{webhookId}',
        sort: 'due#{dueAt}#{messageId}',
        fields: {
          messageId: 'clear',
          subject: 'clear',
          body: 'clear',
          dueAt: 'clear',
          failures: 'clear',
          expiresAtSeconds: 'clear',
        },
      },
      deadMessage: {
        partition: 'M#{tenant}#{webhookId}',
        sort: 'dead#{messageId}',
        fields: {
          messageId: 'clear',
          subject: 'clear',
          body: 'clear',
          dueAt: 'clear',
          failures: 'clear',
          expiresAtSeconds: 'clear',
        },
      },
    },
  },
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
        fields: {
          number: 'clear',
          numberId: 'clear',
          brandName: 'clear',
          displayName: 'clear',
          longName: 'clear',
          state: 'clear',
          addedAt: 'clear',
          retiredAt: 'clear',
          addEventId: 'clear',
          addLeaf: 'keyed',
          version: 'clear',
        },
      },
      ownedNumber: {
        partition: 'ON#{number}',
        sort: 'owner',
        fields: { tenant: 'clear', heldUntil: 'clear' },
      },
      callIntent: {
        partition: 'C#{tenant}#{intentId}',
        sort: 'intent',
        fields: {
          intentId: 'clear',
          state: 'clear',
          mode: 'clear',
          declared: 'clear',
          number: 'clear',
          shipper: 'clear',
          shiftId: 'clear',
          parcelId: 'clear',
          deviceId: 'clear',
          hashKeyId: 'clear',
          recipientHash: 'keyed',
          spokenHash: 'keyed',
          createdAt: 'clear',
          ringBy: 'clear',
          endBy: 'clear',
          endedAt: 'clear',
          dueAt: 'clear',
          signatures: 'clear',
          told: 'clear',
          wrongCodes: 'clear',
          lineId: 'clear',
          eventId: 'clear',
          version: 'clear',
          expiresAtSeconds: 'clear',
        },
      },
      liveShipper: {
        partition: 'CS#{tenant}#{shipper}',
        sort: 'live',
        fields: { intentId: 'clear' },
      },
      livePair: {
        partition: 'CP#{tenant}#{number}#{recipientHash}',
        sort: 'live',
        fields: { intentId: 'clear' },
      },
      checkable: {
        partition: 'CC#{tenant}#{keyId}#{proofHash}',
        sort: '{intentId}',
        fields: { expiresAtSeconds: 'clear' },
      },
      dueCall: {
        partition: 'CD#{shard}',
        sort: '{dueAt}#{tenant}#{intentId}',
        fields: {},
      },
      boundLine: {
        partition: 'CX#{tenant}#{number}',
        sort: '{side}#{end}',
        fields: { intentId: 'clear', expiresAtSeconds: 'clear' },
      },
      callOfNumber: {
        partition: 'CN#{tenant}#{keyId}#{numberHash}',
        sort: '{createdAt}#{intentId}',
        fields: { intentId: 'clear', lastFourHash: 'keyed', expiresAtSeconds: 'clear' },
      },
      callReport: {
        partition: 'CR#{tenant}',
        sort: '{reportId}',
        fields: {
          reportId: 'clear',
          kind: 'clear',
          receivedAt: 'clear',
          calledAt: 'clear',
          shownOf: 'clear',
          shownShipper: 'clear',
          names: 'keyed',
          outcome: 'clear',
          joinedAt: 'clear',
          keyId: 'clear',
          nonce: 'clear',
          content: 'sealed',
          fileEventId: 'clear',
          fileLeaf: 'keyed',
          eventId: 'clear',
          version: 'clear',
          expiresAtSeconds: 'clear',
        },
      },
      dueReport: {
        partition: 'RD#{shard}',
        sort: '{dueAt}#{tenant}#{reportId}',
        fields: { tenant: 'clear', reportId: 'clear' },
      },
      callHistory: {
        partition: 'CH#{tenant}#{keyId}#{recipientHash}',
        sort: '{createdAt}#{intentId}',
        fields: { expiresAtSeconds: 'clear' },
      },
      parcelCalls: {
        partition: 'CL#{tenant}#{parcelId}',
        sort: '{day}',
        fields: { calls: 'clear', expiresAtSeconds: 'clear' },
      },
      spentBudget: {
        partition: 'CB#{tenant}#{day}',
        sort: '{share}',
        fields: { spentVnd: 'clear', expiresAtSeconds: 'clear' },
      },
      registerKey: {
        partition: 'RK#{tenant}',
        sort: '{register}',
        fields: { keyId: 'clear', nonce: 'clear', wrapped: 'sealed' },
      },
      staffNumber: {
        partition: 'SN#{tenant}',
        sort: '{staffNumberId}',
        fields: {
          staffNumberId: 'clear',
          shipper: 'clear',
          state: 'clear',
          keyId: 'clear',
          nonce: 'clear',
          number: 'sealed',
          numberHash: 'keyed',
          registeredAt: 'clear',
          retiredAt: 'clear',
          registerEventId: 'clear',
          registerLeaf: 'keyed',
          version: 'clear',
        },
      },
      staffNumberOwner: {
        partition: 'SH#{tenant}#{numberHash}',
        sort: 'owner',
        fields: { staffNumberId: 'clear', shipper: 'clear' },
      },
      staffLine: {
        partition: 'SL#{tenant}#{shipper}',
        sort: 'line',
        fields: { staffNumberId: 'clear' },
      },
      collectionAccount: {
        partition: 'CA#{tenant}',
        sort: '{accountId}',
        fields: {
          accountId: 'clear',
          state: 'clear',
          keyId: 'clear',
          nonce: 'clear',
          details: 'sealed',
          accountHash: 'keyed',
          addedAt: 'clear',
          retiredAt: 'clear',
          addEventId: 'clear',
          addLeaf: 'keyed',
          version: 'clear',
        },
      },
      officialAccount: {
        partition: 'CO#{tenant}#{accountHash}',
        sort: 'account',
        fields: { accountId: 'clear' },
      },
    },
  },
  'call-keys': {
    /**
     * A key for every declared call, wrapped by a tenant key, and the number called, sealed under it; deleted when the call
     * is over; in no backup.
     */
    owner: 'caller-id',
    recoveryDays: 1,
    items: {
      callKey: {
        partition: 'CK#{tenant}#{intentId}',
        sort: 'key',
        fields: {
          keyId: 'clear',
          nonce: 'clear',
          wrapped: 'sealed',
          contactNonce: 'clear',
          contact: 'sealed',
          expiresAtSeconds: 'clear',
        },
      },
    },
  },
} as const satisfies Readonly<Record<string, TableSchema>>;

export type TableName = keyof typeof tables;

export const TABLE_NAMES = Object.keys(tables) as readonly TableName[];
