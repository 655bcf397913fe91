/**
 * Why a parcel is shredded before its time: the person asked for it (Law 91/2025/QH15 Art 14), its data should never have
 * been here, or a competent authority ordered it. A word of a list: it stands in the event.
 */
export const SHRED_REASONS = ['erasure-requested', 'unlawful', 'ordered'] as const;

export type ShredReason = (typeof SHRED_REASONS)[number];
