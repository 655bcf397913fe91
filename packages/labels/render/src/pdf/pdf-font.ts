import { utf8 } from '@temkin/kernel';
import { faceOf } from '../font/faces.ts';
import type { TrueType } from '../font/true-type.ts';
import type { PdfObjects } from './pdf-objects.ts';

/** From the hhea table of the font, in thousandths of an em. */
const ASCENT = 1_000;
const DESCENT = -265;

/**
 * A font of a PDF file, embedded whole: a composite font whose codes are glyph numbers (ISO 32000-1 §9.7), with the map
 * back to Unicode (§9.10.3), so that text can be searched and read aloud. Yields its five objects; `font` is the first.
 */
export async function* pdfFont(
  objects: PdfObjects,
  font: number,
  isBold: boolean,
): AsyncGenerator<Uint8Array> {
  const face = faceOf(isBold);
  const name = isBold ? 'BeVietnamPro-Bold' : 'BeVietnamPro-Regular';
  const [descendant, descriptor, file, toUnicode] = [
    objects.take(),
    objects.take(),
    objects.take(),
    objects.take(),
  ];
  yield objects.plain(
    font,
    `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H` +
      `/DescendantFonts[${descendant} 0 R]/ToUnicode ${toUnicode} 0 R>>`,
  );
  yield objects.plain(
    descendant,
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}/CIDToGIDMap/Identity` +
      `/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>` +
      `/FontDescriptor ${descriptor} 0 R/W[0[${widthsOf(face)}]]>>`,
  );
  yield objects.plain(
    descriptor,
    `<</Type/FontDescriptor/FontName/${name}/Flags 4/FontBBox[-1000 ${DESCENT} 2000 ${ASCENT}]/ItalicAngle 0` +
      `/Ascent ${ASCENT}/Descent ${DESCENT}/CapHeight 700/StemV ${isBold ? 140 : 80}/FontFile2 ${file} 0 R>>`,
  );
  yield await objects.stream(file, face.bytes, `/Length1 ${face.bytes.length}`);
  yield await objects.stream(toUnicode, utf8(characterMap(face)));
}

const widthsOf = (face: TrueType): string =>
  Array.from({ length: face.glyphCount }, (_, glyph) =>
    Math.round((1_000 * face.advanceOf(glyph)) / face.unitsPerEm),
  ).join(' ');

/** Mappings that stand in one section of a character map, at most (ISO 32000-1 §9.7.6.2, Adobe TN 5014). */
const SECTION = 100;

const characterMap = (face: TrueType): string => {
  const mappings = face.codePoints.map((codePoint) => `<${hex(face.glyphOf(codePoint))}><${hex(codePoint)}>`);
  const sections = Array.from({ length: Math.ceil(mappings.length / SECTION) }, (_, i) => {
    const section = mappings.slice(i * SECTION, (i + 1) * SECTION);
    return `${section.length} beginbfchar\n${section.join('\n')}\nendbfchar\n`;
  });
  return (
    '/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n' +
    '/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n' +
    '/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n' +
    `1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n${sections.join('')}` +
    'endcmap CMapName currentdict/CMap defineresource pop end end\n'
  );
};

/** Two bytes; our fonts have no character beyond the basic plane. */
const hex = (value: number): string => value.toString(16).padStart(4, '0');
