import { outboxEvents, queryEvents, readEvent } from '@temkin/audit';
import { parcelSubjects } from '@temkin/parcel';
import { apiVariables } from '../api-environment.ts';
import { awsGround } from '../aws-ground.ts';
import { readEnvironment } from '../environment.ts';

export const environment = readEnvironment(apiVariables);

export const ground = awsGround(environment);

/** Who a parcel is in the log, the parcel capability's table tells. */
const reading = { ...ground, events: outboxEvents(ground.table), parcels: parcelSubjects(ground) };

export const usecases = { queryEvents: queryEvents(reading), readEvent: readEvent(reading) };
