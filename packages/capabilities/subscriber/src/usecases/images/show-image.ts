import type { Caller } from '@temkin/kernel';
import { requireBasis } from '../require-basis.ts';
import type { Registry } from '../registry.ts';
import type { ImageRoom } from './image-room.ts';
import { readImage, type ImageReading, type ShownImage } from './read-image.ts';

/** What of an image's reading is said by whoever asks over HTTP: no image is shown in full but upon a case. */
export interface ImageAsked extends Omit<ImageReading, 'basis'> {
  readonly caseId: string;
}

/** Shows an image upon a case that is about its person. Refuses as `requireBasis` and `readImage`. */
export const showImage = (room: ImageRoom & Pick<Registry, 'bases'>) => {
  const [basisOf, read] = [requireBasis(room), readImage(room)];
  return async (caller: Caller, { caseId, ...asked }: ImageAsked): Promise<ShownImage> => {
    const { purpose, personId } = asked;
    const { kind, basisId, reliedOn } = await basisOf(caller, { basisId: caseId, purpose, personId });
    return read(caller, { ...asked, basis: { kind, reference: basisId, reliedOn } });
  };
};
