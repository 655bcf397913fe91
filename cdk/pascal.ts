/** `parcel-keys` as part of an id: `ParcelKeys`. */
export const pascal = (name: string): string =>
  name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
