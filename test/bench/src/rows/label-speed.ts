import { communeByCode } from '@temkin/administrative-units';
import { labelSvg, labelZpl, type Label } from '@temkin/labels';
import { toString } from 'qrcode';
import type { Comparison, Row } from '../comparison.ts';
import { rateFigure } from '../figure.ts';
import { interleavedRates, pairedRatio, spreadOf, type Rate } from '../measure.ts';
import type { ParcelBody } from '../parcels/generate-parcels.ts';
import { parcelFields } from '../parcels/parcel-fields.ts';
import { temkinLabel } from '../peers/temkin.ts';

/** Labels that are drawn in turn. */
const LABELS = 256;

/** Labels a second, at least. */
const GOALS = { SVG: 2_000, ZPL: 5_000 } as const;

const perSecond = (rates: readonly Rate[]): readonly number[] => rates.map((rate) => rate.perSecond);

/** A label with all that can stand on one. */
const labelOf = (parcel: ParcelBody, token: string): Label => {
  const { name, address } = parcel.recipient;
  const commune = communeByCode(address.communeCode);
  return {
    token,
    waybillNumber: parcel.waybillNumber,
    maskedRecipient: {
      name,
      street: address.street,
      commune: commune?.name ?? '',
      province: commune?.provinceName ?? '',
    },
    sortCode: `${address.communeCode}-07`,
    profile: 'street',
    printedCodVnd: parcel.codAmountVnd ?? 0,
    checkCallerUrl: 'https://example.vn/goi',
  };
};

/**
 * Row 7: whole labels, with text and Code 128, one thread, beside `qrcode`, which draws the QR of the same token as SVG by
 * its defaults and nothing else. In ZPL the printer draws QR and bars, and we the letters.
 */
export const labelSpeed: Row = async ({ parcels, quick, progress }) => {
  progress('row 7: labels a second');
  const contestant = temkinLabel('sealed');
  const labels: Label[] = [];
  for (const parcel of parcels.slice(0, LABELS))
    labels.push(labelOf(parcel, (await contestant.seal(parcelFields(parcel))).text));
  const at = (iteration: number): Label => {
    const label = labels[iteration % labels.length];
    if (label === undefined) throw new RangeError('there are no labels');
    return label;
  };
  const rates = await interleavedRates(
    {
      SVG: (i) => labelSvg(at(i)),
      ZPL: (i) => labelZpl(at(i)),
      peer: (i) => toString(at(i).token, { type: 'svg' }),
    },
    quick ? { rounds: 3, milliseconds: 200 } : { rounds: 9, milliseconds: 400 },
  );
  return (['SVG', 'ZPL'] as const).map((format): Comparison => {
    const { median } = spreadOf(perSecond(rates[format]));
    return {
      row: 7,
      what: `labels, ${format}`,
      ours: rateFigure(rates[format]),
      peer: { name: 'qrcode, the QR alone, SVG', ...rateFigure(rates.peer) },
      ratio: pairedRatio(perSecond(rates[format]), perSecond(rates.peer)),
      goal: { text: `≥ ${GOALS[format].toLocaleString('en-US')}/s`, met: median >= GOALS[format] },
    };
  });
};
