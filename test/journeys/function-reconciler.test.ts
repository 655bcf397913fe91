import { cryptoReady } from '@temkin/crypto';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { deployment } from '../support/deployment.ts';
import { linesOf, RFC_3339 } from '../support/function-process.ts';
import { imageOf, streamed, type AttributeMap } from '../support/parcel-stream.ts';
import { handTo, issue, openShift, type Issued } from '../support/parcels.ts';

await cryptoReady;
const system = await deployment();
const reconciler = system.functions['audit-reconciler'];

await system.enrol({
  subject: 'shipper-cuong',
  tenant: 'demo',
  kind: 'staff',
  roles: ['shipper'],
  facility: 'HN-BA-DINH',
  scopes: ['parcels:resolve', 'shifts:read'],
});

/** What the reconciler finds in records of the stream. */
const findings = async (records: readonly DynamoDBRecord[]): Promise<number> => {
  const before = linesOf(reconciler).length;
  await reconciler.invoke({ Records: records });
  const after = linesOf(reconciler).slice(before);
  expect(after.every(({ finding }) => finding === 'change-without-event')).toBe(true);
  expect(after.every(({ timestamp }) => RFC_3339.test(String(timestamp)))).toBe(true);
  return after.length;
};

/** A parcel that has just been issued, with its image. */
const issuedImage = async (): Promise<{ readonly issued: Issued; readonly image: AttributeMap }> => {
  const issued = await issue(system);
  return { issued, image: await imageOf(system.store, issued.parcelId) };
};

/** The parcel in somebody else's hands. */
const stolen = (image: AttributeMap): AttributeMap => ({ ...image, holderShipper: { S: 'shipper-binh' } });

const atVersion = (image: AttributeMap, version: number): AttributeMap => ({
  ...image,
  version: { N: String(version) },
});

describe('the reconciler', () => {
  it('finds nothing where every change has its event', async () => {
    const { issued, image } = await issuedImage();
    expect(await findings([streamed(undefined, image)])).toBe(0);
    const scanned = await system.as('order-system').post('/v1/custody-events', {
      events: [
        {
          waybillNumber: issued.waybillNumber,
          event: 'accepted',
          holder: { type: 'facility', id: 'HN-BA-DINH' },
        },
      ],
    });
    expect(await scanned.json()).toMatchObject({ results: [{ status: 200 }] });
    const accepted = await imageOf(system.store, issued.parcelId);
    expect(await findings([streamed(image, accepted)])).toBe(0);
    await system.as('order-system').post(`/v1/parcels/${issued.parcelId}/revoke`, { reason: 'cancelled' });
    expect(await findings([streamed(accepted, await imageOf(system.store, issued.parcelId))])).toBe(0);
  });

  it('finds a holder who was written in under the event of the last scan', async () => {
    const { image } = await issuedImage();
    expect(await findings([streamed(image, stolen(image))])).toBe(1);
    expect(await findings([streamed(image, atVersion(stolen(image), 2))])).toBe(1);
  });

  it('finds one who was written in under the event of a reading, or of another change', async () => {
    const { issued } = await issuedImage();
    const { shiftId } = await openShift(system, 'shipper-cuong');
    await handTo(system, issued, shiftId);
    const reading = { token: issued.token, purpose: 'delivery' };
    await system.as('shipper-cuong').post('/v1/parcels/resolve', reading);
    const before = await imageOf(system.store, issued.parcelId);
    const next = Number(before.version?.N) + 1;
    // Only the first reading changes the parcel.
    const read = await system.as('shipper-cuong').post('/v1/parcels/resolve', reading);
    const [readEvent = ''] = read.headers.get('audit-event')?.split(';') ?? [];
    const cover = (eventId: string) => atVersion({ ...stolen(before), eventId: { S: eventId } }, next);
    expect(await findings([streamed(before, cover(readEvent))])).toBe(1);
    expect(await findings([streamed(before, cover(before.issueEventId?.S ?? ''))])).toBe(1);
  });

  it("finds a change that names no event, one that names none on record, and one that names another parcel's", async () => {
    const [{ image }, { image: other }] = [await issuedImage(), await issuedImage()];
    const naming = (eventId: string) => streamed(undefined, { ...image, eventId: { S: eventId } });
    expect(await findings([naming('')])).toBe(1);
    expect(await findings([naming('0198c5c2-0000-7000-8000-00000000000a')])).toBe(1);
    expect(await findings([naming(other.eventId?.S ?? '')])).toBe(1);
  });

  it('finds a change that names an event of long ago, and a parcel that was deleted', async () => {
    const { image } = await issuedImage();
    const record = streamed(undefined, image);
    const later = Math.floor(Date.now() / 1_000) + 3_600;
    expect(
      await findings([{ ...record, dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: later } }]),
    ).toBe(1);
    expect(await findings([streamed(image, undefined)])).toBe(1);
  });

  it('tries a batch again where the store refuses, and says nothing of what it held', async () => {
    const { image } = await issuedImage();
    const [tenant, huge] = [{ S: `P#${'x'.repeat(3_000)}#a` }, { S: 'parcel' }];
    const batch = { Records: [streamed(undefined, { ...image, pk: tenant, sk: huge })] };
    const before = linesOf(reconciler).length;
    await expect(reconciler.invoke(batch)).rejects.toThrow(/^audit-reconciler failed$/);
    const [fault, ...others] = linesOf(reconciler).slice(before);
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ level: 'error', finding: 'fault', route: 'audit-reconciler' });
    expect(JSON.stringify(fault)).not.toContain('xxxx');
  });

  it('finds each of many, and tells neither parcel ids nor anything personal', async () => {
    const { issued, image } = await issuedImage();
    const good = streamed(undefined, image);
    const bad = streamed(undefined, { ...image, pseudonym: { S: 'somebody-else' } });
    expect(await findings([good, bad, good, bad])).toBe(2);
    expect(reconciler.output()).not.toContain(issued.parcelId);
  });
});
