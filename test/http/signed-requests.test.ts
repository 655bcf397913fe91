import { keyOf } from '@temkin/storage';
import { afterEach, describe, expect, it } from 'vitest';
import { refusalBudget } from '../../packages/capabilities/audit/src/domain/index.ts';
import { codeOf } from '../support/answer-codes.ts';
import { deviceKeys } from '../support/device-keys.ts';
import { issue } from '../support/parcels.ts';
import { signerOf } from '../support/provisioned-device.ts';
import { eventBehind } from '../support/recorded-events.ts';
import { signatureFields, type Signer, type Signing } from '../support/signed-request.ts';
import { stagedTable } from '../support/staged-table.ts';
import { ORIGIN, testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });

afterEach(() => {
  staged.stage();
});

const other = { tenant: 'other', kind: 'staff', facility: 'DN-HAI-CHAU' } as const;
await system.enrol({ ...other, subject: 'admin', roles: ['staff-admin'], scopes: ['access:admin'] });
await system.enrol({
  ...other,
  subject: 'both',
  roles: ['shipper', 'staff-admin'],
  scopes: ['access:admin'],
});
await system.enrol({
  ...other,
  subject: 'sorter',
  roles: ['sorter'],
  scopes: ['parcels:read', 'custody:record'],
});
await system.enrol({ ...other, subject: 'desk', roles: ['desk-clerk'], scopes: ['shifts:open'] });

const PATH = '/v1/custody-events';
const BODY = JSON.stringify({ events: [{ waybillNumber: 'NONE-1', event: 'damaged' }] });

const enrolled = async (by = 'admin', signer: Signer | null = null) => {
  const keys = deviceKeys();
  const answer = await system.as(by, { signer }).post('/v1/devices', keys.newDevice);
  expect(answer.status).toBe(201);
  return signerOf(keys);
};

const device = await enrolled();

/** What is sent; `sent` differs from what was signed. */
interface Sent {
  readonly by?: string;
  readonly signer?: Signer;
  readonly signing?: Partial<Signing>;
  readonly sent?: {
    readonly method?: string;
    readonly path?: string;
    readonly body?: string;
    readonly authorization?: string;
    readonly fields?: Readonly<Record<string, string>>;
    readonly without?: string;
  };
}

const send = async ({ by = 'sorter', signer = device, signing = {}, sent = {} }: Sent): Promise<Response> => {
  const authorization = `Bearer ${await system.tokenFor(by)}`;
  const createdSeconds = Math.floor(system.clock.now() / 1_000);
  const signed = {
    method: 'POST',
    url: ORIGIN + PATH,
    authorization,
    body: BODY,
    createdSeconds,
    ...signing,
  };
  const headers = new Headers({
    'content-type': 'application/json',
    authorization: sent.authorization ?? signed.authorization,
    ...signatureFields(signer, signed),
    ...sent.fields,
  });
  if (sent.without !== undefined) headers.delete(sent.without);
  const { method = signed.method } = sent;
  const body = method === 'GET' ? undefined : (sent.body ?? signed.body ?? '');
  return system.fetch(
    new Request(ORIGIN + (sent.path ?? PATH), { method, headers, ...(body !== undefined && { body }) }),
  );
};

describe('a request of a shipper or sorter', () => {
  it('is answered where a device of the tenant signed it', async () => {
    expect(await codeOf(await send({}))).toBe(200);
    const get = {
      method: 'GET',
      url: `${ORIGIN}/v1/facilities/DN-HAI-CHAU/parcels?limit=2`,
      body: undefined,
    };
    const sent = { method: 'GET', path: '/v1/facilities/DN-HAI-CHAU/parcels?limit=2' };
    expect(await codeOf(await send({ signing: get, sent }))).toBe(200);
  });

  it('is answered where it names the algorithm that is the key’s', async () => {
    expect(await codeOf(await send({ signing: { more: ';alg="ed25519"' } }))).toBe(200);
    expect(await codeOf(await send({ signing: { more: ';alg="ecdsa-p256-sha256"' } }))).toBe(
      'ACCESS.SIGNATURE_INVALID',
    );
  });

  it('is refused unsigned, with what to sign, and on record: a stolen token is of no use', async () => {
    const thief = system.as('other-shipper', { signer: null });
    for (const answer of [
      await thief.get('/v1/shifts/current'),
      await thief.post(PATH, { events: [] }),
      await thief.get('/v1/staff'),
    ]) {
      expect([answer.status, await codeOf(answer)]).toEqual([401, 'ACCESS.SIGNATURE_REQUIRED']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="temkin"');
      expect(answer.headers.get('accept-signature')).toMatch(
        /^device=\("@method" "@target-uri" "authorization"(?: "content-digest")?\);created;tag="temkin-device"$/,
      );
      expect(await eventBehind(system.table, answer, 'other')).toMatchObject({
        status_code: 'ACCESS.SIGNATURE_REQUIRED',
        unmapped: { outcome: 'refused' },
      });
    }
  });

  it.each<[string, Sent]>([
    ['the method', { signing: { method: 'PATCH' }, sent: { method: 'POST' } }],
    ['the scheme', { signing: { url: `https://api.example${PATH}` } }],
    ['the host', { signing: { url: `http://other.example${PATH}` } }],
    ['the path', { signing: { url: `${ORIGIN}/v1/parcels/claims` } }],
    ['the query', { sent: { path: `${PATH}?x=1` } }],
    ['the digest', { sent: { fields: { 'content-digest': `sha-256=:${'A'.repeat(43)}=:` } } }],
    ['the body', { sent: { body: BODY.replace('damaged', 'lost') } }],
    ['the body, by a blank', { sent: { body: `${BODY} ` } }],
    ['the body, gone', { sent: { body: '' } }],
    ['the field Content-Digest, gone', { sent: { without: 'content-digest' } }],
    ['the field Signature, gone', { sent: { without: 'signature' } }],
    ['the signature', { sent: { fields: { signature: `device=:${'A'.repeat(86)}==:` } } }],
    ['a body that was not signed', { signing: { body: undefined }, sent: { body: BODY } }],
    ['the device', { signer: { ...device, deviceId: 'A'.repeat(43) } }],
    ['the key', { signer: { ...device, secret: deviceKeys().signingSecret } }],
  ])('is refused with another one than was signed: %s', async (_what, sent) => {
    const answer = await send(sent);
    expect(await codeOf(answer)).toBe('ACCESS.SIGNATURE_INVALID');
    expect(await eventBehind(system.table, answer, 'other')).toMatchObject({
      status_code: 'ACCESS.SIGNATURE_INVALID',
    });
  });

  it.each(['created', 'nonce', 'keyid', 'tag'])('is refused with another parameter %s', async (name) => {
    const authorization = `Bearer ${await system.tokenFor('sorter')}`;
    const createdSeconds = Math.floor(system.clock.now() / 1_000);
    const signing = { method: 'POST', url: ORIGIN + PATH, authorization, body: BODY, createdSeconds };
    const another = await enrolled();
    const edits: Readonly<Record<string, (field: string) => string>> = {
      created: (field) => field.replace(/created=\d+/, `created=${createdSeconds + 1}`),
      nonce: (field) => field.replace(/nonce="[^"]*"/, `nonce="${'n'.repeat(22)}"`),
      keyid: (field) => field.replace(/keyid="[^"]*"/, `keyid="${another.deviceId}"`),
      tag: (field) => field.replace('temkin-device', 'temkin-other'),
    };
    const fields = signatureFields(device, signing);
    const answer = await send({
      signing,
      sent: {
        fields: { ...fields, 'signature-input': edits[name]?.(fields['signature-input'] ?? '') ?? '' },
      },
    });
    expect(await codeOf(answer)).toBe(
      name === 'tag' ? 'ACCESS.SIGNATURE_REQUIRED' : 'ACCESS.SIGNATURE_INVALID',
    );
  });

  it('is refused with another token than was signed, be it one of the same person', async () => {
    const authorization = `Bearer ${await system.tokenFor('sorter', { client: 'another-app' })}`;
    expect(await codeOf(await send({ sent: { authorization } }))).toBe('ACCESS.SIGNATURE_INVALID');
  });

  it.each([-61, -60, 0, 60, 61])('is judged by a clock that is %d seconds off', async (offSeconds) => {
    const createdSeconds = Math.floor(system.clock.now() / 1_000) + offSeconds;
    expect(await codeOf(await send({ signing: { createdSeconds } }))).toBe(
      Math.abs(offSeconds) <= 60 ? 200 : 'ACCESS.SIGNATURE_INVALID',
    );
  });

  it('is refused before roles and scopes are looked at', async () => {
    const answer = await system.as('sorter', { signer: null, scopes: [] }).get('/v1/staff');
    expect(await codeOf(answer)).toBe('ACCESS.SIGNATURE_REQUIRED');
    expect(await codeOf(await system.as('sorter', { signer: device, scopes: [] }).get('/v1/staff'))).toBe(
      'ACCESS.ROLE_NOT_ALLOWED',
    );
  });

  it('is refused by fields that are huge, without a fault', async () => {
    for (const name of ['signature-input', 'signature', 'content-digest']) {
      const fields = { [name]: `device=:${'A'.repeat(100_000)}:` };
      expect(await codeOf(await send({ sent: { fields } }))).toBe('ACCESS.SIGNATURE_INVALID');
    }
  });

  it('is answered with a signature of somebody else beside its own', async () => {
    const signing = {
      method: 'POST',
      url: ORIGIN + PATH,
      authorization: `Bearer ${await system.tokenFor('sorter')}`,
      body: BODY,
      createdSeconds: Math.floor(system.clock.now() / 1_000),
    };
    const fields = signatureFields(device, signing);
    const proxied = {
      ...fields,
      'signature-input': `proxy=("@method");created=1;keyid="p";tag="proxy", ${fields['signature-input']}`,
      signature: `proxy=:AAAA:, ${fields.signature}`,
    };
    expect(await codeOf(await send({ signing, sent: { fields: proxied } }))).toBe(200);
  });
});

describe('a nonce', () => {
  it('is good for one request', async () => {
    const nonce = 'n'.repeat(22);
    expect(await codeOf(await send({ signing: { nonce } }))).toBe(200);
    const again = await send({ signing: { nonce } });
    expect([again.status, await codeOf(again)]).toEqual([401, 'ACCESS.SIGNATURE_REPLAYED']);
    expect(await eventBehind(system.table, again, 'other')).toMatchObject({
      status_code: 'ACCESS.SIGNATURE_REPLAYED',
    });
  });

  it('is good for one of many at once', async () => {
    const nonce = 'm'.repeat(22);
    const answers = await Promise.all(Array.from({ length: 5 }, () => send({ signing: { nonce } })));
    const codes = await Promise.all(answers.map(codeOf));
    expect(codes.filter((code) => code === 200)).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set([200, 'ACCESS.SIGNATURE_REPLAYED']));
  });

  it('is the device’s own: another one may use the same', async () => {
    const nonce = 'o'.repeat(22);
    expect(await codeOf(await send({ signing: { nonce } }))).toBe(200);
    expect(await codeOf(await send({ signing: { nonce }, signer: await enrolled() }))).toBe(200);
  });

  it('is remembered longer than its signature is in time, and is not spent by a signature that does not hold', async () => {
    const nonce = 'p'.repeat(22);
    const createdSeconds = Math.floor(system.clock.now() / 1_000) + 60;
    const key = keyOf('requests', 'signatureNonce', { tenant: 'other', deviceId: device.deviceId, nonce });
    await send({
      signing: { nonce, createdSeconds },
      signer: { ...device, secret: deviceKeys().signingSecret },
    });
    expect(await system.table.get(key)).toBeUndefined();
    await send({ signing: { nonce, createdSeconds } });
    expect((await system.table.get(key))?.expiresAtSeconds).toBeGreaterThan(createdSeconds + 60);
  });

  it('is a new one when a request is repeated, which is answered the same by its idempotency key', async () => {
    const events = [{ waybillNumber: 'NONE-1', event: 'damaged', sourceEventId: 'scan-1' }];
    const headers = { 'idempotency-key': 'signed-again' };
    const asking = system.as('sorter', { signer: device });
    const first = await asking.post(PATH, { events }, headers);
    const second = await asking.post(PATH, { events }, headers);
    expect([first.status, second.status]).toEqual([200, 200]);
  });
});

describe('a device', () => {
  it('signs nothing from its revocation on', async () => {
    const signer = await enrolled();
    expect(await codeOf(await send({ signer }))).toBe(200);
    await system.as('admin').post(`/v1/devices/${signer.deviceId}/revoke`);
    expect(await codeOf(await send({ signer }))).toBe('ACCESS.SIGNATURE_INVALID');
  });

  it('that is revoked while its request is under way does nothing', async () => {
    const signer = await enrolled();
    const parcel = await issue(system, {}, 'other-order-system');
    let revoking = true;
    staged.stage(async (commit, writes) => {
      const relies = writes.some(
        ({ key }) => key.partition.endsWith(signer.deviceId) && key.sort === 'device',
      );
      if (relies && revoking) {
        revoking = false;
        await system.as('admin').post(`/v1/devices/${signer.deviceId}/revoke`);
      }
      return commit();
    });
    const events = [{ token: parcel.token, event: 'arrived' }];
    const answer = await system.as('sorter', { signer }).post(PATH, { events });
    expect(revoking).toBe(false);
    expect(await answer.text()).toContain('ACCESS.CHANGED');
    const found = await system.as('other-order-system').get(`/v1/parcels/${parcel.parcelId}`);
    expect(await found.json()).toMatchObject({ state: 'issued' });
  });

  it('of another tenant signs nothing', async () => {
    const keys = deviceKeys();
    await system.as('staff-admin-lan').post('/v1/devices', keys.newDevice);
    expect(await codeOf(await send({ signer: signerOf(keys) }))).toBe('ACCESS.SIGNATURE_INVALID');
  });

  it('is not used by whoever enrolled it, and by everybody else', async () => {
    const own = await enrolled('both', device);
    expect(await codeOf(await system.as('both', { signer: own }).get('/v1/devices'))).toBe(
      'ACCESS.SIGNATURE_INVALID',
    );
    expect(await codeOf(await system.as('both', { signer: device }).get('/v1/devices'))).toBe(200);
    expect(await codeOf(await send({ signer: own }))).toBe(200);
    expect(await codeOf(await send({ signer: own, by: 'other-shipper' }))).toBe(200);
  });
});

describe('whoever need not sign', () => {
  it('is any other role, and anybody of a company that has it off', async () => {
    expect(await codeOf(await system.as('admin').get('/v1/staff'))).toBe(200);
    expect(await codeOf(await system.as('sorter-chi').get('/v1/facilities/HN-BA-DINH/parcels'))).toBe(200);
  });

  it('is refused for a signature that does not hold all the same', async () => {
    const stranger = signerOf(deviceKeys());
    expect(await codeOf(await system.as('admin', { signer: stranger }).get('/v1/staff'))).toBe(
      'ACCESS.SIGNATURE_INVALID',
    );
  });
});

describe('refused signatures', () => {
  it('are recorded up to the budget of their principal', async () => {
    await system.enrol({ ...other, subject: 'flood', roles: ['sorter'], scopes: ['parcels:read'] });
    const minute = Math.floor(system.clock.now() / 60_000);
    const budget = refusalBudget.at(-1)?.value ?? 0;
    for (const one of [minute, minute + 1])
      await system.table.write({
        kind: 'put',
        key: keyOf('requests', 'refusalBudget', { tenant: 'other', principal: 'flood', minute: String(one) }),
        item: { refusals: budget - 1, expiresAtSeconds: (one + 2) * 60 },
      });
    const thief = system.as('flood', { signer: null });
    expect(await codeOf(await thief.get('/v1/staff'))).toBe('ACCESS.SIGNATURE_REQUIRED');
    expect(await codeOf(await thief.get('/v1/staff'))).toBe('REQUEST.RATE_LIMITED');
  });

  it('are no faults', () => {
    expect(system.faults).toEqual([]);
  });
});
