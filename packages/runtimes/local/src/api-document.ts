import { accessProblems, accessSpecs } from '@temkin/access';
import { auditProblems, auditSpecs, logSpecs, unmaskSpecs } from '@temkin/audit';
import { generalProblems, type ProblemCatalogue, type RouteSpec } from '@temkin/http';
import {
  custodySpecs,
  escrowSpecs,
  historySpecs,
  labelSpecs,
  parcelProblems,
  parcelSpecs,
  privacySpecs,
  subjectRequestSpecs,
} from '@temkin/parcel';
import {
  accountSpecs,
  badgeSpecs,
  callProblems,
  checkSpecs,
  doorCheckSpecs,
  staffNumberSpecs,
} from '@temkin/caller-id';
import { webhookProblems, webhookSpecs } from '@temkin/webhook';

/** Every route of the system, as data. */
export const apiSpecs: readonly RouteSpec[] = [
  ...parcelSpecs,
  ...custodySpecs,
  ...escrowSpecs,
  ...subjectRequestSpecs,
  ...historySpecs,
  ...labelSpecs,
  ...privacySpecs,
  ...accessSpecs,
  ...auditSpecs,
  ...logSpecs,
  ...unmaskSpecs,
  ...webhookSpecs,
  ...staffNumberSpecs,
  ...accountSpecs,
  ...badgeSpecs,
  ...doorCheckSpecs,
  ...checkSpecs,
];

/** Every problem of the system. */
export const apiProblems: ProblemCatalogue = {
  ...generalProblems,
  ...parcelProblems,
  ...accessProblems,
  ...auditProblems,
  ...webhookProblems,
  ...callProblems,
};
