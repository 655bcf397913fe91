import { countText } from '../amounts.ts';
import type { Command } from '../command.ts';
import { REGISTRY_PARITY_USAGE } from '../usage-registry.ts';
import { counted, endedText, fieldsText, sendAndWatch } from './registry-import.ts';

/** `temkin registry parity` */
export const registryParity: Command = {
  usage: REGISTRY_PARITY_USAGE,
  operand: 'file',
  options: {
    api: { type: 'string' },
    format: { type: 'string' },
    report: { type: 'string' },
  },
  run: async (values, surroundings) => {
    const done = await sendAndWatch('parity', 'report', values, surroundings);
    const { importId, account, rejects: report } = done;
    const { unchanged, rejected, rows, codes, onlyInRegistry = 0 } = account;
    const isSame = account.state === 'done' && rejected === 0 && onlyInRegistry === 0;
    return {
      text: [
        endedText('Report', done),
        `${countText(rows, 'row')}: ${unchanged.toLocaleString('en-US')} as in the registry, ${rejected.toLocaleString('en-US')} not: ${report}`,
        `${countText(onlyInRegistry, 'number')} in the registry that no row names.`,
        ...fieldsText('Differing, by field:', account),
        ...(codes.length > 0
          ? [
              `By code:\n${counted(Object.fromEntries(codes.map(({ code, count }) => [code, count])))}`.trimEnd(),
            ]
          : []),
      ].join('\n'),
      data: { importId, ...account, report },
      ...(!isSame && { exitCode: 1 as const }),
    };
  },
};
