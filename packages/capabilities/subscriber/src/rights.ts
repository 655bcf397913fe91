import type { Approvals } from '@temkin/audit-event';
import type { KeyRing } from '@temkin/crypto';
import type { Route } from '@temkin/http';
import type { Wait } from '@temkin/kernel';
import { publicCounts } from '@temkin/storage';
import type { SendRightsNotice } from './domain/index.ts';
import { authorityRoutes } from './http/authority-routes.ts';
import { rightsRoutes } from './http/rights-routes.ts';
import { selfCheckRoutes } from './http/self-check-routes.ts';
import { registryStores, type RegistryDependencies } from './registry.ts';
import { authorityRequests } from './store/authority-requests.ts';
import { claims, type ClaimedNumber } from './store/claims.ts';
import { dataRequests } from './store/data-requests.ts';
import { docket } from './store/docket.ts';
import { selfChecks } from './store/self-checks.ts';
import {
  answerDataRequest,
  closeDataRequest,
  extendDataRequest,
} from './usecases/rights/change-data-request.ts';
import { basisCases } from './usecases/rights/basis-cases.ts';
import { beginWrongInformation } from './usecases/rights/begin-wrong-information.ts';
import { checkClaim } from './usecases/rights/check-claim.ts';
import { closeAuthorityRequest } from './usecases/rights/close-authority-request.ts';
import { copyData } from './usecases/rights/copy-data.ts';
import { decideFiledClaim } from './usecases/rights/decide-filed-claim.ts';
import { fileClaim } from './usecases/rights/file-claim.ts';
import { fileDataRequest, fileOwnDataRequest } from './usecases/rights/file-data-request.ts';
import { handOver } from './usecases/rights/hand-over.ts';
import { liftMark } from './usecases/rights/lift-mark.ts';
import { listRegister } from './usecases/rights/list-register.ts';
import { openSelfCheck } from './usecases/rights/open-self-check.ts';
import type { Companies, RightsFindings, Sha256 } from './usecases/rights/ports.ts';
import { readAuthorityRequest } from './usecases/rights/read-authority-request.ts';
import { registerAuthorityRequest } from './usecases/rights/register-authority-request.ts';
import { releaseAuthorityRequest } from './usecases/rights/release-authority-request.ts';
import { requestOwnCode } from './usecases/rights/request-own-code.ts';
import { watchDeadlines } from './usecases/rights/watch-deadlines.ts';

/** What the rights of people and authorities stand on. */
export interface RightsDependencies extends RegistryDependencies {
  /** Purpose `self-check`, under a root key that is not the registry's: it opens nobody. */
  readonly codeKeyRing: KeyRing;
  /** Has the two agree. */
  readonly approvals: Approvals;
  readonly companies: Companies;
  readonly notify: SendRightsNotice;
  readonly findings: RightsFindings;
  readonly sha256: Sha256;
  readonly wait: Wait;
}

/** Wires what people may ask of the registry about themselves, and what authorities may. */
export const subscriberRights = (dependencies: RightsDependencies) => {
  const { table, codeKeyRing } = dependencies;
  const registry = registryStores(dependencies);
  const surroundings = {
    ...dependencies,
    registry,
    wrongInformation: beginWrongInformation(registry),
    cases: basisCases(registry.bases),
    codes: codeKeyRing,
    checks: selfChecks(table),
    counts: publicCounts(table),
    claims: claims(table),
    requests: dataRequests(table),
    authorities: authorityRequests(table),
    docket: docket(table),
  };
  return {
    requestOwnCode: requestOwnCode(surroundings),
    openSelfCheck: openSelfCheck(surroundings),
    fileClaim: fileClaim(surroundings),
    checkClaim: checkClaim(surroundings),
    decideClaim: decideFiledClaim(surroundings),
    fileDataRequest: fileDataRequest(surroundings),
    fileOwnDataRequest: fileOwnDataRequest(surroundings),
    answerDataRequest: answerDataRequest(surroundings),
    extendDataRequest: extendDataRequest(surroundings),
    closeDataRequest: closeDataRequest(surroundings),
    copyData: copyData(surroundings),
    liftMark: liftMark(registry),
    registerAuthorityRequest: registerAuthorityRequest(surroundings),
    readAuthorityRequest: readAuthorityRequest(surroundings),
    releaseAuthorityRequest: releaseAuthorityRequest(surroundings),
    handOver: handOver(surroundings),
    closeAuthorityRequest: closeAuthorityRequest(surroundings),
    listRegister: listRegister(surroundings),
    watchDeadlines: watchDeadlines(surroundings),
  };
};

/** The same behind routes: of people without an account, and of those who handle what people and authorities ask. */
export const rightsCapability = (dependencies: RightsDependencies) => {
  const usecases = subscriberRights(dependencies);
  return {
    routes: [
      ...selfCheckRoutes(usecases),
      ...rightsRoutes(usecases),
      ...authorityRoutes(usecases),
    ] satisfies readonly Route[],
    watchDeadlines: usecases.watchDeadlines,
  };
};

/** Claims as a sweep reads them: of each number of a segment the latest. */
export const claimedNumbers = ({ table }: Pick<RegistryDependencies, 'table'>) => ({
  ofSegment: (tenant: string, segment: string): AsyncGenerator<ClaimedNumber, void> =>
    claims(table).ofSegment(tenant, segment),
});
