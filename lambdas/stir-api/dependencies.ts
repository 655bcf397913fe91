import { agreedProviders, pinnedClients, signingCapability, watchRenewals } from '@temkin/caller-id';
import { callerCheckPorts, consoleFindings, groundwork, isPublicAddress } from '@temkin/composition';
import {
  anchorsFromPem,
  certificateJudge,
  certificateSource,
  ownCertificate,
  revocationsFromPem,
  textFetcher,
  trustExpiring,
} from '@temkin/stir-certificates';
import { apiVariables } from '../api-environment.ts';
import { awsSigner, awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, text } from '../environment.ts';
import { callSigning } from './call-signing.ts';

export const environment = readEnvironment({
  ...apiVariables,
  TEMKIN_CALL_SIGNING_KEY: text,
  TEMKIN_CALL_SIGNING: callSigning,
});

const { origin, hosts, providers, clients, ...pem } = environment.TEMKIN_CALL_SIGNING;

export const ground = groundwork(awsSurroundings(awsTable(environment), environment.TEMKIN_MAIN_ROOT_KEY));

const certificates = pem.certificates.map((certificate) => ownCertificate({ ...certificate, origin }));

const trust = {
  anchors: pem.anchors.flatMap(anchorsFromPem),
  revocations: pem.revocations.flatMap(revocationsFromPem),
};

/** Says what runs out, once a day at most. */
export const lookAtRenewals = watchRenewals({
  certificates,
  trusted: trustExpiring(trust),
  findings: consoleFindings,
  clock: ground.clock,
});

export const signing = signingCapability({
  ...ground,
  signer: awsSigner(environment.TEMKIN_CALL_SIGNING_KEY, 'ES256'),
  certificates,
  pins: pinnedClients(clients),
  source: certificateSource({
    hosts,
    clock: ground.clock,
    own: (address) => certificates.find((certificate) => certificate.address === address)?.chain,
    fetchText: textFetcher({ mayConnectTo: isPublicAddress }),
  }),
  judge: certificateJudge(trust),
  providers: agreedProviders(providers),
  shippers: callerCheckPorts(ground).shippers,
  findings: consoleFindings,
});
