import type { Client } from './clients.ts';
import { jpeg } from './images.ts';

/** Sends requests of people by their names. */
interface Asking {
  as(subject: string): Pick<Client, 'post'>;
}

const image = (name: string) => ({ imageId: `image-${name}`, sha256: 'ab'.repeat(32) });

const DOCUMENT = {
  kind: 'identity-card',
  issuedOn: '2024-08-01',
  expiresOn: '2030-01-31',
  issuedBy: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội',
  sex: 'female',
  nationality: 'VNM',
} as const;

/** The number of holder n, as people write it. */
export const msisdnOf = (n: number): string => `091${String(2_000_000 + n)}`;

/** The identity number of holder n, a woman born in 1990. */
export const identityOf = (n: number): string => `001190${String(100_000 + n)}`;

/** Holder n with everything that a citizen registers with. Nobody of them exists. */
export const holderOf = (n: number, more: object = {}) => ({
  kind: 'citizen',
  name: 'Nguyễn Thị Hoà',
  birthDate: '1990-01-31',
  identity: { kind: 'personal', number: identityOf(n) },
  address: { printed: `Số ${n}, Phường Ba Đình, Thành phố Hà Nội`, communeCode: '00004' },
  document: DOCUMENT,
  documentImages: [image('front'), image('back')],
  portrait: { ...image('portrait'), takenAt: '2026-11-23T00:30:00Z' },
  ...more,
});

/** A prepaid number at an own fixed point. */
export const numberAt = (msisdn: string, more: object = {}) => ({
  msisdn,
  use: 'person',
  payment: 'prepaid',
  channel: 'own-fixed',
  confirmation: image('confirmation'),
  point: { name: 'Điểm số 7', address: 'Số 7, Phường Ba Đình, Thành phố Hà Nội', phone: '0241234567' },
  ...more,
});

/** The registration of holder n with number n. */
export const registrationOf = (
  n: number,
  {
    holder = {},
    subscription = {},
    ...more
  }: { readonly holder?: object; readonly subscription?: object } & Readonly<Record<string, unknown>> = {},
) => ({
  holder: holderOf(n, holder),
  subscription: numberAt(msisdnOf(n), subscription),
  method: 'electronic',
  ...more,
});

/** How often a registry that has people is opened: each time its indexes are made as far as the time of a request allows. */
const OPENINGS = 30;

/** Opens the registry of a tenant, by the word of its security officer, until nothing of its indexes is left to be made. */
export const openRegistry = async (
  system: Asking,
  { by = 'security-ha', expectedPeople = 0 }: { readonly by?: string; readonly expectedPeople?: number } = {},
): Promise<void> => {
  for (let times = 0; times < OPENINGS; times += 1) {
    const answer = await system.as(by).post('/v1/registry/open', { expectedPeople });
    const { left } = (await answer.json()) as { readonly left?: readonly string[] };
    if (answer.status !== 200) throw new Error(`the registry did not open: ${answer.status}`);
    if (left?.length === 0) return;
  }
  throw new Error('the registry does not open to its end');
};

const idIn = async (answer: Response, name: string): Promise<string> => {
  const body = (await answer.json()) as Readonly<Record<string, unknown>>;
  const id = body[name];
  if (answer.status !== 201 || typeof id !== 'string')
    throw new Error(`${answer.status} ${String(body.code)}`);
  return id;
};

/** Opens a transaction for a purpose. */
export const transactionFor = async (system: Asking, by: string, purpose: string): Promise<string> =>
  idIn(await system.as(by).post('/v1/registry/transactions', { purpose }), 'transactionId');

/** Opens a case for a purpose, about a person where one is named. */
export const caseFor = async (
  system: Asking,
  by: string,
  purpose: string,
  personId?: string,
): Promise<string> =>
  idIn(
    await system.as(by).post('/v1/registry/cases', { purpose, ...(personId !== undefined && { personId }) }),
    'caseId',
  );

/** Registers holder n with number n. */
export const registerHolder = async (
  system: Asking,
  n: number,
  body: object = registrationOf(n),
  by = 'registrar-giang',
): Promise<{ readonly personId: string; readonly subscriptionId: string }> => {
  const answer = await system.as(by).post('/v1/subscriptions', body);
  const told = (await answer.json()) as { readonly personId?: string; readonly subscriptionId?: string };
  const { personId, subscriptionId } = told;
  if (personId === undefined || subscriptionId === undefined)
    throw new Error(`${answer.status} ${JSON.stringify(told)}`);
  return { personId, subscriptionId };
};

/** Brings an image by its route, and answers what a record names it by. */
export const bringImage = async (
  system: Asking,
  bytes: Uint8Array = jpeg(),
  by = 'registrar-giang',
): Promise<{ readonly imageId: string; readonly sha256: string }> => {
  const answer = await system.as(by).post('/v1/registry/images', bytes, { 'content-type': 'image/jpeg' });
  const told = (await answer.json()) as { readonly imageId?: string; readonly sha256?: string };
  const { imageId, sha256 } = told;
  if (imageId === undefined || sha256 === undefined)
    throw new Error(`${answer.status} ${JSON.stringify(told)}`);
  return { imageId, sha256 };
};

/** Brings all that a registration shows, a portrait with its time, and answers what the record names it by. */
export const bringPapers = async (
  system: Asking,
  { face = jpeg(), takenAt }: { readonly face?: Uint8Array; readonly takenAt: string },
) => ({
  holder: {
    portrait: { ...(await bringImage(system, face)), takenAt },
    documentImages: [await bringImage(system)],
  },
  subscription: { confirmation: await bringImage(system) },
});

/** Holder n as a source of identities knows them. */
export const knownAs = (n: number) => ({
  identity: { kind: 'personal', number: identityOf(n) } as const,
  name: 'Nguyễn Thị Hoà',
  birthDate: '1990-01-31',
});

/** What is said to have the holder of a number verified at a counter. */
export const verificationOf = (transactionId: string, more: object = {}) => ({
  transactionId,
  wants: 'identity',
  channel: 'own-fixed',
  ...more,
});

/** Has the holder of a number verified, with a picture of the face that was taken now. */
export const verifyHolder = async (
  system: Asking,
  {
    subscriptionId,
    transactionId,
    ...more
  }: { readonly subscriptionId: string; readonly transactionId: string } & Readonly<Record<string, unknown>>,
  { by = 'registrar-giang', key }: { readonly by?: string; readonly key?: string } = {},
): Promise<Response> => {
  const { imageId } = await bringImage(system, jpeg(), by);
  return system
    .as(by)
    .post(
      `/v1/subscriptions/${subscriptionId}/verify`,
      verificationOf(transactionId, { faceImageId: imageId, ...more }),
      key === undefined ? {} : { 'idempotency-key': key },
    );
};

/** Looks at somebody's portrait upon a case of correction. */
export const lookAt = async (
  system: Asking,
  { personId, imageId, caseId }: Readonly<Record<'personId' | 'imageId' | 'caseId', string>>,
  by = 'registrar-giang',
): Promise<Buffer> => {
  const answer = await system.as(by).post(`/v1/subscribers/${personId}/images/${imageId}/read`, {
    purpose: 'correction',
    caseId,
    field: 'portrait',
  });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return Buffer.from(await answer.arrayBuffer());
};

/** What is said with a move of a number: `suspend`, `resume`, `terminate`, or a transfer to holder n. */
export const moveOf = (
  move: string,
  {
    transactionId,
    level = 'one-way',
    n = 2,
  }: { readonly transactionId: string; readonly level?: string; readonly n?: number },
): object => {
  if (move === 'suspend') return { transactionId, level };
  if (move !== 'transfer') return { transactionId };
  const { msisdn: _msisdn, use: _use, ...subscription } = numberAt('');
  return { transactionId, holder: holderOf(n), subscription, method: 'electronic' };
};
