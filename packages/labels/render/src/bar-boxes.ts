import type { Code128 } from './code-128.ts';

/** Where the bars of a symbol begin and how wide they are, in modules from its left edge. */
export const barBoxes = ({
  widths,
}: Code128): readonly { readonly from: number; readonly width: number }[] => {
  let from = 0;
  return widths.flatMap((width, i) => {
    const bar = { from, width };
    from += width;
    return i % 2 === 0 ? [bar] : [];
  });
};
