import type { Recorder } from '@temkin/audit-event';
import type { PrincipalRoute } from '@temkin/http';
import type { Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { subjectRequestRoutes } from './http/subject-request-routes.ts';
import { parcelReads } from './store/parcel-reads.ts';
import { subjectRequestStore } from './store/subject-requests.ts';
import { closeSubjectRequest } from './usecases/close-subject-request.ts';
import { listSubjectRequests } from './usecases/list-subject-requests.ts';

/** What handling data subjects needs from outside. */
export interface DataSubjectDependencies {
  readonly table: Table;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

/** Wires what staff do for the people of parcels: apart from the rest, and able to change and open nothing of a parcel. */
export const dataSubjectCapability = (dependencies: DataSubjectDependencies) => {
  const { table } = dependencies;
  const surroundings = {
    ...dependencies,
    store: parcelReads(table),
    requests: subjectRequestStore(table),
  };
  return {
    routes: subjectRequestRoutes({
      listSubjectRequests: listSubjectRequests(surroundings),
      closeSubjectRequest: closeSubjectRequest(surroundings),
    }) satisfies readonly PrincipalRoute[],
  };
};
