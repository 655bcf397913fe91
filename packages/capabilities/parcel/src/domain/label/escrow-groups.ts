import { GROUP_NAMES, type GroupName, type ParcelFields } from '../field-groups.ts';
import { CURRENT_PAYLOAD_VERSION, knownCoding, payloadCoding } from './payload-versions.ts';

/**
 * The padded plaintexts of all five groups, for a copy that is sealed elsewhere (the escrow copy); so its lengths tell
 * no more than a label's. The payload version is stored beside the copy. Throws where a text is not normalised.
 */
export const encodeGroups = (
  fields: ParcelFields,
  payloadVersion: number = CURRENT_PAYLOAD_VERSION,
): Readonly<Record<GroupName, Uint8Array>> | 'too-large' => {
  const coding = knownCoding(payloadVersion);
  const groups: Partial<Record<GroupName, Uint8Array>> = {};
  for (const name of GROUP_NAMES) {
    const padded = coding.encode(name, fields[name]);
    if (padded === 'too-large') return padded;
    groups[name] = padded;
  }
  return groups as Record<GroupName, Uint8Array>;
};

/** One group that `encodeGroups` wrote; undefined is a sender that was not given. Never throws. */
export const decodeGroup = <Group extends GroupName>(
  name: Group,
  padded: Uint8Array,
  payloadVersion: number,
): ParcelFields[Group] | 'broken' => {
  const coding = payloadCoding(payloadVersion);
  return coding === undefined ? 'broken' : coding.decode(name, padded);
};
