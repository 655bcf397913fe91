/** Amazon EventBridge, "Comparison operators": whether a pattern fits a part of an event. */
export const fits = (pattern: unknown, found: unknown): boolean => {
  if (Array.isArray(found)) return found.some((one) => fits(pattern, one));
  if (Array.isArray(pattern))
    return pattern.some((one: unknown) => {
      if (typeof one !== 'object' || one === null) return one === found;
      if ('exists' in one) return one.exists === (found !== undefined);
      if ('anything-but' in one) return found !== undefined && ![one['anything-but']].flat().includes(found);
      throw new Error(`no comparison ${Object.keys(one).join()} here`);
    });
  return Object.entries(pattern as object).every(([key, inner]) =>
    key === '$or'
      ? (inner as readonly unknown[]).some((alternative) => fits(alternative, found))
      : fits(inner, (found as Readonly<Record<string, unknown>> | undefined)?.[key]),
  );
};
