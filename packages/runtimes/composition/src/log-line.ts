/** What a line says. Never anything personal, a token or a key; alarms count lines by their `finding`. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  /** A word of ours that an alarm may wait for. */
  readonly finding: string;
  readonly [name: string]: unknown;
}

/**
 * Writes one JSON line. The timestamp is there for AWS Lambda, which takes a line without one for text of level INFO
 * ("Log-level filtering").
 */
export const logLine = (line: LogLine, stream: NodeJS.WritableStream = process.stdout): void => {
  stream.write(`${JSON.stringify({ timestamp: new Date().toISOString(), ...line })}\n`);
};
