import type { Caller, Receipt } from '@temkin/kernel';
import type { Register } from '../../domain/index.ts';
import type { AuthorityRequests, KeptAuthorityRequest } from '../../store/authority-requests.ts';
import type { Claims, FiledClaim } from '../../store/claims.ts';
import type { DataRequests, FiledDataRequest } from '../../store/data-requests.ts';
import type { Docket, DocketState } from '../../store/docket.ts';
import type { Registry } from '../registry.ts';

/** What a page of each register has. */
export interface RegisterEntries {
  readonly claims: FiledClaim;
  readonly 'subject-requests': FiledDataRequest;
  readonly 'authority-requests': KeptAuthorityRequest;
}

/** A page: of what is open, what is due first; of what is closed, what was closed first. */
export interface RegisterPage<Entry> {
  readonly entries: readonly Entry[];
  /** Leads to the next page, where more may follow. */
  readonly next?: string;
  readonly receipt: Receipt;
}

export interface ListRegisterDependencies {
  readonly registry: Pick<Registry, 'recorder'>;
  readonly docket: Pick<Docket, 'page'>;
  readonly claims: Pick<Claims, 'findMany'>;
  readonly requests: Pick<DataRequests, 'findMany'>;
  readonly authorities: Pick<AuthorityRequests, 'findMany'>;
}

/** Pages of the registers, once the reading is on record. Nothing that is sealed is opened. */
export const listRegister = ({
  registry,
  docket,
  claims,
  requests,
  authorities,
}: ListRegisterDependencies) => {
  const finders: {
    readonly [Name in Register]: (
      tenant: string,
      ids: readonly string[],
    ) => Promise<readonly (RegisterEntries[Name] | undefined)[]>;
  } = {
    claims: claims.findMany,
    'subject-requests': requests.findMany,
    'authority-requests': authorities.findMany,
  };
  return async <Name extends Register>(
    caller: Caller,
    register: Name,
    asked: { readonly state: DocketState; readonly limit: number; readonly after?: string },
  ): Promise<RegisterPage<RegisterEntries[Name]>> => {
    const { tenant } = caller.principal;
    const recorded = await registry.recorder.commit(caller, {
      action: 'registry.docket',
      outcome: 'allowed',
      change: register,
      resources: [],
    });
    if (recorded.outcome !== 'committed') throw new Error('an event without conditions cannot be refused');
    const { ids, next } = await docket.page(tenant, register, asked);
    const found = await finders[register](tenant, ids);
    return {
      entries: found.flatMap((entry) => entry ?? []),
      ...(next !== undefined && { next }),
      receipt: recorded.receipt,
    };
  };
};
