import { utf8 } from '@temkin/kernel';
import { labelLayout } from '../label-layout.ts';
import type { Label } from '../label.ts';
import { LABEL_MM, type Place } from '../layout.ts';
import { PRINT_HEADS } from '../print-head.ts';
import { labelContent, POINTS_PER_MM } from './page-content.ts';
import { pdfFont } from './pdf-font.ts';
import { pdfObjects, type PdfObjects } from './pdf-objects.ts';

/** `roll`: a page is a label. `a4`: a page is a sheet of six. */
export type LabelPaper = 'roll' | 'a4';

/** All of them. */
export const LABEL_PAPERS: readonly LabelPaper[] = ['roll', 'a4'];

interface Page {
  readonly width: number;
  readonly height: number;
  /** Top left corners of its labels, in millimetres. */
  readonly places: readonly Place[];
}

/** ISO 216 A4 is 210 × 297 mm: two by three labels, the rows a little apart. */
const A4_ROWS_MM = [16, 111, 206] as const;

const PAGES: Readonly<Record<LabelPaper, Page>> = {
  roll: { ...LABEL_MM, places: [{ x: 0, y: 0 }] },
  a4: { width: 210, height: 297, places: A4_ROWS_MM.flatMap((y) => [5, 105].map((x) => ({ x, y }))) },
};

/**
 * Labels as a PDF file, in pieces as they are made: of what is done only the number of pages and where they stand is kept.
 * The fonts are embedded; the same labels make the same bytes. A label that is refused (as `labelLayout` does) ends the
 * file with that refusal. Without labels the file has one blank page, for one without pages is none.
 */
export async function* labelPdf(
  labels: Iterable<Label> | AsyncIterable<Label>,
  paper: LabelPaper = 'roll',
): AsyncGenerator<Uint8Array> {
  const objects = pdfObjects();
  const [catalogue, tree, regular, bold] = [objects.take(), objects.take(), objects.take(), objects.take()];
  yield objects.header();
  yield objects.plain(catalogue, `<</Type/Catalog/Pages ${tree} 0 R/Lang(vi)>>`);
  yield* pdfFont(objects, regular, false);
  yield* pdfFont(objects, bold, true);

  const page = PAGES[paper];
  const pages: number[] = [];
  for await (const content of pageContents(labels, page)) {
    const number = objects.take();
    pages.push(number);
    yield* writePage(objects, { number, tree, content });
  }
  const box = [page.width, page.height].map((mm) => (mm * POINTS_PER_MM).toFixed(4)).join(' ');
  yield objects.plain(
    tree,
    `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((number) => `${number} 0 R`).join(' ')}]` +
      `/MediaBox[0 0 ${box}]/Resources<</Font<</R ${regular} 0 R/B ${bold} 0 R>>>>>>`,
  );
  yield objects.trailer(catalogue);
}

/** The drawing operators of each page. */
async function* pageContents(
  labels: Iterable<Label> | AsyncIterable<Label>,
  { places, height }: Page,
): AsyncGenerator<string> {
  let content = '';
  let count = 0;
  for await (const label of labels) {
    const at = places[count % places.length];
    if (at === undefined) throw new Error('a page has places');
    content += labelContent(labelLayout(label, PRINT_HEADS[203]).marks, at, height);
    count += 1;
    if (count % places.length === 0) {
      yield content;
      content = '';
    }
  }
  if (content !== '' || count === 0) yield content;
}

async function* writePage(
  objects: PdfObjects,
  { number, tree, content }: { readonly number: number; readonly tree: number; readonly content: string },
): AsyncGenerator<Uint8Array> {
  const contents = objects.take();
  yield objects.plain(number, `<</Type/Page/Parent ${tree} 0 R/Contents ${contents} 0 R>>`);
  yield await objects.stream(contents, utf8(content));
}
