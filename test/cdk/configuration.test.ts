import { describe, expect, it } from 'vitest';
import { parseConfiguration, readConfiguration, STAGES } from '../../cdk/configuration.ts';
import { STACK_NAMES, templatesOf, type StackName } from './synthesized.ts';

describe('the configuration', () => {
  it.each(STAGES)('of %s is complete', (stage) => {
    expect(readConfiguration(stage)).toMatchObject({ stage });
  });

  it('refuses a stage that is none, also one that leads elsewhere', () => {
    for (const stage of ['staging', '../../package', '', undefined])
      expect(() => readConfiguration(stage)).toThrow('Invalid option');
  });

  it.each([
    ['an unknown field', { surprise: true }, 'surprise'],
    ['an unknown scope', { orderSystems: [{ name: 'a', tenant: 'ems', scopes: ['parcels:all'] }] }, 'scopes'],
    ['nobody on call', { onCallEmails: [] }, 'onCallEmails'],
    [
      'a generation before the first',
      { originSecret: { generation: 0, believesPrevious: false } },
      'generation',
    ],
    [
      'to believe a secret before the first',
      { originSecret: { generation: 1, believesPrevious: true } },
      'believesPrevious',
    ],
    ['not to be told whether to believe it', { originSecret: { generation: 2 } }, 'believesPrevious'],
    [
      'a next key of the logs that is the one in use',
      { auditLogKeys: { use: 'log', next: 'log' } },
      'auditLogKeys',
    ],
    ['an idle key that is in use', { bundleKeys: { use: 'bundle', idle: ['bundle'] } }, 'bundleKeys'],
    ['a key of another kind', { auditLogKeys: { use: 'bundle' } }, 'auditLogKeys'],
    ['a first key by a number', { auditLogKeys: { use: 'log1' } }, 'auditLogKeys'],
    [
      'more to sign calls by than an environment holds, which counts bytes and not letters',
      { callSigning: { providers: [{ spc: '1', numbers: [], names: ['ệ'.repeat(1_000)] }] } },
      'callSigning',
    ],
    [
      'a beginning of numbers that does not say that it is one',
      { callSigning: { providers: [{ spc: '1', numbers: ['8424'] }] } },
      'numbers',
    ],
    ['a retention that CloudWatch does not know', { logRetentionDays: 31 }, 'logRetentionDays'],
  ])('refuses %s, and names it', (_, change, named) => {
    const { stage, ...values } = readConfiguration('dev');
    expect(() => parseConfiguration(stage, values)).not.toThrow();
    expect(() => parseConfiguration(stage, { ...values, ...change })).toThrow(named);
  });

  it('is all in which stages differ: the same configuration makes the same stacks under another name', () => {
    const { stage: _, ...values } = readConfiguration('dev');
    const dev = templatesOf('dev');
    const prod = templatesOf('prod', {
      ...values,
      account: undefined,
      domain: undefined,
      originDomain: undefined,
    });
    const typesOf = (templates: typeof dev, stack: StackName): readonly string[] =>
      Object.entries(templates[stack].Resources)
        .map(([id, { Type }]) => `${Type} ${id.replace(/[0-9A-F]{8,}$/, '')}`)
        .toSorted();
    for (const stack of STACK_NAMES) expect(typesOf(prod, stack)).toEqual(typesOf(dev, stack));
    const text = (templates: typeof dev): string =>
      JSON.stringify(templates.Data.Resources)
        .replaceAll(/prod/g, 'dev')
        .replaceAll(/[0-9A-F]{8}/g, '');
    expect(text(prod)).toBe(text(dev));
  });
});
