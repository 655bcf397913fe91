import { route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { keepImage, KeptImage } from '../usecases/images/keep-image.ts';
import type { showImage } from '../usecases/images/show-image.ts';
import type { showReleasedImage } from '../usecases/rights/show-released-image.ts';
import { keepImageSpec, keepImportImageSpec, showImageSpec, showReleasedImageSpec } from './image-specs.ts';

export interface ImageUsecases {
  readonly keepImage: ReturnType<typeof keepImage>;
  readonly showImage: ReturnType<typeof showImage>;
  readonly showReleasedImage: ReturnType<typeof showReleasedImage>;
}

const keptView = ({ endsAt, receipt, ...kept }: KeptImage) => ({
  body: { ...kept, endsAt: rfc3339(endsAt) },
  receipt,
});

/** The routes of images. */
export const imageRoutes = (usecases: ImageUsecases): readonly Route[] => [
  route(keepImageSpec, async ({ caller, body }) =>
    keptView(await usecases.keepImage(caller, { bytes: body, occasion: 'registration' })),
  ),
  route(keepImportImageSpec, async ({ caller, body }) =>
    keptView(await usecases.keepImage(caller, { bytes: body, occasion: 'import' })),
  ),
  route(showImageSpec, async ({ caller, params, body }) => {
    const { bytes, type, receipt } = await usecases.showImage(caller, { ...params, ...body });
    return { body: bytes, mediaType: type, receipt };
  }),
  route(showReleasedImageSpec, async ({ caller, params }) => {
    const { bytes, type, receipt } = await usecases.showReleasedImage(caller, params);
    return { body: bytes, mediaType: type, receipt };
  }),
];
