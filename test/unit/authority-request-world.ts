import type { NewAuthorityRequest } from '../../packages/capabilities/subscriber/src/usecases/rights/register-authority-request.ts';
import { numberOf, seedOf } from './registry-world.ts';
import { OFFICER, type RightsWorld } from './rights-world.ts';

/** What an authority's paper says. */
export const CONTENT = {
  authority: 'Công an phường Ba Đình',
  officer: 'Đại úy Lê Văn Tám',
  channel: 'document',
  documentNumber: '17/CV-CABĐ',
  documentDate: '2026-11-22',
  documentSha256: 'cd'.repeat(32),
  verification: 'called-back',
} as const;

/** What is registered of it. */
export const request = (
  world: RightsWorld,
  asked: Partial<NewAuthorityRequest> = {},
): NewAuthorityRequest => ({
  ...CONTENT,
  ground: 'criminal-case',
  urgency: 'ordinary',
  fields: ['msisdn', 'name', 'state'],
  people: [{ msisdn: numberOf(1) }],
  receivedAt: world.clock.now(),
  ...asked,
});

let seeds = 2_000;

/** Registers it, each time as another. */
export const register = (world: RightsWorld, asked: Partial<NewAuthorityRequest> = {}) =>
  world.rights.registerAuthorityRequest(OFFICER, request(world, asked), seedOf((seeds += 1)));
