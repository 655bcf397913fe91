import { join } from 'node:path';

/** Says that a data directory needs no demo: it was given one, or it was restored from a backup. */
export const seededFile = (directory: string): string => join(directory, 'seeded');
