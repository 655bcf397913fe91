import { keyedHash } from '@temkin/crypto';
import { concatBytes, systemRandom } from '@temkin/kernel';
import type { Row } from '../comparison.ts';
import { parcelFields } from '../parcels/parcel-fields.ts';
import { base45Token } from '../peers/base45-token.ts';
import type { Contestant } from '../peers/contestant.ts';
import { temkinLabel } from '../peers/temkin.ts';
import { sizeFigure, sizesOf } from './token-size.ts';

const GOAL_VERSION = 4;

/** A random id of 16 bytes and a MAC of 16 over it: all that a token needs that says nothing. */
const idAndMac = (): Contestant => {
  const key = systemRandom(32);
  return {
    name: '16-byte id + 16-byte MAC',
    mode: 'alphanumeric',
    seal: () => {
      const id = systemRandom(16);
      return base45Token(concatBytes(id, keyedHash(key, 16, id)), () => ({}));
    },
  };
};

/** Row 2: an opaque token at level Q. Its size depends on no parcel. */
export const opaqueSize: Row = async ({ parcels, progress }) => {
  progress('row 2: opaque tokens');
  const fields = parcels.slice(0, 100).map(parcelFields);
  const ours = await sizesOf(temkinLabel('opaque'), fields, 'Q');
  const limit = idAndMac();
  const theirs = await sizesOf(limit, fields, 'Q');
  return [
    {
      row: 2,
      what: 'opaque token, QR at Q',
      ours: sizeFigure(ours),
      limit: { name: limit.name, ...sizeFigure(theirs) },
      ratio: ours.bytes.median / theirs.bytes.median,
      goal: { text: `≤ V${GOAL_VERSION}`, met: ours.version.maximum <= GOAL_VERSION },
    },
  ];
};
