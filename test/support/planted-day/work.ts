import { vietnamDay } from '@temkin/kernel';
import { codeIn, historyPath, postPublicly } from '../parcel-history.ts';
import type { Issued } from '../parcels.ts';
import { enrolDevice } from '../shift-loads.ts';
import type { Asking } from './asking.ts';
import { makeCalls } from './calls.ts';
import { LATER, PLANTED_PARCELS, plantedParcel } from './texts.ts';

const COMMUNE = '00004';

const BODIES = Array.from({ length: PLANTED_PARCELS }, (_, n) => plantedParcel(n));

/** Issues every planted parcel and brings it out for delivery, with the shift of `shipper-an`, who loads it. */
const issueAndLoad = async ({ system, post }: Asking): Promise<readonly Issued[]> => {
  const { results } = await post<{ results: { parcel: Issued }[] }>('order-system', '/v1/parcels/batch', {
    parcels: BODIES,
  });
  const parcels = results.map(({ parcel }) => parcel);
  const { shiftId } = await post<{ shiftId: string }>('desk-em', '/v1/shifts', {
    shipper: 'shipper-an',
    facility: 'HN-BA-DINH',
  });
  const holders = [
    { event: 'accepted', holder: { type: 'facility', id: 'HN-BA-DINH' } },
    { event: 'arrived', holder: { type: 'facility', id: 'HN-BA-DINH' } },
    { event: 'out-for-delivery', holder: { type: 'shift', id: shiftId } },
  ];
  for (const [at, moved] of holders.entries())
    await post('order-system', '/v1/custody-events', {
      events: parcels.map(({ token }, n) => ({
        token,
        ...moved,
        sourceEventId: `${LATER.sourceEvent} ${n} ${at}`,
      })),
    });
  const { deviceId } = await enrolDevice(system);
  await post('shipper-an', `/v1/shifts/${shiftId}/load`, {
    deviceId,
    tokens: parcels.slice(10).map(({ token }) => token),
    waybillNumbers: parcels.slice(0, 5).map(({ waybillNumber }) => waybillNumber),
  });
  return parcels;
};

/** Opens every parcel in every way that somebody may, draws its label and finds it by number, past a ceiling or two. */
const openAll = async ({ post }: Asking, parcels: readonly Issued[]): Promise<void> => {
  for (const [n, { token, parcelId, waybillNumber }] of parcels.entries()) {
    const { recipient, sender } = plantedParcel(n);
    await post('shipper-an', '/v1/parcels/resolve', { token, purpose: 'delivery' });
    for (const kind of ['support', 'dispute'] as const) {
      const opened = { kind, reason: 'help-requested' };
      const { caseId } = await post<{ caseId: string }>('support-lead-quynh', '/v1/cases', {
        parcelId,
        ...opened,
      });
      const asked = { purpose: kind, caseId, ...(kind === 'support' && { reason: 'complaint' }) };
      await post('support-phuc', '/v1/parcels/open', { waybillNumber, ...asked });
      await post('support-phuc', '/v1/parcels/open', { parcelId, ...asked });
    }
    const { name, address } = recipient;
    await post('desk-em', '/v1/labels', {
      format: 'svg',
      items: [{ token, waybillNumber, recipient: { name, address } }],
    });
    for (const { phone } of [recipient, sender])
      await post('support-phuc', '/v1/parcels/search', { phone, purpose: 'support' });
  }
};

/** The recipient's own look, by the code that comes to the telephone. Answers the code. */
const look = async ({ system, heard }: Asking, { waybillNumber }: Issued): Promise<string> => {
  const asked = { waybillNumber, phone: plantedParcel(0).recipient.phone };
  const said = [asked, LATER.address];
  const { challengeId } = await heard<{ challengeId: string }>(
    said,
    await postPublicly(system, historyPath(), asked, LATER.address),
  );
  const [notice] = system.notices;
  if (notice === undefined) throw new Error('no code was sent');
  const code = codeIn(notice);
  const path = historyPath('demo', challengeId);
  const { followUp } = await heard<{ followUp: string }>(
    [path, code],
    await postPublicly(system, path, { code }, LATER.address),
  );
  const request = { followUp, kind: 'complaint' };
  await heard(request, await postPublicly(system, `${path}/requests`, request, LATER.address));
  return code;
};

/** What is amended, labelled anew, delivered, released to an authority, and destroyed. */
const change = async ({ post }: Asking, parcels: readonly Issued[]): Promise<void> => {
  const [first, second, third, fourth] = parcels as readonly [Issued, Issued, Issued, Issued];
  await post('order-system', `/v1/parcels/${first.parcelId}/amendments`, {
    recipient: { address: { street: LATER.street, communeCode: COMMUNE }, phone: LATER.phone },
    substitute: { name: LATER.substitute },
    handlingNote: LATER.note,
  });
  const body = plantedParcel(1);
  await post('order-system', `/v1/parcels/${second.parcelId}/reissue`, {
    ...body,
    recipient: {
      name: LATER.newName,
      phone: LATER.newPhone,
      address: { street: LATER.newStreet, communeCode: COMMUNE },
    },
  });
  await post('shipper-an', '/v1/custody-events', {
    events: [
      {
        token: third.token,
        event: 'delivered',
        detail: { to: 'neighbour', proof: { kind: 'photo', reference: LATER.proof } },
      },
    ],
  });
  const release = {
    waybillNumber: fourth.waybillNumber,
    authority: LATER.authority,
    officer: LATER.officer,
    documentNumber: LATER.document,
    documentDate: '2026-11-20',
    verification: 'called-back',
    ground: 'criminal-case',
    groups: ['delivery', 'contact'],
    validUntil: vietnamDay(Date.parse('2026-11-25T00:00:00Z')),
  };
  const ask = () =>
    post<Readonly<Record<string, string>>>('privacy-minh', '/v1/authority-releases', release, {
      'idempotency-key': 'planted-release',
    });
  const { approvalId } = await ask();
  await post('security-ha', `/v1/approvals/${approvalId}/approve`);
  const { releaseId } = await ask();
  const opened = { waybillNumber: fourth.waybillNumber, purpose: 'authority', caseId: releaseId };
  await post('privacy-nga', '/v1/parcels/open', opened);
  await post('order-system', `/v1/parcels/${fourth.parcelId}/revoke`, { reason: 'cancelled' });
  const shred = () =>
    post<Readonly<Record<string, string>>>('privacy-minh', `/v1/parcels/${fourth.parcelId}/shred`, {
      reason: 'unlawful',
    });
  await post('privacy-nga', `/v1/approvals/${(await shred()).approvalId}/approve`);
  await shred();
};

/** A day on which every planted text is where it belongs. Answers what the day made that nobody else may see, too. */
export const work = async (day: Asking): Promise<readonly string[]> => {
  const parcels = await issueAndLoad(day);
  const [first] = parcels;
  if (first === undefined) throw new Error('nothing was issued');
  await openAll(day, parcels);
  const code = await look(day, first);
  const ofCalls = await makeCalls(day);
  await change(day, parcels);
  return [code, ...ofCalls, ...parcels.flatMap(({ token, parcelId, labelId }) => [token, parcelId, labelId])];
};
