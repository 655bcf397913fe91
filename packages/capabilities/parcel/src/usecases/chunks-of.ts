/** A list in parts of so many elements, the last of them the rest. */
export const chunksOf = <Element>(
  elements: readonly Element[],
  size: number,
): readonly (readonly Element[])[] =>
  Array.from({ length: Math.ceil(elements.length / size) }, (_, i) =>
    elements.slice(i * size, (i + 1) * size),
  );
