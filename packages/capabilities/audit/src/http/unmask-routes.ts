import { pendingAnswer, route, type PrincipalRoute } from '@temkin/http';
import type { unmask } from '../usecases/unmask.ts';
import { unmaskSpec } from './unmask-specs.ts';

/** The routes of unmasking. */
export const unmaskRoutes = ({
  unmask: ask,
}: {
  readonly unmask: ReturnType<typeof unmask>;
}): readonly PrincipalRoute[] => [
  route(unmaskSpec, async ({ caller, body }) => {
    const unmasked = await ask(caller, body);
    if (unmasked.state === 'pending') return pendingAnswer(unmasked);
    const { state: _state, receipt, ...found } = unmasked;
    return { body: { ...body, ...found }, receipt };
  }),
];
