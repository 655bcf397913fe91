import { escapeXml } from './escape-xml.ts';
import { fittedSizeMm, textElement, type Line } from './fitted-text.ts';
import { printedText, type Label } from './label.ts';
import { modulePath } from './module-path.ts';
import { QUIET_ZONE_MODULES, qrMatrix, type QrMatrix } from './qr-matrix.ts';

/** 100 × 75 mm, a common roll; one unit of the drawing is one millimetre. */
const WIDTH_MM = 100;
const HEIGHT_MM = 75;
const MARGIN_MM = 4;
const INNER_MM = WIDTH_MM - 2 * MARGIN_MM;
const HEAD_MM = 20;
const FOOT_MM = 11;

/** One dot of a 203 dpi print head. The QR keeps to whole dots, so that its edges stay sharp. */
const DOT_MM = 0.125;
const MIN_MODULE_DOTS = 3;
const MAX_MODULE_DOTS = 6;
/** The square that the QR and its quiet zone may fill. */
const QR_AREA_MM = 40;

/** Of the font size: what a line takes down the page, what of that is above the baseline, and half a capital. */
const LEADING = 1.36;
const ASCENT = 1.06;
const HALF_CAPITAL = 0.36;

/**
 * A label as an SVG picture, 100 × 75 mm: the QR of the token, the sort code in large print, commune and province, the
 * masked name, the waybill number, and where to check a caller. A module of the QR is 0.375 mm (3 dots at 203 dpi) or,
 * where the token leaves room, up to 0.75 mm. Pure; every text is escaped. Refuses as `qrMatrix` does.
 */
export const labelSvg = (label: Label): string => {
  const words = printedText(label);
  const footer = words.checkCallerAt === '' ? [] : checkCallerFooter(words.checkCallerAt);
  const middleMm = (HEAD_MM + HEIGHT_MM - (footer.length === 0 ? MARGIN_MM : FOOT_MM)) / 2;
  const qr = placedQr(qrMatrix(label.token, label.errorCorrection), middleMm);
  const headline: Line = { content: words.headline, sizeMm: 14, bold: true };
  const headlineY = (MARGIN_MM + HEAD_MM) / 2 - 0.5 + HALF_CAPITAL * fittedSizeMm(headline, INNER_MM);

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH_MM}mm" height="${HEIGHT_MM}mm"` +
      ` viewBox="0 0 ${WIDTH_MM} ${HEIGHT_MM}" font-family="'Be Vietnam Pro','Noto Sans',Arial,sans-serif"` +
      ` role="img" xml:lang="vi">`,
    `<title>${escapeXml(words.waybillNumber)}</title>`,
    `<rect width="${WIDTH_MM}" height="${HEIGHT_MM}" fill="#fff"/>`,
    textElement(headline, { x: MARGIN_MM, y: headlineY, widthMm: INNER_MM }),
    rule(HEAD_MM),
    qr.element,
    ...centredColumn(
      [
        { content: 'Người nhận · Recipient', sizeMm: 2.75 },
        { content: words.name, sizeMm: 6.5, bold: true },
        { content: words.commune, sizeMm: 5.25, bold: true },
        { content: words.province, sizeMm: 4.5 },
        { content: 'Mã vận đơn · Waybill', sizeMm: 2.75, gapMm: 2.75 },
        { content: words.waybillNumber, sizeMm: 5.25, bold: true },
      ],
      qr.rightMm,
      middleMm,
    ),
    ...footer,
    '</svg>',
  ].join('\n');
};

/** The QR with its left edge on the margin (which holds that side of its quiet zone), centred on a height. */
const placedQr = (qr: QrMatrix, middleMm: number): { readonly element: string; readonly rightMm: number } => {
  const dots = Math.floor(QR_AREA_MM / DOT_MM / (qr.size + 2 * QUIET_ZONE_MODULES));
  const moduleMm = DOT_MM * Math.min(MAX_MODULE_DOTS, Math.max(MIN_MODULE_DOTS, dots));
  const topMm = DOT_MM * Math.round((middleMm - (qr.size * moduleMm) / 2) / DOT_MM);
  return {
    element:
      `<path transform="translate(${MARGIN_MM} ${topMm}) scale(${moduleMm})" shape-rendering="crispEdges"` +
      ` d="${modulePath(qr)}"/>`,
    rightMm: MARGIN_MM + qr.size * moduleMm + Math.max(4, QUIET_ZONE_MODULES * moduleMm),
  };
};

/** Lines below each other, the block centred on a height; empty ones take no room. */
const centredColumn = (lines: readonly Line[], x: number, middleMm: number): readonly string[] => {
  const widthMm = WIDTH_MM - MARGIN_MM - x;
  const shown = lines
    .filter(({ content }) => content !== '')
    .map((line) => ({ ...line, sizeMm: fittedSizeMm(line, widthMm) }));
  const heightMm = shown.reduce((sum, { sizeMm, gapMm = 0 }) => sum + gapMm + LEADING * sizeMm, 0);
  let y = middleMm - heightMm / 2;
  return shown.map((line) => {
    const baseline = y + (line.gapMm ?? 0) + ASCENT * line.sizeMm;
    y += (line.gapMm ?? 0) + LEADING * line.sizeMm;
    return textElement(line, { x, y: baseline, widthMm });
  });
};

const checkCallerFooter = (address: string): readonly string[] => {
  const vietnamese = `Có người gọi về bưu gửi này? Kiểm tra tại ${address}`;
  const english = 'A call about this parcel? Check the caller there first.';
  return [
    rule(HEIGHT_MM - FOOT_MM),
    textElement(
      { content: vietnamese, sizeMm: 3, bold: true },
      { x: MARGIN_MM, y: 68.25, widthMm: INNER_MM },
    ),
    textElement({ content: english, sizeMm: 2.5 }, { x: MARGIN_MM, y: 71.75, widthMm: INNER_MM }),
  ];
};

const rule = (y: number): string =>
  `<path d="M${MARGIN_MM} ${y}h${INNER_MM}" stroke="#000" stroke-width="0.375"/>`;
