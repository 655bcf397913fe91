import type { ProblemCatalogue } from '@temkin/http';
import type { BulkRefusalCode } from '../domain/index.ts';

/** How each refusal of an import or export is answered: by the function that makes them, and no other. */
export const bulkProblems = {
  'EXPORT.NOT_YOURS': { status: 403, title: 'Whoever asked for an export fetches it, and nobody else.' },
  'EXPORT.PART_UNKNOWN': { status: 404, title: 'The export has no such part.' },
  'EXPORT.RECIPIENT_KEY_UNFIT': { status: 422, title: 'Nothing can be sealed to this key.' },
  'EXPORT.STATE_NOT_ALLOWED': { status: 409, title: 'The export is not in a state in which this is done.' },
  'EXPORT.UNKNOWN': { status: 404, title: 'There is no such export.' },
  'IMPORT.COLUMNS_UNKNOWN': { status: 422, title: 'A column is called by no field of a record, or twice.' },
  'IMPORT.NOT_YOURS': { status: 403, title: 'Whoever made an import sends its parts and begins it.' },
  'IMPORT.PARTS_MISSING': { status: 409, title: 'Not all parts were announced and sent.' },
  'IMPORT.PART_TOO_LARGE': { status: 422, title: 'A part has too many bytes, or the import too many parts.' },
  'IMPORT.STATE_NOT_ALLOWED': { status: 409, title: 'The import is not in a state in which this is done.' },
  'IMPORT.UNKNOWN': { status: 404, title: 'There is no such import.' },
} as const satisfies ProblemCatalogue & Readonly<Record<BulkRefusalCode, unknown>>;
