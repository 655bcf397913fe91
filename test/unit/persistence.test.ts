import { dynamoClient, dynamoTable, EMULATOR_CREDENTIALS } from '@temkin/dynamodb';
import { StoreUnavailable } from '@temkin/kernel';
import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the deadline of a call', () => {
  it('holds while the wall clock is set back again and again', async () => {
    let elapsed = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => elapsed);
    vi.spyOn(Date, 'now').mockImplementation(() => Date.UTC(2026, 10, 23) - elapsed * 60_000);
    const client = dynamoClient({ region: 'local' });
    client.middlewareStack.add(
      () => async () => {
        throw new ProvisionedThroughputExceededException({ message: 'throttled', $metadata: {} });
      },
      { step: 'initialize' },
    );
    const table = dynamoTable({
      client,
      sleep: async (milliseconds) => {
        elapsed += milliseconds;
        if (elapsed > 60_000) throw new Error('there is no deadline');
      },
      random: () => 1,
      giveUpAfterMilliseconds: 10_000,
    });
    await expect(table.get({ table: 'parcels', partition: 'p', sort: 's' })).rejects.toThrow(
      StoreUnavailable,
    );
  });
});

describe('a client', () => {
  it('tells a logger nothing of an item or its key', async () => {
    const client = dynamoClient({ region: 'local', credentials: EMULATOR_CREDENTIALS });
    const logged: unknown[] = [];
    const note = (entry: unknown): void => void logged.push(entry);
    client.config.logger = { trace: note, debug: note, info: note, warn: note, error: note };
    client.middlewareStack.add(
      () => async () => ({ response: undefined, output: { $metadata: {}, Item: { name: { S: 'Hằng' } } } }),
      { step: 'build' },
    );
    const table = dynamoTable({ client });
    expect(await table.get({ table: 'parcels', partition: 'an-id', sort: 's' })).toEqual({ name: 'Hằng' });
    expect(logged.length).toBeGreaterThan(0);
    expect(JSON.stringify(logged)).not.toMatch(/Hằng|an-id/);
  });
});
