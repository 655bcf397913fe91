import { generateKeyPairSync } from 'node:crypto';
import { openBundle, type BundleSigningKey } from '@temkin/parcel/bundle';
import { ask, problem, scanLabel, type Chapter, type Stage, type Told } from './stage.ts';
import { aside, show } from './telling.ts';

const resolve = (stage: Stage, persona: string, status = 200): Promise<Told> =>
  ask(stage, persona, '/v1/parcels/resolve', {
    body: { token: stage.issued.token, purpose: 'delivery' },
    status,
  });

const publicJwk = (curve: 'ed25519'): object => {
  const { kty, crv, x } = generateKeyPairSync(curve).publicKey.export({ format: 'jwk' });
  return { kty, crv, x };
};

/** Makes a phone as docs/device-protocol.md says, and has it enrolled. */
const enrolPhone = async (stage: Stage) => {
  const deviceKey = await crypto.subtle.generateKey({ name: 'X25519' }, false, ['deriveBits']);
  const { kty, crv, x } = await crypto.subtle.exportKey('jwk', deviceKey.publicKey);
  const { deviceId } = await ask<{ readonly deviceId: string }>(stage, 'staff-admin-lan', '/v1/devices', {
    body: { displayName: 'HN-BD 0017', signingKey: publicJwk('ed25519'), bundleKey: { kty, crv, x } },
    status: 201,
  });
  return { deviceId, deviceKey };
};

/** How it goes out, in vain at first, and is delivered. */
export const AT_THE_DOOR: readonly Chapter[] = [
  {
    title: 'An loads it into his phone, and needs no coverage from then on',
    tell: async (stage) => {
      const { deviceId, deviceKey } = await enrolPhone(stage);
      const { shiftId } = await ask<{ readonly shiftId: string }>(stage, 'shipper-an', '/v1/shifts/current');
      const { bundle } = await ask<{ readonly bundle: { readonly data: string } }>(
        stage,
        'shipper-an',
        `/v1/shifts/${shiftId}/load`,
        { body: { tokens: [stage.issued.token], deviceId } },
      );
      const { keys: signingKeys } = await ask<{ readonly keys: readonly BundleSigningKey[] }>(
        stage,
        'shipper-an',
        '/v1/bundle-keys',
      );
      const bytes = new Uint8Array(Buffer.from(bundle.data, 'base64'));
      const content = await openBundle(bytes, { deviceKey, signingKeys });
      if (typeof content === 'string') throw new Error(`the bundle does not open: ${content}`);
      aside(
        `A bundle of ${bytes.length} bytes, sealed to this phone and signed. What the phone reads in it:`,
      );
      show(content.parcels[0]?.groups);
    },
  },
  {
    title: 'At the door, An scans the label',
    tell: async (stage) => {
      show((await resolve(stage, 'shipper-an')).fields);
      aside('Name, street, commune and what to collect. No phone, no goods, no sender.');
    },
  },
  {
    title: 'Binh, who collected it, scans it too',
    tell: async (stage) => {
      show(problem(await resolve(stage, 'shipper-binh', 403)));
      aside('He knows the sender. Who knew both could play one to the other.');
    },
  },
  {
    title: 'Nobody is there, and the recipient names a neighbour',
    tell: async (stage) => {
      await scanLabel(stage, 'shipper-an', 'attempted', { detail: { reason: 'nobody-there' } });
      await ask(stage, 'order-system', `/v1/parcels/${stage.issued.parcelId}/amendments`, {
        body: { substitute: { name: 'Bùi Thị Mai' }, handlingNote: 'Giao cho hàng xóm' },
        status: 201,
      });
      await scanLabel(stage, 'shipper-an', 'out-for-delivery');
      show((await resolve(stage, 'shipper-an')).fields);
      aside('The label on the parcel is the same.');
    },
  },
  {
    title: 'It is delivered, with a proof',
    tell: async (stage) => {
      const proof = { kind: 'signature', reference: 'POD-000017' };
      await scanLabel(stage, 'shipper-an', 'delivered', { detail: { to: 'neighbour', proof } });
      show(problem(await resolve(stage, 'shipper-an', 403)));
      aside('From here on the label opens for An no more.');
    },
  },
];
