import type { ProviderRegister } from '../domain/index.ts';

/** What was agreed on with another provider. */
export interface AgreedProvider {
  readonly spc: string;
  /**
   * Canonical numbers that it holds, or with a star behind it what such numbers begin with. A whole number may be the beginning of
   * another: hotlines have eight digits or ten.
   */
  readonly numbers: readonly string[];
  /** Names that it may have a caller shown by; whichever it likes where absent. */
  readonly names?: readonly string[];
}

const covers = (numbers: string, number: string): boolean =>
  numbers.endsWith('*') ? number.startsWith(numbers.slice(0, -1)) : number === numbers;

/** Providers of a configuration. Whoever is not named there holds no number. */
export const agreedProviders = (agreed: readonly AgreedProvider[]): ProviderRegister => {
  const find = (spc: string): AgreedProvider | undefined => agreed.find((provider) => provider.spc === spc);
  return {
    mayCallFrom: async (spc, number) =>
      find(spc)?.numbers.some((numbers) => covers(numbers, number)) ?? false,
    mayShow: async (spc, name) => {
      const provider = find(spc);
      return provider !== undefined && (provider.names?.includes(name) ?? true);
    },
  };
};
