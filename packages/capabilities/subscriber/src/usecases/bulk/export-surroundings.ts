import type { KeyRing } from '@temkin/crypto';
import type { Caller } from '@temkin/kernel';
import type { ExportContent, ExportState } from '../../domain/index.ts';
import type { ExportParts } from '../../store/export-parts.ts';
import type { Exports, KeptExport } from '../../store/exports.ts';
import type { PartBlobs } from '../../store/part-blobs.ts';
import type { Read } from '../../store/record-item.ts';
import { refuse } from '../refuse.ts';
import type { Registry } from '../registry.ts';
import type { Sha256 } from '../rights/ports.ts';
import { openText } from '../rights/sealed-text.ts';

/** What whoever is asked for exports stands on: nothing that opens people. */
export interface ExportDesk extends Pick<Registry, 'recorder' | 'clock' | 'random'> {
  readonly exports: Exports;
  readonly exportParts: ExportParts;
  readonly blobs: PartBlobs;
  /** Purpose `registry`. */
  readonly keyRing: Pick<KeyRing, 'current' | 'byId'>;
  readonly sha256: Sha256;
}

/** What exports are written with: it reads people, and finds nobody. */
export interface ExportSurroundings extends ExportDesk, Pick<Registry, 'people' | 'personKeys'> {}

/** How an event speaks of an export. */
export const exportResource = (exportId: string) => ({ type: 'registry-export', pseudonym: exportId });

/** How an event speaks of what was written or handed over: by its hash. */
export const digestResource = (sha256: string) => ({ type: 'sha-256', pseudonym: sha256 });

/** What events of an export say of its scope. */
export const exportDraft = ({ ground, fields, numbers }: Pick<KeptExport, 'ground' | 'fields' | 'numbers'>) =>
  ({
    action: 'registry.export',
    outcome: 'allowed',
    purpose: 'export',
    grounds: ground,
    groups: [...fields, `numbers:${numbers}`],
  }) as const;

/** An export of the caller's company. Refuses `EXPORT.UNKNOWN`. */
export const findExport =
  ({ exports }: Pick<ExportDesk, 'exports'>) =>
  async ({ principal: { tenant } }: Caller, exportId: string): Promise<Read<KeptExport>> => {
    const known = await exports.find({ tenant, exportId });
    if (known === undefined) throw refuse('EXPORT.UNKNOWN');
    return known;
  };

/** Refuses `EXPORT.STATE_NOT_ALLOWED` where an export is in none of these states. */
export const requireExportState = (
  { exportId, state }: Pick<KeptExport, 'exportId' | 'state'>,
  ...allowed: readonly ExportState[]
): void => {
  if (!allowed.includes(state))
    throw refuse('EXPORT.STATE_NOT_ALLOWED', { about: { resources: [exportResource(exportId)] } });
};

/** Refuses `EXPORT.NOT_YOURS` to whoever did not ask for it. */
export const requireOwnExport = (
  { principal: { id } }: Caller,
  { exportId, askedBy }: Pick<KeptExport, 'exportId' | 'askedBy'>,
): void => {
  if (askedBy !== id) throw refuse('EXPORT.NOT_YOURS', { about: { resources: [exportResource(exportId)] } });
};

/** For whom an export is, and upon which paper. */
export const openExportContent = async (
  keyRing: Pick<KeyRing, 'byId'>,
  tenant: string,
  { exportId, content }: Pick<KeptExport, 'exportId' | 'content'>,
): Promise<ExportContent> =>
  JSON.parse(await openText(keyRing, { tenant, of: 'export', id: exportId }, content)) as ExportContent;
