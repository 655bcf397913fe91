import { reconciliations } from '../../../packages/capabilities/subscriber/src/store/reconciliations.ts';
import { pendingIn } from '../approvals.ts';
import { declare } from '../calls.ts';
import { deviceKeys } from '../device-keys.ts';
import { askForCode, challengeIn, historyPath, postPublicly } from '../parcel-history.ts';
import { handTo, issue, openCase, openShift } from '../parcels.ts';
import { added, registered, shownBadge } from '../registers.ts';
import {
  caseFor,
  msisdnOf,
  openRegistry,
  registerHolder,
  registrationOf,
  transactionFor,
} from '../registrations.ts';
import { released } from '../releases.ts';
import { askOwnCode, authorityRequestOf, ownQuestion, selfCheck, selfCheckPath } from '../self-checks.ts';
import type { TestSystem } from '../system.ts';
import { wishedExport } from '../wished-exports.ts';
import { eventsSeenBy } from './seen-events.ts';

/** Two codes for the parcel's recipient: one not entered yet, one that opened the history and filed a request. */
const recipientOf = async (system: TestSystem, waybillNumber: string) => {
  const phoned = { waybillNumber, phone: '0912345678' };
  const [asked, used] = [await askForCode(system, phoned), await askForCode(system, phoned)];
  const history = await postPublicly(system, historyPath('demo', used.challengeId), { code: used.code });
  const { followUp } = (await history.json()) as { readonly followUp: string };
  const filing = await postPublicly(system, historyPath('demo', used.challengeId, 'requests'), {
    followUp,
    kind: 'complaint',
  });
  const { requestId } = (await filing.json()) as { readonly requestId: string };
  return { asked, opened: { challengeId: used.challengeId, followUp }, requestId };
};

/** Something that waits for somebody's agreement. */
const waitingShred = async (system: TestSystem) => {
  const revoked = await issue(system);
  await system.as('order-system').post(`/v1/parcels/${revoked.parcelId}/revoke`, { reason: 'cancelled' });
  const asked = await system
    .as('privacy-minh')
    .post(`/v1/parcels/${revoked.parcelId}/shred`, { reason: 'unlawful' });
  return { revoked, approvalId: (await pendingIn(asked)).approvalId };
};

/** An import that waits for its parts. */
const madeImport = async (system: TestSystem): Promise<string> => {
  const plan = { format: 'ndjson', mode: 'strict', kind: 'full' };
  const answer = await system.as('operator-mobile').post('/v1/registry/imports', plan);
  return ((await answer.json()) as { readonly importId: string }).importId;
};

/** A sweep that was begun. */
const begunSweep = async (system: TestSystem): Promise<string> => {
  const answer = await system.as('security-ha').post('/v1/registry/sweeps');
  return ((await answer.json()) as { readonly sweepId: string }).sweepId;
};

/** A comparison of the company's network with the registry. */
const comparedSystem = async ({ table }: Pick<TestSystem, 'table'>): Promise<string> => {
  const [day, system] = ['2026-11-23', 'network'] as const;
  const from = { phase: 'registry', compared: 0, differing: 0, version: 0 } as const;
  const keptUntil = Math.floor(Date.parse('2100-01-01') / 1_000);
  await reconciliations(table).advance(
    { tenant: 'demo', day, system },
    from,
    { ...from, phase: 'done' },
    keptUntil,
  );
  return `${day}.${system}`;
};

/** Somebody in the registry, registered upon a transaction, and a case about them. */
const holderOfNumber = async (system: TestSystem) => {
  await openRegistry(system);
  const transactionId = await transactionFor(system, 'registrar-giang', 'registration');
  const { personId, subscriptionId } = await registerHolder(system, 1, registrationOf(1, { transactionId }));
  const caseId = await caseFor(system, 'registrar-giang', 'correction', personId);
  return { personId, subscriptionId, transactionId, caseId };
};

/** What was answered with 201. */
const filed = async (answer: Response): Promise<Readonly<Record<string, string>>> => {
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Readonly<Record<string, string>>;
};

/** What the holder of two numbers asked of the registry, and an authority about them. */
const rightsOf = async (system: TestSystem) => {
  await registerHolder(system, 2, registrationOf(1, { subscription: { msisdn: msisdnOf(51) } }));
  const asked = await askOwnCode(system, ownQuestion(1));
  const { challengeId, session, numbers } = await selfCheck(system, 1);
  const claimed = numbers.find(({ isProven }) => !isProven)?.subscriptionId;
  const [claim, request, authority] = [
    await filed(
      await postPublicly(system, selfCheckPath('demo', challengeId, 'claims'), {
        session,
        subscriptionId: claimed,
      }),
    ),
    await filed(
      await postPublicly(system, selfCheckPath('demo', challengeId, 'requests'), { session, kind: 'copy' }),
    ),
    await filed(
      await system.as('privacy-minh').post('/v1/registry/authority-requests', authorityRequestOf()),
    ),
  ];
  return {
    asked,
    challengeId,
    session,
    claimed,
    claimId: claim.claimId ?? '',
    receipt: claim.receipt ?? '',
    requestId: request.requestId ?? '',
    authorityRequestId: authority.requestId ?? '',
  };
};

/** Gives the first tenant one of everything that has an id, about a parcel that is out for delivery. */
export const firstTenant = async (system: TestSystem) => {
  const parcel = await issue(system);
  const { parcelId } = parcel;
  const { shiftId } = await openShift(system, 'shipper-an');
  await handTo(system, parcel, shiftId);
  const support = await openCase(system, { parcelId, kind: 'support', reason: 'lost' });
  const dispute = await openCase(system, { parcelId, kind: 'dispute', reason: 'lost' });
  const enrolled = await system.as('staff-admin-lan').post('/v1/devices', deviceKeys().newDevice);
  const { deviceId } = (await enrolled.json()) as { readonly deviceId: string };
  const webhook = await system
    .as('order-system')
    .post('/v1/webhooks', { url: 'https://receiver.example/', events: ['parcel.state-changed'] });
  const { webhookId } = (await webhook.json()) as { readonly webhookId: string };
  const recipient = await recipientOf(system, parcel.waybillNumber);
  const waiting = await waitingShred(system);
  const { releaseId } = await released(system, { parcelId });
  const { staffNumberId } = await registered(system);
  const { accountId } = await added(system);
  const { badge } = await shownBadge(system);
  const { intentId } = await declare(system, parcel);
  const callChallengeId = await challengeIn(
    await postPublicly(system, '/v1/public/demo/caller-history', { phone: '0912345678' }),
  );
  const holder = await holderOfNumber(system);
  const importId = await madeImport(system);
  const { exportId = '' } = await filed(
    await system.as('privacy-minh').post('/v1/registry/exports', wishedExport()),
  );
  const sweepId = await begunSweep(system);
  const reconciliationId = await comparedSystem(system);
  const rights = await rightsOf(system);
  const [event] = await eventsSeenBy(system, 'auditor-khanh', { parcelId });
  if (event === undefined) throw new Error('the first tenant has no events');
  return {
    parcel,
    shiftId,
    supportCaseId: support.caseId,
    disputeCaseId: dispute.caseId,
    deviceId,
    webhookId,
    ...recipient,
    ...waiting,
    releaseId,
    staffNumberId,
    accountId,
    badge,
    intentId,
    callChallengeId,
    holder,
    importId,
    exportId,
    sweepId,
    reconciliationId,
    rights,
    event,
  };
};

export type FirstTenant = Awaited<ReturnType<typeof firstTenant>>;
