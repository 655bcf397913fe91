import { code128, type Code128 } from './code-128.ts';
import { fittedSizeMm, type Line } from './fitted-text.ts';
import { printedText, type Label } from './label.ts';
import {
  LABEL_MM,
  type BoxMark,
  type Layout,
  type LogoMark,
  type Mark,
  type QrMark,
  type TextMark,
} from './layout.ts';
import type { PrintHead } from './print-head.ts';
import { QUIET_ZONE_MODULES, qrSize, qrVersion } from './qr-matrix.ts';

const MARGIN_MM = 4;
const INNER_MM = LABEL_MM.width - 2 * MARGIN_MM;
const HEAD_MM = 20;
const FOOT_MM = 11;
const RULE_MM = 0.375;

/** The square that the QR and its quiet zone may fill. */
const QR_AREA_MM = 40;
const BARS_MM = 9;
/** Between the last line and the bars, and between these and their number. */
const BARS_GAP_MM = 1.5;
const LOGO_MM = { width: 22, height: 13 } as const;

/** Of the font size: what a line takes down the page, what of that is above the baseline, and half a capital. */
const LEADING = 1.36;
const ASCENT = 1.06;
const HALF_CAPITAL = 0.36;

/**
 * A label laid out for a print head, 100 × 75 mm: the sort code in large print, the QR of the token, the masked recipient,
 * the waybill number as text and Code 128, and where to check a caller. Whatever is scanned stands on whole dots. Refuses
 * as `qrVersion` does.
 */
export const labelLayout = (label: Label, head: PrintHead): Layout => {
  const words = printedText(label);
  const footer = words.checkCallerAt === '' ? [] : checkCallerFooter(words.checkCallerAt, head);
  const bottomMm = LABEL_MM.height - (footer.length === 0 ? MARGIN_MM : FOOT_MM);
  const qr = placedQr(label, head, (HEAD_MM + bottomMm) / 2);
  const logo = label.logo === undefined ? [] : [placedLogo(label.logo)];
  const headline: Line = { content: words.headline, sizeMm: 14, bold: true };
  const headlineMm = INNER_MM - (logo.length === 0 ? 0 : LOGO_MM.width + 2);
  const headlineY = (MARGIN_MM + HEAD_MM) / 2 - 0.5 + HALF_CAPITAL * fittedSizeMm(headline, headlineMm);
  const lines: readonly Line[] = [
    { content: 'Người nhận · Recipient', sizeMm: 2.75 },
    { content: words.name, sizeMm: 6.5, bold: true },
    { content: words.street, sizeMm: 4.5 },
    { content: words.commune, sizeMm: 5.25, bold: true },
    { content: words.province, sizeMm: 4.5 },
    { content: words.cod === '' ? '' : `Thu hộ · COD ${words.cod}`, sizeMm: 4.5, bold: true },
  ];
  return {
    title: words.waybillNumber,
    marks: [
      textMark(headline, { x: MARGIN_MM, y: headlineY }, headlineMm),
      ...logo,
      rule(HEAD_MM, head),
      qr.mark,
      ...column(lines, words.waybillNumber, {
        head,
        x: qr.rightMm,
        topMm: HEAD_MM + 1,
        bottomMm: bottomMm - 1,
      }),
      ...footer,
    ],
  };
};

const onDot = (mm: number, { dotMm }: PrintHead): number => dotMm * Math.round(mm / dotMm);

/** The QR with its left edge on the margin (which holds that side of its quiet zone), centred on a height. */
const placedQr = (
  { token, errorCorrection = 'M' }: Label,
  head: PrintHead,
  middleMm: number,
): { readonly mark: QrMark; readonly rightMm: number } => {
  const size = qrSize(qrVersion(token, errorCorrection));
  const { least, most } = head.qrModuleDots;
  const dots = Math.floor(QR_AREA_MM / head.dotMm / (size + 2 * QUIET_ZONE_MODULES));
  const moduleMm = head.dotMm * Math.min(most, Math.max(least, dots));
  const [x, y] = [onDot(MARGIN_MM, head), onDot(middleMm - (size * moduleMm) / 2, head)];
  return {
    mark: { kind: 'qr', x, y, token, errorCorrection, moduleMm },
    rightMm: onDot(x + size * moduleMm + Math.max(4, QUIET_ZONE_MODULES * moduleMm), head),
  };
};

/** Lines and, where it fits, the Code 128 below each other, the block centred; empty lines take no room. */
const column = (
  lines: readonly Line[],
  waybillNumber: string,
  { head, x, topMm, bottomMm }: { head: PrintHead; x: number; topMm: number; bottomMm: number },
): readonly Mark[] => {
  const widthMm = LABEL_MM.width - MARGIN_MM - x;
  const symbol = code128(waybillNumber);
  const moduleMm = symbol === undefined ? undefined : barModuleMm(symbol, widthMm, head);
  const barsMm = moduleMm === undefined ? 0 : BARS_GAP_MM + BARS_MM;
  const shown = [...lines, { content: waybillNumber, sizeMm: 4.5, bold: true }]
    .filter(({ content }) => content !== '')
    .map((line) => ({ ...line, sizeMm: fittedSizeMm(line, widthMm) }));
  const wishedMm = shown.reduce((sum, { sizeMm }) => sum + LEADING * sizeMm, 0);
  const shrink = Math.min(1, (bottomMm - topMm - barsMm) / wishedMm);

  let y = (topMm + bottomMm - barsMm - shrink * wishedMm) / 2;
  const placed = (line: Line): TextMark => {
    const sizeMm = shrink * line.sizeMm;
    y += LEADING * sizeMm;
    return textMark({ ...line, sizeMm }, { x, y: y + (ASCENT - LEADING) * sizeMm }, widthMm);
  };
  const above = shown.slice(0, -1).map(placed);
  const bars: readonly Mark[] =
    symbol === undefined || moduleMm === undefined
      ? []
      : [
          {
            kind: 'bars',
            symbol,
            moduleMm,
            x,
            y: onDot(y + BARS_GAP_MM, head),
            heightMm: onDot(BARS_MM, head),
          },
        ];
  y += barsMm;
  return [...above, ...bars, ...shown.slice(-1).map(placed)];
};

/** The widest module with which a symbol fits; its quiet zones are the gap to the QR and the label's margin. */
const barModuleMm = ({ modules }: Code128, widthMm: number, head: PrintHead): number | undefined =>
  head.barModuleDots.map((dots) => dots * head.dotMm).find((moduleMm) => modules * moduleMm <= widthMm);

/** A logo in the upper right corner, as large as its box lets it be. */
const placedLogo = (bitmap: NonNullable<Label['logo']>): LogoMark => {
  const scale = Math.min(LOGO_MM.width / bitmap.width, LOGO_MM.height / bitmap.height);
  const [widthMm, heightMm] = [bitmap.width * scale, bitmap.height * scale];
  const x = LABEL_MM.width - MARGIN_MM - widthMm;
  return { kind: 'logo', bitmap, widthMm, heightMm, x, y: (MARGIN_MM + HEAD_MM - heightMm) / 2 - 0.5 };
};

const checkCallerFooter = (address: string, head: PrintHead): readonly Mark[] => {
  const vietnamese = `Có người gọi về bưu gửi này? Kiểm tra tại ${address}`;
  const english = 'A call about this parcel? Check the caller there first.';
  return [
    rule(LABEL_MM.height - FOOT_MM, head),
    textMark({ content: vietnamese, sizeMm: 3, bold: true }, { x: MARGIN_MM, y: 68.25 }),
    textMark({ content: english, sizeMm: 2.5 }, { x: MARGIN_MM, y: 71.75 }),
  ];
};

const textMark = (line: Line, at: { x: number; y: number }, widthMm: number = INNER_MM): TextMark => ({
  kind: 'text',
  ...at,
  content: line.content,
  sizeMm: fittedSizeMm(line, widthMm),
  bold: line.bold === true,
});

const rule = (y: number, head: PrintHead): BoxMark => ({
  kind: 'box',
  x: MARGIN_MM,
  y: onDot(y - RULE_MM / 2, head),
  widthMm: INNER_MM,
  heightMm: RULE_MM,
});
