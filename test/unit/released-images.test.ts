import { cryptoReady } from '@temkin/crypto';
import type { Caller } from '@temkin/kernel';
import { registryImages } from '@temkin/subscriber';
import type { FieldName, HandoverDocument, ImageRecord } from '@temkin/subscriber/domain';
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { jpeg } from '../support/images.ts';
import { memoryBlobs } from '../support/memory-blobs.ts';
import { sha256 } from '../support/sha256.ts';
import { beginning, citizen, numberOf, registration, REGISTRAR, seedOf } from './registry-world.ts';
import { DAY, OFFICER, refusalOf, rightsWorld, staff } from './rights-world.ts';

beforeAll(() => cryptoReady);

let seeds = 9_000;

/** A registry of people with pictures, whom an authority asks about. */
const picturedWorld = async () => {
  const world = await rightsWorld();
  const blobs = memoryBlobs();
  const images = registryImages({ ...world.dependencies(), blobs, sha256 });

  const bring = async (): Promise<ImageRecord> => {
    const { imageId, sha256: hash } = await images.keepImage(REGISTRAR, {
      bytes: jpeg(),
      occasion: 'registration',
    });
    return { imageId, sha256: hash };
  };

  /** Person n, with a picture of the document, a portrait, and a contract of their number. */
  const register = async (n: number) => {
    const [front, portrait, contract] = [await bring(), await bring(), await bring()];
    const { personId } = await world.registry.newPerson(
      REGISTRAR,
      {
        ...registration(n, { ...citizen(n), documentImages: [front], portrait }),
        number: {
          ...beginning(numberOf(n)),
          subscription: { ...beginning(numberOf(n)).subscription, contract },
          standing: { state: 'active', holds: [] },
        },
      },
      seedOf(n),
    );
    return { personId, front, portrait, contract };
  };

  const handedOver = async (fields: readonly FieldName[], about: readonly number[]) => {
    const { requestId } = await world.rights.registerAuthorityRequest(
      OFFICER,
      {
        authority: 'Công an phường Ba Đình',
        officer: 'Đại úy Lê Văn Tám',
        channel: 'document',
        documentNumber: '17/CV-CABĐ',
        documentDate: '2026-11-22',
        documentSha256: 'cd'.repeat(32),
        verification: 'called-back',
        ground: 'criminal-case',
        urgency: 'ordinary',
        fields,
        people: about.map((n) => ({ msisdn: numberOf(n) })),
        receivedAt: world.clock.now(),
      },
      seedOf((seeds += 1)),
    );
    await world.rights.releaseAuthorityRequest(OFFICER, requestId);
    world.two.agreeToAll();
    await world.rights.releaseAuthorityRequest(OFFICER, requestId);
    const { handover, document } = await world.rights.handOver(OFFICER, requestId, seedOf((seeds += 1)));
    const show = ({ imageId }: ImageRecord, caller: Caller = OFFICER, handoverId = handover.handoverId) =>
      images.showReleasedImage(caller, { requestId, handoverId, imageId });
    return { requestId, handover, document, show };
  };

  return { ...world, blobs, images, register, handedOver };
};

describe('images of a document that is handed over', () => {
  it('are those that it names, of whom it was asked and of the released fields, byte for byte by their digests', async () => {
    const world = await picturedWorld();
    const [one, two, other] = [await world.register(1), await world.register(2), await world.register(3)];
    const { document, handover, show } = await world.handedOver(
      ['msisdn', 'documentImages', 'contract'],
      [1, 2],
    );
    const { people } = JSON.parse(document) as HandoverDocument;
    expect(people.map(({ holder }) => holder.documentImages)).toEqual([[one.front], [two.front]]);
    expect(people.map(({ numbers }) => numbers[0]?.fields.contract)).toEqual([one.contract, two.contract]);
    expect(handover.sha256).toBe(createHash('sha256').update(document).digest('hex'));
    for (const image of [one.front, one.contract, two.front, two.contract]) {
      const { bytes, type } = await show(image);
      expect(type).toBe('image/jpeg');
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(image.sha256);
    }
    for (const hidden of [one.portrait, two.portrait, other.front, { ...one.front, imageId: 'nobodys' }])
      expect(await refusalOf(show(hidden))).toBe('AUTHORITY_REQUEST.IMAGE_UNKNOWN');
  });

  it('are on record one by one, with field, image and request, before any is opened', async () => {
    const world = await picturedWorld();
    const { personId, front } = await world.register(1);
    const { requestId, show } = await world.handedOver(['documentImages'], [1]);
    const before = world.events().length;
    await show(front);
    expect(world.events().slice(before)).toMatchObject([
      {
        api: { operation: 'subscriber.read' },
        unmapped: { purpose: 'authority-request', groups: ['documentImages'] },
        resources: [{ uid: personId }, { uid: front.imageId }, { uid: requestId }],
      },
    ]);
  });

  it('are handed over as long as the document may be, at the same company, to whoever hands over', async () => {
    const world = await picturedWorld();
    const { front } = await world.register(1);
    const { requestId, show } = await world.handedOver(['documentImages'], [1]);
    expect(await refusalOf(show(front, staff('privacy-9', 'privacy-officer', 'other')))).toBe(
      'AUTHORITY_REQUEST.UNKNOWN',
    );
    expect(await refusalOf(show(front, staff('support-1', 'support')))).toBe(
      'SUBSCRIBER.PURPOSE_NOT_ALLOWED',
    );
    expect(await refusalOf(show(front, OFFICER, 'ab'.repeat(16)))).toBe('AUTHORITY_REQUEST.IMAGE_UNKNOWN');
    world.clock.advance(3 * DAY);
    expect(await refusalOf(show(front))).toBe('AUTHORITY_REQUEST.RELEASE_OVER');
    await world.rights.closeAuthorityRequest(OFFICER, requestId, {
      outcome: 'handed-over',
      minutes: { reference: 'BB-1', receivedBy: 'x', deliveredBy: 'by-hand', signedAt: world.clock.now() },
    });
    expect(await refusalOf(show(front))).toBe('AUTHORITY_REQUEST.CLOSED');
  });

  it('are refused where the record names them no more, and where they are lost', async () => {
    const world = await picturedWorld();
    const { personId, front } = await world.register(1);
    const { show } = await world.handedOver(['documentImages'], [1]);
    const stored = new Map(world.blobs.stored);
    for (const name of stored.keys()) if (name.includes(front.imageId)) await world.blobs.delete(name);
    expect(await refusalOf(show(front))).toBe('SUBSCRIBER.IMAGE_LOST');
    await world.registry.amendPerson(REGISTRAR, { personId, holder: { documentImages: [] } });
    expect(await refusalOf(show(front))).toBe('SUBSCRIBER.UNKNOWN');
  });
});
