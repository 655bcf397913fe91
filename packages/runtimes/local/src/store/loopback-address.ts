import { randomInt } from 'node:crypto';

/**
 * An address of this machine for the store to listen on. The store answers whoever finds it, web pages too: on Linux,
 * where all of 127.0.0.0/8 is this machine (RFC 1122 §3.2.1.3), it is one of 254³ such addresses at random, which a page
 * cannot search. Other systems give the interface 127.0.0.1 alone.
 */
export const loopbackAddress = (platform: string = process.platform): string =>
  platform === 'linux' ? ['127', ...[1, 2, 3].map(() => randomInt(1, 255))].join('.') : '127.0.0.1';
