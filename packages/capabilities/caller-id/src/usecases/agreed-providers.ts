import type { ProviderRegister } from '../domain/index.ts';

/** What was agreed on with another provider. */
export interface AgreedProvider {
  readonly spc: string;
  /** Canonical numbers that it holds, or what such numbers begin with. */
  readonly numbers: readonly string[];
  /** Names that it may have a caller shown by; whichever it likes where absent. */
  readonly names?: readonly string[];
}

/** Providers of a configuration. Whoever is not named there holds no number. */
export const agreedProviders = (agreed: readonly AgreedProvider[]): ProviderRegister => {
  const find = (spc: string): AgreedProvider | undefined => agreed.find((provider) => provider.spc === spc);
  return {
    mayCallFrom: async (spc, number) =>
      find(spc)?.numbers.some((beginning) => number.startsWith(beginning)) ?? false,
    mayShow: async (spc, name) => {
      const provider = find(spc);
      return provider !== undefined && (provider.names?.includes(name) ?? true);
    },
  };
};
