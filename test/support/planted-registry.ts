import { rfc3339, utf8 } from '@temkin/kernel';
import { subscriptionItemKey } from '../../packages/capabilities/subscriber/src/store/record-item.ts';
import { agreed } from './approvals.ts';
import { codeIn, postPublicly } from './parcel-history.ts';
import type { PostingRoute } from './posting-route.ts';
import { POSTING_ROUTES } from './posting-routes.ts';
import { bringImage, holderOf, numberAt, openRegistry } from './registrations.ts';
import { authorityRequestOf, selfCheckPath } from './self-checks.ts';
import { ORIGIN, type TestSystem } from './system.ts';

/** Numbers as people write them. */
const MSISDNS = ['0915747391', '0915747392', '0915747393'] as const;

const [OWN, OTHER, FORMER] = MSISDNS;

const IDENTITIES = ['001190747391', '001190747392'] as const;

/** Names, texts and numbers of people that go into requests of the registry, and nowhere else. */
const TEXTS = {
  name: 'Quách Thuồn Hoẵng',
  amended: 'Quách Lườm Nghiễm',
  second: 'Trịnh Yểng Khuyếch',
  guardian: 'Vướn Phướn Đượm',
  birthDate: '1990-07-23',
  secondBirthDate: '1990-08-24',
  address: 'Ngách 47 phố Giếng Xoãi',
  issuedBy: 'Công an quận Rưỡn Quạnh',
  point: 'Điểm giao dịch Bạch Trượng',
  pointAddress: 'Hẻm 19 phố Mẫn Sẩm',
  pointPhone: '0247473910',
  amendedPoint: 'Cửa hàng Huyễn Sượng',
  authority: 'Phòng Cảnh sát Chuẩn Uyển',
  officer: 'Thượng tá Ngoặt Hoẵng',
  documentNumber: '74739/CV-QUYỂNH',
  documentSha256: '7473910c'.repeat(8),
  reasons: 'Bên xử lý Khuyềnh chưa trả lời',
  minutes: 'BB-QUẠNH-74739',
  receivedBy: 'Thiếu tá Xoãi Thuồn',
  stray: 'Khuyềnh Ngoạch Rưỡng',
  path: 'khuyenh-nguoch-747391',
} as const;

const IMAGE = 'ảnh chân dung của Quách Thuồn Hoẵng, không ai được thấy';

/** What must be found nowhere. A number is searched for without what may stand before it. */
export const PLANTED: readonly string[] = [
  ...Object.values(TEXTS),
  ...MSISDNS.map((number) => number.slice(1)),
  ...IDENTITIES,
  IMAGE,
];

/** Everything that was asked, and what was refused. */
export interface PlantedRegistry {
  /** Routes that were answered with success. */
  readonly done: ReadonlySet<string>;
  /** Problem answers, whole: status, headers, body. */
  readonly refused: readonly string[];
  /** Headers of all answers: addresses that are told. */
  readonly headers: readonly string[];
  readonly sent: readonly string[];
}

const isOfRegistry = ({ template }: Pick<PostingRoute, 'template'>): boolean =>
  /^\/v1\/(?:registry|subscribers|subscriptions|public\/\{company\}\/self-check)/.test(template);

const ROUTES = POSTING_ROUTES.filter(isOfRegistry);

/** The same with a planted text wherever a text was. */
const allPlanted = (value: unknown): unknown => {
  if (typeof value === 'string') return TEXTS.stray;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(allPlanted);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, allPlanted(one)]));
};

/** Has people registered, searched, read, amended, moved, claimed, asked about and released, and every route refuse. */
export const plantedRegistry = async (system: TestSystem): Promise<PlantedRegistry> => {
  const [done, refused, headers, sent] = [new Set<string>(), [] as string[], [] as string[], [] as string[]];

  const heard = async <Body extends object>(
    said: unknown,
    answer: Response,
    template = '',
  ): Promise<Body> => {
    sent.push(JSON.stringify(said));
    // Whoever sends a correlator has it back, and nobody else.
    const own = [...answer.headers].filter(([name]) => name !== 'x-correlator');
    const [fields, text] = [JSON.stringify(own), await answer.text()];
    headers.push(fields);
    if (answer.status >= 400) refused.push(`${answer.status} ${fields} ${text}`);
    else done.add(template);
    return (text.startsWith('{') ? JSON.parse(text) : {}) as Body;
  };
  const post = async <Body extends object>(
    by: string,
    template: string,
    body?: object,
    names: Readonly<Record<string, string>> = {},
  ): Promise<Body> => {
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? '');
    const client = system.as(by);
    const answer = path.startsWith('PATCH ')
      ? await client.patch(path.slice('PATCH '.length), body)
      : await client.post(path, body);
    return heard<Body>([path, body], answer, template);
  };
  const publicly = async <Body extends object>(path: string, body: object, template: string): Promise<Body> =>
    heard<Body>([path, body], await postPublicly(system, path, body), template);

  /** Sends a route what it refuses: planted texts wherever a text is, in names, types, addresses and what is no JSON. */
  const refuseEach = async ({ path, by, body }: PostingRoute): Promise<void> => {
    const authorization = `Bearer ${await system.tokenFor(by)}`;
    const given = body?.() ?? {};
    const said = JSON.stringify(given);
    const planted = JSON.stringify({ ...given, [TEXTS.stray]: OWN });
    const attempts: readonly (readonly [string, string, object])[] = [
      [path, JSON.stringify(allPlanted(given)), {}],
      [path, planted, {}],
      [path, `${planted.slice(0, -1)},${TEXTS.stray}`, {}],
      [path, planted, { 'content-type': TEXTS.path }],
      [path, said, { 'idempotency-key': `${TEXTS.path} ${OWN}`, 'x-correlator': TEXTS.path }],
      [path.replaceAll(/\/[0-9A-Fa-f-]{20,}/g, `/${encodeURIComponent(TEXTS.stray)}`), said, {}],
      [`${path}?${encodeURIComponent(TEXTS.stray)}=${OWN}`, said, {}],
    ];
    for (const [to, text, more] of attempts) {
      const all = { authorization, 'content-type': 'application/json', ...more };
      const request = new Request(ORIGIN + to, { method: 'POST', headers: all, body: text });
      await heard([to, text, more], await system.fetch(request, { clientAddress: '203.0.113.9' }));
    }
  };

  await openRegistry(system);
  const portrait = await bringImage(system, Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...utf8(IMAGE)]));
  sent.push(IMAGE);
  const registrar = 'registrar-giang';
  const { transactionId } = await post<{ readonly transactionId: string }>(
    registrar,
    '/v1/registry/transactions',
    { purpose: 'registration' },
  );
  const holder = {
    ...holderOf(1, {
      name: TEXTS.name,
      birthDate: TEXTS.birthDate,
      identity: { kind: 'personal', number: IDENTITIES[0] },
      address: { printed: TEXTS.address, communeCode: '00004' },
      portrait: { ...portrait, takenAt: '2026-11-23T00:30:00Z' },
    }),
  };
  const document = { ...holder.document, issuedBy: TEXTS.issuedBy };
  const point = { name: TEXTS.point, address: TEXTS.pointAddress, phone: TEXTS.pointPhone };
  const register = (msisdn: string, method: string) =>
    post<{ readonly personId: string; readonly subscriptionId: string }>(registrar, '/v1/subscriptions', {
      holder: { ...holder, document },
      subscription: numberAt(msisdn, { point }),
      method,
      transactionId,
    });
  const { personId, subscriptionId } = await register(OWN, 'electronic');
  const further = await register(OTHER, 'chip');

  const upon = { purpose: 'registration', transactionId };
  for (const question of [
    { msisdn: OWN },
    { identity: { kind: 'personal', number: IDENTITIES[0] } },
    { name: TEXTS.name, birthDate: TEXTS.birthDate },
    { name: TEXTS.name, birthDate: '1990', address: { printed: TEXTS.address, communeCode: '00004' } },
  ])
    await post(registrar, '/v1/subscribers/search', { ...upon, ...question });
  const names = { personId, subscriptionId };
  await post(
    registrar,
    '/v1/subscribers/{personId}/read',
    { ...upon, subscriptionId, fields: { name: 'full', identity: 'full', address: 'full', msisdn: 'full' } },
    names,
  );
  const { caseId } = await post<{ readonly caseId: string }>('registrar-hoa', '/v1/registry/cases', {
    purpose: 'correction',
    personId,
  });
  await post(
    registrar,
    '/v1/subscribers/{personId}/images/{imageId}/read',
    { purpose: 'correction', caseId, field: 'portrait' },
    { personId, imageId: portrait.imageId },
  );
  await post(
    registrar,
    'PATCH /v1/subscribers/{personId}',
    { caseId, holder: { name: TEXTS.amended } },
    names,
  );
  await post(
    registrar,
    'PATCH /v1/subscriptions/{subscriptionId}',
    { caseId, subscription: { point: { ...point, name: TEXTS.amendedPoint } } },
    names,
  );
  // Names and birth dates that disagree, and a number that somebody has.
  await register(FORMER, 'chip');
  await post(registrar, '/v1/subscriptions', {
    holder: {
      ...holder,
      identity: { kind: 'personal', number: IDENTITIES[1] },
      guardian: { name: TEXTS.guardian },
    },
    subscription: numberAt(OWN, { point }),
    method: 'electronic',
  });
  await post('registrar-hoa', '/v1/registry/cases/{caseId}/close', undefined, { caseId });

  // Somebody sees what they have, claims the other number, and asks for a copy.
  const own = { msisdn: OWN, identity: { kind: 'personal', number: IDENTITIES[0] } };
  const selfCheck = '/v1/public/{company}/self-check';
  const { challengeId } = await publicly<{ readonly challengeId: string }>(selfCheckPath(), own, selfCheck);
  const notice = system.notices.at(-1);
  const code = notice === undefined ? '' : codeIn(notice);
  const { session } = await publicly<{ readonly session: string }>(
    selfCheckPath('demo', challengeId),
    { code },
    `${selfCheck}/{challengeId}`,
  );
  const { claimId } = await publicly<{ readonly claimId: string }>(
    selfCheckPath('demo', challengeId, 'claims'),
    { session, subscriptionId: further.subscriptionId },
    `${selfCheck}/{challengeId}/claims`,
  );
  await publicly(
    selfCheckPath('demo', challengeId, 'requests'),
    { session, kind: 'view' },
    `${selfCheck}/{challengeId}/requests`,
  );
  await post(
    'support-lead-quynh',
    '/v1/registry/claims/{claimId}/decide',
    { decision: 'rejected' },
    { claimId },
  );

  const privacy = 'privacy-minh';
  const requests = '/v1/registry/subject-requests';
  const asked = await post<{ readonly requestId: string }>(privacy, requests, { personId, kind: 'restrict' });
  await post(privacy, `${requests}/{requestId}/decide`, { answer: 'accepted' }, asked);
  await post(privacy, `${requests}/{requestId}/extend`, { days: 2, reasons: TEXTS.reasons }, asked);
  await post(privacy, `${requests}/{requestId}/close`, { outcome: 'fulfilled' }, asked);

  const authorities = '/v1/registry/authority-requests';
  const { authority, officer, documentNumber, documentSha256 } = TEXTS;
  const released = await post<{ readonly requestId: string }>(
    privacy,
    authorities,
    authorityRequestOf({
      authority,
      officer,
      documentNumber,
      documentSha256,
      people: [{ msisdn: OWN }, { identity: { kind: 'personal', number: IDENTITIES[1] } }, { personId }],
      fields: ['name', 'identity', 'address', 'msisdn'],
    }),
  );
  const releasing = `/v1/registry/authority-requests/${released.requestId}/release`;
  await heard(
    [releasing],
    await agreed(system, () => system.as(privacy).post(releasing)),
    `${authorities}/{requestId}/release`,
  );
  await post(privacy, `${authorities}/{requestId}/hand-over`, undefined, released);
  await post(
    privacy,
    `${authorities}/{requestId}/close`,
    {
      outcome: 'handed-over',
      minutes: {
        reference: TEXTS.minutes,
        receivedBy: TEXTS.receivedBy,
        deliveredBy: 'by-hand',
        signedAt: rfc3339(system.clock.now()),
      },
    },
    released,
  );

  // What a number goes through, until somebody else has it.
  await system.table.write({
    kind: 'update',
    key: subscriptionItemKey('demo', personId, subscriptionId),
    set: { state: 'active' },
  });
  await post(
    registrar,
    '/v1/subscriptions/{subscriptionId}/transfer',
    {
      transactionId,
      holder: {
        ...holderOf(2, {
          name: TEXTS.second,
          birthDate: TEXTS.secondBirthDate,
          identity: { kind: 'personal', number: IDENTITIES[1] },
        }),
      },
      subscription: (({ msisdn: _msisdn, use: _use, ...rest }) => rest)(numberAt('', { point })),
      method: 'electronic',
    },
    names,
  );
  await post(registrar, '/v1/subscriptions/{subscriptionId}/terminate', { transactionId }, further);
  await post('operator-mobile', '/v1/registry/imports', {
    format: 'csv',
    columns: ['holder.name', TEXTS.stray],
    mode: 'strict',
    kind: 'full',
  });

  for (const route of ROUTES) await refuseEach(route);
  for (const path of ['claims', 'subject-requests', 'authority-requests'])
    for (const query of [`?cursor=${TEXTS.path}`, `?${TEXTS.path}=1`, `/${TEXTS.path}`])
      await heard([path, query], await system.as(privacy).get(`/v1/registry/${path}${query}`));
  return { done, refused, headers, sent };
};
