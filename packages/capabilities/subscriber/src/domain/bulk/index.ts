export {
  bulkDays,
  exportAccountDays,
  importAccountDays,
  partBytes,
  partsLimit,
  stalledRuns,
} from './bulk-policies.ts';
export { COLUMNS_LIMIT, misnamedColumns } from './columns.ts';
export { csvFields, ROW_LENGTH, type CsvFields } from './csv-text.ts';
export {
  FIRST_ROW,
  IMPORT_FORMATS,
  rowReader,
  rowTexts,
  type FileForm,
  type ImportFormat,
  type ImportRow,
  type ReadRow,
  type RowText,
} from './import-rows.ts';
export {
  judgeRow,
  ROW_CODES,
  type RowCode,
  type RowDefect,
  type RowFault,
  type RowVerdict,
} from './judge-row.ts';
export {
  imageDefects,
  imageNotBrought,
  imagesOfRow,
  meantImages,
  numbersOfImages,
  rowImages,
} from './row-images.ts';
export { openPart, sealPart, SEALING_BYTES, type PartPlace, type PartsOf } from './sealed-part.ts';
export { ROW_SHAPE, type ObjectShape, type Shape } from './record-shape.ts';
export { writtenRow } from './written-row.ts';
export {
  addCounts,
  areWhole,
  IMPORT_FAILURES,
  IMPORT_KINDS,
  IMPORT_STATES,
  isResumable,
  NO_ROWS,
  type AnnouncedPart,
  type ImportFailure,
  type ImportKind,
  type ImportPart,
  type ImportPlan,
  type ImportState,
  type RegistryImport,
  type RowCounts,
} from './registry-import.ts';
export {
  BULK_STEPS,
  isStalled,
  NO_PROGRESS,
  placeFlags,
  stalledAgain,
  type BulkPlace,
  type MetFault,
  type Stall,
} from './stalls.ts';
export { newStep, ONLY_IN_REGISTRY, type ParityStep } from './parity-step.ts';
export { holderKeyOf } from './holder-key.ts';
export { compareRow, type RowDifference } from './compare-row.ts';
export { judgeDeltaRow, judgeParityRow, type HeldRowVerdict, type LegibleRow } from './judge-held-row.ts';
export { exportedRow, isExported } from './exported-row.ts';
export {
  EXPORT_FAILURES,
  EXPORT_FIELDS,
  EXPORT_GROUNDS,
  EXPORT_NUMBERS,
  EXPORT_PURPOSES,
  EXPORT_STATES,
  exportDigestText,
  openExportKey,
  PARTS_SHOWN,
  sealExportKey,
  type ExportContent,
  type ExportFailure,
  type ExportField,
  type ExportGround,
  type ExportPlace,
  type ExportPurpose,
  type ExportScope,
  type ExportState,
  type ExportedPart,
  type RegistryExport,
} from './registry-export.ts';
