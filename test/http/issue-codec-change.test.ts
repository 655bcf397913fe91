import { keyOf } from '@temkin/storage';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type * as PayloadVersions from '../../packages/capabilities/parcel/src/domain/label/payload-versions.ts';
import { handTo, newParcel, openShift, type Issued } from '../support/parcels.ts';
import { testSystem } from '../support/system.ts';

const release = vi.hoisted(() => ({ payloadVersion: 1 }));

/** A release that also knows payload version 2, which is version 1 written backwards. */
vi.mock('../../packages/capabilities/parcel/src/domain/label/payload-versions.ts', async (importOriginal) => {
  const { knownCoding, payloadCoding } = await importOriginal<typeof PayloadVersions>();
  const first = knownCoding(1);
  const second: typeof first = {
    ladders: first.ladders,
    encode: (group, fields) => {
      const padded = first.encode(group, fields);
      return padded === 'too-large' ? padded : padded.toReversed();
    },
    decode: (group, padded) => first.decode(group, padded.toReversed()),
  };
  return {
    payloadCoding: (version: number) => (version === 2 ? second : payloadCoding(version)),
    knownCoding: (version: number) => (version === 2 ? second : knownCoding(version)),
    get CURRENT_PAYLOAD_VERSION() {
      return release.payloadVersion;
    },
  };
});

const system = await testSystem();

const post = (key: string, parcel: object) =>
  system.as('order-system').post('/v1/parcels', parcel, { 'idempotency-key': key });

const storedVersion = async ({ labelId }: Issued): Promise<unknown> =>
  (await system.table.get(keyOf('parcels', 'label', { tenant: 'demo', labelId })))?.payloadVersion;

afterEach(() => {
  release.payloadVersion = 1;
});

describe.each(['sealed', 'opaque'])('a %s label that was issued before a new payload version', (kind) => {
  it('is made again byte for byte by the release that came between call and retry', async () => {
    const parcel = newParcel({ kind });
    const key = parcel.waybillNumber;
    const first = (await (await post(key, parcel)).json()) as Issued;

    release.payloadVersion = 2;
    const again = await post(key, parcel);
    expect(again.status).toBe(201);
    expect(await again.json()).toEqual(first);
    expect(await storedVersion(first)).toBe(1);

    const next = (await (await post(`${key}-next`, newParcel({ kind }))).json()) as Issued;
    expect(await storedVersion(next)).toBe(2);
  });

  it('opens beside labels of the new version, also after the release was taken back', async () => {
    const { shiftId } = await openShift(system, 'shipper-an', { by: 'desk-em' });
    const older = (await (await post(`older-${kind}`, newParcel({ kind }))).json()) as Issued;
    release.payloadVersion = 2;
    const newer = (await (await post(`newer-${kind}`, newParcel({ kind }))).json()) as Issued;

    for (const version of [2, 1])
      for (const parcel of [older, newer]) {
        release.payloadVersion = version;
        if (version === 2) await handTo(system, parcel, shiftId);
        const body = { token: parcel.token, purpose: 'delivery' };
        const answer = await system.as('shipper-an').post('/v1/parcels/resolve', body);
        expect(answer.status).toBe(200);
        expect(await answer.json()).toMatchObject({ fields: { recipient: { name: 'Nguyễn Thị Hạnh' } } });
      }
    await system.as('desk-em').post(`/v1/shifts/${shiftId}/close`);
  });
});
