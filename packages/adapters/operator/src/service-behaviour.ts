/** What a network offers. */
export type NetworkService = 'announce' | 'bind' | 'ringBack' | 'release';

/**
 * `unsupported`: it has no such service. `fails`: it answers that it is broken. `hangs`: it answers nothing until the asker gives
 * up. `takes-and-hangs`: it does what it was asked to, and says nothing.
 */
export type ServiceBehaviour = 'works' | 'unsupported' | 'fails' | 'hangs' | 'takes-and-hangs';

const hang = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

/** Services that behave as they are told to; each works until told otherwise. */
export const serviceBehaviours = () => {
  const behaviours = new Map<NetworkService, ServiceBehaviour>();
  return {
    behave: (service: NetworkService, as: ServiceBehaviour): void => {
      behaviours.set(service, as);
    },
    /** Does the work as the service behaves. Rejects, and does nothing, where the signal is aborted. */
    serve: async <Verdict>(
      service: NetworkService,
      signal: AbortSignal,
      work: () => Verdict,
    ): Promise<Verdict | { readonly outcome: 'unsupported' }> => {
      signal.throwIfAborted();
      const behaviour = behaviours.get(service) ?? 'works';
      if (behaviour === 'unsupported') return { outcome: 'unsupported' };
      if (behaviour === 'fails') throw new Error('the network answered 503');
      if (behaviour === 'hangs') return hang(signal);
      const verdict = work();
      return behaviour === 'takes-and-hangs' ? hang(signal) : verdict;
    },
  };
};
