import * as z from 'zod';
import { PARCEL_STATES, SORT_CODE, WAYBILL_NUMBER } from '../domain/index.ts';

export const communeCode = z
  .string()
  .regex(/^[0-9]{5}$/)
  .meta({ description: 'Official code of the commune or ward (Decision 19/2025/QĐ-TTg).' });

export const waybillNumber = z.string().regex(WAYBILL_NUMBER);

export const parcelId = z.string().regex(/^[0-9a-f]{32}$/);

export const shiftId = z.string().regex(/^[0-9a-f]{32}$/);

/** An amount. */
export const vnd = z.int().min(0).max(1_000_000_000_000).meta({ description: 'Whole Vietnamese dong.' });

export const sortCode = z.string().regex(SORT_CODE);

export const parcelState = z.enum(PARCEL_STATES);

/** Bounded here; what it is worth is decided by the use case, so that every bad token has the same kind of answer. */
export const token = z.string().max(4_096).meta({ description: 'What the QR code says: `TK1:` and base45.' });
