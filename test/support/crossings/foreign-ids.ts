import { systemRandom, toHex } from '@temkin/kernel';
import { parseLabelToken } from '@temkin/parcel/domain';
import { claimReceipt } from '@temkin/subscriber/domain';
import { randomUUID } from 'node:crypto';
import { tokenText } from '../../../packages/capabilities/parcel/src/domain/label/label-token.ts';
import type { ForeignId } from './crossing.ts';
import type { FirstTenant } from './first-tenant.ts';

const randomId = (): string => toHex(systemRandom(16));

/** A waybill number or the id of a facility. */
const randomNumber = (): string => randomId().toUpperCase();

const randomText = (bytes: number) => (): string => Buffer.from(systemRandom(bytes)).toString('base64url');

/** A token of the same form whose label was never issued. */
const randomTokenLike = (token: string) => (): string => {
  const genuine = parseLabelToken(token);
  if (genuine === 'malformed') throw new Error('an issued token is well formed');
  const bytes = genuine.bytes.slice();
  bytes.set(systemRandom(8), 1);
  return tokenText(bytes);
};

/** A number of the same place that nobody has. */
const randomPoolNumber = (): string => `+84247${String(1_000_000 + (systemRandom(2)[0] ?? 0)).slice(-6)}9`;

/** An id of the same time. */
const randomEventIdLike = (eventId: string) => (): string => eventId.slice(0, 18) + randomUUID().slice(18);

/** `03-17`. */
const randomMonthAndDay = (): string =>
  new Date(Date.UTC(2025, 0, 1 + (systemRandom(1)[0] ?? 0))).toISOString().slice(5, 10);

const named = (by: string, id: string, random: () => string = randomId): ForeignId => ({ by, id, random });

/** What the second tenant asks by, each with others of its form. */
export const foreignIds = (first: FirstTenant) => {
  const { parcel, event } = first;
  const randomEventId = randomEventIdLike(event.eventId);
  return {
    parcel: named('parcel id', parcel.parcelId),
    revokedParcel: named('parcel id', first.revoked.parcelId),
    waybill: named('waybill number', parcel.waybillNumber, randomNumber),
    token: named('token', parcel.token, randomTokenLike(parcel.token)),
    facility: named('facility', 'HN-BA-DINH', randomNumber),
    shift: named('shift', first.shiftId),
    shipper: named('shipper', 'shipper-an'),
    staff: named('staff id', 'shipper-an'),
    device: named('device id', first.deviceId, randomText(32)),
    supportCase: named('case', first.supportCaseId),
    disputeCase: named('case', first.disputeCaseId),
    release: named('release', first.releaseId),
    approval: named('approval', first.approvalId),
    staffNumber: named('staff number', first.staffNumberId),
    account: named('account', first.accountId),
    webhook: named('webhook id', first.webhookId),
    call: named('call', first.intentId, randomUUID),
    number: named('number', '+842471000001', randomPoolNumber),
    calledPhone: named('telephone number', '+84912345678', randomPoolNumber),
    callChallenge: named('challenge', first.callChallengeId),
    askedChallenge: named('challenge', first.asked.challengeId),
    openedChallenge: named('challenge', first.opened.challengeId),
    request: named('request', first.requestId, randomEventId),
    person: named('person', first.holder.personId, randomUUID),
    subscription: named('subscription', first.holder.subscriptionId, randomUUID),
    transaction: named('transaction', first.holder.transactionId),
    askedSelfCheck: named('challenge', first.rights.asked.challengeId),
    openedSelfCheck: named('challenge', first.rights.challengeId),
    claim: named('claim', first.rights.claimId),
    claimReceipt: named('receipt', first.rights.receipt, () => claimReceipt(randomId())),
    dataRequest: named('request', first.rights.requestId),
    authorityRequest: named('request', first.rights.authorityRequestId),
    registryCase: named('case of the registry', first.holder.caseId),
    registryImport: named('import', first.importId),
    reconciliation: named('comparison', first.reconciliationId, () => `2025-${randomMonthAndDay()}.network`),
    registryExport: named('export', first.exportId),
    registrySweep: named('sweep', first.sweepId, randomUUID),
    event: named('event id', event.eventId, randomEventId),
    company: named('company', 'demo'),
    subject: named('subject', event.resources[0]?.pseudonym ?? '', randomText(16)),
    actor: named('actor', event.actor.pseudonym, randomText(16)),
  };
};
