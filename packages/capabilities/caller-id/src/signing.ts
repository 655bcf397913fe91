import type { Recorder } from '@temkin/audit-event';
import type { KeyRing, Signer } from '@temkin/crypto';
import type { Route } from '@temkin/http';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import type {
  CertificateJudge,
  CertificateSource,
  OwnCertificate,
  ProviderRegister,
} from './domain/index.ts';
import { certificateRoutes, signingRoutes } from './http/signing-routes.ts';
import { callIntents } from './store/call-intents.ts';
import { poolNumbers } from './store/pool-numbers.ts';
import { seenIdentities } from './store/seen-identities.ts';
import { judgeWithOwn } from './usecases/judge-with-own.ts';
import { ownCertificates } from './usecases/own-certificates.ts';
import { providersWithOwn } from './usecases/providers-with-own.ts';
import { readCertificate } from './usecases/read-certificate.ts';
import { signCall } from './usecases/sign-call.ts';
import type { PinnedClients, SigningFindings } from './usecases/signing-ports.ts';
import type { Shippers } from './usecases/check-ports.ts';
import { verifyCall } from './usecases/verify-call.ts';

/** What signing calls needs from outside. */
export interface SigningDependencies {
  readonly table: Table;
  /** Purpose `call`. */
  readonly keyRing: KeyRing;
  readonly recorder: Recorder;
  /** ES256. */
  readonly signer: Signer;
  /** The newest of a company first. Their key is the signer's. */
  readonly certificates: readonly OwnCertificate[];
  readonly pins: PinnedClients;
  readonly source: CertificateSource;
  readonly judge: CertificateJudge;
  /** Other providers: ours are known by their numbers. */
  readonly providers: ProviderRegister;
  readonly shippers: Shippers;
  readonly findings: SigningFindings;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Wires what signs and verifies calls for networks. */
export const signingCapability = (dependencies: SigningDependencies) => {
  const { table } = dependencies;
  const certificates = ownCertificates(dependencies.certificates);
  const numbers = poolNumbers(table);
  const surroundings = {
    ...dependencies,
    certificates,
    judge: judgeWithOwn({ certificates, judge: dependencies.judge }),
    numbers,
    intents: callIntents(table),
    seen: seenIdentities(table, dependencies.random),
    providers: providersWithOwn({ ...dependencies, certificates, numbers, others: dependencies.providers }),
  };
  return {
    routes: [
      ...signingRoutes({ signCall: signCall(surroundings), verifyCall: verifyCall(surroundings) }),
      ...certificateRoutes({
        readCertificate: readCertificate(certificates),
        certificates: () => certificates.all(),
      }),
    ] satisfies readonly Route[],
  };
};
