export { isCleanText, normalizeText } from './clean-text.ts';
export { decodeGroup, encodeGroups } from './escrow-groups.ts';
export { isGenuine, labelDigest } from './label-digest.ts';
export { isLabelOnly, LABEL_KINDS, type LabelKind } from './label-kinds.ts';
export { MAX_TOKEN_BYTES, MAX_TOKEN_LENGTH, parseLabelToken, type LabelToken } from './label-token.ts';
export { openLabel, type LabelToOpen } from './open-label.ts';
export { CURRENT_PAYLOAD_VERSION } from './payload-versions.ts';
export {
  resealLabel,
  sealLabel,
  type LabelContent,
  type SealedLabel,
  type StoredLabel,
} from './seal-label.ts';
