import type { Caller, Receipt } from '@temkin/kernel';
import {
  decideRead,
  fieldOfStored,
  imagesOfStored,
  imageType,
  openFields,
  openImage,
  subscriptionRecord,
  type ImageField,
  type ImageType,
  type ReadQuestion,
  type SealedFields,
} from '../../domain/index.ts';
import type { PersonReading } from '../read-person.ts';
import { readOnRecord } from '../read-on-record.ts';
import { imageResource, refuse } from '../refuse.ts';
import type { ImageRoom } from './image-room.ts';

/** Which image of a person, or of one of its numbers, is looked at, in which field it is named, and why. */
export interface ImageReading extends Pick<
  PersonReading,
  'personId' | 'subscriptionId' | 'purpose' | 'basis'
> {
  readonly field: ImageField;
  readonly imageId: string;
}

/** An image in clear. */
export interface ShownImage {
  readonly bytes: Uint8Array;
  readonly type: ImageType;
  readonly receipt: Receipt;
}

const namesOf = (sealed: SealedFields, field: ImageField): readonly string[] =>
  Object.keys(sealed).filter((name) => fieldOfStored(name) === field);

/**
 * Shows an image to whom `decideRead` allows its field in full. Its event names field and image and is durable before any key is
 * unwrapped. Refuses what `decideRead` does, `SUBSCRIBER.UNKNOWN` where that field names no such image, also of who is erased, and
 * `SUBSCRIBER.PURPOSE_CLOSED` where a mark on the record closes the purpose, and `SUBSCRIBER.IMAGE_LOST` where the record names it and it
 * is not there.
 */
export const readImage = (room: ImageRoom) => {
  const { blobs } = room;
  const onRecord = readOnRecord(room);

  return async (caller: Caller, reading: ImageReading): Promise<ShownImage> => {
    const { tenant } = caller.principal;
    const { personId, imageId, field, purpose } = reading;
    const fields: ReadQuestion['fields'] = { [field]: 'full' };
    const verdict = decideRead({ ...reading, fields, principal: caller.principal });
    if (!verdict.allowed) throw refuse(verdict.code, { about: { purpose } });

    const { person, subscription, key, receipt } = await onRecord(caller, {
      ...reading,
      groups: [field],
      besides: [imageResource(imageId)],
    });
    const opened = [
      { record: 'person', sealed: person.sealed } as const,
      ...(subscription === undefined
        ? []
        : [{ record: subscriptionRecord(subscription.subscriptionId), sealed: subscription.sealed }]),
    ].map(({ record, sealed }) =>
      openFields(key, { tenant, personId, record }, sealed, namesOf(sealed, field)),
    );
    const image = imagesOfStored(Object.assign({}, ...opened)).get(imageId);
    if (image === undefined) throw refuse('SUBSCRIBER.UNKNOWN');
    const sealed = image.key && (await blobs.find({ tenant, imageId }));
    if (image.key === undefined || sealed === undefined) throw refuse('SUBSCRIBER.IMAGE_LOST');
    const bytes = openImage(image.key, { tenant, imageId }, sealed);
    const type = bytes && imageType(bytes);
    if (bytes === undefined || type === undefined) throw new Error('a stored image does not open');
    return { bytes, type, receipt };
  };
};
