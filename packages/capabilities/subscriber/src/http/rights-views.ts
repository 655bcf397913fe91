import { rfc3339 } from '@temkin/kernel';
import {
  claimReceipt,
  SUBSCRIPTION_STATES,
  type NumberClaim,
  type RegisteredAuthorityRequest,
  type SubscriberRequest,
} from '../domain/index.ts';
import type { HandedOver } from '../usecases/rights/hand-over.ts';
import type { OpenedSelfCheck, OwnNumber } from '../usecases/rights/open-self-check.ts';

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const instantIn = (value: unknown): string | undefined =>
  typeof value === 'number' ? rfc3339(value) : undefined;

/** Without what is not there. */
const present = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined>;
  };

const ownNumberView = ({ subscriptionId, fields, isProven, claim }: OwnNumber) => ({
  subscriptionId,
  ...present({
    msisdn: textIn(fields.msisdn),
    state: SUBSCRIPTION_STATES.find((state) => state === fields.state),
    registeredAt: instantIn(fields.registeredAt),
    serviceStart: instantIn(fields.serviceStart),
  }),
  isProven,
  ...(claim !== undefined && { claim: { state: claim.state, filedAt: rfc3339(claim.at) } }),
});

/** What somebody sees of themselves. */
export const selfCheckView = (opened: OpenedSelfCheck) => ({
  kind: opened.kind,
  ...present({
    name: textIn(opened.holder.name),
    birthDate: textIn(opened.holder.birthDate),
    identity: textIn(opened.holder.identity),
  }),
  numbers: opened.numbers.map(ownNumberView),
  complete: opened.isComplete,
  session: opened.session,
  sessionExpiresAt: rfc3339(opened.sessionExpiresAtSeconds * 1_000),
});

/** A claim as whoever made it sees it. */
export const claimView = ({ claimId, subscriptionId, state, filedAt, replyBy, doneBy }: NumberClaim) => ({
  claimId,
  receipt: claimReceipt(claimId),
  subscriptionId,
  state,
  filedAt: rfc3339(filedAt),
  replyBy: rfc3339(replyBy),
  doneBy: rfc3339(doneBy),
});

/** A claim as whoever has its receipt sees it. */
export const checkedClaimView = ({ state, filedAt, replyBy, doneBy, decidedAt }: NumberClaim) => ({
  state,
  filedAt: rfc3339(filedAt),
  replyBy: rfc3339(replyBy),
  doneBy: rfc3339(doneBy),
  ...present({ decidedAt: instantIn(decidedAt) }),
});

/** The same, as staff see it. */
export const handledClaimView = (claim: NumberClaim) => ({
  ...claimView(claim),
  personId: claim.personId,
  claimantSubscriptionId: claim.claimantSubscriptionId,
  caseId: claim.caseId,
  claimantTold: claim.told === claim.state,
  ...present({ decidedAt: instantIn(claim.decidedAt), decidedBy: claim.decidedBy }),
});

/** A request as whoever made it sees it. */
export const dataRequestView = ({ requestId, kind, state, filedAt, replyBy, doneBy }: SubscriberRequest) => ({
  requestId,
  kind,
  state,
  filedAt: rfc3339(filedAt),
  replyBy: rfc3339(replyBy),
  doneBy: rfc3339(doneBy),
});

/** The same, as staff see it. */
export const handledDataRequestView = (request: SubscriberRequest) => ({
  ...dataRequestView(request),
  personId: request.personId,
  caseId: request.caseId,
  needsProcessor: request.needsProcessor,
  ...present({
    extendedDays: request.extendedDays,
    answeredAt: instantIn(request.answeredAt),
    ground: request.ground,
    closedAt: instantIn(request.closedAt),
    outcome: request.outcome,
  }),
});

/** A request of an authority, as far as it names nobody. */
export const authorityRequestView = (request: RegisteredAuthorityRequest) => ({
  requestId: request.requestId,
  ground: request.ground,
  urgency: request.urgency,
  fields: request.fields,
  asked: request.people,
  state: request.state,
  receivedAt: rfc3339(request.receivedAt),
  answerBy: rfc3339(request.answerBy),
  registeredBy: request.registeredBy,
  ...present({
    releasedBy: request.releasedBy,
    releasedAt: instantIn(request.releasedAt),
    closedAt: instantIn(request.closedAt),
    outcome: request.outcome,
  }),
});

/** That something was handed over. */
export const handoverView = ({ handoverId, at, by, sha256, people }: HandedOver['handover']) => ({
  handoverId,
  at: rfc3339(at),
  by,
  sha256,
  people,
});
