import { availableParallelism, cpus, loadavg } from 'node:os';

/** Where a table was made: absolute figures mean nothing elsewhere. */
export const machineSentence = (): string => {
  const [load = 0] = loadavg();
  return `Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, load ${load.toFixed(1)}`;
};
