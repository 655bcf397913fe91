import { DPI, labelDrawer, MAX_TOKEN_CHARACTERS, type Label } from '@temkin/labels';
import { LABELS_LIMIT } from '@temkin/parcel/domain';
import { expect, it } from 'vitest';
import { exampleLabel, tokenOf } from '../support/example-label.ts';

/** AWS Lambda, "Quotas": the answer of a synchronous call, 6 MB, in which the body of ours is a string once more. */
const ANSWER_LIMIT_BYTES = 6_000_000;

const wireBytes = (drawing: string | Uint8Array): number => {
  const text = typeof drawing === 'string' ? drawing : Buffer.from(drawing).toString('base64');
  return Buffer.byteLength(JSON.stringify(JSON.stringify(text)));
};

/** Nothing on it could be longer. */
const largest: Label = {
  ...exampleLabel,
  token: tokenOf(MAX_TOKEN_CHARACTERS),
  waybillNumber: 'A9-'.repeat(12).slice(0, 35),
  sortCode: 'W'.repeat(24),
  profile: 'clear',
  printedCodVnd: 1_000_000_000_000,
  maskedRecipient: {
    name: 'Ỹ '.repeat(50),
    street: 'Ngõ & “Ỹ” '.repeat(20),
    commune: 'Phường Hồng Bàng Thủy Nguyên',
    province: 'Thành phố Hồ Chí Minh',
  },
};

it('makes of as many labels as a request may have an answer that a function can give', async () => {
  const sizes: number[] = [];
  for (const dpi of DPI) {
    sizes.push(LABELS_LIMIT * wireBytes(await labelDrawer.picture('svg', largest, dpi)));
    sizes.push(LABELS_LIMIT * wireBytes(await labelDrawer.picture('png', largest, dpi)));
    for (const format of ['zpl', 'pdf'] as const) {
      const labels = Array.from({ length: LABELS_LIMIT / 10 }, () => largest);
      sizes.push(10 * wireBytes(await labelDrawer.document(format, labels, dpi)));
    }
  }
  expect(Math.max(...sizes)).toBeLessThan(ANSWER_LIMIT_BYTES - LABELS_LIMIT * 200);
});
