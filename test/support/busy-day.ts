import { vietnamDay } from '@temkin/kernel';
import { deviceKeys } from './device-keys.ts';
import { signerOf } from './provisioned-device.ts';
import { signatureFields } from './signed-request.ts';
import type { ServerProcess } from './server-process.ts';

/** Names, streets, goods and notes that nobody else has, each word long enough to be searched for by itself. */
const TEXTS = {
  name: 'Khuyềnh Thoảnghạ Đuỗiquạng',
  otherName: 'Nghuyễnbá Vườnphụ',
  street: 'Ngõ Khoẵnglũ, Đườngngạc Xoạnhđỉnh',
  otherStreet: 'Hẻmruột Bưởnglạc',
  goods: 'Thuốc Đặctrịhuyết Ámchứng',
  note: 'Gọichuông Cửahậuvườn Chịgiúpviệc',
  senderName: 'Cửahàng Mỹdượclạ',
  senderStreet: 'Kiốtsốchẵn Bảymươixa',
  amendedStreet: 'Chuyểnsang Ngáchkhuất Bờđêquai',
  amendedNote: 'Đểởquầythuốc Đầungõnhỏ',
  substitute: 'Hàngxómtốt Vũthịkhuyên',
  newName: 'Đổinhãnlại Lươngbíchhợp',
  newStreet: 'Nhàcuốihẻm Dốcđásỏi',
  newNote: 'Bấmchuôngbalần Đợitrướccổng',
  /** Sent where no personal data belongs. */
  stray: 'Lạcđường Huyênhhoang',
} as const;

/** National form with the trunk zero; in E.164 the zero is `+84`. */
const PHONES = {
  recipient: '0355018274',
  sender: '0766390152',
  other: '0588271946',
  amended: '0843629175',
  renewed: '0917483026',
  stray: '0329907451',
};

/** Of the form of a pseudonym, 22 characters of base64url, and yet a name and a number. */
const ASKED = { subject: 'Duongxuanvi_0377120465', actor: 'Phamthuyliu-0388451207' } as const;

/** What must never be found: each word of each text, and each number without its first digit, which is written in two ways. */
export const CANARIES: readonly string[] = [
  ...Object.values(ASKED).flatMap((text) => text.split(/[_-]0/)),
  ...Object.values(TEXTS).flatMap((text) => text.split(/[ ,]+/).filter((word) => word.length >= 7)),
  ...Object.values(PHONES).map((phone) => phone.slice(1)),
];

/** What is kept readable (docs/threat-model.md): a waybill number and a sort code. */
export const CLEAR_CANARIES = { waybill: 'CLEARWAYBILL', sortCode: 'CLEARSORT' } as const;

const COMMUNE = '00004';

/** The parcels of the day, by waybill number, as their order system sends them. */
export const DAYS_PARCELS = [0, 1, 2, 3, 4, 5].map((n) => ({
  waybillNumber: `${CLEAR_CANARIES.waybill}-${n}`,
  kind: n % 2 === 0 ? 'sealed' : 'opaque',
  recipient: {
    name: n < 4 ? TEXTS.name : TEXTS.otherName.normalize('NFD'),
    phone: n < 4 ? PHONES.recipient : `+84 ${PHONES.other.slice(1, 4)} ${PHONES.other.slice(4)}`,
    address: { street: n < 4 ? TEXTS.street : TEXTS.otherStreet, communeCode: COMMUNE },
  },
  sender: {
    name: TEXTS.senderName,
    phone: PHONES.sender,
    address: { street: TEXTS.senderStreet, communeCode: '00008' },
  },
  goods: { description: TEXTS.goods, weightGrams: 430 },
  codAmountVnd: 420_000,
  handlingNote: TEXTS.note,
  sortCode: `${CLEAR_CANARIES.sortCode}-${n}`,
}));

/** Every stray text at once, as a client that mixes its fields up would send it. */
const STRAY = `${TEXTS.stray} ${PHONES.stray} ${TEXTS.name} ${PHONES.recipient}`;

/** Header values are ASCII: percent-encoded, and the plain digits. */
const STRAY_HEADER = `Huyenhhoang-${PHONES.stray}-${PHONES.recipient}`;

interface Issued {
  readonly parcelId: string;
  readonly waybillNumber: string;
  readonly token: string;
}

/** A day's work and its accidents. Answers the tokens of the day's labels, and how many requests went well and were refused. */
export const busyDay = async (
  server: ServerProcess,
): Promise<{ readonly tokens: readonly string[]; readonly statuses: readonly number[] }> => {
  const origin = await server.origin;
  const statuses: number[] = [];
  const bearers = new Map<string, Promise<string>>();
  const call = async (
    by: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<unknown> => {
    const bearer = bearers.get(by) ?? server.tokenFor(by);
    bearers.set(by, bearer);
    const answer = await fetch(origin + path, {
      method,
      headers: {
        authorization: `Bearer ${await bearer}`,
        'x-correlator': STRAY_HEADER,
        'user-agent': STRAY_HEADER,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    statuses.push(answer.status);
    const text = await answer.text();
    return answer.headers.get('content-type')?.includes('json') === true && !text.endsWith('}\n')
      ? JSON.parse(text)
      : text;
  };
  const [single, ...others] = DAYS_PARCELS;
  if (single === undefined) throw new Error('the day has parcels');

  // Issue, again, and what is wrong with it.
  const key = { 'idempotency-key': STRAY_HEADER };
  const first = (await call('order-system', 'POST', '/v1/parcels', single, key)) as Issued;
  await call('order-system', 'POST', '/v1/parcels', single, key);
  await call('order-system', 'POST', '/v1/parcels', { ...single, handlingNote: STRAY }, key);
  await call('order-system', 'POST', '/v1/parcels', single);
  const { results } = (await call('order-system', 'POST', '/v1/parcels/batch', {
    parcels: [...others, { [STRAY]: STRAY }],
  })) as {
    readonly results: readonly { readonly parcel?: Issued }[];
  };
  const issued = [first, ...results.flatMap(({ parcel }) => parcel ?? [])];
  const elsewhere = {
    ...single,
    recipient: { ...single.recipient, address: { street: STRAY, communeCode: '99999' } },
  };
  for (const wrong of [
    { ...single, [STRAY]: STRAY },
    { ...single, waybillNumber: STRAY },
    { ...single, kind: STRAY, service: STRAY, sortCode: STRAY },
    { ...single, goods: STRAY },
    elsewhere,
    STRAY,
    `{"name": "${STRAY}`,
  ])
    await call('order-system', 'POST', '/v1/parcels', wrong);

  // Custody.
  const shift = (await call('shipper-an', 'GET', '/v1/shifts/current')) as { readonly shiftId: string };
  const withAn = { type: 'shift', id: shift.shiftId };
  const events = issued.map(({ token }, n) => ({
    token,
    event: 'out-for-delivery',
    holder: withAn,
    sourceEventId: `${STRAY} ${n}`,
  }));
  await call('order-system', 'POST', '/v1/custody-events', { events });
  await call('order-system', 'POST', '/v1/custody-events', {
    events: [
      { token: STRAY, event: 'accepted' },
      { token: first.token, event: 'arrived', holder: { type: 'facility', id: STRAY.slice(0, 64) } },
      { token: first.token, event: 'arrived', holder: { type: 'shift', id: PHONES.stray } },
      { waybillNumber: PHONES.stray, event: 'accepted', sourceEventId: PHONES.stray },
    ],
  });
  await call('order-system', 'POST', '/v1/custody-events', {
    events: [{ token: first.token, event: STRAY }],
  });

  const atBaDinh = { type: 'facility', id: 'HN-BA-DINH' };
  const [, claimed, lying, handedOver] = issued;
  await call('order-system', 'POST', '/v1/custody-events', {
    events: [claimed, lying].map((parcel) => ({ token: parcel?.token, event: 'arrived', holder: atBaDinh })),
  });
  for (const token of [claimed?.token, claimed?.token, first.token, STRAY])
    await call('shipper-an', 'POST', '/v1/parcels/claims', { token });
  await call('dispatcher-phong', 'POST', '/v1/parcels/claims', { token: first.token, shiftId: PHONES.stray });
  for (const facility of ['HN-BA-DINH', encodeURIComponent(STRAY)])
    await call('sorter-chi', 'GET', `/v1/facilities/${facility}/parcels`);
  for (const facility of ['HN-BA-DINH', STRAY.slice(0, 64)])
    await call('security-ha', 'POST', '/v1/custody-gate', {
      mode: 'observe',
      facility,
      validFrom: '2999-01-01',
    });
  for (const query of ['from=2999-01-01&to=2999-01-02', `from=${encodeURIComponent(STRAY)}`])
    await call('security-ha', 'GET', `/v1/custody-gate/report?${query}`);

  // Webhooks; at the first one's port nobody listens.
  const stateChanges = ['parcel.state-changed'];
  const { webhookId } = (await call('order-system', 'POST', '/v1/webhooks', {
    url: 'http://127.0.0.1:9/',
    events: stateChanges,
  })) as { readonly webhookId: string };
  for (const wrong of [
    { url: `https://${STRAY_HEADER}@receiver.example/`, events: stateChanges },
    { url: STRAY, events: stateChanges },
    { url: 'https://receiver.example/', events: [STRAY] },
    { [STRAY]: STRAY },
  ])
    await call('order-system', 'POST', '/v1/webhooks', wrong);
  for (const verb of ['test', 'rotate-secret'])
    for (const id of [webhookId, encodeURIComponent(STRAY)])
      await call('staff-admin-lan', 'POST', `/v1/webhooks/${id}/${verb}`, undefined, key);
  // From here on nobody writes but who is asked to.
  await call('order-system', 'POST', `/v1/webhooks/${webhookId}/disable`);
  await call('order-system', 'GET', `/v1/webhooks?cursor=${encodeURIComponent(STRAY)}`);

  // Reads, allowed and not.
  for (const by of [
    'shipper-an',
    'shipper-binh',
    'sorter-chi',
    'auditor-khanh',
    'other-shipper',
    'support-phuc',
  ])
    for (const { token } of issued)
      await call(by, 'POST', '/v1/parcels/resolve', { token, purpose: 'delivery' });
  for (const body of [
    { token: `TK1:${STRAY}`, purpose: 'delivery' },
    { token: first.token, purpose: STRAY },
    { token: first.token, purpose: 'dispute', caseId: STRAY.slice(0, 64) },
  ])
    await call('support-phuc', 'POST', '/v1/parcels/resolve', body);
  // Cases, and parcels without their labels.
  const caseAbout = (kind: string, more: object = {}) =>
    call('support-lead-quynh', 'POST', '/v1/cases', {
      waybillNumber: single.waybillNumber,
      kind,
      reason: 'not-delivered',
      ...more,
    }) as Promise<{ readonly caseId: string }>;
  const cases = { dispute: await caseAbout('dispute'), support: await caseAbout('support') };
  for (const more of [{ reason: STRAY }, { kind: STRAY }, { waybillNumber: STRAY }, { [STRAY]: STRAY }])
    await caseAbout('support', more);
  const { waybillNumber } = single;
  for (const body of [
    { waybillNumber, purpose: 'dispute', caseId: cases.dispute.caseId },
    { waybillNumber, purpose: 'support', caseId: cases.support.caseId },
    { waybillNumber, purpose: 'support', caseId: cases.support.caseId, reason: 'complaint' },
    { waybillNumber, purpose: 'support', caseId: STRAY.slice(0, 64), reason: 'complaint' },
    { waybillNumber, purpose: 'support', caseId: cases.support.caseId, reason: STRAY },
    { waybillNumber: PHONES.stray, purpose: STRAY },
  ])
    await call('support-phuc', 'POST', '/v1/parcels/open', body);
  for (const purpose of ['route', 'reprint', 'delivery'])
    await call('order-system', 'POST', '/v1/parcels/open', { parcelId: first.parcelId, purpose });
  await call('support-lead-quynh', 'POST', `/v1/cases/${cases.support.caseId}/close`);

  // What its people see, and ask for.
  const anybody = async (path: string, body: unknown): Promise<Readonly<Record<string, string>>> => {
    const answer = await fetch(`${origin}/v1/public/demo/parcel-history${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-correlator': STRAY_HEADER },
      body: JSON.stringify(body),
    });
    statuses.push(answer.status);
    return (await answer.json()) as Readonly<Record<string, string>>;
  };
  const { challengeId } = await anybody('', { waybillNumber, phone: PHONES.recipient });
  for (const body of [
    { waybillNumber, phone: PHONES.stray },
    { waybillNumber: PHONES.stray, phone: STRAY },
    { token: STRAY, phone: PHONES.stray },
  ])
    await anybody('', body);
  const [notice] = await server.notices();
  const { followUp } = await anybody(`/${challengeId}`, { code: notice?.text.slice(0, 8) });
  for (const body of [{ followUp, kind: 'complaint' }, { followUp, kind: STRAY }, { followUp: STRAY }])
    await anybody(`/${challengeId}/requests`, body);
  await anybody(`/${challengeId}`, { code: STRAY });
  await call('privacy-minh', 'GET', '/v1/subject-requests');
  for (const [phone, purpose] of [
    [PHONES.recipient, 'subject-request'],
    [PHONES.stray, 'subject-request'],
    [PHONES.stray, STRAY],
  ])
    await call('privacy-minh', 'POST', '/v1/parcels/search', { phone, purpose });

  // Amendments, and what is wrong with them.
  const amendments = `/v1/parcels/${first.parcelId}/amendments`;
  await call('order-system', 'POST', amendments, {
    recipient: {
      address: { street: TEXTS.amendedStreet, communeCode: COMMUNE },
      phone: PHONES.amended,
    },
    substitute: { name: TEXTS.substitute },
    deliveryWindow: { from: '2999-01-01T08:00:00Z', to: '2999-01-01T09:00:00Z' },
    codAmountVnd: 310_000,
    handlingNote: TEXTS.amendedNote,
  });
  for (const body of [
    { handlingNote: TEXTS.amendedNote, caseId: STRAY.slice(0, 64) },
    { recipient: { phone: STRAY } },
    { recipient: { address: { street: STRAY, communeCode: '99999' } } },
    { [STRAY]: STRAY },
  ])
    for (const by of ['order-system', 'support-phuc', 'desk-em']) await call(by, 'POST', amendments, body);

  // A new label while the former is on the road, and what is wrong with one.
  const anew = {
    ...single,
    recipient: {
      name: TEXTS.newName,
      phone: PHONES.renewed,
      address: { street: TEXTS.newStreet, communeCode: COMMUNE },
    },
    handlingNote: TEXTS.newNote,
  };
  const reissue = `/v1/parcels/${first.parcelId}/reissue`;
  const second = (await call('order-system', 'POST', reissue, anew, key)) as Issued;
  await call('order-system', 'POST', reissue, anew, key);
  for (const wrong of [
    { ...anew, waybillNumber: PHONES.stray },
    { ...anew, [STRAY]: STRAY },
    { ...anew, recipient: elsewhere.recipient },
  ])
    await call('order-system', 'POST', reissue, wrong);
  await call('shipper-an', 'POST', '/v1/parcels/resolve', { token: first.token, purpose: 'delivery' });

  const strayPath = encodeURIComponent(STRAY);
  for (const path of [
    `/v1/parcels/${first.parcelId}`,
    `/v1/parcels/${strayPath}`,
    `/v1/parcels/${first.parcelId}?${strayPath}=${strayPath}`,
    `/v1/${strayPath}`,
  ])
    await call('support-phuc', 'GET', path);

  // A device, and a load.
  const keys = deviceKeys();
  const { newDevice } = keys;
  for (const displayName of [STRAY, TEXTS.stray])
    await call('staff-admin-lan', 'POST', '/v1/devices', { ...newDevice, displayName });
  const device = (await call('staff-admin-lan', 'POST', '/v1/devices', newDevice)) as {
    readonly deviceId: string;
  };
  const load = `/v1/shifts/${shift.shiftId}/load`;
  for (const body of [
    {
      deviceId: device.deviceId,
      tokens: [first.token, STRAY, `TK1:${STRAY}`],
      waybillNumbers: [first.waybillNumber, PHONES.stray],
    },
    { deviceId: STRAY, tokens: [first.token] },
    { deviceId: device.deviceId, tokens: [first.token], [STRAY]: STRAY },
  ])
    await call('shipper-an', 'POST', load, body);

  // At the door.
  await call('shipper-an', 'POST', '/v1/custody-events', {
    events: [
      { token: first.token, event: 'attempted', detail: { reason: 'no-answer' } },
      { token: first.token, event: 'attempted', detail: { reason: STRAY } },
      {
        token: handedOver?.token,
        event: 'delivered',
        detail: { to: 'neighbour', proof: { kind: 'photo', reference: STRAY.slice(0, 64) } },
      },
    ],
  });

  // In a dispute about it.
  const dispute = (await call('support-lead-quynh', 'POST', '/v1/cases', {
    parcelId: handedOver?.parcelId,
    kind: 'dispute',
    reason: 'not-delivered',
  })) as { readonly caseId: string };
  const disputed = { purpose: 'dispute', caseId: dispute.caseId };
  await call('support-phuc', 'POST', '/v1/parcels/open', { parcelId: handedOver?.parcelId, ...disputed });
  await call('support-phuc', 'POST', '/v1/parcels/resolve', { token: handedOver?.token, ...disputed });

  // Shifts and audit.
  await call('desk-em', 'POST', '/v1/shifts', { shipper: STRAY.slice(0, 64), facility: 'HN-BA-DINH' });
  await call('desk-em', 'POST', '/v1/shifts', { shipper: 'shipper-an', facility: STRAY.slice(0, 64) });
  await call('desk-em', 'POST', `/v1/shifts/${strayPath}/close`);
  for (const query of [
    { parcelId: first.parcelId },
    { waybillNumber: PHONES.stray },
    { waybillNumber: single.waybillNumber },
    { action: TEXTS.stray },
    { actor: STRAY },
    { subject: ASKED.subject },
    { actor: ASKED.actor },
    { [STRAY]: 1 },
  ])
    await call('auditor-khanh', 'POST', '/v1/audit/queries', query);
  await call('auditor-khanh', 'GET', `/v1/audit/events/${strayPath}`);
  await call('staff-admin-lan', 'GET', `/v1/staff?cursor=${strayPath}`);

  // Revocations and suspensions.
  const revoke = `/v1/parcels/${issued.at(-1)?.parcelId}/revoke`;
  for (const reason of [STRAY, 'label-leaked', 'label-leaked'])
    await call('order-system', 'POST', revoke, { reason });
  await call('dispatcher-phong', 'POST', `/v1/parcels/${strayPath}/revoke`, { reason: 'cancelled' });
  for (const path of [strayPath, 'staff-admin-lan', 'sorter-chi'])
    for (const act of ['suspend', 'reinstate'])
      await call('staff-admin-lan', 'POST', `/v1/staff/${path}/${act}`);
  const ownToken = `Bearer ${await server.tokenFor('shipper-an')}`;
  const current = {
    method: 'GET',
    url: `${origin}/v1/shifts/current`,
    authorization: ownToken,
    createdSeconds: Math.floor(Date.now() / 1_000),
  };
  const signed = signatureFields(signerOf(keys), current);
  for (const signature of [signed.signature ?? '', signed.signature ?? '', STRAY_HEADER])
    await call('shipper-an', 'GET', '/v1/shifts/current', undefined, {
      ...signed,
      authorization: ownToken,
      signature,
    });

  // What two people must agree to: one request that nobody decides about, and one that is refused.
  const shred = `/v1/parcels/${issued.at(-1)?.parcelId}/shred`;
  for (const reason of ['erasure-requested', 'unlawful', STRAY])
    await call('privacy-minh', 'POST', shred, { reason });
  const { approvals } = (await call('privacy-nga', 'GET', '/v1/approvals')) as {
    readonly approvals: readonly { readonly approvalId: string }[];
  };
  for (const id of [approvals[0]?.approvalId, strayPath])
    await call('privacy-nga', 'POST', `/v1/approvals/${id}/reject`);

  // A release: asked for, agreed to by another, made, opened by another, and what is wrong with it.
  const written = { authority: TEXTS.stray, officer: TEXTS.otherName, documentNumber: PHONES.stray };
  const newRelease = {
    ...written,
    waybillNumber,
    documentDate: '2026-11-20',
    verification: 'called-back',
    ground: 'criminal-case',
    groups: ['delivery', 'contact'],
    validUntil: vietnamDay(Date.now()),
  };
  const release = (body: object) =>
    call('privacy-minh', 'POST', '/v1/authority-releases', body, {
      'idempotency-key': `${STRAY_HEADER}-release`,
    }) as Promise<Readonly<Record<string, string>>>;
  const { approvalId } = await release(newRelease);
  await call('security-ha', 'POST', `/v1/approvals/${approvalId}/approve`);
  const { releaseId } = await release(newRelease);
  for (const caseId of [releaseId, STRAY.slice(0, 64)])
    await call('privacy-nga', 'POST', '/v1/parcels/open', { waybillNumber, purpose: 'authority', caseId });
  await call('privacy-nga', 'GET', `/v1/authority-releases/${releaseId}`);
  for (const body of [
    { ...newRelease, ground: STRAY },
    { ...newRelease, [STRAY]: STRAY },
  ])
    await call('privacy-minh', 'POST', '/v1/authority-releases', body);

  // Credentials.
  for (const authorization of [STRAY_HEADER, `Bearer ${STRAY_HEADER}`, `Bearer ${STRAY_HEADER}.a.b`])
    await call('shipper-an', 'GET', '/v1/shifts/current', undefined, { authorization });
  await call('shipper-an', 'GET', '/v1/shifts/current', undefined, {
    origin: `http://${STRAY_HEADER}.example`,
  });
  for (const path of ['token', `auth?client_id=${strayPath}&login_hint=${strayPath}`, strayPath])
    await fetch(`${origin}/oidc/${path}`, {
      ...(path === 'token' && {
        method: 'POST',
        body: new URLSearchParams({ client_id: STRAY, password: STRAY }),
      }),
    });
  return { tokens: [...issued, second].map(({ token }) => token), statuses };
};
