import type { CheckFindings, PinnedClients, StaffNumbers } from '@temkin/caller-id';
import type { CitizenChannel } from '@temkin/caller-id/domain';
import { keypadPhoneSimulator, type KeypadPhoneSimulator } from '@temkin/citizen-channel';
import { cryptoReady } from '@temkin/crypto';
import type { FaultLog, Origin } from '@temkin/http';
import { identitySimulator, type IdentitySimulator } from '@temkin/identity';
import { systemRandom, type Clock } from '@temkin/kernel';
import { provisioningSimulator, type ProvisioningSimulator } from '@temkin/provisioning';
import type { DueWorkedOff } from '@temkin/subscriber';
import { noticeSimulator, type CodeNotice, type NoticeGateway } from '@temkin/notice';
import {
  operatorSimulator,
  simVerificationSimulator,
  type OperatorSimulator,
  type SimVerificationSimulator,
} from '@temkin/operator';
import type { Router } from '@temkin/parcel/domain';
import type { Blobs, Table } from '@temkin/storage';
import { backgroundWork, type BackgroundWork } from '../../packages/runtimes/local/src/background-work.ts';
import type { CallSigning } from '../../packages/runtimes/local/src/call-signing.ts';
import { compose, type SystemRootKeys } from '../../packages/runtimes/local/src/compose.ts';
import type { Persona } from '../../packages/runtimes/local/src/demo/personas.ts';
import { localTransfers } from '../../packages/runtimes/local/src/transfers/local-transfers.ts';
import { broughtImages } from './brought-images.ts';
import { clients, ORIGIN, type Clients } from './clients.ts';
import { instantWait } from './instant-wait.ts';
import { memoryBlobs, type MemoryBlobs } from './memory-blobs.ts';
import { memoryRootKeys } from './memory-root-key.ts';
import { memorySigner } from './memory-signer.ts';
import { enrolling, provision } from './provisioning.ts';
import { testTable } from './store.ts';
import { scanTables, type StoredItem } from './stored-items.ts';
import { testClock, type TestClock } from './test-clock.ts';
import { testCallSigning } from './test-call-signing.ts';
import { testIssuer } from './test-issuer.ts';
import { testLog, type TestLog } from './test-log.ts';

export { ORIGIN, type Client, type TokenOptions } from './clients.ts';

/** A Monday morning in Hà Nội. */
const MONDAY_MORNING = Date.parse('2026-11-23T08:00:00+07:00');

/** Shared by the gateway of texts and whoever answers its messages. */
const CITIZEN_SECRET = 'a secret of the gateway of texts, of forty letters';

type CheckFinding = Parameters<CheckFindings['report']>[0];

/** The whole system in one process, over fresh tables of the test file's store. */
export interface TestSystem extends Pick<Clients, 'as' | 'tokenFor'> {
  /** `clientAddress` is what the server would say of the connection. */
  fetch(request: Request, origin?: Origin): Promise<Response>;
  /** Requests so far, by method and path: `GET /v1/facilities`. */
  readonly asked: readonly string[];
  /** Enrols somebody beyond the personas of the demo; the id is the subject. */
  enrol(persona: Persona): Promise<void>;
  /** The table itself, without what `wrapTable` puts around it. */
  readonly table: Table;
  /** All that is stored. */
  readonly stored: () => Promise<readonly StoredItem[]>;
  readonly clock: TestClock;
  /** The audit logs. Nothing leaves the outbox unless the test says so. */
  readonly log: TestLog;
  /** What is in the blobs of the registry. */
  readonly registryBlobs: MemoryBlobs;
  readonly rootKeys: SystemRootKeys;
  /** The networks, billings and points of sale of all companies. */
  readonly numbers: ProvisioningSimulator;
  /** Works off what is due of numbers now. */
  readonly workOffRegistry: () => Promise<DueWorkedOff>;
  /** One run of what makes the registry's indexes. */
  readonly workIndexes: () => ReturnType<BackgroundWork['workIndexes']>;
  /** Messages to telephones so far. */
  readonly notices: readonly CodeNotice[];
  /** Telephones with keys and nothing else, and the gateway of texts of every company. */
  readonly phones: KeypadPhoneSimulator;
  /** The operator's word on whose telephone a number is. */
  readonly sims: SimVerificationSimulator;
  /** The sources of identities of every company; they know nobody until they are told. */
  readonly identities: IdentitySimulator;
  /** Milliseconds that were waited for, none of which passed. */
  readonly waited: readonly number[];
  /** The operator's network of all companies; it reports nothing by itself. */
  readonly network: OperatorSimulator;
  /** One run of the sweeper of calls, by the system's clock. */
  readonly sweepCalls: () => ReturnType<BackgroundWork['sweepCalls']>;
  /** One run of what joins citizens' reports, by the system's clock, and what it told so far. */
  readonly joinReports: (deadlineMilliseconds?: number) => ReturnType<BackgroundWork['joinReports']>;
  readonly findings: readonly CheckFinding[];
  /** One run of what works off the clocks of labels and parcels, by the system's clock. */
  readonly shredDue: () => ReturnType<BackgroundWork['shredDue']>;
  /** One run of the sender of webhooks, by the system's clock. */
  readonly sendWebhooks: () => ReturnType<BackgroundWork['sendWebhooks']>;
  /** Every bug that was reported so far. Most tests want none. */
  readonly faults: readonly Parameters<FaultLog['fault']>[0][];
}

export interface TestSystemOptions {
  /** Where the clock starts, in milliseconds since the epoch. */
  readonly now?: number;
  /** What the application gets for a table: one that loses writes, say. Seeding goes around it. */
  readonly wrapTable?: (table: Table) => Table;
  /** What the application reads the logs through. */
  readonly wrapBlobs?: (blobs: Blobs) => Blobs;
  /** Instead of the simulator: a gateway that is down, say. */
  readonly notify?: NoticeGateway;
  /** Instead of the simulator: gateways with secrets of their own, or one that is down. */
  readonly citizenChannel?: (clock: Clock) => CitizenChannel;
  /** Instead of the companies' tables of routes. */
  readonly router?: Router;
  /** Instead of keys and certificates that nobody else knows. */
  readonly callSigning?: CallSigning;
  /** Whether calls are connected by `network`, instead of by no network at all. */
  readonly isConnected?: true;
  /** Instead of nobody's. */
  readonly staffNumbers?: StaffNumbers;
  /** With which certificates networks connect; with any where absent. */
  readonly pins?: PinnedClients;
}

/**
 * Composes the system over fresh tables and provisions the tenants, facilities and personas of the demo. Call it at the
 * top level of a test file, with `await`: cleaning up is registered here.
 */
export const testSystem = async ({
  now = MONDAY_MORNING,
  wrapTable = (table) => table,
  wrapBlobs = (blobs) => blobs,
  notify,
  citizenChannel,
  router,
  callSigning: givenSigning,
  isConnected,
  staffNumbers,
  pins,
}: TestSystemOptions = {}): Promise<TestSystem> => {
  await cryptoReady;
  const [{ table, client, prefix }, issuer] = await Promise.all([testTable(), testIssuer()]);
  const clock = testClock(now);
  const rootKeys = memoryRootKeys();
  const faults: Parameters<FaultLog['fault']>[0][] = [];
  const gateway = noticeSimulator();
  const phones = keypadPhoneSimulator({ clock, secret: CITIZEN_SECRET });
  const sims = simVerificationSimulator();
  const identities = identitySimulator({ clock });
  const { wait, waited } = instantWait();
  const log = testLog({ table, clock });
  const network = operatorSimulator({ clock });
  const surroundings = {
    table: wrapTable(table),
    rootKeys,
    clock,
    random: systemRandom,
    allowLoopbackReceivers: true,
  };
  const callSigning = givenSigning ?? (await testCallSigning(clock));
  const registryBlobs = memoryBlobs();
  const transfers = localTransfers({ ...surroundings, origin: ORIGIN, blobs: registryBlobs });
  const application = compose({
    ...surroundings,
    registryBlobs,
    transfers,
    callSigning: { ...callSigning, ...(pins !== undefined && { pins }) },
    bundleSigner: memorySigner(),
    logBlobs: wrapBlobs(log.blobs),
    logSigner: log.signer,
    logPrefix: log.prefix,
    issuers: { profiles: [issuer.profile], keysOf: issuer.keysOf, allowDemoIssuers: false },
    notify: notify ?? gateway,
    citizenChannel: citizenChannel?.(clock) ?? phones,
    sims,
    identities,
    ...(router !== undefined && { router }),
    ...(isConnected && { callNetwork: network }),
    ...(staffNumbers !== undefined && { staffNumbers }),
    wait,
    faultLog: { fault: (fault) => void faults.push(fault) },
  });
  const findings: CheckFinding[] = [];
  const numbers = provisioningSimulator();
  const { shredDue, sendWebhooks, sweepCalls, joinReports, registryDue, workIndexes } = backgroundWork({
    ...surroundings,
    notify: notify ?? gateway,
    network: numbers,
    systems: numbers,
    registryBlobs,
    identities,
    callNetwork: network,
    findings: { report: (finding) => void findings.push(finding) },
  });
  await provision(table, issuer, now);

  const bring = broughtImages({ table, rootKey: rootKeys.registry, clock });
  const asked: string[] = [];
  const fetch: TestSystem['fetch'] = async (request, origin) => {
    const transferred = await transfers.fetch(request);
    if (transferred !== undefined) return transferred;
    await bring(request);
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    return application.fetch(request, origin);
  };
  const { as, tokenFor, meet } = clients({ fetch, issuer, clock });
  const enrolOne = enrolling(table, issuer);
  return {
    fetch,
    asked,
    as,
    tokenFor,
    table,
    stored: () => scanTables({ client, prefix }),
    clock,
    log,
    registryBlobs,
    rootKeys,
    notices: gateway.sent as readonly CodeNotice[],
    phones,
    sims,
    identities,
    waited,
    faults,
    network,
    sweepCalls: () => sweepCalls({ deadlineMilliseconds: Infinity }),
    joinReports: (deadlineMilliseconds = Infinity) => joinReports({ deadlineMilliseconds }),
    findings,
    numbers,
    workOffRegistry: () => registryDue.workOff({ deadlineMilliseconds: Infinity }),
    workIndexes: () => workIndexes({ isOver: () => false }),
    shredDue: () => shredDue({ deadlineMilliseconds: Infinity }),
    sendWebhooks: () => sendWebhooks({ deadlineMilliseconds: Infinity }),
    enrol: async (persona) => {
      await enrolOne(persona);
      meet(persona);
    },
  };
};
