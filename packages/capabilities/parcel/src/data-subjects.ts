import type { ActorPseudonyms, Recorder } from '@temkin/audit-event';
import type { KeyRing } from '@temkin/crypto';
import type { PrincipalRoute } from '@temkin/http';
import type { Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { subjectRequestRoutes } from './http/subject-request-routes.ts';
import { parcelReads } from './store/parcel-reads.ts';
import { phoneIndex } from './store/phone-index.ts';
import { countSearch } from './store/phone-searches.ts';
import { subjectRequestStore } from './store/subject-requests.ts';
import { closeSubjectRequest } from './usecases/close-subject-request.ts';
import { listSubjectRequests } from './usecases/list-subject-requests.ts';
import type { Findings } from './usecases/ports.ts';
import { searchByPhone } from './usecases/search-by-phone.ts';

/** What handling data subjects needs from outside. */
export interface DataSubjectDependencies {
  readonly table: Table;
  /** Of `phone-index`, by the ids of keys alone; `pseudonym`. */
  readonly keyRing: KeyRing;
  readonly recorder: Recorder;
  readonly actors: ActorPseudonyms;
  readonly findings: Findings;
  readonly clock: Clock;
}

/** Wires what staff do for the people of parcels: apart from the rest, and able to change and open nothing of a parcel. */
export const dataSubjectCapability = (dependencies: DataSubjectDependencies) => {
  const { table, keyRing } = dependencies;
  const surroundings = {
    ...dependencies,
    ring: keyRing,
    store: parcelReads(table),
    index: phoneIndex(table),
    countSearch,
    requests: subjectRequestStore(table),
  };
  return {
    routes: subjectRequestRoutes({
      searchByPhone: searchByPhone(surroundings),
      listSubjectRequests: listSubjectRequests(surroundings),
      closeSubjectRequest: closeSubjectRequest(surroundings),
    }) satisfies readonly PrincipalRoute[],
  };
};
