import {
  fieldOfStored,
  imagesOfStored,
  isImageField,
  openFields,
  subscriptionRecord,
  verificationRecord,
  type RecordName,
  type SealedFields,
} from '../../domain/index.ts';
import type { Read, SealedPerson, SealedSubscription } from '../../store/record-item.ts';
import type { AskedVerification } from '../asked-verification.ts';
import type { VerifyingRegistry } from '../registry.ts';
import { imageIdOfFace } from './face-images.ts';

const ofImages = (name: string): boolean => isImageField(fieldOfStored(name));

/**
 * The names of all images that a person took over: those that the record and its numbers name and have the key of, for nobody else's is
 * meant, and the pictures of faces that verifications keep.
 */
export const ownImages =
  ({ verifications }: Pick<VerifyingRegistry, 'verifications'>) =>
  async (
    tenant: string,
    key: Uint8Array,
    person: Read<SealedPerson>,
    subscriptions: readonly Read<SealedSubscription>[],
  ): Promise<readonly string[]> => {
    const { personId } = person;
    const found = new Set<string>();
    const open = (record: RecordName, sealed: SealedFields, isMeant: (name: string) => boolean) =>
      openFields(key, { tenant, personId, record }, sealed, Object.keys(sealed).filter(isMeant));
    const add = (record: RecordName, sealed: SealedFields): void => {
      for (const [imageId, image] of imagesOfStored(open(record, sealed, ofImages)))
        if (image.key !== undefined) found.add(imageId);
    };
    add('person', person.sealed);
    for (const { subscriptionId, sealed } of subscriptions) add(subscriptionRecord(subscriptionId), sealed);
    for await (const { verificationId, sealed } of verifications.ofPerson(tenant, personId)) {
      const { asked } = open(verificationRecord(verificationId), sealed, (name) => name === 'asked');
      const { face } = JSON.parse(asked ?? '{}') as Partial<AskedVerification>;
      if (face !== undefined) found.add(imageIdOfFace(face));
    }
    return [...found];
  };
