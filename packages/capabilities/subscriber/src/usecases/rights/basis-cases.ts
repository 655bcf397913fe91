import type { Bases } from '../../store/bases.ts';
import type { Cases } from './ports.ts';

/** Cases of claims and requests, as the bases upon which the registry is read. */
export const basisCases = (bases: Pick<Bases, 'find' | 'putWrite' | 'closeWrite'>): Cases => ({
  openWrites: (tenant, { caseId, ...opened }, receipt) => [
    bases.putWrite(tenant, { ...opened, basisId: caseId, kind: 'case', state: 'open' }, receipt),
  ],
  close: async (tenant, caseId, closedAt) => {
    const found = await bases.find(tenant, caseId);
    if (found?.state !== 'open') return undefined;
    return { reliedOn: [], writes: () => [bases.closeWrite(tenant, caseId, closedAt)] };
  },
});
