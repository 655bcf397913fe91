import { Refusal, type FieldError, type RefusalDetails } from '@temkin/kernel';
import type { IndexName, RecordFault, SubscriberRefusalCode } from '../domain/index.ts';

/** A refusal of this capability. */
export const refuse = (
  code: SubscriberRefusalCode,
  details?: RefusalDetails,
): Refusal<SubscriberRefusalCode> => new Refusal(code, details);

/** How whoever is refused is told of faults: by code and place, with the normalizer's own word, and never a value. */
export const faultErrors = (faults: readonly RecordFault[]): readonly FieldError[] =>
  faults.map(({ code, pointer, why }) => ({
    pointer,
    detail: why === undefined ? code : `${code}: ${why}`,
  }));

/** How an event speaks of a holder of numbers: by the id, which is random and means nothing without the registry. */
export const personResource = (personId: string, version?: number) => ({
  type: 'subscriber',
  pseudonym: personId,
  ...(version !== undefined && { version }),
});

/** How an event speaks of somebody who is opened to tell whether they are meant. */
export const candidateResource = ({ personId }: { readonly personId: string }) => ({
  type: 'subscriber-candidate',
  pseudonym: personId,
});

/** How an event speaks of one number of a holder: by an id, for it names no number. */
export const subscriptionResource = (subscriptionId: string, version?: number) => ({
  type: 'subscription',
  pseudonym: subscriptionId,
  ...(version !== undefined && { version }),
});

/** How an event speaks of a verification: by a random id. */
export const verificationResource = (verificationId: string) => ({
  type: 'subscription-verification',
  pseudonym: verificationId,
});

/** How an event speaks of a finding: by its id. */
export const findingResource = (findingId: string) => ({
  type: 'subscription-finding',
  pseudonym: findingId,
});

/** How an event speaks of an index, and of which generation. */
export const indexResource = (index: IndexName, generation: number) => ({
  type: 'registry-index',
  pseudonym: `${index}/${generation}`,
});

/** How an event speaks of a sweep. */
export const sweepResource = (sweepId: string) => ({ type: 'registry-sweep', pseudonym: sweepId });

/** How an event speaks of an image: by its name in the blob store, which is random. */
export const imageResource = (imageId: string) => ({ type: 'registry-image', pseudonym: imageId });
