import { crc16, encodeVietQr, parseVietQr } from '@temkin/caller-id/domain';
import { describe, expect, it } from 'vitest';
import vectors from './viet-qr.json' with { type: 'json' };

describe("NAPAS' samples of VietQR", () => {
  it.each(vectors.checksums)('$text has the checksum $crc', ({ text, crc }) => {
    expect(crc16(text)).toBe(crc);
  });

  it.each(vectors.payloads)('$text is read', ({ text, reads }) => {
    expect(parseVietQr(text)).toStrictEqual(reads);
  });

  it('the dynamic one to an account is written the same, byte for byte', () => {
    const [sample] = vectors.payloads;
    expect(
      encodeVietQr({
        bankBin: '970403',
        account: '0011012345678',
        amountVnd: 180_000,
        billNumber: 'NPS6869',
        purpose: 'thanh toan don hang',
      }),
    ).toBe(sample?.text);
  });
});
