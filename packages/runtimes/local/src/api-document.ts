import { accessProblems, accessSpecs } from '@temkin/access';
import { auditProblems, auditSpecs, logSpecs, unmaskSpecs } from '@temkin/audit';
import {
  accountSpecs,
  badgeSpecs,
  callIntentSpecs,
  callProblems,
  callReportSpecs,
  checkSpecs,
  citizenMessageSpecs,
  doorCheckSpecs,
  numberSpecs,
  signingSpecs,
  staffNumberSpecs,
} from '@temkin/caller-id';
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
  authoritySpecs,
  findingSpecs,
  imageSpecs,
  importSpecs,
  lifecycleSpecs,
  indexSpecs,
  registrySpecs,
  rightsProblems,
  rightsSpecs,
  selfCheckSpecs,
  subscriberProblems,
  subscriberSpecs,
  subscriptionSpecs,
  sweepSpecs,
} from '@temkin/subscriber';
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
  ...citizenMessageSpecs,
  ...callIntentSpecs,
  ...numberSpecs,
  ...signingSpecs,
  ...callReportSpecs,
  ...findingSpecs,
  ...registrySpecs,
  ...indexSpecs,
  ...subscriberSpecs,
  ...importSpecs,
  ...sweepSpecs,
  ...subscriptionSpecs,
  ...imageSpecs,
  ...lifecycleSpecs,
  ...selfCheckSpecs,
  ...rightsSpecs,
  ...authoritySpecs,
];

/** Every problem of the system. */
export const apiProblems: ProblemCatalogue = {
  ...generalProblems,
  ...parcelProblems,
  ...accessProblems,
  ...auditProblems,
  ...webhookProblems,
  ...callProblems,
  ...subscriberProblems,
  ...rightsProblems,
};
