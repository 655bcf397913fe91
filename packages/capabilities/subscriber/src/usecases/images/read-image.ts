import type { Caller, Receipt, ReliedOn } from '@temkin/kernel';
import {
  decideRead,
  fieldOfStored,
  imagesOfStored,
  imageType,
  isPurposeOpen,
  openFields,
  openImage,
  subscriptionRecord,
  type ImageField,
  type ImageType,
  type ReadQuestion,
  type SealedFields,
} from '../../domain/index.ts';
import type { PersonReading } from '../read-person.ts';
import { imageResource, personResource, refuse, subscriptionResource } from '../refuse.ts';
import { untilSettled } from '../until-settled.ts';
import type { ImageRoom } from './image-room.ts';

/** Which image of a person, or of one of its numbers, is looked at, in which field it is named, and why. */
export interface ImageReading extends Pick<
  PersonReading,
  'personId' | 'subscriptionId' | 'purpose' | 'basis'
> {
  readonly field: ImageField;
  readonly imageId: string;
  /** The record of what the read refers to. */
  readonly reliedOn?: ReliedOn;
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
export const readImage = ({ recorder, people, personKeys, blobs }: ImageRoom) => {
  return async (caller: Caller, reading: ImageReading): Promise<ShownImage> => {
    const { tenant } = caller.principal;
    const { personId, subscriptionId, imageId, field, purpose, basis } = reading;
    const fields: ReadQuestion['fields'] = { [field]: 'full' };
    const verdict = decideRead({ ...reading, fields, principal: caller.principal });
    if (!verdict.allowed) throw refuse(verdict.code, { about: { purpose } });

    return untilSettled(async () => {
      const person = await people.find(tenant, personId);
      const [subscription] =
        subscriptionId === undefined
          ? []
          : await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
      if (person === undefined || (subscriptionId !== undefined && subscription === undefined))
        throw refuse('SUBSCRIBER.UNKNOWN');
      if (!isPurposeOpen(purpose, person.marks ?? []))
        throw refuse('SUBSCRIBER.PURPOSE_CLOSED', { about: { purpose } });
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscriber.read',
          outcome: 'allowed',
          purpose,
          groups: [field],
          resources: [
            personResource(personId),
            ...(subscriptionId === undefined ? [] : [subscriptionResource(subscriptionId)]),
            imageResource(imageId),
            ...(basis === undefined ? [] : [{ type: 'registry-case', pseudonym: basis.reference }]),
          ],
        },
        {
          reliedOn: [
            person.reliedOn,
            ...(subscription === undefined ? [] : [subscription.reliedOn]),
            ...(reading.reliedOn === undefined ? [] : [reading.reliedOn]),
          ],
          writes: () => [personKeys.aliveCheck(tenant, personId)],
        },
      );
      if (recorded.outcome === 'refused') throw refuse('SUBSCRIBER.UNKNOWN');
      if (recorded.outcome === 'changed') return undefined;
      const key = await personKeys.find(tenant, personId);
      if (key === undefined) throw refuse('SUBSCRIBER.UNKNOWN');

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
      return { bytes, type, receipt: recorded.receipt };
    });
  };
};
