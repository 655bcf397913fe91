import { rfc3339 } from '@temkin/kernel';
import type { FieldName } from '../record/fields.ts';
import type { ImageRecord, PortraitRecord } from '../record/subscriber-record.ts';
import type { ShownFields } from './show-record.ts';

const imageView = ({ imageId, sha256 }: ImageRecord) => ({ imageId, sha256 });

const portraitView = (portrait: PortraitRecord) => ({
  ...imageView(portrait),
  ...(portrait.takenAt !== undefined && { takenAt: rfc3339(portrait.takenAt) }),
});

const instantView = (at: number): string => rfc3339(at);

/** How a field is told that is not told as it is: instants as RFC 3339 has them, images by id and hash alone. */
const VIEWS: Readonly<Partial<Record<FieldName, (value: never) => unknown>>> = {
  documentImages: (images: readonly ImageRecord[]) => images.map(imageView),
  portrait: portraitView,
  confirmation: imageView,
  contract: imageView,
  guardianConsent: imageView,
  relationshipProof: imageView,
  authorisation: imageView,
  registeredAt: instantView,
  serviceStart: instantView,
  serviceEnd: instantView,
};

/** Shown fields as they are answered, and written in documents. Of a masked picture or paper it is told that there is one. */
export const shownView = (fields: ShownFields): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    (Object.entries(fields) as readonly (readonly [FieldName, unknown])[]).map(([name, value]) => {
      const view = value === true ? undefined : VIEWS[name];
      return [name, view === undefined ? value : view(value as never)];
    }),
  );
