import type { Channel } from '../record/subscriber-record.ts';

/** Channels at which somebody stands before somebody (Decree 163/2024 Art 16.1, 16.2). */
export const POINTS: readonly Channel[] = ['own-fixed', 'own-mobile', 'authorised-fixed'];
