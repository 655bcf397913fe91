import type { HolderChange } from './stored-fields.ts';
import type { ImageRecord, PartyRecord, SubscriptionRecord } from './subscriber-record.ts';

/** Fields that are images, or lists of images. */
export const IMAGE_FIELDS = [
  'documentImages',
  'portrait',
  'guardianConsent',
  'relationshipProof',
  'authorisation',
  'confirmation',
  'contract',
] as const;

export type ImageField = (typeof IMAGE_FIELDS)[number];

const OF_IMAGES: ReadonlySet<string> = new Set(IMAGE_FIELDS);

/** Whether a field of a record is an image or a list of images. */
export const isImageField = (field: string): field is ImageField => OF_IMAGES.has(field);

const ofParty = ({ documentImages = [], portrait }: PartyRecord = {}): readonly (
  ImageRecord | undefined
)[] => [...documentImages, portrait];

/** The images that a holder and a number name, or what changes of them: each once, in no order that means anything. */
export const namedImages = ({
  holder = {},
  subscription = {},
}: {
  readonly holder?: HolderChange;
  readonly subscription?: Partial<SubscriptionRecord>;
}): readonly ImageRecord[] => {
  const named = [
    ...ofParty(holder),
    ...ofParty(holder.guardian),
    ...ofParty(holder.representative),
    ...ofParty(subscription.user),
    holder.guardianConsent,
    holder.relationshipProof,
    holder.authorisation,
    subscription.confirmation,
    subscription.contract,
  ].filter((image) => image !== undefined);
  return [...new Map(named.map((image) => [image.imageId, image])).values()];
};
