import {
  labelPdf,
  labelPng,
  labelSvg,
  labelZpl,
  type Dpi,
  type Label,
  type LabelPaper,
} from '@temkin/labels';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What labels can be written as. */
export const LABEL_FORMATS = ['pdf', 'zpl', 'svg', 'png'] as const;

export type LabelFormat = (typeof LABEL_FORMATS)[number];

/** Where labels go, and as what. */
export interface LabelOutput {
  /** A file for `pdf` and `zpl`, a directory for `svg` and `png`. */
  readonly path: string;
  readonly format: LabelFormat;
  readonly dpi: Dpi;
  readonly paper: LabelPaper;
}

/**
 * Writes labels as they come, and keeps none. A file has its name only once it is whole. In a directory every label is a
 * file, named by its waybill number.
 */
export const writeLabels = async (labels: AsyncIterable<Label>, output: LabelOutput): Promise<void> => {
  const { path, format, dpi, paper } = output;
  if (format === 'pdf') return writeWhole(path, labelPdf(labels, paper));
  if (format === 'zpl') return writeWhole(path, zplOf(labels, dpi));
  await mkdir(path, { recursive: true });
  for await (const label of labels) {
    const content = format === 'svg' ? labelSvg(label) : await labelPng(label, dpi);
    await writeFile(join(path, `${label.waybillNumber}.${format}`), content);
  }
};

async function* zplOf(labels: AsyncIterable<Label>, dpi: Dpi): AsyncGenerator<string> {
  for await (const label of labels) yield labelZpl(label, dpi);
}

const writeWhole = async (path: string, content: AsyncIterable<Uint8Array | string>): Promise<void> => {
  const unfinished = `${path}.part`;
  try {
    await pipeline(Readable.from(content), createWriteStream(unfinished));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
};
