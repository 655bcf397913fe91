import { photograph, readLabel, readPng, type Picture } from './label-readers.ts';
import { drawPage, readPdf } from './pdf-reader.ts';
import { drawSvg } from './svg-picture.ts';
import type { Clients } from './clients.ts';
import { printZpl } from './zpl-printer.ts';

/** One result of `POST /v1/labels`. */
export interface LabelResult {
  readonly index: number;
  readonly status: number;
  readonly picture?: string;
  readonly auditEvent?: string;
  readonly problem?: {
    readonly code: string;
    readonly errors?: readonly { readonly pointer: string }[];
  };
}

/** What `POST /v1/labels` answers. */
export interface LabelAnswer {
  readonly status: number;
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string }[];
  readonly encoding: 'text' | 'base64';
  readonly document?: string;
  readonly results: readonly LabelResult[];
}

export type LabelFormat = 'svg' | 'png' | 'zpl' | 'pdf';

export const LABEL_FORMATS: readonly LabelFormat[] = ['svg', 'png', 'zpl', 'pdf'];

/** Asks for labels. */
export const drawLabels = async (
  system: Pick<Clients, 'as'>,
  format: LabelFormat,
  items: readonly unknown[],
  { by = 'order-system', ...more }: { readonly by?: string; readonly dpi?: number } = {},
): Promise<LabelAnswer> => {
  const answer = await system.as(by).post('/v1/labels', { format, items, ...more });
  return { status: answer.status, ...((await answer.json()) as Omit<LabelAnswer, 'status'>) };
};

const bytesOf = (base64 = ''): Buffer => Buffer.from(base64, 'base64');

/** ZPL formats of a document, each from `^XA` to `^XZ`. */
export const zplOf = (document = ''): readonly string[] => document.split(/(?<=\^XZ\n)/);

/** Every label of an answer as dots, as a printer or a screen has it. */
export const picturesOf = (format: LabelFormat, { document, results }: LabelAnswer): readonly Picture[] => {
  const drawn = results.flatMap(({ picture }) => picture ?? []);
  switch (format) {
    case 'svg':
      return drawn.map((svg) => drawSvg(svg));
    case 'png':
      return drawn.map((png) => readPng(bytesOf(png)));
    case 'zpl':
      return zplOf(document).map((zpl) => printZpl(zpl));
    case 'pdf':
      return readPdf(bytesOf(document)).map((page) => drawPage(page, 203.2));
  }
};

/** What scanners read from every label of an answer. */
export const scansOf = (format: LabelFormat, answer: LabelAnswer) =>
  Promise.all(picturesOf(format, answer).map((picture) => readLabel(photograph(picture))));

/** The words of every label of an answer of a format that has words. */
export const wordsOf = (format: 'svg' | 'pdf', { document, results }: LabelAnswer): readonly string[] =>
  format === 'svg'
    ? results.flatMap(({ picture }) => picture ?? [])
    : readPdf(bytesOf(document)).map(({ texts }) => texts.join('\n'));
