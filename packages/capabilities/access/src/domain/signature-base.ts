import { serializeInnerList, serializeItem, type InnerList } from 'structured-headers';

/**
 * What is signed for these components and parameters (RFC 9421 §2.5); undefined where a component has no value or is
 * named in a way that nothing is asked for by.
 */
export const signatureBase = (
  covered: InnerList,
  valueOf: (component: string) => string | undefined,
): string | undefined => {
  const [components] = covered;
  const lines: string[] = [];
  for (const component of components) {
    const [name] = component;
    const value = typeof name === 'string' ? valueOf(name) : undefined;
    if (value === undefined) return undefined;
    lines.push(`${serializeItem(component)}: ${value}`);
  }
  return [...lines, `"@signature-params": ${serializeInnerList(covered)}`].join('\n');
};
