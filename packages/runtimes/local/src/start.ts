import { dirname, join } from 'node:path';
import { localKeys } from '@temkin/access';
import { cryptoReady } from '@temkin/crypto';
import { systemClock, systemRandom, systemWait } from '@temkin/kernel';
import { operatorSimulator } from '@temkin/operator';
import { TABLE_NAMES, type Table } from '@temkin/storage';
import { simVerificationSimulator } from '@temkin/operator';
import { provisioningSimulator } from '@temkin/provisioning';
import { consoleFaultLog, logWitnesses, reportWitnessing } from '@temkin/composition';
import { compose } from './compose.ts';
import type { Configuration } from './configuration.ts';
import { openCallSigning } from './call-signing.ts';
import { backgroundWork } from './background-work.ts';
import { citizenLine } from './citizen-line.ts';
import { identityLine } from './identity-line.ts';
import { callSweep } from './call-sweep.ts';
import { refuseHalfRestoredTable } from './backup-support/table-restore.ts';
import { openDataDirectory, registryDirectory, seededFile } from './data-directory/index.ts';
import { demoClient } from './demo/client.ts';
import { handsetFile, seedHandset } from './demo/handset.ts';
import { PERSONAS } from './demo/personas.ts';
import { DEMO_TENANTS } from './demo/tenants.ts';
import { seedDirectory, seedParcels, seedRegisters, seedRegistry } from './demo/seed.ts';
import { createWhole, exists } from './files/whole-file.ts';
import { createIssuer, EMBEDDED_PROFILE_ID, loadOrCreateInstallation, requestToken } from './issuer/index.ts';
import { fileBlobs } from './files/file-blobs.ts';
import { bindLog, bindTable, openSignerFile } from './keys/index.ts';
import { openKey } from './open-key.ts';
import { dueSweep } from './due-sweep.ts';
import { logKeeping } from './log-keeping.ts';
import { openExternalStore, openOwnStore } from './open-store.ts';
import { noticesFile } from './notices-file.ts';
import { pages } from './pages.ts';
import { repeated } from './repeated.ts';
import { registryIndexWork } from './registry-index-work.ts';
import { registrySweep } from './registry-sweep.ts';
import { shredSweep } from './shred-sweep.ts';
import { exportWork } from './export-work.ts';
import { importWork } from './import-work.ts';
import { webhookSweep } from './webhook-sweep.ts';
import { startServer, type LocalServer } from './server.ts';
import { localTransfers } from './transfers/local-transfers.ts';

/** Lies beside the root key. Whoever loses it makes another: devices ask for the new key. */
const BUNDLE_SIGNER_FILE = 'bundle-signer.pem';

/** Lies there too. Whoever loses it begins logs anew: nobody else can sign for those that there are. */
const LOG_SIGNER_FILE = 'log-signer.pem';

/** Origins of logs begin with it; a port would change with the next start. */
const LOG_PREFIX = 'localhost/v1/audit/log';

const HOUR_MILLISECONDS = 3_600_000;

/** Sooner than in the cloud, whose schedule knows no less than a minute: whoever tries the demo is watching. */
const WEBHOOK_MILLISECONDS = 2_000;

/** The same holds of whoever imports a registry, or exports one. */
const IMPORT_MILLISECONDS = 2_000;

/** The same: a suspended shipper’s call is revoked while somebody looks. */
const CALL_MILLISECONDS = 2_000;

/** As in the cloud: nothing of numbers falls due while somebody looks. */
const REGISTRY_MILLISECONDS = 60_000;
/** As quickly as somebody who makes an index anew looks how far it is. */
const INDEX_MILLISECONDS = 2_000;
/** A sweep that somebody ordered begins while they look. */
const SWEEP_MILLISECONDS = 2_000;

/** A running system. */
export interface RunningSystem {
  readonly origin: string;
  /** Whether this start made the demo's data. */
  readonly seeded: boolean;
  /** Resolves when the system's own store has died; the system is of no use then. */
  readonly storeEnded: Promise<void>;
  /** Does to labels, parcels and numbers what is due by an instant (milliseconds since the epoch), be it yet to come. */
  readonly workOffDue: (atMilliseconds: number) => Promise<void>;
  /** Finishes what is under way, ends the store, gives the data directory free. */
  readonly stop: () => Promise<void>;
}

const answersReads = async (table: Table): Promise<boolean> => {
  try {
    await table.get({ table: TABLE_NAMES[0] ?? 'parcels', partition: 'healthz', sort: 'healthz' });
    return true;
  } catch {
    return false;
  }
};

/** Brings the whole system up over its data directory, and on the first start the demo's data with it. */
export const start = async (configuration: Configuration): Promise<RunningSystem> => {
  await cryptoReady;
  const { storeEndpoint } = configuration;
  const external = storeEndpoint === undefined ? undefined : await openExternalStore(storeEndpoint);
  if (external !== undefined) await refuseHalfRestoredTable(external.table, external.place.name);
  const rootKeyFile = await openKey(configuration, external);
  const bundleSigner = await openSignerFile(join(dirname(configuration.keyFile), BUNDLE_SIGNER_FILE));
  const logSigner = await openSignerFile(join(dirname(configuration.keyFile), LOG_SIGNER_FILE));
  const callSigning = await openCallSigning(dirname(configuration.keyFile), {
    clock: systemClock,
    random: systemRandom,
  });
  const citizenChannel = await citizenLine(configuration, systemClock);
  const identities = identityLine(configuration, systemClock);
  const logBlobs = fileBlobs(configuration.logDirectory);
  const witnesses = await logWitnesses(configuration.logWitnesses);
  const directory = await openDataDirectory({
    directory: configuration.dataDirectory,
    keyFingerprint: rootKeyFile.fingerprint,
  });
  const registryBlobs = fileBlobs(registryDirectory(directory.path));
  const stops: (() => Promise<void>)[] = [directory.release];
  const stop = async (): Promise<void> => {
    for (const step of stops.splice(0).toReversed()) await step();
  };

  try {
    const { table, place, ended, stop: stopStore } = external ?? (await openOwnStore(directory));
    stops.push(stopStore);
    await bindTable(table, rootKeyFile.fingerprint, place);
    await bindLog(
      { table, blobs: logBlobs, random: systemRandom },
      { place, directory: configuration.logDirectory },
    );
    await seedDirectory(table);
    const installation = await loadOrCreateInstallation(configuration.issuerFile);

    const outside = { table, clock: systemClock, random: systemRandom };
    const logs = logKeeping({
      ...outside,
      blobs: logBlobs,
      signer: logSigner,
      witnesses,
      onWitnessing: reportWitnessing,
      prefix: LOG_PREFIX,
    });
    stops.push(logs.stop);
    await logs.watch();

    const surroundings = {
      ...outside,
      // No operator of a network is near a laptop.
      callNetwork: operatorSimulator({ clock: systemClock }),
      ring: logs.ring,
      logBlobs,
      logSigner,
      logPrefix: LOG_PREFIX,
      registryBlobs,
      rootKeys: {
        main: rootKeyFile.rootKey('main'),
        escrow: rootKeyFile.rootKey('escrow'),
        registry: rootKeyFile.rootKey('registry'),
        registryIndex: rootKeyFile.rootKey('registry-index'),
      },
      allowLoopbackReceivers: true,
    };

    const notify = noticesFile(configuration.noticesFile, systemClock);
    let ready = false;
    const server: LocalServer = await startServer(configuration.port, async (origin) => {
      const issuer = createIssuer({ origin, installation, personas: PERSONAS, clock: systemClock });
      const transfers = localTransfers({ ...outside, origin, blobs: registryBlobs });
      const application = compose({
        ...surroundings,
        transfers,
        bundleSigner,
        callSigning,
        issuers: {
          profiles: [issuer.profile],
          keysOf: localKeys({ [EMBEDDED_PROFILE_ID]: issuer.jwks }),
          allowDemoIssuers: true,
        },
        wait: systemWait,
        sims: simVerificationSimulator(),
        identities,
        notify,
        citizenChannel,
        faultLog: consoleFaultLog,
        allowedHosts: [new URL(origin).host, `localhost:${new URL(origin).port}`],
      });
      const page = await pages(async () => ready && (await answersReads(table)));
      return {
        issuer: issuer.callback,
        fetch: async (request, from) =>
          (await page(request)) ?? (await transfers.fetch(request)) ?? application.fetch(request, from),
      };
    });
    stops.push(server.stop);

    const marker = seededFile(configuration.dataDirectory);
    const seeded = !(await exists(marker));
    if (seeded) {
      const tokenOf = (subject: string): Promise<string> => {
        const persona = PERSONAS.find((candidate) => candidate.subject === subject);
        if (persona === undefined) throw new Error(`nobody is called ${subject}`);
        return requestToken({ origin: server.origin, installation, persona });
      };
      const api = demoClient(server.origin, tokenOf);
      await seedParcels(api, configuration.labelsDirectory);
      await seedRegisters(api);
      await seedRegistry(api);
      await seedHandset(api, handsetFile(configuration.issuerFile));
      await createWhole(marker, '');
    }
    ready = true;
    // Now only: the first sweep of all looks through four hundred days, and nobody is to wait for it.
    const outward = {
      notify,
      identities,
      network: provisioningSimulator({ tenants: DEMO_TENANTS.map(({ tenant }) => tenant) }),
    };
    const work = backgroundWork({ ...surroundings, ...outward });
    const { shredDue, sendWebhooks, workImports, workExports, workIndexes, sweepRegistry, ...calls } = work;
    const sweep = shredSweep(shredDue, systemClock);
    const send = webhookSweep(sendWebhooks, systemClock);
    const sweepAll = registrySweep(sweepRegistry, systemClock);
    stops.push(
      repeated('parcel-shredder', HOUR_MILLISECONDS, sweep, consoleFaultLog).stop,
      repeated('subscriber-due', REGISTRY_MILLISECONDS, dueSweep(work, systemClock), consoleFaultLog).stop,
      repeated('call-sweeper', CALL_MILLISECONDS, callSweep(calls, systemClock), consoleFaultLog).stop,
      repeated('webhook-sender', WEBHOOK_MILLISECONDS, send, consoleFaultLog).stop,
      repeated('registry-sweeper', SWEEP_MILLISECONDS, sweepAll, consoleFaultLog).stop,
      repeated(
        'registry-indexer',
        INDEX_MILLISECONDS,
        registryIndexWork(workIndexes, systemClock),
        consoleFaultLog,
      ).stop,
      repeated(
        'registry-importer',
        IMPORT_MILLISECONDS,
        importWork(workImports, systemClock),
        consoleFaultLog,
      ).stop,
      repeated(
        'registry-exporter',
        IMPORT_MILLISECONDS,
        exportWork(workExports, systemClock),
        consoleFaultLog,
      ).stop,
    );
    const workOffDue = async (atMilliseconds: number): Promise<void> => {
      const clock = { now: () => atMilliseconds };
      const ahead = backgroundWork({ ...surroundings, ...outward, clock, waitClock: systemClock });
      await shredSweep(ahead.shredDue, clock)(new AbortController().signal);
      await dueSweep(ahead, clock)(new AbortController().signal);
    };
    return { origin: server.origin, seeded, storeEnded: ended, workOffDue, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
