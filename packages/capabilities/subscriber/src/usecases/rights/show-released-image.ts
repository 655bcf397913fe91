import { inForce, toHex, type Caller } from '@temkin/kernel';
import { decideHandover, releaseDays } from '../../domain/index.ts';
import type { AuthorityRequests } from '../../store/authority-requests.ts';
import type { ImageRoom } from '../images/image-room.ts';
import { readImage, type ShownImage } from '../images/read-image.ts';
import { refuse } from '../refuse.ts';
import { refuseRight } from './refuse-rights.ts';

/** Which image, of which document that was handed over for which request. */
export interface ReleasedImage {
  readonly requestId: string;
  readonly handoverId: string;
  readonly imageId: string;
}

/**
 * Shows an image that belongs to a document which was handed over: one that the document names, as long as what two people released may
 * be handed over, byte for byte what the digest in the document says. It is on record before any key is unwrapped. Refuses
 * `AUTHORITY_REQUEST.UNKNOWN`, by the codes of `decideHandover`, `AUTHORITY_REQUEST.IMAGE_UNKNOWN` for every other image, and as
 * `readImage`.
 */
export const showReleasedImage = ({
  authorities,
  ...room
}: ImageRoom & { readonly authorities: Pick<AuthorityRequests, 'find' | 'handovers'> }) => {
  const read = readImage(room);
  const { clock, sha256 } = room;
  return async (caller: Caller, { requestId, handoverId, imageId }: ReleasedImage): Promise<ShownImage> => {
    const { tenant } = caller.principal;
    const found = await authorities.find(tenant, requestId);
    if (found === undefined) throw refuseRight('AUTHORITY_REQUEST.UNKNOWN');
    const now = clock.now();
    const verdict = decideHandover(found, inForce(releaseDays, now).value, now);
    if (!verdict.allowed) throw refuseRight(verdict.code);
    const handovers = await authorities.handovers(tenant, requestId);
    const image = handovers
      .find((handover) => handover.handoverId === handoverId)
      ?.images.find((one) => one.imageId === imageId);
    if (image === undefined) throw refuseRight('AUTHORITY_REQUEST.IMAGE_UNKNOWN');
    const { personId, subscriptionId, field } = image;
    const shown = await read(caller, {
      personId,
      ...(subscriptionId !== undefined && { subscriptionId }),
      field,
      imageId,
      purpose: 'authority-request',
      basis: {
        kind: 'two-person-release',
        reference: requestId,
        released: found.fields,
        reliedOn: found.reliedOn,
      },
    });
    if (toHex(await sha256(shown.bytes)) !== image.sha256) throw refuse('SUBSCRIBER.IMAGE_LOST');
    return shown;
  };
};
