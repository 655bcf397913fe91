/** One text message (3GPP TS 23.038 §6.1.2.1: 140 octets, 160 characters of 7 bits). */
export const PLAIN_TEXT_LENGTH = 160;

/**
 * Letters, digits and marks that the default alphabet of text messages shares with ASCII (3GPP TS 23.038 §6.2.1), without those of its
 * extension, which count twice: every telephone shows them, and one message has room for 160.
 */
const PLAIN = /^[A-Za-z0-9 !"#$%&'()*+,./:;<=>?@_-]*$/;

/** Whether a text fits one text message on every telephone. */
export const isPlainText = (text: string): boolean =>
  text.length > 0 && text.length <= PLAIN_TEXT_LENGTH && PLAIN.test(text);
