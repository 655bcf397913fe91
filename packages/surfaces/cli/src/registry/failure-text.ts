import type { ImportAccount } from './import-api.ts';

/** Why an import or export failed, and where: `: no-progress, rows, part 2, row 41`; nothing of one that did not. */
export const failureText = ({
  failure,
  failedAt,
}: Readonly<Partial<Pick<ImportAccount, 'failure' | 'failedAt'>>>): string => {
  if (failure === undefined) return '';
  const { step, ...at } = failedAt ?? {};
  const places = Object.entries(at).map(([name, value]) => `${name} ${value}`);
  return `: ${[failure, ...(step === undefined ? [] : [step]), ...places].join(', ')}`;
};
