import type { StoredChange } from '@temkin/audit';
import { EVENT_ID } from '@temkin/kernel';
import { partsOf } from '@temkin/storage';
import type { DynamoDBRecord } from 'aws-lambda';

/** A change that may be asked for its event, or one that cannot have any. */
export type StreamedChange = { readonly sequence: string } & (
  ({ readonly names: 'an event' } & StoredChange) | { readonly names: 'no event' }
);

/**
 * A record of the stream of the table `parcels` as a change of a parcel. A parcel is never deleted, and each of its
 * changes names an event: what does neither was not made by this system.
 */
export const storedChange = ({ dynamodb = {} }: DynamoDBRecord): StreamedChange => {
  const { Keys: key = {}, NewImage: image = {}, SequenceNumber: sequence = '' } = dynamodb;
  const parts = partsOf('parcels', 'parcel', { partition: key.pk?.S ?? '', sort: key.sk?.S ?? '' });
  const [eventId = '', pseudonym] = [image.eventId?.S, image.pseudonym?.S];
  if (parts === undefined || !EVENT_ID.test(eventId) || pseudonym === undefined)
    return { names: 'no event', sequence };
  const changedAt = (dynamodb.ApproximateCreationDateTime ?? 0) * 1_000;
  return { names: 'an event', sequence, tenant: parts.tenant, eventId, pseudonym, changedAt };
};
