/** What a label can be drawn as, each by itself. */
export const PICTURE_FORMATS = ['svg', 'png'] as const;

export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** What many labels make one of: a job for a label printer, or a file with a page for each. */
export const DOCUMENT_FORMATS = ['zpl', 'pdf'] as const;

export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

/** Dots an inch that label printers have. */
export const PRINTER_DPI = [203, 300] as const;

export type PrinterDpi = (typeof PRINTER_DPI)[number];
