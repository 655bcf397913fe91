import { createHash } from 'node:crypto';
import {
  accessRoutes,
  authenticator,
  directory,
  facilityStore,
  listFacilities,
  listStaff,
  principalStore,
  type KeysOf,
} from '@temkin/access';
import type { IssuerProfile } from '@temkin/access/domain';
import {
  actorPseudonyms,
  auditRoutes,
  countRefusal,
  outboxEvents,
  queryEvents,
  readEvent,
  refusalLog,
} from '@temkin/audit';
import { createWriter, recorder } from '@temkin/audit-event';
import { keyRing, keyWrap, type RootKey } from '@temkin/crypto';
import { application, idempotencyClaims, type Application, type FaultLog } from '@temkin/http';
import { eventIds, type Clock, type RandomBytes } from '@temkin/kernel';
import { parcelCapability } from '@temkin/parcel';
import { tableWrappedKeys, type Table } from '@temkin/storage';
import { apiProblems } from './api-document.ts';

/** The outside world of a whole system. */
export interface Surroundings {
  readonly table: Table;
  /** Two roots: who may use `main` can read labels, who may use `escrow` can read escrow copies. */
  readonly rootKeys: { readonly main: RootKey; readonly escrow: RootKey };
  readonly issuers: {
    readonly profiles: readonly IssuerProfile[];
    readonly keysOf: KeysOf;
    readonly allowDemoIssuers: boolean;
  };
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly faultLog: FaultLog;
  /** `Host` values that are answered; any where absent. */
  readonly allowedHosts?: readonly string[];
}

/** Builds the whole system in one process: every capability over one table, behind one HTTP application. */
export const compose = (surroundings: Surroundings): Application => {
  const { table, rootKeys, issuers, clock, random, faultLog, allowedHosts } = surroundings;
  const wrappedKeys = tableWrappedKeys(table, clock);
  const ring = keyRing({ rootKey: rootKeys.main, wrappedKeys, clock, random, epochs: 'shared' });
  const escrowRing = keyRing({ rootKey: rootKeys.escrow, wrappedKeys, clock, random, epochs: 'own' });

  const actors = actorPseudonyms({ table, keyWrap: keyWrap(ring, 'pseudonym', random), random });
  const events = recorder({
    table,
    clock,
    newEventId: eventIds(clock, random),
    writer: createWriter(random),
    actors,
    sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  });
  const refusals = refusalLog({ recorder: events, countRefusal, clock });

  const principals = principalStore({ table });
  const facilities = facilityStore({ table });
  const parcel = parcelCapability({
    table,
    keyRing: ring,
    escrowRing,
    recorder: events,
    actors,
    refusals,
    directory: directory({ table }),
    clock,
    random,
  });
  const reading = { recorder: events, events: outboxEvents(table), parcels: parcel };

  return application({
    routes: [
      ...parcel.routes,
      ...accessRoutes({
        listStaff: listStaff({ principals }),
        listFacilities: listFacilities({ facilities }),
      }),
      ...auditRoutes({
        queryEvents: queryEvents({ ...reading, keyRing: ring }),
        readEvent: readEvent(reading),
      }),
    ],
    problems: apiProblems,
    authenticator: authenticator({ ...issuers, principals, clock }),
    refusalLog: refusals,
    idempotencyClaims: idempotencyClaims({ table, keyRing: ring, clock, random }),
    faultLog,
    clock,
    random,
    ...(allowedHosts !== undefined && { allowedHosts }),
  });
};
