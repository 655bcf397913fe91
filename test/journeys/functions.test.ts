import { cryptoReady } from '@temkin/crypto';
import { describe } from 'vitest';
import { byDay } from '../support/by-day.ts';
import { deployment } from '../support/deployment.ts';
import { callerChecks } from './functions/caller-checks.ts';
import { authority } from './functions/authority.ts';
import { callSweep } from './functions/call-sweep.ts';
import { coldKeys } from './functions/cold-keys.ts';
import { custody } from './functions/custody.ts';
import { declaring } from './functions/declaring.ts';
import { denial } from './functions/denial.ts';
import { destruction } from './functions/destruction.ts';
import { endings } from './functions/endings.ts';
import { indexer } from './functions/indexer.ts';
import { labels } from './functions/labels.ts';
import { logReaders } from './functions/log-readers.ts';
import { newLabel } from './functions/new-label.ts';
import { offices } from './functions/offices.ts';
import { openings } from './functions/openings.ts';
import { recipient, type SentCode } from './functions/recipient.ts';
import { registryDue } from './functions/registry-due.ts';
import { registryExports } from './functions/registry-exports.ts';
import { registryImports } from './functions/registry-imports.ts';
import { registryIndexes } from './functions/registry-indexes.ts';
import { registrySweep } from './functions/registry-sweep.ts';
import { registry } from './functions/registry.ts';
import { registryRights } from './functions/registry-rights.ts';
import { rights } from './functions/rights.ts';
import { secondCompany } from './functions/second-company.ts';
import { sequencer } from './functions/sequencer.ts';
import { shiftLoad } from './functions/shift-load.ts';
import { signedCalls } from './functions/signed-calls.ts';
import { stream } from './functions/stream.ts';
import { subscribe, webhooks } from './functions/webhooks.ts';

await cryptoReady;
// One deployment and one store for all chapters: what the functions need is what they asked for in any of them.
const system = await deployment({ behind: byDay() });

await system.enrol({
  subject: 'shipper-dat',
  tenant: 'demo',
  kind: 'staff',
  roles: ['shipper'],
  facility: 'HN-BA-DINH',
  scopes: ['parcels:resolve', 'shifts:read'],
});
await system.enrol({
  subject: 'desk-hai',
  tenant: 'demo',
  kind: 'staff',
  roles: ['desk-clerk'],
  facility: 'HN-BA-DINH',
  scopes: ['labels:render'],
});

// Before anything else: a process believes for a minute what it has read of webhooks.
const subscribed = await subscribe(system);

/** Sent early, and entered once the log has what they show. */
const codes: SentCode[] = [];

// In this order: the function that first records somebody is the one that must be able to write that person's pseudonym.
describe('the parcel journey through the bundles', () => {
  const delivered = custody(system);
  endings(system);
  labels(system);
  openings(system);
  recipient(system, delivered, codes);
  authority(system);
  offices(system, delivered);
  shiftLoad(system);
  secondCompany(system, delivered);
  destruction(system);
  newLabel(system);
});

describe('calls', () => {
  signedCalls(system);
  declaring(system);
  callerChecks(system);
});

describe('people who hold numbers', () => {
  registry(system);
  registryRights(system);
  registryDue(system);
  registryIndexes(system);
});

describe('webhooks', () => {
  webhooks(system, subscribed);
});

describe('the sweep', () => {
  callSweep(system);
});

describe('the registry', () => {
  registryImports(system);
  registryExports(system);
  registrySweep(system);
});

describe('the stream', () => {
  stream(system);
});

describe('keys', () => {
  coldKeys(system);
});

// After all that reads events from the outbox.
describe('events', () => {
  sequencer(system);
});

describe('logs', () => {
  indexer(system);
  denial(system);
});

describe('readers of the logs', () => {
  logReaders(system, codes);
});

describe('what the functions may do', () => {
  rights(system);
});
