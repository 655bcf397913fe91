import { labelPdf, labelPng, type Label, type LabelPaper } from '@temkin/labels';
import { describe, expect, it } from 'vitest';
import { exampleLabel, tokenOf } from '../support/example-label.ts';
import { blank, photograph, readLabel, readPng, type Picture } from '../support/label-readers.ts';
import { drawPage, readPdf } from '../support/pdf-reader.ts';

const fileOf = async (labels: readonly Label[], paper?: LabelPaper): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for await (const part of labelPdf(labels, paper)) parts.push(part);
  return Buffer.concat(parts);
};

const manyLabels = (count: number): readonly Label[] =>
  Array.from({ length: count }, (_, i) => ({
    ...exampleLabel,
    token: tokenOf(121, i),
    waybillNumber: `EK00000000${i}VN`,
  }));

/** The part of a picture that begins at a place. */
const cut = (
  { width, dots }: Picture,
  left: number,
  top: number,
  size: { width: number; height: number },
) => {
  const part = blank(size.width, size.height);
  for (let y = 0; y < size.height; y += 1) {
    const row = (top + y) * width + left;
    part.dots.set(dots.subarray(row, row + size.width), y * size.width);
  }
  return part;
};

describe('labels in a PDF file', () => {
  it('are a page each on a roll, read by decoders of others', async () => {
    const labels = manyLabels(3);
    const pages = readPdf(await fileOf(labels));
    expect(pages).toHaveLength(3);
    for (const [i, page] of pages.entries()) {
      expect(page.widthPoints).toBeCloseTo((100 / 25.4) * 72, 3);
      expect(page.heightPoints).toBeCloseTo((75 / 25.4) * 72, 3);
      const { token, waybillNumber } = labels[i] ?? exampleLabel;
      expect(await readLabel(photograph(drawPage(page, 203.2)))).toEqual({
        zxing: token,
        jsqr: token,
        code128: waybillNumber,
      });
    }
  });

  it('stand six on a sheet of A4, none of them missing and none over the edge', async () => {
    const labels = manyLabels(8);
    const pages = readPdf(await fileOf(labels, 'a4'));
    expect(pages).toHaveLength(2);
    expect(pages[0]?.widthPoints).toBeCloseTo((210 / 25.4) * 72, 3);
    const found: (string | undefined)[] = [];
    for (const page of pages) {
      const sheet = drawPage(page, 203.2);
      for (const top of [16, 111, 206]) {
        for (const left of [5, 105]) {
          const label = cut(sheet, left * 8, top * 8, { width: 800, height: 600 });
          if (label.dots.includes(1)) found.push((await readLabel(photograph(label))).zxing);
        }
      }
    }
    expect(found).toEqual(labels.map(({ token }) => token));
  });

  it('stand where the picture of the label has them', async () => {
    const [page] = readPdf(await fileOf([exampleLabel]));
    if (page === undefined) throw new Error('there is no page');
    const [drawn, picture] = [drawPage(page, 203.2), readPng(await labelPng(exampleLabel))];
    expect([drawn.width, drawn.height]).toEqual([picture.width, picture.height]);
    // All but the letters, which our reader of PDF does not draw.
    expect(drawn.dots.filter((dot, i) => dot === 1 && picture.dots[i] !== 1)).toHaveLength(0);
    expect(drawn.dots.filter((dot) => dot === 1).length).toBeGreaterThan(30_000);
  });

  it('say in letters that can be searched what is printed on them', async () => {
    const [page] = readPdf(await fileOf([{ ...exampleLabel, profile: 'street', printedCodVnd: 1_250_000 }]));
    expect(page?.texts).toEqual([
      '10-VM-07',
      'Người nhận · Recipient',
      'N*** A***',
      'đường Trần Hưng Đạo',
      'Phường Văn Miếu - Quốc Tử Giám',
      'Thành phố Hà Nội',
      'Thu hộ · COD 1.250.000 ₫',
      'EK000000017VN',
      'Có người gọi về bưu gửi này? Kiểm tra tại example.vn/goi',
      'A call about this parcel? Check the caller there first.',
    ]);
  });

  it('are the same bytes for the same labels, and one blank page for none', async () => {
    expect(Buffer.compare(await fileOf(manyLabels(2)), await fileOf(manyLabels(2)))).toBe(0);
    expect(readPdf(await fileOf([]))).toMatchObject([{ operators: [''], texts: [] }]);
  });

  it('are made one after the other: what is done is not kept', async () => {
    const count = 10_000;
    let asked = 0;
    const labels = function* (): Generator<Label> {
      for (; asked < count; asked += 1)
        yield { ...exampleLabel, waybillNumber: `EK${asked + 100_000_000}VN` };
    };
    let [written, largest, ahead, heldMost] = [0, 0, 0, 0];
    const before = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    let pages = 0;
    for await (const part of labelPdf(labels())) {
      written += part.length;
      largest = Math.max(largest, part.length);
      if (part.length < 100) pages += 1;
      ahead = Math.max(ahead, asked - pages);
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      heldMost = Math.max(heldMost, heapUsed + arrayBuffers - before);
    }
    expect(asked).toBe(count);
    // 18 MB of file, of which the table of objects and the list of pages are the largest parts.
    expect(written).toBeGreaterThan(15e6);
    expect(largest).toBeLessThan(600e3);
    // No more than a label is made that has not been handed out.
    expect(ahead).toBeLessThanOrEqual(2);
    // Garbage that nobody has collected yet included.
    expect(heldMost).toBeLessThan(200e6);
  }, 120_000);
});
