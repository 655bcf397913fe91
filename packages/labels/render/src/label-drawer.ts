import { concatBytes } from '@temkin/kernel';
import { labelPng } from './label-png.ts';
import { labelSvg } from './label-svg.ts';
import { labelZpl } from './label-zpl.ts';
import type { Label } from './label.ts';
import { labelPdf } from './pdf/label-pdf.ts';
import type { Dpi } from './print-head.ts';

/** Draws labels by the name of a format: text of SVG and ZPL, bytes of PNG and PDF. Refuses as `labelLayout` does. */
export const labelDrawer = {
  picture: async (format: 'svg' | 'png', label: Label, dpi: Dpi): Promise<string | Uint8Array> =>
    format === 'svg' ? labelSvg(label) : labelPng(label, dpi),

  /** One behind the other: ZPL formats, or pages of a PDF of the size of a label. */
  document: async (
    format: 'zpl' | 'pdf',
    labels: readonly Label[],
    dpi: Dpi,
  ): Promise<string | Uint8Array> => {
    if (format === 'zpl') return labels.map((label) => labelZpl(label, dpi)).join('');
    const parts: Uint8Array[] = [];
    for await (const part of labelPdf(labels)) parts.push(part);
    return concatBytes(...parts);
  },
};
