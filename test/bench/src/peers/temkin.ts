import { systemRandom, toHex } from '@temkin/kernel';
import {
  isGenuine,
  LABEL_KINDS,
  labelDigest,
  openLabel,
  parseLabelToken,
  sealLabel,
  type LabelKind,
} from '@temkin/parcel/domain';
import type { Contestant } from './contestant.ts';

/**
 * Our own labels, with all that issuing and resolving do to a token: payload coding, sealing, base45, and the digest that
 * is stored at issue and compared before opening. An opaque label's sealed groups stay beside it.
 */
export const temkinLabel = (kind: LabelKind, payloadVersion?: number): Contestant => {
  const digestKey = systemRandom(32);
  const labelIds = Array.from({ length: 64 }, () => toHex(systemRandom(8)));
  const { groups } = LABEL_KINDS[kind];
  let sealed = 0;
  return {
    name:
      payloadVersion === undefined ? `Temkin ${kind}` : `Temkin ${kind}, payload version ${payloadVersion}`,
    mode: 'alphanumeric',
    seal: (fields) => {
      const label = sealLabel({
        kind,
        labelId: labelIds[sealed++ % labelIds.length] ?? '',
        // Groups that the kind lacks are not read.
        fields,
        random: systemRandom,
        ...(payloadVersion !== undefined && { payloadVersion }),
      });
      if (label === 'too-large') throw new Error('a parcel of the bench does not fit a label');
      const digest = labelDigest(digestKey, label.bytes);
      return {
        text: label.token,
        byteLength: label.bytes.length,
        open: () => {
          const token = parseLabelToken(label.token);
          if (token === 'malformed' || !isGenuine(digestKey, token.bytes, digest))
            throw new Error('a label of the bench is not genuine');
          const opened = openLabel({
            bytes: token.bytes,
            remoteGroups: label.groups,
            key: label.key,
            groups,
          });
          if (opened === 'broken') throw new Error('a label of the bench does not open');
          return opened;
        },
      };
    },
  };
};
