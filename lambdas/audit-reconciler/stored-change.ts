import type { StoredChange } from '@temkin/audit';
import { EVENT_ID } from '@temkin/kernel';
import { partsOf } from '@temkin/storage';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';

/** A change that may be asked for its event, or one that cannot have any. */
export type StreamedChange = { readonly sequence: string } & (
  ({ readonly names: 'an event' } & StoredChange) | { readonly names: 'no event' }
);

type Image = Readonly<Record<string, AttributeValue>>;

/** 0 where there is no item. Anything but a version of ours is no number that follows another. */
const versionOf = (image: Image | undefined): number =>
  image === undefined ? 0 : Number(image.version?.N ?? Number.NaN);

/**
 * A record of the stream of the table `parcels` as a change of a parcel. A parcel is never deleted, each of its changes
 * makes the next version and names its event: what does otherwise was not made by this system.
 */
export const storedChange = ({ dynamodb = {} }: DynamoDBRecord): StreamedChange => {
  const { Keys: key = {}, OldImage: before, NewImage: image = {}, SequenceNumber: sequence = '' } = dynamodb;
  const parts = partsOf('parcels', 'parcel', { partition: key.pk?.S ?? '', sort: key.sk?.S ?? '' });
  // A shredded parcel has no pseudonym any more: its last event names the one it had.
  const [eventId = '', pseudonym] = [image.eventId?.S, (image.pseudonym ?? before?.pseudonym)?.S];
  const version = versionOf(image);
  const isNext = version === versionOf(before) + 1;
  if (parts === undefined || !isNext || !EVENT_ID.test(eventId) || pseudonym === undefined)
    return { names: 'no event', sequence };
  const changedAt = (dynamodb.ApproximateCreationDateTime ?? 0) * 1_000;
  return { names: 'an event', sequence, tenant: parts.tenant, eventId, pseudonym, version, changedAt };
};
