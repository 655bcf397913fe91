import type { TransferDoor } from '@temkin/subscriber/domain';

const nobody = () => Promise.reject(new Error('nothing is brought or fetched here'));

/** A door for systems at which nobody asks for one. */
export const noTransfers: TransferDoor = { upload: nobody, download: nobody };
