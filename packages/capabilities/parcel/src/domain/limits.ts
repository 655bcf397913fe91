/** Characters (Unicode code points) of a text field, at most. */
export const TEXT_LIMITS = { name: 100, street: 200, goods: 300, note: 200 } as const;

/** A waybill number as companies print it; long enough for S10 (UPU) and for any domestic scheme. */
export const WAYBILL_NUMBER = /^[A-Z0-9-]{1,35}$/;

/** A sort code, given by the company or by its router. */
export const SORT_CODE = /^[A-Z0-9-]{1,24}$/;

/** Parcels per batch, at most. */
export const BATCH_LIMIT = 1_000;

/** Amendments of one parcel, at most: readers open them all. */
export const AMENDMENTS_LIMIT = 50;

/** Labels per request, at most. */
export const LABELS_LIMIT = 100;

/** Custody events per request, at most. */
export const CUSTODY_EVENTS_LIMIT = 500;

/** Parcels of one load, at most: what a shipper has out in a day, twice over. */
export const LOAD_LIMIT = 500;
